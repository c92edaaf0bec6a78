"""What the database itself refuses, whoever writes. Each rule: refused, allowed, and what a person is told instead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.core.rowsecurity import inside
from alongside.programmes import starting_texts
from alongside.programmes.actions import members, partners, readiness, role_profiles, services
from alongside.programmes.models import (
    Acknowledgement,
    Membership,
    MembershipService,
    Partnership,
    ProjectSetting,
    ReadinessChange,
    ReadinessItem,
    RoleProfile,
    RoleProfileVersion,
    Service,
    ServiceChange,
)
from tests.cast import soon


def refuses(rule: str):
    """The database refuses what is written in this block, and names the rule (SQLite names columns for plain unique ones)."""
    return pytest.raises(
        IntegrityError, match=rule if connection.vendor == "postgresql" else f"{rule}|UNIQUE"
    )


def change(record, **values):
    """Write straight to the row, past every action."""
    with transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(**values)


def make(model, **values):
    with transaction.atomic():
        return model.objects.create(**values)


# Memberships


def test_a_role_of_the_programme_is_not_held_in_a_project_nor_the_other_way_round(cast):
    rule = "membership_is_of_a_project_or_a_programme_as_its_role_says"
    own = cast.membership(cast.supervisor)
    with refuses(rule):
        change(own, role="programme_office")
    with refuses(rule):
        change(own, programme=cast.programme)
    with refuses(rule):
        change(own, project=None)
    change(own, role="safeguarding_lead")
    with pytest.raises(Refused, match="Choose a role in this project"):
        _member(cast, role="programme_office")


def _member(cast, **changes):
    return members.add(
        **{
            "project": cast.harbour,
            "account": cast.stranger.account,
            "role": "supervisor",
            "organisation": cast.northmere,
            "by": cast.administrator,
            **changes,
        }
    )


def test_a_membership_ends_no_earlier_than_it_starts(cast):
    own = cast.membership(cast.supervisor)
    with refuses("membership_ends_no_earlier_than_it_starts"):
        change(own, ends_on=own.starts_on - timedelta(days=1))
    change(own, ends_on=own.starts_on)
    with pytest.raises(Refused, match="last day can't be before the first"):
        _member(cast, starts_on=soon(2), ends_on=soon(1))


def test_when_and_by_whom_it_ended_go_together(cast):
    own = cast.membership(cast.supervisor)
    with refuses("membership_ended_at_and_by_go_together"):
        change(own, ended_at=clock.now())
    with refuses("membership_ended_at_and_by_go_together"):
        change(own, ended_by=cast.administrator.account)
    change(own, ended_at=clock.now(), ended_by=cast.administrator.account)


def test_nobody_holds_a_role_twice(cast):
    own = cast.membership(cast.supervisor)
    again = {
        "account": own.account,
        "role": own.role,
        "project": cast.harbour,
        "organisation": cast.open_door,
        "starts_on": clock.today(),
    }
    with refuses("membership_nobody_holds_a_role_twice_in_a_project"):
        make(Membership, **again)
    make(Membership, **{**again, "ends_on": soon()})
    with pytest.raises(Refused, match="has that role here already"):
        _member(cast, account=own.account)

    office = Membership.objects.get(account=cast.programme_office.account)
    with refuses("membership_nobody_holds_a_role_twice_in_a_programme"):
        make(
            Membership,
            account=office.account,
            role=office.role,
            programme=cast.programme,
            organisation=cast.larch,
            starts_on=clock.today(),
        )


def test_a_membership_names_a_service_once(cast):
    own = cast.membership(cast.clinician)
    named = {"project": cast.harbour, "membership": own}
    with refuses("membership_names_a_service_once"):
        make(MembershipService, **named, service=cast.ward_one)
    make(MembershipService, **named, service=cast.ward_two)


# Partnership and services


def test_an_organisation_plays_a_part_once(cast):
    part = {"project": cast.harbour, "organisation": cast.open_door}
    with refuses("partnership_an_organisation_plays_a_part_once"):
        make(Partnership, **part, part=Partnership.Part.EMPLOYER)
    make(Partnership, **part, part=Partnership.Part.PARTNER)
    with pytest.raises(Refused, match="plays that part already"):
        partners.add(
            project=cast.harbour,
            organisation=cast.open_door,
            part=Partnership.Part.EMPLOYER,
            by=cast.administrator,
        )


def test_service_names_are_unique_in_a_project(cast):
    service = {"name": "Ward One", "host": cast.northmere, "employer": cast.open_door}
    with refuses("service_names_are_unique_in_a_project"):
        make(Service, **service, project=cast.harbour)
    with inside(cast.lantern.pk):
        make(Service, **service, project=cast.lantern)


@pytest.mark.parametrize("state", ["live", "paused"])
def test_a_service_that_never_went_live_is_not_live(cast, state):
    rule = "service_is_live_or_paused_only_after_going_live"
    with refuses(rule):
        change(cast.ward_one, state=state)
    with refuses(rule):
        change(cast.ward_one, first_live_at=clock.now())
    change(cast.ward_one, state=state, first_live_at=clock.now())
    with pytest.raises(Refused, match="not ready yet"):
        services.go_live(service=cast.ward_two, reason="Now.", by=cast.improvement_lead)


@pytest.mark.parametrize("before", list(Service.State))
@pytest.mark.parametrize("after", list(Service.State))
def test_a_change_of_state_is_one_that_the_table_allows(cast, before, after):
    row = {
        "project": cast.harbour,
        "service": cast.ward_one,
        "before": before,
        "after": after,
        "reason": "To see.",
        "changed_by": cast.supervisor.account,
    }
    if after in Service.NEXT[before]:
        assert make(ServiceChange, **row)
    else:
        with refuses("service_change_is_one_the_table_of_states_allows"):
            make(ServiceChange, **row)


def test_a_change_of_state_has_a_reason(cast):
    with refuses("service_change_has_a_reason"):
        make(
            ServiceChange,
            project=cast.harbour,
            service=cast.ward_one,
            before="preparing",
            after="ended",
            reason="",
            changed_by=cast.supervisor.account,
        )
    with pytest.raises(Refused, match="Say in a few words why"):
        services.end(service=cast.ward_one, reason="", by=cast.supervisor)


# Readiness


@pytest.fixture
def met(cast):
    """An item that one person recorded and a second has not confirmed yet."""
    return readiness.meet(
        item=cast.item(cast.ward_one, "safeguarding_route"), note="Ring the desk.", by=cast.supervisor
    )


def test_an_item_is_on_a_checklist_once(cast):
    own = cast.item(cast.ward_one, "notes")
    again = {"definition": own.definition, "definition_version": "1", "key": "notes", "place": 99}
    with refuses("readiness_item_is_once_in_a_service"):
        make(ReadinessItem, project=cast.harbour, service=cast.ward_one, **again)
    make(ReadinessItem, project=cast.harbour, service=None, **again)
    with refuses("readiness_item_is_once_in_a_project"):
        make(ReadinessItem, project=cast.harbour, service=None, **again)


@pytest.mark.parametrize("missing", ["met_on", "met_at", "met_by"])
def test_met_on_at_and_by_go_together(cast, met, missing):
    rule = "readiness_met_on_at_and_by_go_together_with_a_note"
    with refuses(rule):
        change(met, **{missing: None})
    with refuses(rule):
        change(met, note="")
    change(met, met_on=None, met_at=None, met_by=None, note="")
    with pytest.raises(Refused, match="what shows it"):
        readiness.meet(item=cast.item(cast.ward_one, "notes"), note="", by=cast.supervisor)


def test_what_is_counted_is_not_recorded_by_hand(cast):
    counted = cast.item(cast.ward_one, "two_peers")
    by_hand = {
        "met_on": clock.today(),
        "met_at": clock.now(),
        "met_by": cast.supervisor.account,
        "note": "There are two.",
    }
    with refuses("readiness_what_is_counted_is_not_recorded_by_hand"):
        change(counted, **by_hand)
    change(cast.item(cast.ward_one, "notes"), **by_hand)
    with pytest.raises(Refused, match="counts this for itself"):
        readiness.meet(item=counted, note="There are two.", by=cast.supervisor)


def test_two_people_are_two_different_people(cast, met):
    rule = "readiness_two_people_are_two_different_people"
    with refuses("readiness_confirmed_at_and_by_go_together"):
        change(met, confirmed_by=cast.safeguarding_lead.account)
    with refuses(rule):
        change(met, confirmed_at=clock.now(), confirmed_by=cast.supervisor.account)
    change(met, confirmed_at=clock.now(), confirmed_by=cast.safeguarding_lead.account)
    with refuses(rule):
        change(met, met_on=None, met_at=None, met_by=None, note="")
    with refuses(rule):
        change(met, met_by=cast.safeguarding_lead.account)


def test_an_override_has_a_reason_and_a_later_review(cast):
    rule = "readiness_override_has_a_reason_and_a_later_review"
    item = cast.item(cast.ward_one, "first_day")
    whole = {
        "overridden_on": clock.today(),
        "overridden_by": cast.improvement_lead.account,
        "override_reason": "Next week.",
        "override_review_on": soon(),
    }
    for lacking in (
        {"override_reason": ""},
        {"override_review_on": None},
        {"overridden_by": None},
        {"override_review_on": clock.today()},
    ):
        with refuses(rule):
            change(item, **{**whole, **lacking})
    change(item, **whole)


@pytest.mark.parametrize(
    "key", ["line_supervisor", "peer_supervisor", "safeguarding_route", "lone_working", "two_peers"]
)
def test_the_database_refuses_what_nobody_may_override(cast, key):
    with refuses("readiness_some_items_are_never_overridden"):
        change(
            cast.item(cast.ward_one, key),
            overridden_on=clock.today(),
            overridden_by=cast.improvement_lead.account,
            override_reason="In a hurry.",
            override_review_on=soon(),
        )


def test_an_item_is_met_or_overridden_not_both(cast):
    item = readiness.override(
        item=cast.item(cast.ward_one, "first_day"),
        reason="Next week.",
        review_on=soon(),
        by=cast.improvement_lead,
    )
    with refuses("readiness_an_item_is_met_or_overridden_not_both"):
        change(item, met_on=clock.today(), met_at=clock.now(), met_by=cast.supervisor.account, note="Badges.")


# Role profiles and settings


def _draft(cast, **changes):
    return role_profiles.begin(
        **{
            "project": cast.harbour,
            "name": "Peer support worker",
            "text": starting_texts.available()["peer-support-worker"],
            "by": cast.improvement_lead,
            **changes,
        }
    )


def test_role_profile_names_are_unique_in_a_project_and_in_a_service(cast):
    _draft(cast)
    _draft(cast, service=cast.ward_one)
    name = {"project": cast.harbour, "name": "Peer support worker"}
    with refuses("role_profile_names_are_unique_in_a_project"):
        make(RoleProfile, **name)
    with refuses("role_profile_names_are_unique_in_a_service"):
        make(RoleProfile, **name, service=cast.ward_one)
    make(RoleProfile, **name, service=cast.ward_two)


def test_versions_count_up_and_one_draft_is_written_at_a_time(cast):
    draft = _draft(cast)
    version = {"project": cast.harbour, "profile": draft.profile, "written_by": cast.recruiter.account}
    with refuses("role_profile_has_one_draft_at_a_time"):
        make(RoleProfileVersion, **version, number=2)
    role_profiles.publish(draft=draft, by=cast.improvement_lead)
    with refuses("role_profile_version_numbers_count_up"):
        make(RoleProfileVersion, **version, number=1)
    make(RoleProfileVersion, **version, number=2)


def test_a_version_is_published_at_some_time_by_somebody_and_says_everything(cast):
    draft = _draft(cast)
    with refuses("role_profile_version_is_published_at_and_by_or_a_draft"):
        change(draft, state="published")
    published = {"state": "published", "published_at": clock.now(), "published_by": cast.recruiter.account}
    with refuses("role_profile_version_published_leaves_nothing_unsaid"):
        change(draft, **published, lifts="")
    change(draft, **published)


def test_a_published_version_stays_as_it_was_read(cast):
    version = cast.published_profile()
    with refuses("a published role profile stays as it was read"):
        change(version, gifts="Anything goes.")
    with refuses("a published role profile stays as it was read"), transaction.atomic():
        RoleProfileVersion.objects.filter(pk=version.pk).delete()
    draft = role_profiles.revise(profile=version.profile, by=cast.improvement_lead)
    change(draft, gifts="None at all.")


def test_an_acknowledgement_is_given_once_and_never_changed(cast):
    said = role_profiles.acknowledge(profile_version=cast.published_profile(), by=cast.peer_worker)
    with refuses("acknowledgement_is_given_once_for_a_version"):
        make(
            Acknowledgement,
            project=cast.harbour,
            profile_version=said.profile_version,
            account=cast.peer_worker.account,
        )
    with refuses("this row is never changed"):
        change(said, account=cast.clinician.account)


def test_what_was_done_to_a_service_or_an_item_is_never_rewritten(cast):
    services.end(service=cast.ward_two, reason="The ward closes.", by=cast.supervisor)
    readiness.meet(item=cast.item(cast.ward_one, "notes"), note="Agreed.", by=cast.supervisor)
    for row in (ServiceChange.objects.get(), ReadinessChange.objects.get()):
        with refuses("this row is never changed"):
            change(row, changed_by=cast.peer_worker.account)


def test_a_setting_is_set_once_and_then_changed(cast):
    row = {"project": cast.harbour, "key": "days_to_read", "value": 3, "set_by": cast.administrator.account}
    make(ProjectSetting, **row)
    with refuses("project_setting_is_set_once"):
        make(ProjectSetting, **row)
    make(ProjectSetting, **{**row, "key": "days_of_notice"})


def test_an_organisation_and_a_username_are_known_once(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(cast.larch).objects.create(name=cast.larch.name)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(cast.stranger.account).objects.create(username=cast.stranger.account.username, name="Another")
    with pytest.raises(Refused, match="has the username"):
        cast.account("Sam Stranger")
