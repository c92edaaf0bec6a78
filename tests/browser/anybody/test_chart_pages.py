"""The pages that `alongside chart --html` writes, opened from disk by whoever was sent one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from alongside.__main__ import main
from tests.browser.watching import NARROW, WIDE, accessibility_problems, overflow, watch


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder of pages about three wards, one of them with a name of 60 letters, one with a name in Arabic."""
    folder = tmp_path_factory.mktemp("pages")
    wards = ["Specialist Perinatal Community Mental Health Team, East Wing", "دعم الأقران", "Birch"]
    rows = [
        f'20{24 + i // 12}-{i % 12 + 1:02}-01,{10 + (i * 7) % 5 + (8 if ward == "Birch" and i > 15 else 0)},"{ward}"'
        for ward in wards
        for i in range(24)
    ]
    file = folder / "wards.csv"
    file.write_text("month,days,ward\n" + "\n".join(rows) + "\n", encoding="utf-8")
    asked = ["--x", "month", "--y", "days", "--by", "ward", "--better", "down", "--target", "12"]
    code = main(["chart", str(file), *asked, "--html", str(folder / "made")])
    assert code == 0
    return folder / "made"


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["phone", "wide"])
def test_a_summary_leads_to_each_chart_and_back(browser, pages, size):
    context = browser.new_context(
        viewport=size, bypass_csp=True
    )  # axe puts a script of its own into the page
    problems = watch(context)
    page = context.new_page()
    page.goto((pages / "index.html").as_uri())
    assert accessibility_problems(page) == []
    assert overflow(page) == ""
    expect(page.get_by_text("chance alone would make about")).to_be_visible()

    page.get_by_role("link", name="by name").click()
    page.get_by_role("link", name="دعم الأقران").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("دعم الأقران")
    page.get_by_role("link", name="All charts").click()
    page.get_by_role("link", name="Birch").click()
    says = page.get_by_role("listitem").filter(has_text=re.compile("in a row above the average, since"))
    expect(says).to_be_visible()
    assert accessibility_problems(page) == []
    assert overflow(page) == ""

    # One of the two pictures is shown, and each of its points answers to the keyboard with what, when and why.
    shown = page.locator("svg g[tabindex='0']:visible")
    assert shown.count() == 24
    shown.last.focus()
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert said.startswith("December 2025: ")
    assert "Concern" in said
    context.close()
    assert problems == []
