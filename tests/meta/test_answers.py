"""What every answer carries, whoever asks and whatever went wrong; and what every post must carry."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.core import rowsecurity
from alongside.demo import views as demo_views
from alongside.programmes.views import home
from tests.meta import sweep
from tests.meta.test_routes import declared, the_sweep

pytestmark = pytest.mark.once

# The demo's way in sets a session and reads nothing; contracts promise that it needs no token.
NEEDS_NO_TOKEN = {"demo_sign_in"}


@pytest.fixture
def matrix(cast):
    return the_sweep(cast)


def asked(browser, method: str, address: str, **options):
    with rowsecurity.inside(None):
        return browser.generic(method, address, **options)


def wrong_with(answer: HttpResponse, *, signed_in: bool) -> list[str]:
    """What an answer lacks."""
    found = []
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    policy = {part[0]: " ".join(part[1:]) for part in parts if part}
    for directive, said in (
        ("default-src", "'none'"), ("script-src", "'self'"), ("style-src", "'self'"), ("form-action", "'self'"),
        ("frame-ancestors", "'none'"), ("base-uri", "'none'"),
    ):  # fmt: skip
        if policy.get(directive) != said:
            found.append(f"policy: {directive} is {policy.get(directive)}")
    for name, said in (
        ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ):  # fmt: skip
        if answer.headers.get(name) != said:
            found.append(f"{name} is {answer.headers.get(name)}")
    # A page whose address is a secret says no more than where it is, and that much is asked for by the check against forgery.
    if answer.headers.get("Referrer-Policy") not in ("same-origin", "strict-origin"):
        found.append(f"Referrer-Policy is {answer.headers.get('Referrer-Policy')}")
    if signed_in and "no-store" not in answer.headers.get("Cache-Control", ""):
        found.append("it may be stored")
    for name, cookie in answer.cookies.items():
        if not cookie["httponly"] or cookie["samesite"] != "Lax":
            found.append(f"cookie {name}: {cookie.OutputString()}")
    return found


@pytest.mark.parametrize("who", [sweep.SIGNED_OUT, "administrator"])
def test_every_route_is_answered_with_its_headers(matrix, who):
    browser, wrong = matrix.browser(who), []
    browser.raise_request_exception = False
    for cell in routes_of(matrix, who):
        answer = asked(browser, cell.method, cell.address)
        signed_in = who != sweep.SIGNED_OUT and not cell.route.name.startswith(("health", "demo"))
        wrong += [f"{cell}: {each}" for each in wrong_with(answer, signed_in=signed_in)]

    assert not wrong, "\n".join(wrong)


def routes_of(matrix, who):
    """One question by each method at each address."""
    seen = set()
    for cell in matrix.cells(who, declared()):
        if (cell.route.name, cell.method, cell.status) not in seen and cell.route.name != "account_logout":
            seen.add((cell.route.name, cell.method, cell.status))
            yield cell


def broken(*_: object, **__: object):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("/no/such/page/", 404),
        ("/static/ui/start.js", 200),
        ("/static/no-such-file.js", 404),
        ("/account/login/", 200),
        ("/health/ready", 200),
    ],
)
def test_so_is_what_is_no_page(client, db, what, status):
    answer = client.get(what)
    answer.close()

    assert answer.status_code == status
    assert wrong_with(answer, signed_in=False) == []


def test_so_is_what_went_wrong(cast, settings, monkeypatch):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(cast.supervisor.account)
    answers = {
        400: strict.get("/", HTTP_HOST="evil.example"),
        403: strict.post("/hat/", {"hat": "yourself"}),
        404: strict.get("/projects/lantern/"),
        405: strict.get("/hat/"),
        413: cast.client(cast.supervisor).post("/language/", {"language": "c" * 2_000}),
    }
    monkeypatch.setattr(home, "render", broken)
    answers[500] = strict.get("/projects/harbour/")

    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    for status, answer in answers.items():
        # A strange host is refused before anybody asks whose session it is.
        assert wrong_with(answer, signed_in=status != 400) == [], status
        assert b"evil.example" not in answer.content
        assert b"Traceback" not in answer.content


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "testserver.evil.example",
        "testserver:80@evil.example",
        "",
        "evil.example:8000",
        "[::1",
    ],
)
def test_another_host_is_refused_and_not_repeated(client, db, host):
    for path in ("/", "/account/login/", "/health/ready", "/static/ui/start.js"):
        answer = client.get(path, HTTP_HOST=host, HTTP_X_FORWARDED_HOST="evil.example")
        assert b"evil" not in b"".join(answer)
        answer.close()
        assert "evil" not in str(answer.headers)
        if path in ("/", "/account/login/"):
            assert answer.status_code == 400


def test_a_forwarded_host_is_not_believed(client, db):
    answer = client.get("/", HTTP_X_FORWARDED_HOST="evil.example", HTTP_FORWARDED="host=evil.example")

    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/")


def test_every_post_needs_the_token_of_a_page_of_ours(matrix):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(matrix.cast.administrator.account)
    asked_of, without = set(), set()
    for cell in matrix.cells("administrator", declared()):
        for token in ({}, {"csrfmiddlewaretoken": "x" * 64}):
            with rowsecurity.inside(None):
                answer = strict.post(cell.address, token)
            asked_of.add(cell.route.name)
            if answer.status_code != 403:
                without.add(cell.route.name)

    assert asked_of >= {"members", "member_add", "switch_hat", "choose_language", "health_live"}
    assert without == NEEDS_NO_TOKEN


def test_the_demos_way_in_is_the_one_view_that_needs_none():
    exempt = {route.name for route in sweep.routes() if getattr(route.view, "csrf_exempt", False)}

    assert exempt == NEEDS_NO_TOKEN
    assert demo_views.sign_in.csrf_exempt


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "///evil.example",
     "http:evil.example", "/\t/evil.example", "https:///evil.example", "/\r\nSet-Cookie: a=b", "%2F%2Fevil.example", "@evil.example"],
)  # fmt: skip
def test_nothing_leads_to_another_site(cast, elsewhere):
    browser = cast.client(cast.supervisor)
    answers = [
        browser.post("/language/", {"language": "cy", "next": elsewhere}),
        browser.get("/account/login/", {"next": elsewhere}),
        browser.post("/account/messages/", {"next": elsewhere}, HTTP_REFERER=elsewhere),
        browser.post("/account/messages/", {}, HTTP_REFERER=f"http://testserver{elsewhere}"),
        browser.post("/hat/", {"hat": "yourself", "next": elsewhere}),
    ]
    for answer in answers:
        led_to = answer.headers.get("Location", "")
        # As browsers do: a backslash is a slash to them, and what stands before the address is skipped.
        as_read = re.sub(r"[\t\r\n]", "", led_to).strip().replace("\\", "/")
        assert urlsplit(urljoin("http://testserver/language/", as_read)).netloc == "testserver"
        assert not re.search(r"[\r\n]", led_to)
