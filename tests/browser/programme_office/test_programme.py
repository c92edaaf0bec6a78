"""Greta steers the programme and sees what projects release."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


def test_the_programme_office_sees_its_projects_by_name_and_nothing_inside_them(page_as):
    page = page_as("greta")

    expect(page.get_by_role("heading", level=1)).to_have_text("Beside You")
    expect(page.get_by_role("heading", name="Harbour project").first).to_be_visible()
    # What nobody released: who works there, what was only held back, a service that is in no release.
    for inside in ("Imran Qureshi", "Supervision held when it was due", "Quayside"):
        expect(page.get_by_text(inside)).to_have_count(0)
    assert page.goto("/projects/harbour/").status == 404


@pytest.mark.parametrize("phone", [False, True])
def test_the_programme_office_reads_a_release_and_keeps_its_figures(page_as, phone):
    page = page_as("greta", phone=phone)
    page.get_by_role("link", name="Requests outside the role", exact=True).click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("Counts of 1 to 7 are not shown")
    expect(main).to_contain_text("too few to show")
    page.get_by_text("The figures as a table").first.click()
    expect(page.get_by_role("columnheader", name="Period").first).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("link", name="figures (CSV)").click()
    assert "too few to show" in kept.value.path().read_text("utf-8-sig")


def test_the_programme_office_reads_that_a_release_was_withdrawn_and_why(page_as):
    page = page_as("greta", path="/programmes/beside-you/releases/?tab=all")
    page.get_by_role("link", name="The first half year").click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("counted twice")
    expect(main).to_contain_text("take them out")
    expect(page.locator("main .app-chart")).to_have_count(0)


def test_the_external_evaluator_sees_the_same_and_changes_nothing(page_as):
    page = page_as("xanthe")

    expect(page.get_by_role("heading", level=1)).to_have_text("Beside You")
    expect(page.get_by_role("link", name="Start a project")).to_have_count(0)
    assert page.goto("/programmes/beside-you/projects/start/").status == 403
