"""What is written to the log: what happened and where in the code, and nothing that anybody typed or is called.

The message of an exception can hold anything (a database repeats the values it refuses), so it isn't written. Levels, names of loggers,
addresses of pages (ids only) and the lines of code are. An address that is no page's can hold anything too, and so can what a link
carries in its address.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any

# What an address names that is no id, and may be written all the same: they are made by administrators and mean no person.
NAMES_OF_PLACES = {"project", "programme"}
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

Exc = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutMessages(logging.Formatter):
    """Writes the kinds of exceptions and the lines they passed through, without their messages."""

    def formatException(self, exc: Exc) -> str:  # noqa: N802 - logging's own name
        lines: list[str] = []
        problem: BaseException | None = exc[1]
        while problem is not None and len(lines) < 200:
            lines.append(f"{type(problem).__module__}.{type(problem).__qualname__}, through:")
            lines += [
                f"  {frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(problem.__traceback__)
            ]
            problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
        return "\n".join(lines)

    def format(self, record: logging.LogRecord) -> str:
        # Somebody else may have put the whole traceback into the record already.
        record.exc_text = None
        problem = record.exc_info[1] if record.exc_info else None
        if problem is not None and str(problem) and record.msg == str(problem):
            record.msg = type(problem).__name__  # Django logs what it finds suspicious by its words
        if isinstance(record.args, tuple):
            request = getattr(record, "request", None)
            record.args = tuple(_told(each, request) for each in record.args)
        return super().format(record)


def _told(given: object, request: Any) -> object:
    """What is written of one argument: exceptions lose their words, addresses what isn't an id, reasons what they quote."""
    if isinstance(given, BaseException):
        return type(given).__name__
    if not isinstance(given, str):
        return given
    if request is not None and given == request.path:
        return _address(request)
    # "Referer checking failed - https://… does not match": the address may hold anything.
    return given.partition("?")[0].partition(" - ")[0]


def _address(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    if match is None:
        return "(no page's address)"
    address = request.path
    for name, value in match.kwargs.items():
        if isinstance(value, str) and name not in NAMES_OF_PLACES:
            address = address.replace(value, f"<{name}>")
    return address


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "alongside.config.logs.WithoutMessages",
            "format": FORMAT,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django would mail errors to its admins, tracebacks with their values and all.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "alongside": {"level": "INFO"},
    },
}
