"""Appending to the trail: what was done, what was looked at, what was refused."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from alongside.core import clock, keys
from alongside.core.actors import Actor, By
from alongside.core.audit import rows
from alongside.core.models import AuditRow

# An event is a fixed phrase of the code, never made from what somebody typed; tests/meta reads every call.
EVENT = re.compile(r"[a-z][a-z' -]{2,78}[a-z]")
PLACE = re.compile(r"[A-Za-z0-9_.:-]{0,120}")
HAT = re.compile(r"[a-z0-9_:. -]{1,80}")

_refusals: ContextVar[list[dict[str, Any]] | None] = ContextVar("refusals", default=None)


def record(
    event: str, *, by: By | Actor, about: Model | None = None, place: str = "", **others: Model | uuid.UUID
) -> None:
    """Append that `event` was done, in the transaction that does it: it stays or goes with it.

    `others` are further records or ids by name. Anything that is not a record or a UUID is refused: the trail
    keeps no values.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row is appended inside the transaction that it tells of")
    _append([_row(AuditRow.Kind.DONE, event, by, about, place, others)])


def looked(
    event: str,
    *,
    by: By | Actor,
    about: Model | Iterable[Model],
    place: str = "",
    **others: Model | uuid.UUID,
) -> None:
    """Append that a person's record was read; given several records, one row each.

    Call it before anything is shown: where it can't be logged, it isn't read.
    """
    several = [about] if isinstance(about, Model) else list(about)
    _append([_row(AuditRow.Kind.LOOKED, event, by, each, place, others) for each in several])


def refused(
    event: str, *, by: By | Actor, about: Model | None = None, place: str = "", **others: Model | uuid.UUID
) -> None:
    """Append that something was refused: after the transaction of the request or action, rolled back or not."""
    row = _row(AuditRow.Kind.REFUSED, event, by, about, place, others)
    waiting = _refusals.get()
    if waiting is None:
        _append([row])
    else:
        waiting.append(row)


@contextmanager
def refusals_kept() -> Iterator[list[dict[str, Any]]]:
    """Keep what is refused inside the block, and append it afterwards in a transaction of its own.

    Goes around the transaction, so that a rollback doesn't take the refusal with it. Inside another such
    block it does nothing.
    """
    outer = _refusals.get()
    if outer is not None:
        yield outer
        return
    waiting: list[dict[str, Any]] = []
    token = _refusals.set(waiting)
    try:
        yield waiting
    finally:
        _refusals.reset(token)
        if waiting:
            with transaction.atomic():
                _append(waiting)


def _row(
    kind: str,
    event: str,
    by: By | Actor,
    about: Model | None,
    place: str,
    others: dict[str, Model | uuid.UUID],
) -> dict[str, Any]:
    actor = by if isinstance(by, Actor) else by.as_actor()
    if not EVENT.fullmatch(event):
        raise ValueError("an audit event is a short fixed phrase in lower case, without names or figures")
    if not PLACE.fullmatch(place) or not HAT.fullmatch(actor.hat):
        raise ValueError("places and hats in the audit trail are names from the code")
    key = keys.audit().current
    row: dict[str, Any] = {
        "nonce": uuid.uuid4(),
        "at": clock.now(),
        "kind": str(kind),
        "event": event,
        "place": place,
        "hat": actor.hat,
        "actor": rows.pseudonym(key, actor.account_id) if actor.account_id else "",
        "project_id": actor.project_id,
        "about_kind": about._meta.label if about is not None else "",
        "about_id": rows.id_of(key, about) if about is not None else "",
        "others": json.dumps({name: _other(key, name, each) for name, each in sorted(others.items())}),
        "key_id": key.id,
    }
    row["mac"] = rows.mac(key, row)
    return row


def _other(key: keys.Key, name: str, value: object) -> str:
    if isinstance(value, Model):
        return rows.id_of(key, value)
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{name!r} must be a record or its UUID: the audit trail keeps ids, never values")


_FIELDS = [field for field in AuditRow._meta.concrete_fields if not field.primary_key]


def _append(several: list[dict[str, Any]]) -> None:
    """Insert the rows with one statement that asks for nothing back: row security may hide them at once."""
    if not several:
        return
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in _FIELDS)
    one = f"({', '.join(['%s'] * len(_FIELDS))})"
    step = 50  # SQLite takes a bounded number of parameters
    with connection.cursor() as cursor:
        for start in range(0, len(several), step):
            part = several[start : start + step]
            cursor.execute(
                f"INSERT INTO {connection.ops.quote_name(AuditRow._meta.db_table)} ({columns}) "  # noqa: S608
                f"VALUES {', '.join([one] * len(part))}",
                [field.get_db_prep_save(row[field.attname], connection) for row in part for field in _FIELDS],
            )
