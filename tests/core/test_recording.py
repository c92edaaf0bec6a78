"""What is done, looked at and refused leaves a row, which says who and what by ids alone."""

from __future__ import annotations

import json
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from alongside.core import audit
from alongside.core.actors import Actor
from alongside.core.models import AuditRow

pytestmark = pytest.mark.django_db

LEAD = Actor(account_id=uuid.UUID(int=1), project_id=uuid.UUID(int=2), hat="staff:improvement_lead")


class Refusal(Exception):
    """Stands for whatever rolls a transaction back."""


@pytest.fixture
def somebody():
    return get_user_model().objects.create(
        username="canary-username", name="Canary Name", email="canary@example.org"
    )


def test_a_row_is_appended_with_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        audit.record("service went live", by=LEAD)
    row = AuditRow.objects.get()
    assert (row.kind, row.event, row.hat, row.project_id) == (
        "done",
        "service went live",
        LEAD.hat,
        LEAD.project_id,
    )


def test_a_row_holds_pseudonyms_of_accounts_and_nothing_they_are_called(somebody):
    by = Actor(account_id=somebody.pk, project_id=None, hat="oneself")
    audit.record("password changed", by=by, about=somebody, colleague=somebody)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_auditrow")
        kept = repr(cursor.fetchall())
    for told in ("canary", "Canary", somebody.pk.hex, str(somebody.pk)):
        assert told not in kept
    row = AuditRow.objects.get()
    assert row.actor == row.about_id == json.loads(row.others)["colleague"]
    assert audit.resolve([row.actor], among=[uuid.uuid4(), somebody.pk]) == {row.actor: somebody.pk}


@pytest.mark.parametrize("value", ["Ada Lovelace", 12, None, 3.5, ["x"], b"x"])
def test_a_value_is_refused(value):
    with pytest.raises(TypeError, match="keeps ids, never values"):
        audit.record("service went live", by=LEAD, name=value)


@pytest.mark.parametrize("event", ["Ada Lovelace came", "went live at 12", "", "x" * 90, "née", "a: b"])
def test_an_event_that_is_not_a_plain_phrase_is_refused(event):
    with pytest.raises(ValueError, match="short fixed phrase"):
        audit.record(event, by=LEAD)


@pytest.mark.django_db(transaction=True)
def test_what_was_done_goes_with_its_transaction():
    with pytest.raises(Refusal), transaction.atomic():
        audit.record("service went live", by=LEAD)
        raise Refusal
    assert not AuditRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_done_is_never_appended_outside_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record("service went live", by=LEAD)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_outlives_the_rollback_that_it_causes():
    with pytest.raises(Refusal), audit.refusals_kept(), transaction.atomic():
        audit.record("service went live", by=LEAD)
        with audit.refusals_kept():  # an action inside an action
            audit.refused("action not allowed", by=LEAD)
        raise Refusal
    assert [row.event for row in AuditRow.objects.all()] == ["action not allowed"]


def test_a_look_at_many_records_leaves_a_row_for_each(somebody, django_assert_num_queries):
    others = [get_user_model()(id=uuid.UUID(int=n)) for n in range(49)]
    with django_assert_num_queries(1):
        audit.looked("list read", by=LEAD, about=[somebody, *others])
    assert AuditRow.objects.filter(kind="looked").values("about_id").distinct().count() == 50
