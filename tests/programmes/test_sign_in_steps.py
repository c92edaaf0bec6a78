"""Second steps: an app that makes codes, recovery codes, and showing again that it is you."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client

from alongside.core.models import AuditRow, Message
from alongside.programmes.models import Account
from tests.asked import fill_in
from tests.programmes.entering import CONFIRM, LOGIN, PASSWORD, amina, browser, enter, quick, signed_in

__all__ = ["amina", "browser", "quick"]

STEPS, APP = "/account/steps/", "/account/steps/app/"


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes on."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def secret_on(page) -> str:
    return re.search(r'<code class="app-code" translate="no">([A-Z2-7]+)</code>', page.content.decode())[1]


def add_app(client, django_capture_on_commit_callbacks) -> str:
    secret = secret_on(client.get(APP))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(APP, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


@pytest.fixture
def secret(browser, django_capture_on_commit_callbacks) -> str:
    return add_app(browser, django_capture_on_commit_callbacks)


def codes_on(page) -> list[str]:
    return [
        "".join(code.split())
        for code in re.findall(r'<code class="app-code">([0-9 ]+)</code>', page.content.decode())
    ]


# Showing that it is you


def test_whoever_finds_the_browser_open_must_show_that_it_is_them(amina):
    client = Client()
    enter(client)

    answer = client.get(APP)

    assert answer.url == f"{CONFIRM}?next={APP.replace('/', '%2F')}"
    wrong = client.post(CONFIRM, {"password": "not the password", "next": APP})
    assert wrong.status_code == 422
    assert "That isn&#39;t your password" in wrong.content.decode()
    assert client.post(CONFIRM, {"password": PASSWORD, "next": APP}).url == APP
    assert client.get(APP).status_code == 200


def test_a_form_sent_too_late_changes_nothing_and_leaves_no_secret_in_the_session(amina):
    client = Client()
    enter(client)

    answer = client.post("/account/steps/recovery-codes/new/", {"anything": "a secret that was typed"})

    assert answer.url.startswith(CONFIRM)
    assert "a secret" not in str(dict(client.session))
    assert "Nothing is changed yet" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "steps/app/",
        "steps/passkeys/add/",
        "steps/recovery-codes/",
        "steps/recovery-codes/new/",
        "e-mail/",
    ],
)
def test_these_pages_ask_for_it(amina, page):
    client = Client()
    enter(client)

    assert client.get(f"/account/{page}").url.startswith(CONFIRM)


# The app


def test_an_app_is_added_by_its_first_code_and_asked_for_from_then_on(browser, secret):
    assert "After your password you are asked for a code from it" in browser.get(STEPS).content.decode()

    other = Client()
    answer = enter(other)

    assert answer.url == "/account/second-step/"
    assert not signed_in(other)
    assert other.get("/account/").status_code == 302
    wrong = other.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 422
    assert "That code isn&#39;t right" in wrong.content.decode()
    assert other.post(answer.url, {"code": code_of(secret, 1)}).status_code == 302
    assert signed_in(other)


def test_a_wrong_first_code_adds_nothing(browser):
    browser.get(APP)

    assert browser.post(APP, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_code_lets_somebody_in_once(browser, secret):
    code = code_of(secret, 1)
    first, second = Client(), Client()
    for client in (first, second):
        enter(client)

    first.post("/account/second-step/", {"code": f"{code[:3]} {code[3:]}"})
    again = second.post("/account/second-step/", {"code": code})

    assert signed_in(first)
    assert again.status_code == 422
    assert not signed_in(second)


def test_the_code_that_added_the_app_signs_nobody_in(browser, django_capture_on_commit_callbacks):
    secret = secret_on(browser.get(APP))
    code = code_of(secret)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(APP, {"code": code})
    other = Client()
    enter(other)

    assert other.post("/account/second-step/", {"code": code}).status_code == 422


def test_the_secret_lies_encrypted_in_the_database(browser, secret):
    kept = Authenticator.objects.get(type="totp").data["secret"]

    assert secret not in kept
    assert kept.startswith("demo:")


def test_five_wrong_codes_in_a_quarter_of_an_hour_and_no_more(browser, secret):
    other = Client()
    enter(other)
    answers = [other.post("/account/second-step/", {"code": "000000"}).status_code for _ in range(7)]

    assert answers == [422] * 5 + [429] * 2
    assert other.post("/account/second-step/", {"code": code_of(secret, 1)}).status_code == 429


def test_the_app_can_be_removed_and_its_recovery_codes_go_with_it(browser, secret):
    browser.post(CONFIRM, {"password": PASSWORD})
    assert "Remove the app?" in browser.get("/account/steps/app/remove/").content.decode()

    browser.post("/account/steps/app/remove/")

    assert not Authenticator.objects.exists()
    assert enter(Client()).url == "/"


# Recovery codes


def test_recovery_codes_come_with_the_first_step_and_each_works_once(browser, secret):
    codes = codes_on(browser.get("/account/steps/recovery-codes/"))
    assert len(codes) == len(set(codes)) == 10
    for client, works in ((Client(), True), (Client(), False)):
        enter(client)
        client.post("/account/second-step/", {"code": codes[0]})
        assert signed_in(client) is works

    assert "9 codes are left" in browser.get(STEPS).content.decode()


def test_looking_at_them_changes_nothing(browser, secret):
    before = Authenticator.objects.get(type="recovery_codes").data

    browser.get("/account/steps/recovery-codes/")

    assert Authenticator.objects.get(type="recovery_codes").data == before


def test_new_ones_replace_the_old(browser, secret, django_capture_on_commit_callbacks):
    old = codes_on(browser.get("/account/steps/recovery-codes/"))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/account/steps/recovery-codes/new/")

    assert not set(old) & set(codes_on(browser.get("/account/steps/recovery-codes/")))


def test_without_a_step_there_are_none(browser):
    assert browser.get("/account/steps/recovery-codes/").status_code == 404
    assert browser.post("/account/steps/recovery-codes/new/").status_code == 422


# What follows


def test_a_new_step_ends_the_other_sessions_and_its_owner_is_told(amina, django_capture_on_commit_callbacks):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        enter(client)
    here.post(CONFIRM, {"password": PASSWORD})

    add_app(here, django_capture_on_commit_callbacks)

    assert signed_in(here)
    assert not signed_in(elsewhere)
    assert UserSession.objects.count() == 1
    assert [message.kind for message in Message.objects.all()] == ["second step added"]
    assert "A second step for signing in was added" in here.get("/account/messages/").content.decode()


def test_the_trail_says_what_was_added_and_removed(browser, secret):
    browser.post("/account/steps/app/remove/")

    said = list(AuditRow.objects.order_by("pk").values_list("event", "about_kind"))
    assert ("second step added", "mfa.Authenticator") in said
    assert ("second step removed", "mfa.Authenticator") in said


def test_a_wrong_code_is_in_the_trail(browser, secret):
    other = Client()
    enter(other)
    other.post("/account/second-step/", {"code": "000000"})

    assert AuditRow.objects.filter(kind="refused", event="second step failed").count() == 1


# Passkeys (what needs no browser; the rest is in tests/browser)


@pytest.fixture
def passkey(amina) -> Authenticator:
    # Past the signal, which would end the session that the tests use.
    (made,) = Authenticator.objects.bulk_create(
        [Authenticator(user=amina, type="webauthn", data={"name": "Work phone", "credential": {}})]
    )
    return made


def test_a_passkey_is_renamed(browser, passkey):
    answer = fill_in(browser, f"/account/steps/passkeys/{passkey.pk}/name/", name="Ward phone")

    assert answer.url == STEPS
    assert Authenticator.objects.get(pk=passkey.pk).data["name"] == "Ward phone"


def test_a_passkey_is_removed(browser, passkey):
    answer = fill_in(browser, f"/account/steps/passkeys/{passkey.pk}/remove/")

    assert answer.url == STEPS
    assert not Authenticator.objects.exists()


def test_somebody_elses_passkey_is_not_found(browser):
    ben = Account.objects.create_user("ben", None, name="Ben")
    theirs = Authenticator.objects.create(user=ben, type="webauthn", data={"name": "Ben's", "credential": {}})

    for page in ("name", "remove"):
        assert browser.get(f"/account/steps/passkeys/{theirs.pk}/{page}/").status_code == 404


@pytest.mark.parametrize("sent", ["", "{}", "[]", '"text"', '{"id": "x", "response": {}}', "not json"])
@pytest.mark.parametrize("page", ["/account/steps/passkeys/add/", "/account/passkey/"])
def test_nonsense_in_place_of_a_passkey_is_refused_kindly(browser, page, sent):
    client = browser if "steps" in page else Client()
    client.get(page)

    answer = client.post(page, {"credential": sent, "name": "Mine"})

    assert answer.status_code in (302, 422)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("127.0.0.1:8123", "http://localhost:8123/account/login/"),
        ("localhost:8123", "Sign in with a passkey"),
    ],
)
def test_at_an_address_of_figures_the_page_says_where_passkeys_work(client, db, host, said):
    assert said in client.get(LOGIN, headers={"host": host}).content.decode()
