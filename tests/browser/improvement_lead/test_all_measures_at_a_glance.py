"""Imran and his team look at every chart at once, follow what needs them, and take the released ones to the board."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watching import accessibility_problems, overflow


def sound(page: Page) -> None:
    assert accessibility_problems(page) == []
    assert overflow(page) == ""


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize(("username", "project"), [("imran", "harbour"), ("ivy", "lantern")])
def test_from_the_home_page_to_the_chart_that_needs_somebody(page_as, username, project, phone):
    page = page_as(username, path=f"/projects/{project}/", phone=phone)
    page.get_by_role("link", name="Measures at a glance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Measures at a glance")
    expect(page.get_by_text("chance alone would colour")).to_be_visible()
    expect(page.get_by_role("table", name="What changed, and which targets will be met")).to_be_visible()
    sound(page)

    first = page.locator(".app-glance__card").first
    name = first.get_by_role("heading").inner_text()
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(":")[0])


def test_choices_stay_and_say_what_they_do(page_as):
    page = page_as("imran", path="/projects/harbour/measures/glance/")
    page.get_by_label("Kind").select_option("outcome")
    page.get_by_label("Period").select_option("12m")
    page.get_by_label("Order").select_option("name")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Kind")).to_have_value("outcome")
    expect(page.get_by_label("Period")).to_have_value("12m")
    expect(page.get_by_text("Averages and limits are still those of all figures")).to_be_visible()
    names = page.locator(".app-glance__name").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    sound(page)
    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_label("Kind")).to_have_value("")


@pytest.mark.parametrize("phone", [False, True])
def test_the_board_pack_is_taken_without_a_script(page_as, phone):
    page = page_as("imran", path="/projects/harbour/measures/board-pack/", phone=phone, scripts=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Board pack")
    assert overflow(page) == ""
    for button, kind in (("Take it as PDF", "pdf"), ("Take it as PowerPoint", "pptx")):
        with page.expect_download() as taken:
            page.get_by_role("button", name=button).click()
        assert taken.value.suggested_filename.endswith(f".{kind}")


def test_the_summary_says_why_it_cant_come_by_email(page_as):
    page = page_as("pat", path="/projects/harbour/measures/summary/")
    expect(page.get_by_text("your account has no e-mail address")).to_be_visible()
    sound(page)


def test_the_board_pack_page_reads_well(page_as):
    page = page_as("imran", path="/projects/harbour/measures/board-pack/")
    sound(page)
