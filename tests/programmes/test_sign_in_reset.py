"""A new password for somebody who has forgotten theirs: by e-mail where that works, else the page says whom to ask."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from alongside.core import jobs
from alongside.core.models import AuditRow, Job
from alongside.programmes.models import Account
from tests.programmes.entering import amina, browser, enter, quick, signed_in

__all__ = ["amina", "browser", "quick"]

FORGOTTEN = "/account/password/forgotten/"
NEW = "two geese and a kettle"


@pytest.fixture
def post(settings, amina):
    """An installation that sends, and Amina's address."""
    settings.SENDS_EMAIL = True
    settings.BASE_URL = "https://alongside.example.org"
    Account.objects.update(email="Amina@example.org")
    return mail.outbox


def ask(client, address="amina@example.org"):
    return client.post(FORGOTTEN, {"email": address})


def link() -> str:
    """The path in the only mail with one."""
    jobs.run_due()
    (sent,) = [each for each in mail.outbox if each.subject == "A new password for Alongside"]
    assert sent.to == ["Amina@example.org"]
    return re.search(r"https://alongside\.example\.org(/\S+)", sent.body)[1]


def test_a_link_goes_to_the_address_and_sets_another_password(client, post, browser):
    assert ask(client).url == f"{FORGOTTEN}sent/"
    first = client.get(link())
    assert first.url.endswith("-set-password/")
    assert "Choose a new password" in client.get(first.url).content.decode()

    answer = client.post(first.url, {"password1": NEW})

    assert "Your password is changed" in client.get(answer.url).content.decode()
    assert not signed_in(client)
    assert enter(client, password=NEW).status_code == 302
    # Whoever was signed in with the old one is out.
    assert browser.get("/yourself/").status_code == 302
    assert AuditRow.objects.filter(event="password changed").count() == 1


def test_the_link_doesnt_stay_in_the_address(client, post):
    ask(client)
    path = link()
    token = path.rstrip("/").rpartition("-")[2]

    assert token not in client.get(path).url


def test_the_link_works_once(client, post):
    ask(client)
    path = link()
    client.post(client.get(path).url, {"password1": NEW})

    assert "This link can't be used any more" in Client().get(path).content.decode()


def test_the_link_works_for_an_hour(client, post, monkeypatch):
    ask(client)
    path = link()
    from django.contrib.auth import tokens

    now = tokens.PasswordResetTokenGenerator._now
    monkeypatch.setattr(
        tokens.PasswordResetTokenGenerator, "_now", lambda self: now(self) + timedelta(minutes=61)
    )

    assert "This link can't be used any more" in client.get(path).content.decode()


MADE_UP = f"cx1abc-{'0' * 32}/"


@pytest.mark.parametrize(
    "path", [f"1-{MADE_UP}", f"{'9' * 40}-{MADE_UP}", f"{'f' * 32}-{MADE_UP}", "x-set-password/"]
)
def test_a_made_up_link_opens_nothing(client, db, path):
    answer = client.get(f"/account/password/new/{path}")

    assert "This link can't be used any more" in answer.content.decode()


def test_nobody_learns_who_has_an_address_here(client, post):
    known, unknown = ask(client), ask(Client(), "nobody@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    # The mail is written later by a worker, so neither answer waits for it.
    assert not mail.outbox
    assert Job.objects.count() == 1


def test_a_job_for_it_carries_the_accounts_id_alone(client, post, amina):
    ask(client)

    assert Job.objects.get().ids == {"account": str(amina.pk)}


def test_a_closed_account_gets_no_link(client, post):
    ask(client)
    Account.objects.update(is_active=False)
    jobs.run_due()

    assert not mail.outbox


def test_an_account_without_an_address_is_not_found_by_an_empty_one(client, settings, amina):
    settings.SENDS_EMAIL = True

    assert ask(client, "").status_code == 422
    assert not Job.objects.exists()


def test_what_is_no_address_is_asked_for_again(client, post):
    answer = ask(client, "amina at example")

    assert answer.status_code == 422
    assert "Enter an e-mail address, like name@example.org" in answer.content.decode()


def test_where_nothing_can_be_sent_the_page_says_whom_to_ask(client, amina):
    page = client.get(FORGOTTEN).content.decode()

    assert "Ask the administrator of your project" in page
    assert 'name="email"' not in page
    ask(client)
    assert not Job.objects.exists()


def test_nobody_fills_a_letterbox(client, post):
    assert [ask(client).status_code for _ in range(5)] == [302] * 3 + [429] * 2


def test_a_bad_new_password_is_refused_in_plain_words(client, post):
    ask(client)
    at = client.get(link()).url

    answer = client.post(at, {"password1": "short"})

    assert answer.status_code == 422
    assert "Use at least 12 characters" in answer.content.decode()


def test_a_second_step_is_asked_for_after_a_new_password_too(client, post, amina):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(amina, "A" * 32)
    RecoveryCodes.activate(amina)
    ask(client)
    client.post(client.get(link()).url, {"password1": NEW})

    assert enter(client, password=NEW).url == "/account/second-step/"
