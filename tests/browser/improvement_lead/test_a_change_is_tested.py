"""Imran has an aim in mind, and wants a first small test of a change on its chart before the meeting."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watching import accessibility_problems, overflow


def sound(page: Page) -> None:
    assert accessibility_problems(page) == []
    assert overflow(page) == ""


def save(page: Page, name: str = "Save") -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("phone", [False, True])
def test_from_an_aim_to_a_test_on_the_chart(page_as, phone):
    way = "by phone" if phone else "at a desk"
    page = page_as("imran", phone=phone)
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Improvement").click()
    sound(page)
    page.get_by_role("link", name="Set another aim").or_(
        page.get_by_role("button", name="Set an aim")
    ).click()
    sound(page)
    page.get_by_label("What do you want to get better?").fill(f"Fewer requests outside the role, {way}")
    page.get_by_label("By how much?").fill("From five to two a month")
    page.get_by_label("Day", exact=True).fill("30")
    page.get_by_label("Month", exact=True).fill("6")
    page.get_by_label("Year", exact=True).fill("2028")
    save(page)

    page.get_by_role("link", name="Say what it depends on").click()
    page.get_by_label("What does it depend on?").fill("Staff know the role\nNights are well staffed")
    sound(page)
    save(page)
    sound(page)
    page.get_by_role("link", name="Add a change idea Staff know the role").click()
    page.get_by_label("What might be done differently?").fill(f"A poster in the staff room, {way}")
    save(page)

    page.get_by_role("link", name="Plan a small test of it").click()
    page.get_by_label("What do you want to find out?").fill("Does anybody read the poster?")
    page.get_by_label("What will you do?").fill("Hang it up for a week and ask ten people.")
    page.get_by_label("What do you expect to happen?").fill("Seven of ten can say one thing that is on it.")
    page.get_by_label("One week").check()
    page.get_by_label("Requests outside the role").check()
    sound(page)
    save(page)

    page.get_by_role("link", name="Begin it").click()
    sound(page)
    save(page, "Begin")
    expect(page.get_by_text("The prediction is locked", exact=False).first).to_be_visible()
    expect(page.get_by_text("Locked since", exact=False)).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Requests outside the role", exact=True).click()
    expect(page.locator(".app-chart svg:visible", has_text="PDSA").first).to_be_visible()
    sound(page)


def test_the_diagram_is_changed_with_the_keyboard_alone(page_as):
    page = page_as("imran", path="/projects/harbour/improvement/aims/")
    page.get_by_role("link", name="More people feel understood when they leave").click()
    page.get_by_role("link", name="Change the diagram").last.focus()
    page.keyboard.press("Enter")
    first = page.locator(".app-tree > li").first
    name = first.locator(".app-tree__name").first.inner_text()
    down = first.get_by_role("button", name=f"Down {name}", exact=True)
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".app-tree > li").nth(1).locator(".app-tree__name").first).to_have_text(name)
    sound(page)


def test_a_prediction_that_was_wrong_is_there_to_read(page_as):
    page = page_as("petra", path="/projects/harbour/improvement/cycles/?kind=over", phone=True)
    sound(page)
    page.get_by_role("link", name=re.compile("Are referrals quicker")).click()
    expect(page.get_by_text("Not as predicted")).to_be_visible()
    expect(page.get_by_text("That is not a price we pay.", exact=False)).to_be_visible()
    expect(page.get_by_role("link", name="Plan the next cycle")).to_have_count(0)
    sound(page)
