"""An organisation's own sign-in: off until it is set up, links to accounts that exist, and opens none."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from pydantic import ValidationError

from alongside.config.environment import Environment
from alongside.config.sign_in import OpenIdConnect, sign_in
from alongside.core.actions import Refused
from alongside.core.models import AuditRow
from alongside.programmes import viewers
from alongside.programmes.models import Account
from alongside.programmes.sign_in import actions
from alongside.programmes.sign_in.adapters import OutsideAdapter
from tests.asked import press_on
from tests.programmes.entering import CONFIRM, LOGIN, PASSWORD, amina, browser, enter, quick, signed_in

__all__ = ["amina", "browser", "quick"]

ISSUER = "https://staff.northmere.example"
OIDC = {
    "id": "northmere",
    "name": "Northmere staff sign-in",
    "server_url": ISSUER,
    "client_id": "alongside",
    "secret": "s3cret",
    "sign_in_origin": "https://pages.northmere.example",
}
LINK, ENTER, BACK = "/account/outside/", "/account/outside/northmere/", "/account/outside/northmere/back/"


class Answer:
    """What the organisation's server says."""

    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, said: dict) -> None:
        self.said, self.text, self.content = said, json.dumps(said), json.dumps(said).encode()

    def raise_for_status(self) -> None: ...

    def json(self) -> dict:
        return self.said


class Server:
    """The organisation's server, as far as it is asked."""

    def __init__(self) -> None:
        self.subject, self.asked, self.down = "number-17", [], False

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *problem: object) -> None: ...

    def get(self, url: str, **options: object) -> Answer:
        if self.down:
            raise requests.ConnectionError
        assert url == f"{ISSUER}/.well-known/openid-configuration"
        return Answer(
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://pages.northmere.example/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
            }
        )

    def request(self, method: str, url: str, *, data: dict, **options: object) -> Answer:
        self.asked.append(data)
        now = int(time.time())
        said = {
            "iss": ISSUER,
            "aud": "alongside",
            "sub": self.subject,
            "iat": now,
            "exp": now + 60,
            "name": "Amina Y. of the personnel file",
            "email": "amina.yusuf@northmere.example",
        }
        return Answer({"access_token": "token", "id_token": jwt.encode(said, "k" * 32, algorithm="HS256")})


@pytest.fixture
def server(settings, monkeypatch) -> Server:
    """An installation with the sign-in of Northmere."""
    outside = OpenIdConnect(**OIDC)
    settings.SOCIALACCOUNT_PROVIDERS = sign_in(outside)["SOCIALACCOUNT_PROVIDERS"]
    settings.OUTSIDE_SIGN_IN, settings.OUTSIDE_SIGN_IN_ID = outside.name, outside.id
    settings.ROOT_URLCONF = "tests.programmes.outside_urls"
    there = Server()
    monkeypatch.setattr(OutsideAdapter, "get_requests_session", lambda self: there)
    return there


def come_back(client: Client, leading: object, **answer: str):
    """What the organisation's page does after somebody signed in there."""
    state = parse_qs(urlsplit(leading.url).query)["state"][0]
    return client.get(BACK, {"state": state, **(answer or {"code": "once"})})


def link(client: Client):
    return come_back(client, client.post(ENTER, {"process": "connect", "next": "/account/"}))


def test_without_settings_there_is_no_such_thing(client, db):
    assert "Northmere" not in client.get(LOGIN).content.decode()
    for address in (LINK, ENTER, BACK):
        assert client.get(address).status_code == 404


def test_whoever_has_an_account_links_it_and_signs_in_with_it(server, browser, amina):
    page = browser.get(LINK)
    assert "Link your organisation's account" in page.content.decode()

    answer = link(browser)

    assert answer.url == "/account/"
    assert "It is linked" in browser.get(LINK).content.decode()
    other = Client()
    leading = other.post(ENTER, {"next": "/account/sessions/"})
    assert leading.url.startswith("https://pages.northmere.example/authorize?")
    assert "code_challenge=" in leading.url
    assert come_back(other, leading).url == "/account/sessions/"
    assert signed_in(other)
    assert server.asked[-1]["code_verifier"]


