"""Adaeze adds somebody to the project, and ends it: both count from their very next page."""

from __future__ import annotations

from playwright.sync_api import expect


def test_somebody_who_is_added_finds_the_project_and_whose_membership_ends_finds_nothing(page_as):
    sam = page_as("sam")
    expect(sam.get_by_text("Harbour project")).to_have_count(0)

    adaeze = page_as("adaeze", path="/projects/harbour/members/")
    adaeze.get_by_role("button", name="Add a member").click()
    adaeze.get_by_label("username").fill("sam")
    adaeze.get_by_label("Clinician").check()
    adaeze.get_by_label("organisation").select_option("Northmere Mental Health NHS Trust")
    adaeze.get_by_label("Larch Ward").check()
    adaeze.get_by_role("button", name="Add the member").click()
    expect(adaeze.get_by_role("main")).to_contain_text("Sam Ashworth")

    sam.goto("/projects/harbour/")
    expect(sam.get_by_role("heading", level=1)).to_have_text("Harbour project")
    expect(sam.get_by_role("link", name="Larch Ward")).to_be_visible()

    adaeze.goto("/projects/harbour/members/")
    adaeze.get_by_role("link", name="Sam Ashworth").click()
    adaeze.get_by_role("link", name="End When").click()
    expect(adaeze.get_by_role("heading", level=1)).to_have_text("End the membership of Sam Ashworth")
    adaeze.get_by_label("Now").check()
    adaeze.get_by_role("button", name="End the membership").click()
    expect(adaeze.get_by_role("alert")).to_contain_text("Sam Ashworth is no longer here as Clinician.")

    assert sam.goto("/projects/harbour/").status == 404
    expect(sam.get_by_role("heading", level=1)).to_have_text("Page not found")


def test_an_administrator_sees_no_measures(page_as):
    page = page_as("adaeze")

    expect(page.get_by_role("navigation", name="Menu").get_by_role("link")).not_to_contain_text(["Measures"])
    assert page.goto("/projects/harbour/measures/").status == 403
    expect(page.get_by_role("main")).to_contain_text("This isn't part of your role")
