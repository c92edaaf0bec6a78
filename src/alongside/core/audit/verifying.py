"""Checking the trail: each row's code, each seal over its rows, the chain; a stretch at a time."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any

from django.db import connection

from alongside.core import keys
from alongside.core.audit import anchored, ranges, rows, seals
from alongside.core.audit.ranges import Range
from alongside.core.audit.report import Report
from alongside.core.audit.sealing import numbers_may_come_late, read_awaited
from alongside.core.models import AuditRow, AuditSeal

STRETCH = 2_000
_FIELDS = ("id", "mac", *rows.COVERED)

Row = dict[str, Any]


def verify(*, head: tuple[int, str] | None = None) -> Report:
    """Check the whole trail against itself, its anchors and, if given, the `head` of a daily message."""
    return _Check().run(head)


class _Check:
    """One check as it goes along."""

    def __init__(self) -> None:
        self.report = Report()
        self.ring = keys.audit()
        # Rows met in a gap: a later seal must cover them.
        self.owed: set[int] = set()
        self.before: AuditSeal | None = None
        self.through = 0

    def run(self, head: tuple[int, str] | None) -> Report:
        # Read first: what is anchored while this runs, this has not looked at.
        lines = anchored.length()
        for seal in _all_seals():
            self._check_seal(seal)
        self._check_what_no_seal_covers()
        _look_for_copies(self.report)
        anchored.check(self.report, lines=lines, head=head)
        return self.report

    def _check_seal(self, seal: AuditSeal) -> None:
        self.report.seals += 1
        expected = self.before.number + 1 if self.before else 1
        if seal.number != expected:
            missing = (
                ranges.written([(expected, seal.number - 1)]) if seal.number > expected else str(seal.number)
            )
            self.report.add("seal_missing", seal=missing)
        elif seal.previous != (self.before.head if self.before else seals.BEGINNING):
            self.report.add("seal_unchained", seal=seal.number)
        self.before = seal
        key = None
        try:
            key = self.ring.find(seal.key_id)
            covers = ranges.read(seal.covers)
            read_awaited(seal.awaits)
            if not hmac.compare_digest(seals.head(key, seal), seal.head):
                self.report.add("seal_edited", seal=seal.number)
        except keys.UnknownKey as problem:
            self.report.add("seal_under_unknown_key", seal=seal.number, why=str(problem))
            covers = _covers(seal)
        except Exception:  # whatever an edited value makes the reading of it say
            self.report.add("seal_unreadable", seal=seal.number)
            covers, key = _covers(seal), None
        if isinstance(seal.through, int):
            self._check_rows_under(seal, key, covers)
            self.through = max(self.through, seal.through)

    def _check_rows_under(self, seal: AuditSeal, key: keys.Key | None, covers: list[Range]) -> None:
        found_before = self.report.found
        late = [numbers for numbers in covers if numbers[1] <= self.through]
        ours: list[tuple[int, str]] = []
        for first, last in late:
            for row in self._read(first, last):
                self._take(row, ours)
        here = iter(covers[len(late) :])
        now = next(here, None)
        for row in self._read(self.through + 1, seal.through):
            while now and row["id"] > now[1]:
                now = next(here, None)
            if now and row["id"] >= now[0]:
                self._take(row, ours)
            else:
                self.owed.add(row["id"])
        there = ranges.gathered(number for number, _ in ours)
        for first, last in covers:
            for gap in ranges.missing(there, first=first, last=last):
                self.report.add("rows_removed", rows=ranges.written([gap]), seal=seal.number)
        if not numbers_may_come_late() and covers:
            self._check_none_skipped(covers, seal.through)
        if key and self.report.found == found_before and seals.rows_mac(key, ours) != seal.rows_mac:
            self.report.add("rows_exchanged", seal=seal.number)

    def _check_none_skipped(self, covers: list[Range], last: int) -> None:
        """SQLite gives every number: one that no seal covers was taken away before it could be sealed."""
        for start, end in ranges.missing(covers, first=self.through + 1, last=last):
            there = ranges.gathered(sorted(number for number in self.owed if start <= number <= end))
            for gap in ranges.missing(there, first=start, last=end):
                self.report.add("rows_removed_before_sealing", rows=ranges.written([gap]))

    def _take(self, row: Row, into: list[tuple[int, str]]) -> None:
        self.owed.discard(row["id"])
        self._check_row(row)
        into.append((row["id"], str(row["mac"])))

    def _check_row(self, row: Row) -> None:
        self.report.rows += 1
        if "unreadable" in row:
            self.report.add("row_unreadable", rows=row["id"])
            return
        try:
            right = rows.mac(self.ring.find(row["key_id"]), row)
        except keys.UnknownKey as problem:
            self.report.add("row_under_unknown_key", rows=row["id"], why=str(problem))
            return
        if not hmac.compare_digest(right.encode(), str(row["mac"]).encode()):
            self.report.add("row_edited", rows=row["id"])

    def _check_what_no_seal_covers(self) -> None:
        try:
            awaited = [numbers for numbers, _ in read_awaited(self.before.awaits)] if self.before else []
        except Exception:  # an edited seal, reported already
            awaited = []
        for number in sorted(self.owed):
            if any(first <= number <= last for first, last in awaited):
                for row in self._read(number, number):
                    self._count_unsealed(row)
            else:
                self.report.add("row_inserted", rows=number)
        for number in AuditRow.objects.filter(pk__lt=1).values_list("pk", flat=True)[: Report.KEPT]:
            self.report.add("row_inserted", rows=number)
        last = self.through
        for row in self._read(self.through + 1, None):
            if not numbers_may_come_late() and row["id"] > last + 1:
                self.report.add(
                    "rows_removed_before_sealing", rows=ranges.written([(last + 1, row["id"] - 1)])
                )
            last = row["id"]
            self._count_unsealed(row)
        if not numbers_may_come_late() and (given := _last_number_given()) > last:
            self.report.add("rows_removed_before_sealing", rows=ranges.written([(last + 1, given)]))

    def _count_unsealed(self, row: Row) -> None:
        self._check_row(row)
        self.report.unsealed += 1
        at = row.get("at")
        if at is not None and (self.report.oldest_unsealed is None or at < self.report.oldest_unsealed):
            self.report.oldest_unsealed = at

    def _read(self, first: int, last: int | None) -> Iterator[Row]:
        """Rows by number, a stretch at a time; one that can't be read doesn't hide its neighbours."""
        at = first
        while last is None or at <= last:
            wanted = AuditRow.objects.filter(pk__gte=at).order_by("pk")
            if last is not None:
                wanted = wanted.filter(pk__lte=last)
            try:
                stretch = list(wanted.values(*_FIELDS)[:STRETCH])
            except Exception:  # whatever a tampered value makes the database's converters say
                stretch = [_read_one(number) for number in wanted.values_list("pk", flat=True)[:STRETCH]]
            yield from stretch
            if len(stretch) < STRETCH:
                return
            at = stretch[-1]["id"] + 1


def _read_one(number: int) -> Row:
    try:
        return AuditRow.objects.values(*_FIELDS).get(pk=number)
    except Exception:  # as above
        return {"id": number, "mac": "", "unreadable": True}


def _covers(seal: AuditSeal) -> list[Range]:
    try:
        return ranges.read(str(seal.covers))
    except ValueError:
        return []


def _all_seals() -> Iterator[AuditSeal]:
    at = None
    while True:
        wanted = AuditSeal.objects.order_by("number")
        wanted = wanted if at is None else wanted.filter(number__gt=at)
        try:
            stretch = list(wanted[:STRETCH])
        except Exception:  # as above
            stretch = [_seal(number) for number in wanted.values_list("number", flat=True)[:STRETCH]]
        yield from stretch
        if len(stretch) < STRETCH:
            return
        at = stretch[-1].number


def _seal(number: int) -> AuditSeal:
    """A seal; what an unreadable one still says is only its number and its head."""
    try:
        return AuditSeal.objects.get(number=number)
    except Exception:  # as above
        said = AuditSeal.objects.values("head", "previous", "covers", "through").get(number=number)
        return AuditSeal(number=number, awaits="can't be read", **said)


def _look_for_copies(report: Report) -> None:
    """A copied row has a good code, the same as another's."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT min(id), max(id) FROM {AuditRow._meta.db_table} GROUP BY mac HAVING count(*) > 1 "  # noqa: S608
            f"ORDER BY 1 LIMIT {Report.KEPT}"
        )
        for first, copy in cursor.fetchall():
            report.add("row_copied", rows=copy, other=first)


def _last_number_given() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [AuditRow._meta.db_table])
        found = cursor.fetchone()
        return int(found[0]) if found else 0
