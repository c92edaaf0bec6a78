"""Rows are sealed within seconds, by any number of sealers, and no row is left out for coming late."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from alongside.core import audit, clock
from alongside.core.audit import anchors, ranges, sealing, seals
from alongside.core.audit.recording import _append, _row
from alongside.core.audit.verifying import verify
from alongside.core.models import AuditRow, AuditSeal
from tests.core.trail import SOMEBODY, append, tamper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_trail")]


def append_as(*numbers: int) -> None:
    """Rows that show up under these numbers: what a late commit looks like from outside."""
    for number in numbers:
        row = _row("done", "something happened", SOMEBODY, None, "", {})
        AuditRow.objects.bulk_create([AuditRow(id=number, **row)])


@pytest.fixture
def numbers_come_late(monkeypatch):
    """PostgreSQL's way with numbers, on either database: given at once, shown at the commit or never."""
    from alongside.core.audit import verifying

    monkeypatch.setattr(sealing, "numbers_may_come_late", lambda: True)
    monkeypatch.setattr(verifying, "numbers_may_come_late", lambda: True)
    monkeypatch.setattr(sealing, "_oldest_transaction", lambda: None)


def test_rows_are_sealed_once_and_the_head_is_anchored():
    append(3)
    assert audit.seal_once() == 3
    assert audit.seal_once() == 0
    seal = AuditSeal.objects.get()
    assert (seal.number, seal.count, seal.total, seal.previous) == (1, 3, 3, seals.BEGINNING)
    line = anchors.book().last()
    assert (line.said["seal"], line.said["rows"], line.said["head"]) == ("1", "3", seal.head)


def test_each_seal_names_the_head_before_it():
    for _ in range(3):
        append(1)
        audit.seal_once()
    first, second, third = AuditSeal.objects.order_by("number")
    assert (second.previous, third.previous) == (first.head, second.head)
    assert (third.total, third.covers) == (3, "3")


def test_many_rows_are_sealed_in_one_pass_under_several_seals(monkeypatch):
    monkeypatch.setattr(sealing, "LARGEST_SEAL", 10)
    append(35)
    assert audit.seal_once() == 35
    assert [seal.count for seal in AuditSeal.objects.order_by("number")] == [10, 10, 10, 5]
    assert verify().whole


def test_nothing_to_seal_leaves_no_trace():
    assert audit.seal_once() == 0
    assert audit.todays_head() is None
    assert not AuditSeal.objects.exists()
    assert anchors.book().last() is None


def test_the_sealer_asks_no_more_however_long_the_trail():
    asked = []
    for several in (1, 30):
        append(several)
        audit.seal_once()
        append(1)
        with CaptureQueriesContext(connection) as queries:
            audit.seal_once()
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_row_that_comes_late_is_sealed_late(numbers_come_late):
    append_as(1, 2, 5, 6)
    audit.seal_once()
    append_as(8)
    audit.seal_once()
    append_as(4, 7)
    audit.seal_once()
    seals_made = AuditSeal.objects.order_by("number")
    assert [seal.covers for seal in seals_made] == ["1-2,5-6", "8", "4,7"]
    assert [seal.through for seal in seals_made] == [6, 8, 8]
    assert [part.partition("@")[0] for part in seals_made[2].awaits.split(",")] == ["3"]
    report = verify()
    assert report.whole
    assert report.rows == 7


def test_a_row_that_came_late_and_is_not_sealed_yet_is_counted_in_the_tail(numbers_come_late):
    append_as(1, 4)
    audit.seal_once()
    append_as(2)
    report = verify()
    assert report.whole
    assert (report.rows, report.unsealed) == (3, 1)


def test_a_row_put_where_nobody_awaits_one_is_found(numbers_come_late):
    morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    with clock.set_to(morning):
        append_as(1, 4)
        audit.seal_once()
    with clock.set_to(morning + sealing.WAIT + timedelta(seconds=1)):
        append_as(5)
        audit.seal_once()
    assert AuditSeal.objects.get(number=2).awaits == ""
    append_as(2)
    assert [p.sentence() for p in verify().problems] == ["Row 2 was put in after its place was sealed."]
    assert audit.seal_once() == 0


def test_a_number_is_awaited_as_long_as_a_transaction_runs_that_may_bring_it(numbers_come_late, monkeypatch):
    morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    with clock.set_to(morning):
        append_as(1, 4)
        audit.seal_once()
    monkeypatch.setattr(sealing, "_oldest_transaction", lambda: morning - timedelta(minutes=1))
    with clock.set_to(morning + timedelta(hours=9)):
        append_as(2, 5)
        assert audit.seal_once() == 2
    assert verify().whole


def test_what_was_removed_under_a_seal_that_came_late_is_named(numbers_come_late):
    append_as(1, 2, 5)
    audit.seal_once()
    append_as(3, 4)
    audit.seal_once()
    tamper("DELETE FROM core_auditrow WHERE id = 4")
    assert [p.sentence() for p in verify().problems] == ["Row 4 was removed: seal 2 covers it."]


