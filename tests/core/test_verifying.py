"""Whoever changes the trail behind its back is found out, and told by number what was changed."""

from __future__ import annotations

import pytest
from django.db import connection

from alongside.core import audit
from alongside.core.audit import anchors, verifying
from alongside.core.audit.verifying import verify
from tests.core.trail import append, columns, empty, tamper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_trail")]


@pytest.fixture(autouse=True)
def trail(empty_trail):
    """Six rows under three seals, and three that are not sealed yet."""
    for _ in range(3):
        append(2)
        audit.seal_once()
    append(3)


def found() -> list[str]:
    return [problem.sentence() for problem in verify().problems]


def test_a_trail_as_it_was_written_is_whole():
    report = verify()
    assert report.whole
    assert (report.rows, report.seals, report.unsealed, report.anchored) == (9, 3, 3, 3)
    assert report.oldest_unsealed is not None


def test_an_empty_trail_is_whole():
    empty()
    anchors.book().path.unlink()
    assert verify().whole


@pytest.mark.parametrize("number", [4, 8])
@pytest.mark.parametrize(
    "change",
    [
        "event = 'something else'",
        "at = '2020-01-01 00:00:00+00:00'",
        "kind = 'looked'",
        "hat = 'oneself'",
        "actor = ''",
        "project_id = NULL",
        "about_id = 'x'",
        "about_kind = 'x'",
        "place = 'x'",
        "others = '{ }'",
        "nonce = '00000000000000000000000000000001'",
        "mac = 'f'",
    ],
)
def test_an_edited_row_is_named_sealed_or_not(number, change):
    tamper(f"UPDATE core_auditrow SET {change} WHERE id = {number}")
    assert found() == [f"Row {number} was edited or forged: its code does not fit what it says."]


def test_a_row_under_a_key_that_nobody_knows_is_not_taken_on_trust():
    tamper("UPDATE core_auditrow SET key_id = 'other' WHERE id = 4")
    assert found() == [
        "Row 4 can't be checked: ALONGSIDE_AUDIT_KEY has no key called 'other'. Put it back behind the current one."
    ]


def test_a_removed_row_is_named_with_its_seal():
    tamper("DELETE FROM core_auditrow WHERE id IN (3, 4)")
    assert found() == ["Row 3-4 was removed: seal 2 covers it."]


def test_a_row_put_in_between_is_named():
    tamper(
        "DELETE FROM core_auditrow WHERE id = 4",
        f"INSERT INTO core_auditrow (id, {columns()}) SELECT 4, {columns()} FROM core_auditrow WHERE id = 5",
    )
    assert found() == [
        "The rows under seal 2 are not the ones it was made over.",
        "Row 5 is a copy of row 4.",
    ]


@pytest.mark.parametrize("number", [0, -3])
def test_a_row_put_in_before_the_first_is_named(number):
    tamper(
        f"INSERT INTO core_auditrow (id, {columns()}) SELECT {number}, {columns()} FROM core_auditrow WHERE id = 5"
    )
    assert found() == [
        f"Row {number} was put in after its place was sealed.",
        f"Row 5 is a copy of row {number}.",
    ]


def test_a_copied_row_at_the_end_is_named():
    tamper(
        f"INSERT INTO core_auditrow (id, {columns()}) SELECT 10, {columns()} FROM core_auditrow WHERE id = 5"
    )
    assert found() == ["Row 10 is a copy of row 5."]


def test_a_forged_row_at_the_end_is_named():
    forged = columns().replace("event", "'something forged'").replace("mac", "replace(mac, 'a', 'b')")
    tamper(f"INSERT INTO core_auditrow (id, {columns()}) SELECT 10, {forged} FROM core_auditrow WHERE id = 5")
    assert found() == ["Row 10 was edited or forged: its code does not fit what it says."]


def test_two_rows_that_changed_places_are_found():
    tamper(
        "UPDATE core_auditrow SET id = 100 WHERE id = 3",
        "UPDATE core_auditrow SET id = 3 WHERE id = 4",
        "UPDATE core_auditrow SET id = 4 WHERE id = 100",
    )
    assert found() == ["The rows under seal 2 are not the ones it was made over."]


@pytest.mark.parametrize(
    "change",
    [
        "at = '2020-01-01 00:00:00+00:00'",
        "total = 5",
        "count = 3",
        "awaits = '4@5'",
        "rows_mac = 'f'",
        "through = 5",
        "covers = '3'",
    ],
)
def test_an_edited_seal_is_named(change):
    tamper(f"UPDATE core_auditseal SET {change} WHERE number = 2")
    assert "Seal 2 was edited: its code does not fit what it says." in found()


@pytest.mark.parametrize("change", ["covers = 'rubbish'", "awaits = 'rubbish'", "covers = '4-3'"])
def test_a_seal_that_says_nonsense_is_named(change):
    tamper(f"UPDATE core_auditseal SET {change} WHERE number = 2")
    assert "Seal 2 was edited: it can't even be read." in found()


def test_a_seal_under_a_key_that_nobody_knows_is_named():
    tamper("UPDATE core_auditseal SET key_id = 'other' WHERE number = 2")
    assert found()[0].startswith("Seal 2 can't be checked: ALONGSIDE_AUDIT_KEY has no key called 'other'.")


def test_an_edited_head_breaks_the_chain_and_the_anchor():
    tamper(f"UPDATE core_auditseal SET head = '{'e' * 64}' WHERE number = 2")
    assert found() == [
        "Seal 2 was edited: its code does not fit what it says.",
        "Seal 3 does not follow the seal before it.",
        "Seal 2 is not the one that was anchored outside (line 2 of the anchors).",
    ]


