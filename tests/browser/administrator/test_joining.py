"""An administrator hands a link over, and somebody who had no account is in the project two minutes later."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from alongside.demo.people import PASSWORD
from tests.browser.watching import accessibility_problems, overflow


def accessible(page: Page) -> None:
    assert accessibility_problems(page) == []
    assert overflow(page) == ""


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_somebody_joins_by_a_link(page_as):
    adaeze = page_as("adaeze", path="/projects/harbour/members/")
    adaeze.get_by_role("button", name="Invite somebody who has no account yet").click()
    heading(adaeze, "Invite somebody who has no account yet")
    accessible(adaeze)
    adaeze.get_by_label("Who is it for?").fill("Noor, who starts on Larch Ward")
    adaeze.get_by_label("Clinician").check()
    adaeze.get_by_label("Larch Ward").check()
    adaeze.get_by_role("button", name="Make the link").click()
    heading(adaeze, "Link for Noor, who starts on Larch Ward")
    accessible(adaeze)
    link = adaeze.get_by_label("The link").input_value()

    noor = page_as(path=link, phone=True)
    heading(noor, "You were given a link")
    accessible(noor)
    noor.get_by_role("button", name="Go on").click()
    heading(noor, "Join Harbour project")
    accessible(noor)
    noor.get_by_label("Your name").fill("Noor Haddad")
    noor.get_by_label("Choose a username").fill("noor")
    noor.get_by_label("Choose a password").fill("short")
    noor.get_by_role("button", name="Join").click()
    expect(noor.get_by_role("alert")).to_contain_text("Use at least 12 characters")
    accessible(noor)
    noor.get_by_label("Choose a password").fill(PASSWORD)
    noor.get_by_role("button", name="Join").click()
    heading(noor, "Harbour project")
    expect(noor.get_by_role("region", name="The hat you wear")).to_contain_text("Clinician")

    adaeze.goto("/projects/harbour/members/joining/")
    accessible(adaeze)
    expect(adaeze.get_by_role("table")).to_contain_text("Joined")
    late = page_as(path=link)
    late.get_by_role("button", name="Go on").click()
    heading(late, "This link can't be used")
    accessible(late)
