"""Anchors: the head of the chain, written down outside the database. Only so can a cut-off end be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from alongside.core import clock
from alongside.core.audit.rows import instant
from alongside.core.logbook import Line, Logbook
from alongside.core.models import AuditSeal

SEALED, RESTORED = "sealed", "restored"


class Broken(Exception):
    """The database holds less, or something else, than was anchored. Sealing stops rather than write over it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain on some day: what the daily message to the privacy lead carries."""

    number: int
    rows: int
    head: str
    at: datetime


def book() -> Logbook:
    """The file of anchors, in the data folder."""
    return Logbook(Path(settings.DATA_DIR) / "anchors" / "audit-heads.log", "audit/anchor")


def todays_head() -> Head | None:
    """The last seal, or None before the first. `alongside verify --head NUMBER:HEAD` checks it later."""
    last = AuditSeal.objects.order_by("-number").first()
    return Head(last.number, last.total, last.head, last.at) if last else None


def write(last: AuditSeal | None) -> None:
    """Anchor the last seal, unless it is already. Raises Broken where the file knows more than the database."""
    with book().held() as file:
        anchored = file.last()
        check(anchored, last)
        if last is not None and (anchored is None or int(anchored.said["seal"]) < last.number):
            file.add(**_said(SEALED, last))


def note_restore(last: AuditSeal | None) -> None:
    """Write down that an older state was put back on purpose: what was anchored since is no longer there."""
    with book().held() as file:
        file.add(**_said(RESTORED, last))


def check(anchored: Line | None, last: AuditSeal | None) -> None:
    """Raise Broken unless the chain that ends in `last` contains what was anchored."""
    if anchored is None:
        return
    if anchored.wrong:
        raise Broken(f"The last line of {book().path.name} {anchored.wrong}.")
    number, head = int(anchored.said["seal"]), anchored.said["head"]
    if number == 0:
        return
    if last is None or last.number < number:
        raise Broken(
            f"Seal {number} was anchored outside, and the database ends before it. If an older state was put "
            "back on purpose, say so with the restore; otherwise rows were cut off."
        )
    there = last if last.number == number else AuditSeal.objects.filter(number=number).first()
    if there is None or there.head != head:
        raise Broken(f"Seal {number} isn't the one that was anchored outside.")


def _said(kind: str, last: AuditSeal | None) -> dict[str, str]:
    return {
        "at": instant(clock.now()),
        "what": kind,
        "seal": str(last.number if last else 0),
        "rows": str(last.total if last else 0),
        "head": last.head if last else "none",
    }
