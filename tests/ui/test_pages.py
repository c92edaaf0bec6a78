"""Every page keeps itself to itself; what goes wrong is said plainly, and to everybody alike."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client

from alongside.core import registries
from alongside.ui import gallery
from alongside.ui.middleware import PlainProblems
from alongside.ui.views import PROBLEMS, bad_request, not_allowed, typed

GALLERY = [
    "/components/",
    *(f"/components/{name}/" for name in [*gallery.SKELETONS, *PROBLEMS, "problem-expired"]),
]


@pytest.fixture
def nobody_to_ask(monkeypatch):
    """No room names anybody, unless the test does."""
    monkeypatch.setattr(registries, "whom_to_ask", registries.Registry("whom to ask"))
    return registries.whom_to_ask


class TestEveryPage:
    @pytest.mark.parametrize("path", GALLERY)
    def test_fetches_from_nowhere_else_and_runs_nothing_inline(self, client, path):
        page = client.get(path).content.decode()
        assert "<script>" not in page
        assert not re.search(r"<(script|link|img|iframe)[^>]*(src|href)=\"(https?:)?//", page)
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))

    @pytest.mark.parametrize("path", ["/components/", "/no/such/page/"])
    def test_is_sent_with_a_strict_policy(self, client, path):
        headers = client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert not any("unsafe" in sources or "http" in sources for sources in policy.values())
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"

    @pytest.mark.parametrize("path", GALLERY)
    def test_has_one_heading_of_the_first_rank_a_title_and_ids_that_are_used_once(self, client, path):
        page = client.get(path).content.decode()
        assert len(re.findall(r"<h1[ >]", page)) == 1
        assert re.search(r"<title>(Error: )?[^<]+ — Alongside</title>", page)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))
        for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
            assert set(described.split()) <= set(ids)

    def test_says_in_its_title_when_there_are_errors(self, client):
        assert "<title>Error: " in client.get("/components/question-error/").content.decode()
        assert "<title>Error: " not in client.get("/components/question/").content.decode()

    def test_leaves_no_copy_of_itself_when_somebody_is_signed_in(self, signed_in, client):
        assert signed_in.get("/name/").headers["Cache-Control"] == "no-store, private"
        assert "no-store" not in Client().get("/pressed/").headers.get("Cache-Control", "")

    def test_exists_in_the_gallery_by_name_only(self, client):
        assert client.get("/components/base/").status_code == 404


class TestWhatGoesWrong:
    def test_nothing_and_somebody_elses_look_the_same(self, client):
        one, other = client.get("/no/such/page/"), client.get("/components/harbour-ward/")
        assert one.status_code == other.status_code == 404
        assert one.content == other.content
        assert b"Page not found" in one.content

    def test_what_is_not_part_of_a_role_says_whom_to_ask(self, rf, nobody_to_ask):
        request = rf.get("/")
        request.viewer = gallery.somebody("Amina", "Peer worker, Harbour", place="Harbour")
        page = not_allowed(request, PermissionDenied())
        assert page.status_code == 403
        words = page.content.decode()
        assert "This isn't part of your role" in words
        assert "You are here as <bdi>Peer worker, Harbour</bdi>." in words
        assert "ask the administrator of your project" in words
        nobody_to_ask.enter("them", lambda viewer: ["Ben <b>", "Chris"])
        words = not_allowed(request, PermissionDenied()).content.decode()
        assert "ask <bdi>Ben &lt;b&gt;</bdi> and <bdi>Chris</bdi>." in words

    def test_a_wrong_method_gets_a_page_and_keeps_its_headers(self, rf):
        answer = PlainProblems(lambda request: HttpResponseNotAllowed(["POST"]))(rf.get("/"))
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "POST"
        assert b"This page can't be used that way" in answer.content

    def test_too_many_tries_get_a_page_that_says_to_wait(self, rf):
        limited = HttpResponse(status=429, headers={"Retry-After": "60"})
        answer = PlainProblems(lambda request: limited)(rf.get("/"))
        assert answer.headers["Retry-After"] == "60"
        assert b"That was too many tries" in answer.content

    def test_an_answer_with_words_of_its_own_keeps_them(self, rf):
        answer = PlainProblems(lambda request: HttpResponse("own words", status=429))(rf.get("/"))
        assert answer.content == b"own words"

    def test_too_much_and_nonsense_are_told_apart(self, rf):
        assert bad_request(rf.get("/"), RequestDataTooBig()).status_code == 413
        assert bad_request(rf.get("/"), ValueError()).status_code == 400

    def test_a_fault_of_ours_gets_a_page_that_asks_nothing_of_the_database(self, settings, rf):
        from alongside.ui.views import broken

        # No database is open in this test: a query would fail it.
        answer = broken(rf.get("/"))
        assert answer.status_code == 500
        assert b"Something went wrong on our side" in answer.content


class TestAFormThatCanNotBeTrusted:
    def test_shows_every_persons_words_but_no_secrets(self, rf):
        request = rf.post(
            "/",
            {
                "note": "I was there,\ntoo",
                "new_password": "a long pass phrase",
                "csrfmiddlewaretoken": "a b",
                "key": "abc",
            },
        )
        assert typed(request) == ["I was there,\ntoo"]

    def test_shows_them_escaped_and_saves_nothing(self):
        words = "two </textarea><b>words</b>"
        answer = Client(enforce_csrf_checks=True).post("/language/", {"note": words, "language": "cy"})
        assert "django_language" not in answer.cookies
        assert answer.status_code == 403
        assert b"two &lt;/textarea&gt;&lt;b&gt;words&lt;/b&gt;</textarea>" in answer.content
        assert b"Nothing was saved" in answer.content


class TestChoosingALanguage:
    def test_is_kept_and_leads_back(self, client):
        answer = client.post("/language/", {"language": "cy", "next": "/components/?page=2"})
        assert answer.headers["Location"] == "/components/?page=2"
        page = client.get("/components/").content.decode()
        assert '<html lang="cy" dir="ltr">' in page

    @pytest.mark.parametrize(
        "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""]
    )
    def test_never_leads_elsewhere(self, client, elsewhere):
        assert client.post("/language/", {"language": "cy", "next": elsewhere}).headers["Location"] == "/"

    def test_that_there_is_not_changes_nothing(self, client):
        client.post("/language/", {"language": "tlh", "next": "/"})
        assert '<html lang="en-GB" dir="ltr">' in client.get("/components/").content.decode()
