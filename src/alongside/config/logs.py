"""What is written to the log: what happened and where in the code, and nothing that anybody typed or is called.

The message of an exception can hold anything (a database repeats the values it refuses), so it isn't written. Levels, names of loggers,
addresses of pages (ids only) and the lines of code are.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any

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
        # Django logs "Bad Request: /path" and the like with the path; exceptions given as arguments lose their words.
        if isinstance(record.args, tuple):
            record.args = tuple(
                type(each).__name__ if isinstance(each, BaseException) else each for each in record.args
            )
        return super().format(record)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "alongside.config.logs.WithoutMessages",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
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
