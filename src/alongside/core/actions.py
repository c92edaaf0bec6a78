"""How every write is made: a verb with keyword-only arguments and `by=`, in one transaction of one project."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from alongside.core import audit, rowsecurity

F = TypeVar("F", bound=Callable)


class Refused(Exception):
    """Somebody asked for what they may not, or what the state doesn't allow. The message is shown to them."""


class Stale(Exception):
    """The record was changed since it was read. Carries the record as it is now."""

    def __init__(self, record: object) -> None:
        super().__init__("This was changed by somebody else while you were writing.")
        self.record = record


def action(function: F) -> F:
    """Make `function` an action: atomic, inside the project of its `by`, and in the trail if refused.

    Raises TypeError when it is declared with positional arguments or without a keyword-only `by`.
    """
    parameters = inspect.signature(function).parameters.values()
    if (
        any(p.kind is not p.KEYWORD_ONLY for p in parameters)
        or "by" not in inspect.signature(function).parameters
    ):
        raise TypeError(f"{function.__qualname__} must take keyword-only arguments, `by` among them")

    place = f"{function.__module__}.{function.__qualname__}".removeprefix("alongside.")[-120:]

    @functools.wraps(function)
    def acting(*, by, **arguments):  # type: ignore[no-untyped-def]
        with audit.refusals_kept():
            try:
                with transaction.atomic(), rowsecurity.inside(by.as_actor().project_id):
                    return function(by=by, **arguments)
            except PermissionDenied as refusal:
                if not getattr(refusal, "in_the_trail", False):  # an action inside this one may have told it
                    refusal.in_the_trail = True  # type: ignore[attr-defined]
                    audit.refused("action not allowed", by=by, place=place)
                raise

    acting.is_action = True  # type: ignore[attr-defined]
    return acting  # type: ignore[return-value]


def check_version(record: object, version: int | None) -> None:
    """Raise Stale when `record` has moved on from the version somebody read. None asks for no check."""
    if version is not None and record.version != version:  # type: ignore[attr-defined]
        raise Stale(record)