def test_a_missing_seal_is_named_and_so_are_the_rows_it_leaves_open():
    tamper("DELETE FROM core_auditseal WHERE number = 2")
    assert "Seal 2 is missing." in found()
    tamper("DELETE FROM core_auditseal WHERE number = 1")
    assert "Seal 1-2 is missing." in found()


def test_a_cut_off_end_is_found_by_the_anchor():
    tamper("DELETE FROM core_auditseal WHERE number = 3", "DELETE FROM core_auditrow WHERE id > 4")
    if connection.vendor == "sqlite":
        tamper("UPDATE sqlite_sequence SET seq = 4 WHERE name = 'core_auditrow'")
    assert found() == [
        "Seal 3 was anchored outside and is not in the database: the end of the trail was cut off."
    ]


def test_a_cut_off_beginning_is_found():
    tamper("DELETE FROM core_auditseal WHERE number < 3", "DELETE FROM core_auditrow WHERE id < 5")
    assert "Seal 1-2 is missing." in found()


def test_everything_cut_off_is_found():
    tamper("DELETE FROM core_auditseal", "DELETE FROM core_auditrow")
    assert (
        "Seal 1 was anchored outside and is not in the database: the end of the trail was cut off." in found()
    )


def test_with_its_anchors_gone_too_a_cut_off_end_is_found_by_the_head_in_a_daily_message():
    kept = audit.todays_head()
    tamper("DELETE FROM core_auditseal WHERE number = 3", "DELETE FROM core_auditrow WHERE id > 4")
    anchors.book().path.unlink()
    report = verify(head=(kept.number, kept.head[:16]))
    assert report.problems[-1].sentence() == (
        "Seal 3, whose head was given, is not in the database: the end of the trail was cut off."
    )
    report = verify(head=(2, "f" * 16))
    assert report.problems[-1].sentence() == "Seal 2 does not have the head that was given."


def test_the_head_of_a_daily_message_still_holds_later():
    kept = audit.todays_head()
    audit.seal_once()
    assert verify(head=(kept.number, kept.head[:16])).whole
    assert (kept.number, kept.rows) == (3, 6)


def test_an_edited_anchor_is_named():
    path = anchors.book().path
    path.write_text(path.read_text().replace("rows=4", "rows=5"))
    assert found() == ["Line 2 of the anchors was edited, or put in by somebody without the key."]


def test_a_removed_anchor_is_named():
    path = anchors.book().path
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0] + lines[2])
    assert found() == [
        "Line 2 of the anchors doesn't follow the line before it: a line is missing or was put in."
    ]


@pytest.mark.parametrize("rubbish", ["rubbish\n", "\n", "x" * 10_000 + "\n", "\x00\xff\n"])
def test_rubbish_among_the_anchors_is_named(rubbish):
    path = anchors.book().path
    path.write_text(path.read_text() + rubbish, "latin-1")
    assert found()[0] == "Line 4 of the anchors isn't whole."


def test_on_sqlite_even_a_row_that_was_never_sealed_is_missed():
    if connection.vendor != "sqlite":
        return  # PostgreSQL skips numbers, so there the unsealed end is a matter of seconds
    tamper("DELETE FROM core_auditrow WHERE id = 8")
    assert found() == ["Row 8 was removed before it was sealed."]
    tamper("DELETE FROM core_auditrow WHERE id = 9")
    assert found() == ["Row 8-9 was removed before it was sealed."]
    audit.seal_once()
    append(1)
    audit.seal_once()
    assert found() == ["Row 8-9 was removed before it was sealed."]


def test_values_that_no_program_wrote_are_reported_and_not_stumbled_over():
    if connection.vendor != "sqlite":
        return  # PostgreSQL holds to the types of its columns
    tamper(
        "UPDATE core_auditrow SET at = 'no time' WHERE id = 1",
        "UPDATE core_auditrow SET at = 12 WHERE id = 2",
        "UPDATE core_auditrow SET nonce = 'no nonce' WHERE id = 4",
        "UPDATE core_auditrow SET mac = x'00ff' WHERE id = 5",
        "UPDATE core_auditrow SET event = x'00ff' WHERE id = 8",
        "UPDATE core_auditrow SET at = '9999-99-99' WHERE id = 9",
        "UPDATE core_auditseal SET at = 'no time' WHERE number = 2",
        "UPDATE core_auditseal SET at = 7 WHERE number = 3",
    )
    said = found()
    for number in (1, 2, 4, 5, 8, 9):
        assert any(sentence.startswith(f"Row {number} was edited") for sentence in said)
    for number in (2, 3):
        assert f"Seal {number} was edited: it can't even be read." in said


def test_it_reads_a_stretch_at_a_time(monkeypatch):
    whole = verify()
    monkeypatch.setattr(verifying, "STRETCH", 2)
    assert verify() == whole
    tamper("DELETE FROM core_auditrow WHERE id = 3", "UPDATE core_auditrow SET hat = 'x' WHERE id = 6")
    assert found() == [
        "Row 3 was removed: seal 2 covers it.",
        "Row 6 was edited or forged: its code does not fit what it says.",
    ]


def test_only_the_first_hundred_problems_are_told_and_all_are_counted():
    append(200)
    tamper("UPDATE core_auditrow SET hat = 'x'")
    report = verify()
    assert (len(report.problems), report.found) == (100, 209)
