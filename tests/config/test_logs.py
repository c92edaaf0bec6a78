"""The log says what happened and where, and repeats nothing that anybody typed or is called."""

from __future__ import annotations

import logging
import sys

import pytest

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
