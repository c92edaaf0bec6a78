"""The log says what happened and where, and repeats nothing that anybody typed or is called."""

from __future__ import annotations

import logging
import sys
import uuid

import pytest
from django.core.exceptions import DisallowedHost
from django.urls import resolve

from alongside.config.logs import WithoutMessages

CANARY = "Amina Bello 07700 900123"


def written(record: logging.LogRecord) -> str:
    return WithoutMessages("%(levelname)s %(name)s: %(message)s").format(record)


def record_of(problem: BaseException, *args: object, message: str = "it failed") -> logging.LogRecord:
    try:
        raise problem
    except BaseException:
        return logging.LogRecord("alongside", logging.ERROR, __file__, 1, message, args, sys.exc_info())


def test_an_exception_is_written_by_its_kind_and_the_lines_it_passed_without_its_words():
    said = written(record_of(ValueError(CANARY)))

    assert CANARY not in said
    assert "builtins.ValueError" in said
    assert "test_logs.py" in said


def test_what_an_exception_came_from_is_written_without_its_words_too():
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as problem:
            raise RuntimeError(CANARY) from problem
    except RuntimeError as problem:
        said = written(record_of(problem))

    assert CANARY not in said
    assert "builtins.KeyError" in said


def test_an_exception_given_as_an_argument_loses_its_words():
    assert written(record_of(ValueError(CANARY), ValueError(CANARY), message="failed: %s")).startswith(
        "ERROR alongside: failed: ValueError"
    )


def test_a_traceback_that_was_written_before_is_written_anew():
    record = record_of(ValueError(CANARY))
    record.exc_text = CANARY

    assert CANARY not in written(record)


def asked(rf, path: str, *, page: bool = True):
    request = rf.get(path)
    if page:
        request.resolver_match = resolve(path)
    return request


@pytest.mark.parametrize(
    ("path", "page", "written_as"),
    [
        ("/projects/harbour/members/", True, "/projects/harbour/members/"),
        (
            f"/projects/harbour/services/{uuid.UUID(int=7)}/",
            True,
            f"/projects/harbour/services/{uuid.UUID(int=7)}/",
        ),
        ("/projects/harbour/Amina%20Bello/", False, "(no page's address)"),
        ("/components/secret-words/", True, "/components/<name>/"),
    ],
)
def test_an_address_is_written_with_its_ids_alone(rf, path, page, written_as):
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "%s: %s", ("Not Found", None), None
    )
    record.request = asked(rf, path, page=page)
    record.args = ("Not Found", record.request.path)

    assert written(record) == f"WARNING django.request: Not Found: {written_as}"


def test_what_is_quoted_in_a_reason_is_left_out(rf):
    said = "Referer checking failed - https://elsewhere.example/?q=Amina does not match any trusted origins."
    record = logging.LogRecord(
        "django.security.csrf", logging.WARNING, __file__, 1, "Forbidden (%s): %s", (said, "/?q=Amina"), None
    )

    assert written(record) == "WARNING django.security.csrf: Forbidden (Referer checking failed): /"


def test_what_django_finds_suspicious_is_written_by_its_kind():
    problem = DisallowedHost(f"Invalid HTTP_HOST header: {CANARY!r}")
    record = record_of(problem, message=str(problem))

    assert CANARY not in written(record)
    assert "DisallowedHost" in written(record)


@pytest.mark.django_db
def test_a_page_that_breaks_repeats_nothing_of_what_was_typed(client, settings, capfd):
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutMessages("%(message)s"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    client.raise_request_exception = False
    settings.ROOT_URLCONF = "tests.config.broken_page"
    try:
        answer = client.post("/broken/", {"note": CANARY})
    finally:
        logger.removeHandler(handler)

    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()
    said = capfd.readouterr().err
    assert "ValueError" in said
    assert CANARY not in said
