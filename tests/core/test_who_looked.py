"""A person can see who looked: the only thing that is read from the trail."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth import get_user_model

from alongside.core import audit
from alongside.core.actors import Actor

pytestmark = pytest.mark.django_db


def account(number: int):
    return get_user_model()(id=uuid.UUID(int=number), username=f"n{number}", name=f"N{number}")


def looking(number: int) -> Actor:
    return Actor(account_id=uuid.UUID(int=number), project_id=uuid.UUID(int=99), hat="staff:clinician")


def test_looks_are_told_newest_first_and_nothing_else_is():
    mine, another = account(1), account(2)
    audit.looked("record read", by=looking(5), about=mine)
    audit.looked("record read", by=looking(6), about=another)
    audit.record("record changed", by=looking(6), about=mine)
    audit.looked("goals read", by=looking(7), about=mine)
    found = audit.who_looked(about=mine)
    assert [look.event for look in found.looks] == ["goals read", "record read"]
    assert found.looks[0].hat == "staff:clinician"
    assert found.older is None


def test_looks_come_in_pages(django_assert_num_queries):
    mine = account(1)
    for number in range(7):
        audit.looked("record read", by=looking(number), about=mine)
    seen, before = [], None
    for _ in range(3):
        with django_assert_num_queries(1):
            page = audit.who_looked(about=mine, before=before, size=3)
        seen += page.looks
        before = page.older
    assert before is None
    assert [look.number for look in seen] == sorted((look.number for look in seen), reverse=True)
    assert len(seen) == 7


def test_a_pseudonym_leads_to_an_account_only_among_those_the_asker_knows():
    audit.looked("record read", by=looking(5), about=account(1))
    look = audit.who_looked(about=account(1)).looks[0]
    assert audit.resolve([look.actor], among=[uuid.UUID(int=n) for n in range(10)]) == {
        look.actor: uuid.UUID(int=5)
    }
    assert audit.resolve([look.actor], among=[uuid.UUID(int=4)]) == {}


def test_looks_from_before_a_change_of_keys_are_still_found(settings):
    mine = account(1)
    audit.looked("record read", by=looking(5), about=mine)
    settings.AUDIT_KEY = f"new:{'1f' * 32},{settings.AUDIT_KEY}"
    audit.looked("record read", by=looking(5), about=mine)
    looks = audit.who_looked(about=mine).looks
    assert len(looks) == len({look.actor for look in looks}) == 2
    known = audit.resolve([look.actor for look in looks], among=[uuid.UUID(int=5)])
    assert set(known.values()) == {uuid.UUID(int=5)}
    assert len(known) == 2
