"""Pages that no link alone leads to, because something must be shown or done first: for everybody and in any language as well."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from alongside.demo.people import PASSWORD
from alongside.ui.pseudo import ACCENTED

PHONE = {"phone": True, "language": ACCENTED}


def send(page: Page) -> None:
    """Press the one button that the question page is for."""
    page.locator("main form button[type=submit]:not([formnovalidate])").filter(visible=True).first.click()


def confirm(page: Page) -> None:
    """Show again that it is oneself."""
    page.wait_for_url(re.compile("/account/confirm/"))
    page.locator("main input[type=password]").fill(PASSWORD)
    send(page)


@pytest.fixture
def fine(reader):
    """Fails for a page that isn't for everybody."""

    def look(page: Page, *besides: str) -> None:
        assert reader.problems(page, *besides) == [], page.url

    return look


def test_the_pages_of_one_s_second_steps(page_as, fine):
    page = page_as("stan", path="/account/steps/app/", **PHONE)
    fine(page)  # asks who it is
    confirm(page)
    page.wait_for_url(re.compile("/account/steps/app/"))
    secret = page.locator("code").inner_text()
    fine(page, secret)

    def code(steps: int) -> str:
        return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))

    page.locator("main input[name=code]").fill(code(0))
    send(page)
    page.wait_for_url(re.compile("/account/steps/recovery-codes/"))
    fine(page, *page.locator("main code, main li").all_inner_texts())
    for address in (
        "/account/steps/",
        "/account/steps/recovery-codes/new/",
        "/account/e-mail/",
        "/account/password/",
    ):
        page.goto(address)
        fine(page)
    page.goto("/account/steps/app/remove/")
    fine(page)

    other = page_as(path="/account/login/", **PHONE)
    other.locator("input[name=login]").fill("stan")
    other.locator("input[name=password]").fill(PASSWORD)
    send(other)
    other.wait_for_url(re.compile("/account/second-step/"))
    fine(other)
    other.locator("main input[name=code]").fill("000000")
    send(other)
    expect(other.locator(".nhsuk-error-summary")).to_be_visible()
    fine(other)

    send(page)  # removed, so that the persona is as he was
    page.wait_for_url(re.compile("/account/steps/$"))


def test_the_pages_of_passkeys_and_of_a_forgotten_password(page_as, fine):
    page = page_as("stan", path="/account/steps/passkeys/add/", host="localhost", **PHONE)
    confirm(page)
    page.wait_for_url(re.compile("/account/steps/passkeys/add/"))
    fine(page)
    nobody = page_as(path="/account/login/", host="localhost", **PHONE)
    fine(nobody)
    nobody.goto("/account/password/new/1-set-password/")
    fine(nobody)


def test_the_pages_of_joining_by_a_link(page_as, fine):
    whom = "Ottoline"
    page = page_as("lesley", path="/projects/lantern/members/joining/add/", **PHONE)
    page.locator("input[name=for_whom]").fill(whom)
    page.locator("input[name=role][value=supervisor]").check()
    page.locator("select[name=organisation]").select_option("Rooftop Pathways")
    send(page)
    page.wait_for_url(re.compile("/members/joining/[0-9a-f-]{36}/"))
    fine(page, whom)
    link = page.locator("main input[readonly]").input_value()

    new = page_as(path=link, **PHONE)
    fine(new, whom)
    send(new)
    new.wait_for_url(re.compile("/join/$"))
    fine(new, whom)
    send(new)  # with nothing filled in
    expect(new.locator(".nhsuk-error-summary")).to_be_visible()
    fine(new, whom)
    late = page_as(path=link, **PHONE)
    send(late)
    fine(late, whom)


def test_the_pages_of_taking_something_back(page_as, fine):
    page = page_as("sinead", path="/projects/harbour/services/", **PHONE)
    page.get_by_role("link", name="Larch Ward").click()
    page.locator("main a[href*='/readiness/']").nth(5).click()
    fine(page)
    page.locator("main a[href$='/undo/']").click()
    page.wait_for_url(re.compile("/undo/$"))
    fine(page)
