"""The erasure ledger: what was erased, written down outside the database and its backups.

A backup that is put back brings erased records with it. The ledger is replayed then, and they are erased
again. It holds a keyed hash of each id, when, and a short code for why: nothing that says who it was.
"""

from __future__ import annotations

import hmac
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from alongside.core import clock, keys
from alongside.core.logbook import Logbook
from alongside.core.registries import Registry

_CODE = re.compile(r"[a-z][a-z-]{1,39}")


@dataclass(frozen=True, slots=True)
class Eraser:
    """A kind of record that can be erased: which are held, which were erased and why, how to do it again."""

    kind: str
    held: Callable[[], Iterable[uuid.UUID]]
    erased: Callable[[], Iterable[tuple[uuid.UUID, str]]]
    again: Callable[[uuid.UUID, str], None]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay did: how many were erased again, by kind, and the lines that can't be trusted."""

    erased: dict[str, int]
    wrong: list[str]


erasers: Registry[Eraser] = Registry("erasers")


def book() -> Logbook:
    """The ledger's file, in the data folder. It must never go into a backup of the database."""
    return Logbook(Path(settings.DATA_DIR) / "ledger" / "erasures.log", "ledger/line")


def check_code(why: str) -> None:
    """Raise ValueError unless `why` is a short code: a reason in words would say something of somebody."""
    if not _CODE.fullmatch(why):
        raise ValueError("the reason of an erasure is a short code of lower-case letters and hyphens")


def note(kind: str, record_id: uuid.UUID, *, why: str) -> None:
    """Write down that a record was erased. Called after the commit; what a crash leaves out, `catch_up` adds."""
    check_code(kind)
    check_code(why)
    key = keys.audit().current
    book().append(
        at=clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"), kind=kind, id=_hash(key, kind, record_id), why=why
    )


def catch_up() -> int:
    """Write down erasures whose process ended between the commit and the line; how many."""
    known = _noted()
    added = 0
    for eraser in erasers:
        for record_id, why in eraser.erased():
            if _in(known[eraser.kind], eraser.kind, record_id) is None:
                note(eraser.kind, record_id, why=why)
                added += 1
    return added


def replay() -> Replayed:
    """Erase again what the ledger says was erased and the database holds: when a backup was put back."""
    wrong: list[str] = []
    known = _noted(wrong)
    again: dict[str, int] = {}
    for eraser in erasers:
        for record_id in eraser.held():
            why = _in(known[eraser.kind], eraser.kind, record_id)
            if why is not None:
                eraser.again(record_id, why)
                again[eraser.kind] = again.get(eraser.kind, 0) + 1
    return Replayed(again, wrong)


def _noted(wrong: list[str] | None = None) -> dict[str, dict[str, str]]:
    """By kind, the hashes of what was erased, each with why."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in book().lines():
        if line.wrong and wrong is not None:
            wrong.append(f"Line {line.number} of the ledger {line.wrong}.")
        if line.genuine:
            found[line.said["kind"]][line.said["id"]] = line.said["why"]
    return found


def _in(noted: dict[str, str], kind: str, record_id: uuid.UUID) -> str | None:
    if not noted:
        return None
    hashes = (_hash(key, kind, record_id) for key in keys.audit().keys)
    return next((noted[each] for each in hashes if each in noted), None)


def _hash(key: keys.Key, kind: str, record_id: uuid.UUID) -> str:
    return hmac.digest(key.subkey("ledger/id"), f"{kind}:{record_id}".encode(), "sha256").hex()