def test_of_two_sealers_at_once_one_stands_back(monkeypatch):
    append(2)
    real, inside = seals.rows_mac, []

    def while_another_seals(key, rows):
        made = real(key, rows)
        if not inside:
            inside.append(True)
            assert audit.seal_once() == 2  # the other sealer, in the middle of this one
        return made

    monkeypatch.setattr(seals, "rows_mac", while_another_seals)
    assert audit.seal_once() == 0
    assert AuditSeal.objects.count() == 1
    assert verify().whole


def test_the_chain_cannot_fork():
    append(1)
    audit.seal_once()
    seal = AuditSeal.objects.get()
    seal.number = 2
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSeal.objects.bulk_create([seal])  # the same head before it


def test_sealing_stops_where_the_database_ends_before_the_anchor():
    for _ in range(2):
        append(1)
        audit.seal_once()
    tamper("DELETE FROM core_auditseal WHERE number = 2", "DELETE FROM core_auditrow WHERE id = 2")
    append(1)
    with pytest.raises(audit.Broken, match="Seal 2 was anchored outside, and the database ends before it"):
        audit.seal_once()
    assert AuditSeal.objects.count() == 1


def test_sealing_stops_where_the_anchored_seal_is_another():
    append(1)
    audit.seal_once()
    tamper(f"UPDATE core_auditseal SET head = '{'d' * 64}'")
    with pytest.raises(audit.Broken, match="Seal 1 isn't the one"):
        audit.seal_once()


def test_after_a_restore_that_was_said_sealing_goes_on_and_the_restore_is_told():
    for _ in range(3):
        append(1)
        audit.seal_once()
    tamper("DELETE FROM core_auditseal WHERE number > 1", "DELETE FROM core_auditrow WHERE id > 1")
    if connection.vendor == "sqlite":
        tamper("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'core_auditrow'")
    anchors.note_restore(AuditSeal.objects.get())
    append(2)
    assert audit.seal_once() == 2
    report = verify()
    assert report.whole
    assert (report.restores, report.anchored) == (1, 2)


def test_a_head_that_a_crash_left_without_its_anchor_is_anchored_next_time(monkeypatch):
    append(1)
    monkeypatch.setattr(anchors, "write", lambda last: None)
    audit.seal_once()
    monkeypatch.undo()
    assert anchors.book().last() is None
    audit.seal_once()
    assert anchors.book().last().said["seal"] == "1"


def test_the_trail_outlives_a_change_of_keys(settings):
    append(2)
    audit.seal_once()
    settings.AUDIT_KEY = f"new:{'1f' * 32},{settings.AUDIT_KEY}"
    append(2)
    audit.seal_once()
    assert set(AuditRow.objects.values_list("key_id", flat=True)) == {"demo", "new"}
    assert verify().whole
    settings.AUDIT_KEY = f"new:{'1f' * 32}"
    assert verify().problems[0].sentence().startswith("Seal 1 can't be checked")


def test_requests_append_while_a_sealer_works():
    if connection.vendor == "sqlite":
        return  # there one writer at a time is the rule; the sealer holds the lock for one insert
    append(5)
    held, done = threading.Event(), threading.Event()

    def long_request():
        try:
            with transaction.atomic():
                audit.record("something happened", by=SOMEBODY)
                held.set()
                assert done.wait(20)
        finally:
            connections.close_all()

    request = threading.Thread(target=long_request)
    request.start()
    assert held.wait(20)
    append(3)
    assert audit.seal_once() == 8  # without waiting for the request, whose number is awaited
    done.set()
    request.join()
    assert audit.seal_once() == 1
    last = AuditSeal.objects.order_by("-number").first()
    assert (last.covers, last.awaits, last.through) == ("6", "", 9)
    assert verify().whole


def test_a_number_that_was_rolled_back_is_no_tampering():
    append(1)
    try:
        with transaction.atomic():
            audit.record("something happened", by=SOMEBODY)
            raise RuntimeError
    except RuntimeError:
        append(1)
    audit.seal_once()
    report = verify()
    assert report.whole
    assert report.rows == 2
    assert AuditRow.objects.aggregate(last=Max("pk"))["last"] == (2 if connection.vendor == "sqlite" else 3)


def test_a_part_that_was_rolled_back_inside_a_transaction_is_no_tampering():
    with transaction.atomic():
        audit.record("something happened", by=SOMEBODY)
        try:
            with transaction.atomic():
                _append([_row("done", "something happened", SOMEBODY, None, "", {}) for _ in range(3)])
                raise RuntimeError
        except RuntimeError:
            audit.record("something happened", by=SOMEBODY)
    audit.seal_once()
    assert verify().whole


def test_ranges_say_what_they_were_made_of():
    numbers = [1, 2, 3, 7, 9, 10]
    text = ranges.written(ranges.gathered(numbers))
    assert text == "1-3,7,9-10"
    assert ranges.size(ranges.read(text)) == len(numbers)
    assert list(ranges.missing(ranges.read(text), first=0, last=12)) == [(0, 0), (4, 6), (8, 8), (11, 12)]
    for wrong in ("x", "3-1", "1,1", "5,4", "-", "1-", "1,,2"):
        with pytest.raises(ValueError):
            ranges.read(wrong)
