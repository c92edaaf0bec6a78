"""Quinn wears two hats and is never under both at once."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_hat_is_always_shown_and_changes_with_one_tap_what_can_be_done(page_as):
    page = page_as("quinn", phone=True)
    hat = page.get_by_role("region", name="The hat you wear")
    expect(hat).to_contain_text("You are here as Peer worker, Harbour project")
    page.goto("/projects/harbour/role-profiles/")
    page.get_by_role("link", name="Peer support worker", exact=True).click()
    expect(page.get_by_role("button", name="Begin a new version")).to_have_count(0)

    hat.get_by_role("button", name="Recruiter, Harbour project").click()
    expect(hat).to_contain_text("You are here as Recruiter, Harbour project")
    page.goto("/projects/harbour/role-profiles/")
    page.get_by_role("link", name="Peer support worker", exact=True).click()
    expect(page.get_by_role("button", name="Begin a new version")).to_be_visible()

    hat.get_by_role("button", name="Yourself").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quinn Marlow")
    expect(page.locator(".app-header--oneself")).to_be_visible()
    expect(page.get_by_role("navigation", name="Menu")).to_have_count(0)
