"""Imran has a file of feedback and wants an honest chart of it, today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watching import accessibility_problems, overflow

# One row for each answer, as a feedback system exports them: 1 the best of five, 7 for nothing said.
ANSWERS = "date,service,team,answer\n" + "".join(
    f"2025-{month:02}-{3 + place // 2:02},Wards,{'Red' if place % 2 else 'Blue'},{answer}\n"
    for month in range(1, 13)
    for place, answer in enumerate([1, 1, 2, 5, 7, 1, 2, 3, 1, 1 + month % 5, 2, 7])
)


@pytest.fixture
def answers(tmp_path) -> Path:
    path = tmp_path / "feedback.csv"
    path.write_text(ANSWERS)
    return path


def sound(page: Page) -> None:
    assert accessibility_problems(page) == []
    assert overflow(page) == ""


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("phone", [False, True])
def test_a_file_of_answers_becomes_a_p_chart(page_as, answers, phone):
    name = "Good or very good, by phone" if phone else "Good or very good"
    page = page_as("imran", phone=phone)
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Measures").click()
    sound(page)

    page.get_by_role("button", name="Bring in figures").click()
    sound(page)
    page.locator("input[type=file]").set_input_files(answers)
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("What is in the columns?")
    sound(page)
    go_on(page)  # what is guessed is right

    counts = page.get_by_role("group", name="Which rows count?")
    counts.get_by_label("1 (", exact=False).check()
    counts.get_by_label("2 (", exact=False).check()
    page.get_by_role("group", name="These rows are the whole").get_by_label("7 (", exact=False).uncheck()
    sound(page)
    go_on(page)

    expect(page.get_by_label("How is it counted?")).to_have_value(
        re.compile("is 1 or 2, out of rows where it is 1, 2, 3, 4 or 5")
    )
    page.get_by_label("What do you measure?").fill(name)
    page.get_by_label("Outcome").check()
    page.get_by_label("Higher is better").check()
    sound(page)
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Take these figures?")
    sound(page)
    page.get_by_role("button", name="Take these figures").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".app-chart svg:visible")).to_have_count(1)
    expect(page.get_by_text("12 months · none missing · n = 120 in all")).to_be_visible()
    sound(page)
    page.get_by_text("The figures as a table").click()
    expect(page.get_by_role("rowheader", name="Dec 2025")).to_be_visible()
    sound(page)


def test_a_slip_is_named_and_nothing_is_half_taken(page_as):
    page = page_as("imran", path="/projects/harbour/measures/figures/")
    page.get_by_label("Paste from Excel").fill(
        "Month\tDays\n2025-01-01\t11.5\n2025-02-01\tmany\n2025-03-01\t9\n"
    )
    go_on(page)
    go_on(page)

    expect(page.get_by_text("Row 3, column “Days”: “many” is not a number.")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_text("Left. Nothing of it was taken, and the table is gone.")).to_be_visible()


def test_figures_are_taken_back_with_a_reason(page_as, answers):
    page = page_as("imran", path="/projects/harbour/measures/")
    page.get_by_role("link", name="Add a measure without figures").click()
    page.get_by_label("What do you measure?").fill("Days to the first meeting, by Imran")
    page.get_by_label("How is it counted?").fill("Mean days from being asked to meeting.")
    page.get_by_label("Process").check()
    page.get_by_label("Lower is better").check()
    page.get_by_label("Where do the figures come from?").fill("Team diary")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Paste from Excel").fill(
        "Month\tDays\n2025-01-01\t11.5\n2025-02-01\t10\n2025-03-01\t9\n"
    )
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="Take these figures").click()
    expect(page.locator(".app-chart svg:visible")).to_have_count(1)

    page.get_by_role("link", name="Undo").click()
    sound(page)
    page.get_by_label("Why?").fill("The wrong ward.")
    page.get_by_role("button", name="Take them back").click()
    expect(page.get_by_text("No figures yet.")).to_be_visible()
    expect(page.get_by_text("Figures taken back: The wrong ward.")).to_be_visible()


def test_several_series_and_the_page_of_one(page_as):
    page = page_as("imran", path="/projects/harbour/measures/")
    page.get_by_role("link", name="Said no, or not now, to peer support").click()
    sound(page)
    page.locator(".app-small-chart a").first.click()
    expect(page.locator(".app-chart svg:visible")).to_have_count(1)
    sound(page)
