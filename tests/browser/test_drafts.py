"""What is being written is kept while somebody writes, and without scripts by a button."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import Page, expect

from alongside.core import drafts
from alongside.programmes.models import Account
from tests.browser.watching import watch


@pytest.fixture
def amina(transactional_db) -> Account:
    return Account.objects.create_user("amina", name="Amina")


@pytest.fixture
def note_page(live_server, settings, amina, browser) -> Iterator[callable]:
    """Opens the note's page of tests/ui/asking_pages.py as Amina, with or without scripts."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent.parent / "ui" / "templates"]
    settings.TEMPLATES, settings.ROOT_URLCONF = templates, "tests.ui.asking_pages"
    signed_in = Client()
    signed_in.force_login(amina)
    cookie = {
        "name": configured.SESSION_COOKIE_NAME,
        "value": signed_in.session.session_key,
        "url": live_server.url,
    }
    contexts = []

    def opened(*, scripts: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=scripts)
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        page.problems = watch(context)
        page.goto(f"{live_server.url}/note/")
        return page

    yield opened
    for context in contexts:
        context.close()


def kept_by(account: Account) -> list[drafts.Kept]:
    return drafts.find(account_id=account.pk, form="note /note/")


def test_what_is_typed_is_kept_within_seconds_and_the_page_says_when(note_page, amina):
    page = note_page()
    page.get_by_label("Note").press_sequentially("Half a sen")
    page.get_by_label("Password (optional)", exact=True).fill("a secret")

    expect(page.locator(".app-kept")).to_contain_text("Draft saved", timeout=15_000)
    assert kept_by(amina)[0].typed.fields == {"note": ["Half a sen"]}
    assert page.url.endswith("/note/")
    assert page.problems == []


def test_coming_back_goes_on_where_it_stopped(note_page, amina):
    page = note_page()
    page.get_by_label("Note").press_sequentially("Half a sen")
    expect(page.locator(".app-kept")).to_contain_text("Draft saved", timeout=15_000)

    page.reload()
    page.get_by_role("button", name="Continue with what you wrote").click()
    expect(page.get_by_label("Note")).to_have_value("Half a sen")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("body")).to_have_text("saved")
    assert not kept_by(amina)


def test_signed_out_meanwhile_the_page_says_so_and_keeps_it(note_page, amina):
    page = note_page()
    page.context.clear_cookies(name=configured.SESSION_COOKIE_NAME)
    page.get_by_label("Note").press_sequentially("Half a sen")

    expect(page.locator(".app-kept")).to_contain_text(
        "You have been signed out. What you wrote is kept", timeout=15_000
    )
    assert kept_by(amina)[0].kind == drafts.SIGNED_OUT


def test_without_scripts_a_button_keeps_it(note_page, amina):
    page = note_page(scripts=False)
    page.get_by_label("Note").fill("Half a sen")
    page.get_by_role("button", name="Save and come back later").click()

    assert kept_by(amina)[0].typed.fields["note"] == ["Half a sen"]


def test_the_enter_key_saves_and_does_not_put_off(note_page, amina):
    page = note_page()
    page.get_by_label("Note").fill("A whole sentence")
    page.get_by_label("Password (optional)", exact=True).press("Enter")

    expect(page.locator("body")).to_have_text("saved")
