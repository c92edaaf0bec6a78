"""Greta steers the programme and sees what projects release: nothing yet."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_programme_office_sees_its_projects_by_name_and_nothing_inside_them(page_as):
    page = page_as("greta")

    expect(page.get_by_role("heading", level=1)).to_have_text("Beside You")
    expect(page.get_by_role("main")).to_contain_text("Nothing has been released yet")
    expect(page.get_by_role("heading", name="Harbour project")).to_be_visible()
    for inside in ("Larch Ward", "Imran Qureshi", "Asked and informed"):
        expect(page.get_by_text(inside)).to_have_count(0)
    assert page.goto("/projects/harbour/").status == 404


def test_the_external_evaluator_sees_the_same_and_changes_nothing(page_as):
    page = page_as("xanthe")

    expect(page.get_by_role("heading", level=1)).to_have_text("Beside You")
    expect(page.get_by_role("link", name="Start a project")).to_have_count(0)
    assert page.goto("/programmes/beside-you/projects/start/").status == 403
