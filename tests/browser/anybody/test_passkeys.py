"""Passkeys in a browser that has one: made, used to sign in, and as a second step; and an app's codes beside them."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from alongside.demo.people import PASSWORD
from tests.browser.watching import accessibility_problems, overflow

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_key(page: Page):
    """The page's browser gets a passkey of its own, as a phone has; what speaks to it."""
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return key


def accessible(page: Page) -> None:
    """Nothing on the page keeps anybody out, and it fits its window."""
    assert accessibility_problems(page) == []
    assert overflow(page) == ""


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def sign_in(page: Page, username: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    heading(page, "Show that it is you")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_made_and_signs_in_without_a_password(page_as):
    page = page_as("eva", path="/account/steps/", host="localhost")
    with_a_key(page)
    heading(page, "Second steps")
    accessible(page)
    page.get_by_role("button", name="Add a passkey").click()
    confirm(page)
    heading(page, "Add a passkey")
    accessible(page)
    page.get_by_label("What do you call it?").fill("Work phone")
    page.get_by_role("button", name="Make the passkey").click()
    heading(page, "Recovery codes")
    accessible(page)
    page.goto("/account/steps/")
    expect(page.get_by_role("table")).to_contain_text("Work phone")
    accessible(page)

    page.get_by_text("(your account)").locator("..").click()
    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")
    page.goto("/account/login/?next=/account/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    heading(page, "Where you are signed in")

    # As the second step after a password
    page.get_by_text("(your account)").locator("..").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "eva")
    heading(page, "One more step")
    accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile("/projects/"))

    # And to show again that it is you
    page.goto("/account/confirm/passkey/?next=/account/steps/recovery-codes/")
    accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    heading(page, "Recovery codes")

    # Removed again, so that the persona is as it was
    page.goto("/account/steps/")
    page.get_by_role("link", name="Remove Work phone").click()
    accessible(page)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()


def test_a_browser_without_the_passkey_says_so_and_the_page_stays(page_as):
    page = page_as(path="/account/login/", host="localhost")
    key = with_a_key(page)
    key.send("WebAuthn.disable")
    with_a_key(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("That didn’t work. Try again, or use your password.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()
    accessible(page)


def test_at_an_address_of_figures_the_page_leads_to_one_where_passkeys_work(page_as):
    page = page_as("eva", path="/account/steps/passkeys/add/")
    confirm(page)
    expect(page.get_by_text("Passkeys don't work at an address of figures.")).to_be_visible()
    link = page.get_by_role("link", name="http://localhost:")

    assert link.get_attribute("href").endswith("/account/steps/passkeys/add/")


def test_an_apps_codes_are_asked_for(page_as):
    page = page_as("priya", path="/account/steps/app/", phone=True)
    confirm(page)
    heading(page, "Add an app that makes codes")
    accessible(page)
    secret = page.locator("code").inner_text()

    def code(steps: int = 0) -> str:
        return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))

    page.get_by_label("The code that the app shows now").fill(code())
    page.get_by_role("button", name="Add the app").click()
    heading(page, "Recovery codes")
    page.goto("/account/")
    accessible(page)
    page.locator("details.app-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "priya")
    heading(page, "One more step")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert").first).to_contain_text("That code isn't right")
    accessible(page)
    page.get_by_label("Code", exact=True).fill(code(1))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile("/projects/"))

    page.goto("/account/steps/app/remove/")
    confirm(page)
    accessible(page)
    page.get_by_role("button", name="Remove the app").click()
    expect(page.get_by_text("An app on your phone shows six figures")).to_be_visible()
