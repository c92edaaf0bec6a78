"""Being somebody in the demo, and signing in as one would anywhere else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from alongside.demo.people import PASSWORD


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_one_tap_on_a_name_is_enough_to_be_them(page_as, phone):
    page = page_as(path="/demo/", phone=phone)

    page.get_by_role("button", name="Imran Qureshi").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour project")
    expect(page.get_by_role("region", name="The hat you wear")).to_contain_text("Improvement lead")
    page.get_by_role("link", name="Be somebody else").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who would you like to be?")


def test_signing_in_with_a_password_leads_to_the_page_that_was_asked_for(page_as):
    page = page_as(path="/projects/lantern/services/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    page.get_by_label("Username").fill("stan")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Services")
    page.get_by_text("(your account)").locator("..").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/projects/lantern/services/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_wrong_password_is_refused_without_saying_which_was_wrong(page_as):
    page = page_as(path="/account/login/")

    page.get_by_label("Username").fill("stan")
    page.get_by_label("Password", exact=True).fill("not the password at all")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_without_scripts_the_pages_work_too(page_as):
    page = page_as(path="/demo/", scripts=False)

    page.get_by_role("button", name="Sinead Walsh").click()
    page.get_by_role("link", name="Larch Ward", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Larch Ward")
