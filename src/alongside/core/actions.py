"""How every write is made: a verb with keyword-only arguments and `by=`, in one transaction, inside one project."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from alongside.core import rowsecurity

F = TypeVar("F", bound=Callable)


class Refused(Exception):
    """Somebody asked for what they may not, or for what the state doesn't allow. The message is shown to them."""


class Stale(Exception):
    """The record was changed since it was read. Carries the record as it is now."""

    def __init__(self, record: object) -> None:
        super().__init__("This was changed by somebody else while you were writing.")
        self.record = record


def action(function: F) -> F:
    """Make `function` an action: atomic, and inside the project of its `by`.

    Raises TypeError when it is declared with positional arguments or without a keyword-only `by`.
    """
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is not p.KEYWORD_ONLY for p in parameters) or "by" not in inspect.signature(function).parameters:
        raise TypeError(f"{function.__qualname__} must take keyword-only arguments, `by` among them")

    @functools.wraps(function)
    def acting(*, by, **arguments):  # type: ignore[no-untyped-def]
        with transaction.atomic(), rowsecurity.inside(by.as_actor().project_id):
            return function(by=by, **arguments)

    acting.is_action = True  # type: ignore[attr-defined]
    return acting  # type: ignore[return-value]


def check_version(record: object, version: int | None) -> None:
    """Raise Stale when `record` has moved on from the version somebody read. None asks for no check."""
    if version is not None and record.version != version:  # type: ignore[attr-defined]
        raise Stale(record)