def test_of_what_it_tells_nothing_is_kept_but_a_number(server, browser, amina):
    link(browser)
    other = Client()
    come_back(other, other.post(ENTER))

    kept = SocialAccount.objects.get()
    assert (kept.uid, kept.extra_data, kept.user) == ("number-17", {}, amina)
    assert not SocialToken.objects.exists()
    assert Account.objects.get().email == ""


def test_an_account_that_nobody_linked_opens_none_here(server, amina):
    client = Client()

    answer = come_back(client, client.post(ENTER))

    assert answer.url == LOGIN
    assert "isn&#39;t linked to an account here" in client.get(LOGIN).content.decode()
    assert not signed_in(client)
    assert Account.objects.count() == 1


def test_linking_asks_first_who_it_is(server, amina):
    client = Client()
    enter(client)

    assert client.get(LINK).url.startswith(CONFIRM)
    assert link(client).url == CONFIRM
    assert not SocialAccount.objects.exists()


def test_one_sign_in_is_not_linked_to_two_accounts(server, browser):
    link(browser)
    Account.objects.create_user("ben", PASSWORD, name="Ben")
    ben = Client()
    enter(ben, "ben")
    ben.post(CONFIRM, {"password": PASSWORD})

    link(ben)

    assert SocialAccount.objects.get().user.username == "amina"
    assert "linked to another account" in ben.get("/account/").content.decode()


def test_a_second_step_is_asked_for_all_the_same(server, browser, amina):
    from allauth.mfa.totp.internal.auth import TOTP

    link(browser)
    TOTP.activate(amina, "A" * 32)
    other = Client()

    assert come_back(other, other.post(ENTER)).url == "/account/second-step/"


@pytest.mark.parametrize(
    "answer", [{"error": "access_denied"}, {"error": "server_error"}, {"nothing": "at all"}]
)
def test_whoever_cancels_is_led_back_with_a_sentence(server, amina, answer):
    client = Client()

    back = come_back(client, client.post(ENTER), **answer)

    assert back.url == LOGIN
    assert "organisation&#39;s sign-in didn&#39;t work out" in client.get(LOGIN).content.decode()


def test_an_answer_that_nobody_asked_for_signs_nobody_in(server, browser):
    link(browser)
    other = Client()

    assert other.get(BACK, {"state": "made up", "code": "once"}).url == LOGIN
    assert not signed_in(other)


def test_when_its_server_is_down_the_page_says_so(server, amina):
    server.down = True
    client = Client()

    assert client.post(ENTER).url == LOGIN
    assert "can&#39;t be reached now" in client.get(LOGIN).content.decode()


def test_it_is_unlinked(server, browser):
    link(browser)

    press_on(browser, browser.get(LINK), f"{LINK}unlink/")

    assert not SocialAccount.objects.exists()
    assert AuditRow.objects.filter(event="outside sign-in unlinked").count() == 1


def test_the_only_way_into_an_account_is_not_taken_away(server, browser, amina):
    link(browser)
    amina.set_unusable_password()
    amina.save()

    with pytest.raises(Refused, match="the only way into your account"):
        actions.unlink_outside(by=viewers.oneself(amina))


def test_forms_may_lead_on_to_its_addresses_and_nowhere_else():
    assert OpenIdConnect(**OIDC).origins == [
        "https://pages.northmere.example",
        "https://staff.northmere.example",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"server_url": "http://staff.northmere.example"},
        {"server_url": "file:///etc/passwd"},
        {"server_url": "https://"},
        {"sign_in_origin": "http://pages.northmere.example"},
        {"client_id": ""},
        {"id": "two words"},
    ],
)
def test_settings_that_cant_be_right_are_refused_at_the_start(wrong):
    with pytest.raises(ValidationError):
        OpenIdConnect(**{**OIDC, **wrong})


def test_it_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_OIDC", json.dumps(OIDC))

    assert Environment().oidc.name == "Northmere staff sign-in"
