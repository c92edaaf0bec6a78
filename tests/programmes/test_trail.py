"""Every action of this room is in the trail, once, with the hat it was done in; a refused one leaves nothing."""

from __future__ import annotations

import inspect

import pytest

from alongside.core.actions import Refused
from alongside.core.models import AuditRow
from alongside.programmes import starting_texts
from alongside.programmes.actions import (
    accounts,
    members,
    partners,
    programmes,
    readiness,
    role_profiles,
    services,
)
from tests.cast import soon

ROOM = (accounts, members, partners, programmes, readiness, role_profiles, services)


def _met(cast, key="notes"):
    return readiness.meet(item=cast.item(cast.ward_one, key), note="Agreed.", by=cast.supervisor)


def _overridden(cast):
    item = cast.item(cast.ward_one, "first_day")
    return readiness.override(item=item, reason="Next week.", review_on=soon(), by=cast.improvement_lead)


def _draft(cast):
    text = starting_texts.available()["care-navigator"]
    return role_profiles.begin(project=cast.harbour, name="Navigator", text=text, by=cast.improvement_lead)


def _office(cast):
    return programmes.add_member(
        programme=cast.programme,
        account=cast.stranger.account,
        role="programme_office",
        organisation=cast.larch,
        by=cast.programme_office,
    )


# Action -> (what leads up to it, the action with what that gave, what the trail says).
TOLD = {
    "accounts.create": (None, lambda c, _: c.account("New Comer"), "account opened"),
    "members.add": (
        None,
        lambda c, _: members.add(
            project=c.harbour,
            account=c.stranger.account,
            role="supervisor",
            organisation=c.northmere,
            by=c.administrator,
        ),
        "member added",
    ),
    "members.change_services": (
        None,
        lambda c, _: members.change_services(
            membership=c.membership(c.clinician), services=[c.ward_two], by=c.administrator
        ),
        "member's services changed",
    ),
    "members.end": (
        None,
        lambda c, _: members.end(membership=c.membership(c.clinician), by=c.administrator),
        "membership ended",
    ),
    "partners.know_organisation": (
        None,
        lambda c, _: partners.know_organisation(name="Anchor House", by=c.administrator),
        "organisation made known",
    ),
    "partners.add": (
        None,
        lambda c, _: partners.add(
            project=c.harbour, organisation=c.eastgate, part="partner", by=c.administrator
        ),
        "partner added",
    ),
    "programmes.start": (
        None,
        lambda c, _: programmes.start(name="Next Step", by=c.set_up),
        "programme started",
    ),
    "programmes.start_project": (
        None,
        lambda c, _: programmes.start_project(
            programme=c.programme,
            name="Beacon",
            lead=c.eastgate,
            administrator=c.stranger.account,
            by=c.programme_office,
        ),
        "project started",
    ),
    "programmes.add_member": (None, lambda c, _: _office(c), "programme member added"),
    "programmes.end_membership": (
        _office,
        lambda c, added: programmes.end_membership(membership=added, by=c.programme_office),
        "programme membership ended",
    ),
    "programmes.change_settings": (
        None,
        lambda c, _: programmes.change_settings(
            project=c.harbour, zone=c.harbour.zone, settings={"days_to_read": 3}, by=c.administrator
        ),
        "project setting changed",
    ),
    "readiness.plan": (
        None,
        lambda c, _: readiness.plan(
            item=c.item(c.ward_one, "notes"), owner=None, due_on=soon(), by=c.supervisor
        ),
        "readiness item planned",
    ),
    "readiness.meet": (None, lambda c, _: _met(c), "readiness item met"),
    "readiness.confirm": (
        lambda c: _met(c, "lone_working"),
        lambda c, item: readiness.confirm(item=item, by=c.safeguarding_lead),
        "readiness item confirmed",
    ),
    "readiness.undo": (
        _met,
        lambda c, item: readiness.undo(item=item, note="Not yet.", by=c.supervisor),
        "readiness item undone",
    ),
    "readiness.override": (None, lambda c, _: _overridden(c), "readiness item overridden"),
    "readiness.end_override": (
        _overridden,
        lambda c, item: readiness.end_override(item=item, note="Done.", by=c.improvement_lead),
        "readiness override ended",
    ),
    "role_profiles.begin": (None, lambda c, _: _draft(c), "role profile begun"),
    "role_profiles.write": (
        _draft,
        lambda c, draft: role_profiles.write(draft=draft, texts={"gifts": "None."}, by=c.recruiter),
        "role profile draft written",
    ),
    "role_profiles.publish": (
        _draft,
        lambda c, draft: role_profiles.publish(draft=draft, by=c.improvement_lead),
        "role profile published",
    ),
    "role_profiles.revise": (
        lambda c: c.published_profile(),
        lambda c, version: role_profiles.revise(profile=version.profile, by=c.improvement_lead),
        "role profile revised",
    ),
    "role_profiles.acknowledge": (
        lambda c: c.published_profile(),
        lambda c, version: role_profiles.acknowledge(profile_version=version, by=c.peer_worker),
        "role profile acknowledged",
    ),
    "services.add": (
        None,
        lambda c, _: services.add(
            project=c.harbour, name="Ward Three", host=c.northmere, employer=c.northmere, by=c.administrator
        ),
        "service added",
    ),
    "services.change": (
        None,
        lambda c, _: services.change(
            service=c.ward_one,
            name="Ward 1",
            host=c.northmere,
            employer=c.northmere,
            about="",
            by=c.administrator,
        ),
        "service changed",
    ),
    "services.go_live": (
        lambda c: c.make_ready(c.ward_one),
        lambda c, service: services.go_live(service=service, reason="Ready.", by=c.supervisor),
        "service went live",
    ),
    "services.pause": (
        lambda c: c.make_live(c.ward_one),
        lambda c, service: services.pause(service=service, reason="A rest.", by=c.supervisor),
        "service paused",
    ),
    "services.end": (
        None,
        lambda c, _: services.end(service=c.ward_one, reason="Closing.", by=c.supervisor),
        "service ended",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_an_action_is_told_once_with_its_hat_and_its_project(cast, name):
    before, act, told = TOLD[name]
    given = before(cast) if before else None
    already = set(AuditRow.objects.filter(event=told).values_list("pk", flat=True))
    act(cast, given)

    row = AuditRow.objects.filter(event=told).exclude(pk__in=already).get()
    assert row.kind == AuditRow.Kind.DONE
    assert row.hat.split(":")[0] in ("staff", "job")
    assert (row.project_id == cast.harbour.pk) == (row.hat not in ("job:set up", "staff:programme_office"))


def test_every_action_of_the_room_is_tried_here():
    actions = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in ROOM
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if getattr(function, "is_action", False) and function.__module__ == module.__name__
    }

    assert actions == set(TOLD)


def test_a_refused_action_leaves_nothing_done_in_the_trail(cast):
    already = AuditRow.objects.filter(kind=AuditRow.Kind.DONE).count()
    with pytest.raises(Refused):
        services.go_live(service=cast.ward_one, reason="Now.", by=cast.improvement_lead)

    assert AuditRow.objects.filter(kind=AuditRow.Kind.DONE).count() == already
