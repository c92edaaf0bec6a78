"""The checklists: whole, sourced, and kept in the version that a service's checklist was made with."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from alongside.programmes import checklists, roles
from alongside.programmes.checklists import Checklist
from alongside.programmes.permissions import Permission
from alongside.programmes.queries.facts import COUNTED

BOTH = (checklists.OF_A_SERVICE, checklists.OF_A_REAL_PROJECT)


@pytest.mark.parametrize("called", BOTH)
def test_a_checklist_says_where_it_comes_from_and_may_be_copied(called):
    checklist = checklists.newest(called)

    assert checklist.licence == "CC0-1.0"
    assert len(checklist.source) > 40
    for item in checklist.items:
        assert item.question.endswith("?")
        assert item.why.endswith(".")
        assert item.evidence.endswith(".")


def test_whatever_says_it_is_counted_is_counted_and_nothing_else_is():
    service = checklists.newest(checklists.OF_A_SERVICE)

    assert {item.key for item in service.items if item.counted} == COUNTED
    assert not [i for i in checklists.newest(checklists.OF_A_REAL_PROJECT).items if i.counted]


def test_members_are_named_in_roles_that_exist_and_two_supervisors_differ_both_ways():
    by_key = {item.key: item for item in checklists.newest(checklists.OF_A_SERVICE).items}

    for item in by_key.values():
        assert set(item.names) <= set(roles.ROLES)
        if item.different_from:
            assert by_key[item.different_from].different_from == item.key


def test_what_two_must_decide_can_be_decided_by_two_roles():
    able = [role.key for role in roles.ROLES.values() if Permission.READINESS_CHANGE in role.permissions]

    assert len(able) >= 2
    assert {
        item.key for called in BOTH for item in checklists.newest(called).items if item.second_person
    } == {"safeguarding_route", "lone_working", "hazard_log", "data_protection"}


def test_items_keep_the_version_they_were_made_with(cast):
    item = cast.item(cast.ward_one, "notes")

    assert (item.definition, item.definition_version) == ("service-readiness", "1")
    assert checklists.asked(item).title == "How notes are written is agreed"


def test_the_newest_version_is_the_highest_number_not_the_last_word(monkeypatch):
    one = checklists.newest(checklists.OF_A_SERVICE)
    several = {(one.id, v): one.model_copy(update={"version": v}) for v in ("9", "10", "2.1")}
    monkeypatch.setattr(checklists, "_all", lambda: several)

    assert checklists.newest(checklists.OF_A_SERVICE).version == "10"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"group": "nowhere"}, "group that isn't listed"),
        ({"different_from": "nobody"}, "differ from an item that isn't listed"),
        ({"key": "Not A Key"}, "pattern"),
        ({"override": "perhaps"}, "never"),
    ],
)
def test_a_mistake_in_a_checklist_is_told(wrong, said):
    whole = checklists.newest(checklists.OF_A_REAL_PROJECT).model_dump()
    whole["items"] = [whole["items"][0] | wrong, *whole["items"][1:]]

    with pytest.raises(ValidationError, match=said):
        Checklist.model_validate(whole)


def test_a_key_that_stands_twice_is_told():
    whole = checklists.newest(checklists.OF_A_REAL_PROJECT).model_dump()
    whole["items"] = [*whole["items"], whole["items"][0]]

    with pytest.raises(ValidationError, match="stands twice"):
        Checklist.model_validate(whole)
