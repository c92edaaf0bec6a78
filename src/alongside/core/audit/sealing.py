"""Sealing: what was appended is chained within seconds, and no request ever waits for the head of the chain.

A number may be missing when its neighbours are sealed: on PostgreSQL a transaction takes its numbers when it
writes and shows them when it commits, or never. Such numbers are awaited, and sealed late when they come.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from alongside.core import clock, keys
from alongside.core.audit import anchors, ranges, seals
from alongside.core.audit.ranges import Range
from alongside.core.models import AuditRow, AuditSeal

LARGEST_SEAL = 5_000
# A number is given up when it was missed for so long and every transaction that could bring it is over.
WAIT = timedelta(hours=1)
MOST_AWAITED = 1_000

Awaited = list[tuple[Range, int]]


def seal_once() -> int:
    """Seal what is waiting, anchor the new head, and return how many rows that were. Call it every few seconds.

    Several sealers may run: they collide on the next seal's number and one stands back. Raises
    anchors.Broken, before writing anything, where the database ends before what was anchored.
    """
    last = AuditSeal.objects.order_by("-number").first()
    anchors.write(last)
    sealed = 0
    while seal := _seal_after(last):
        last = seal
        sealed += seal.count
        if seal.count < LARGEST_SEAL:
            break
    if sealed:
        anchors.write(last)
    return sealed


def numbers_may_come_late() -> bool:
    """Whether a row may show up after one with a higher number. SQLite has one writer and skips none."""
    return connection.vendor != "sqlite"


def read_awaited(text: str) -> Awaited:
    """The awaited numbers of a seal, each with the second when it was first missed."""
    found: Awaited = []
    for part in text.split(",") if text else []:
        numbers, _, since = part.partition("@")
        found.append((ranges.read(numbers)[0], int(since)))
    return found


def _seal_after(last: AuditSeal | None) -> AuditSeal | None:
    """Make the next seal; None when nothing is waiting or another sealer was quicker."""
    through = last.through if last else 0
    awaited = _still_awaited(last)
    late = (
        _rows(reduce(or_, (Q(pk__range=numbers) for numbers, _ in awaited)), LARGEST_SEAL) if awaited else []
    )
    new = _rows(Q(pk__gt=through), LARGEST_SEAL - len(late))
    rows = late + new
    if not rows:
        return None
    key = keys.audit().current
    now = clock.now()
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        at=now,
        covers=ranges.written(ranges.gathered(pk for pk, _ in rows)),
        through=new[-1][0] if new else through,
        awaits=_written(_awaited_now(awaited, [pk for pk, _ in late], [pk for pk, _ in new], through, now)),
        count=len(rows),
        total=(last.total if last else 0) + len(rows),
        rows_mac=seals.rows_mac(key, rows),
        previous=last.head if last else seals.BEGINNING,
        key_id=key.id,
    )
    seal.head = seals.head(key, seal)
    try:
        with transaction.atomic():
            AuditSeal.objects.bulk_create([seal])
    except IntegrityError:
        return None
    return seal


def _rows(which: Q, most: int) -> list[tuple[int, str]]:
    return list(AuditRow.objects.filter(which).order_by("pk").values_list("pk", "mac")[:most])


def _awaited_now(before: Awaited, came: list[int], new: list[int], through: int, now: datetime) -> Awaited:
    if not numbers_may_come_late():
        return []
    arrived = ranges.gathered(came)
    left = [
        (gap, since)
        for (first, last), since in before
        for gap in ranges.missing(arrived, first=first, last=last)
    ]
    if new:
        gaps = ranges.missing(ranges.gathered(new), first=through + 1, last=new[-1])
        left += [(gap, int(now.timestamp())) for gap in gaps]
    return left[-MOST_AWAITED:]


def _still_awaited(last: AuditSeal | None) -> Awaited:
    """What the last seal awaits and could still come."""
    awaited = read_awaited(last.awaits) if last else []
    if not awaited:
        return []
    limit = clock.now() - WAIT
    if any(since < limit.timestamp() for _, since in awaited) and (running := _oldest_transaction()):
        limit = min(limit, running)
    return [(numbers, since) for numbers, since in awaited if since >= limit.timestamp()]


def _oldest_transaction() -> datetime | None:
    """When the oldest transaction that is still running began."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def _written(awaited: Awaited) -> str:
    return ",".join(f"{ranges.written([numbers])}@{since}" for numbers, since in awaited)
