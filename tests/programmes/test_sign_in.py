"""Signing in with a username and a password, and out again."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user, hashers
from django.test import Client

from alongside.core.models import AuditRow
from alongside.programmes.models import Account
from tests.programmes.entering import quick

__all__ = ["quick"]

PASSWORD = "a heron stood very still"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def quick_hashes(quick) -> None:
    """What takes its time isn't tested here, but for how often it is done."""


@pytest.fixture
def amina(db) -> Account:
    return Account.objects.create_user("Amina", PASSWORD, name="Amina Yusuf")


def sign_in(client, username="Amina", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def signed_in_as(client) -> object:
    return get_user(client)


def events():
    return list(AuditRow.objects.order_by("pk").values_list("kind", "event"))


def test_the_right_password_lets_somebody_in(client, amina):
    answer = sign_in(client)

    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in_as(client) == amina


def test_the_username_may_be_written_in_any_case(client, amina):
    sign_in(client, username="aMINA")

    assert signed_in_as(client) == amina


def test_signing_in_leads_back_to_where_somebody_was(client, amina):
    asked = client.get("/yourself/")
    assert asked.url == f"{LOGIN}?next=/yourself/"
    assert 'name="next" value="/yourself/"' in client.get(asked.url).content.decode()

    assert sign_in(client, next="/yourself/").url == "/yourself/"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client, amina, elsewhere):
    page = client.get(LOGIN, {"next": elsewhere}).content.decode()

    assert f'value="{elsewhere}"' not in page
    assert sign_in(client, next=elsewhere).url == "/"


def refused(answer):
    assert answer.status_code == 422
    return " ".join(answer.content.decode().split()).replace("&#39;", "'")


def test_wrong_unknown_and_closed_are_told_the_same(client, amina):
    Account.objects.create_user("closed", PASSWORD, name="Closed", is_active=False)
    Account.objects.create_user("without", None, name="Without a password")

    said = [
        refused(sign_in(client, username, password)).replace(f'value="{username}"', "")
        for username, password in (
            ("Amina", "not the password"),
            ("nobody", PASSWORD),
            ("closed", PASSWORD),
            ("without", PASSWORD),
        )
    ]

    assert "The username and the password don't go together." in said[0]
    strip = [_without_tokens(page) for page in said]
    assert strip[0] == strip[1] == strip[2] == strip[3]
    assert not signed_in_as(client).is_authenticated


def _without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.mark.parametrize("username", ["Amina", "nobody", "closed", "without"])
def test_each_of_them_costs_one_hash_so_that_nobody_can_tell_by_waiting(client, amina, monkeypatch, username):
    Account.objects.create_user("closed", PASSWORD, name="Closed", is_active=False)
    Account.objects.create_user("without", None, name="Without a password")
    hasher, made = type(hashers.get_hasher()), []
    for name in ("encode", "verify"):
        inner = getattr(hasher, name)

        def counted(self, *args, _inner=inner, _name=name, **options):
            made.append(_name)
            return _inner(self, *args, **options)

        monkeypatch.setattr(hasher, name, counted)

    sign_in(client, username, "not the password")

    # Verifying does not go through encode with Argon2.
    assert len(made) == 1


def test_nothing_typed_comes_back_but_the_username(client, amina):
    page = sign_in(client, "Amina", "my other secret").content.decode()

    assert "my other secret" not in page
    assert 'value="Amina"' in page


def test_empty_answers_are_asked_for(client, db):
    page = refused(sign_in(client, "", ""))

    assert "Enter your username" in page
    assert "Enter your password" in page


def test_signing_in_gives_the_session_another_key(client, amina):
    client.get(LOGIN)
    session = client.session
    session["before"] = "kept"
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before
    assert UserSession.objects.get(user=amina).session_key == client.session.session_key


def test_the_cookie_is_for_the_server_alone_and_goes_with_the_browser(client, amina):
    cookie = sign_in(client).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_a_form_from_elsewhere_signs_nobody_in(amina):
    client = Client(enforce_csrf_checks=True)

    assert sign_in(client).status_code == 403
    assert not signed_in_as(client).is_authenticated


def test_signing_out_ends_the_session(client, amina):
    sign_in(client)
    key = client.session.session_key

    answer = client.post("/account/logout/")

    assert answer.url == LOGIN
    assert not signed_in_as(client).is_authenticated
    assert not UserSession.objects.exists()
    assert client.session.session_key != key


def test_a_link_signs_nobody_out(client, amina):
    sign_in(client)

    assert client.get("/account/logout/").status_code == 405
    assert signed_in_as(client) == amina


def test_the_trail_keeps_who_came_and_who_failed_and_no_name(client, amina):
    sign_in(client, "Amina", "not the password")
    sign_in(client, "nobody", "not the password")
    sign_in(client)
    client.post("/account/logout/")

    assert events() == [
        ("refused", "sign-in failed"),
        ("refused", "sign-in failed"),
        ("done", "signed in"),
        ("done", "signed out"),
    ]
    for row in AuditRow.objects.values():
        assert "mina" not in str(row)


def test_whoever_is_signed_in_is_led_on_from_the_page(client, amina):
    sign_in(client)

    assert client.get(LOGIN).status_code == 302


def test_the_page_needs_no_account_to_be_read(client, db):
    page = client.get(LOGIN)

    assert page.status_code == 200
    assert "Sign in" in page.content.decode()
