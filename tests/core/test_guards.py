"""The database itself refuses to change the trail, whoever asks it to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from alongside.core import audit, triggers
from alongside.core.actors import Actor
from alongside.core.audit import guards
from alongside.core.models import AuditRow, AuditSeal

pytestmark = pytest.mark.django_db
SOMEBODY = Actor(account_id=None, project_id=None, hat="job:test")
SEAL = {
    "at": "2026-01-01 00:00:00+00:00",
    "covers": "1",
    "through": 1,
    "awaits": "",
    "count": 1,
    "total": 1,
    "rows_mac": "a",
}


@pytest.fixture(autouse=True)
def one_row_and_one_seal():
    audit.record("something happened", by=SOMEBODY)
    AuditSeal.objects.create(number=1, previous="b", head="c", key_id="demo", **SEAL)


@pytest.mark.parametrize("table", [AuditRow._meta.db_table, AuditSeal._meta.db_table])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET key_id = 'x'", "DELETE FROM {}", "DELETE FROM {} WHERE 1 = 0 OR 1 = 1"]
)
def test_nothing_is_changed_or_taken_away(table, statement):
    with pytest.raises(Exception, match="only ever appended to|permission denied"), transaction.atomic():
        connection.cursor().execute(statement.format(table))
    assert (
        AuditRow.objects.filter(key_id="demo").count() == AuditSeal.objects.filter(key_id="demo").count() == 1
    )


def test_a_row_does_not_take_the_place_of_another():
    if connection.vendor == "sqlite":
        columns = ", ".join(f'"{f.column}"' for f in AuditRow._meta.concrete_fields)
        statement = f"INSERT OR REPLACE INTO core_auditrow ({columns}) SELECT {columns.replace('event', 'place')} FROM core_auditrow"
        with pytest.raises(IntegrityError, match="only ever appended to"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSeal.objects.bulk_create([AuditSeal(number=1, previous="x", head="y", key_id="demo", **SEAL)])
    assert AuditRow.objects.get().event == "something happened"


def test_a_guard_that_is_gone_is_missed():
    ours = {name for trigger in guards.triggers() for name in trigger.names(connection.vendor)}
    assert ours.isdisjoint(triggers.missing())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER core_auditrow_append_only_update")
        assert ours.intersection(triggers.missing()) == {"core_auditrow_append_only_update"}
        triggers.install()
        assert ours.isdisjoint(triggers.missing())
