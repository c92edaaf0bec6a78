"""Rooms above hear what happens here inside the transaction: one that refuses undoes it all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.core import announcements, clock
from alongside.core.actions import Refused
from alongside.core.models import AuditRow
from alongside.programmes import starting_texts
from alongside.programmes.actions import members, role_profiles, services
from alongside.programmes.announced import MembershipEnded, RoleProfilePublished, ServiceChanged
from alongside.programmes.models import Membership, Service, ServiceChange


@pytest.fixture
def heard(monkeypatch):
    """What was announced while the test ran; nobody else listens."""
    told: list[object] = []
    listeners = {kind: [told.append] for kind in (ServiceChanged, MembershipEnded, RoleProfilePublished)}
    monkeypatch.setattr(announcements, "_listeners", announcements.defaultdict(list, listeners))
    return told


def test_a_service_that_changes_its_state_is_announced_with_who_did_it(cast, heard):
    services.end(service=cast.ward_one, reason="The ward closes.", by=cast.supervisor)

    (told,) = heard
    assert (told.change.service, told.change.after) == (cast.ward_one, "ended")
    assert told.by is cast.supervisor


def test_a_membership_that_ends_at_once_is_announced_and_one_with_a_last_day_is_not(cast, heard):
    members.end(
        membership=cast.membership(cast.clinician),
        on=clock.today() + timedelta(days=3),
        by=cast.administrator,
    )
    assert heard == []

    members.end(membership=cast.membership(cast.clinician), by=cast.administrator)
    assert [told.membership for told in heard] == [cast.membership(cast.clinician)]


def test_a_published_role_profile_is_announced(cast, heard):
    draft = role_profiles.begin(
        project=cast.harbour,
        name="Navigator",
        text=starting_texts.available()["care-navigator"],
        by=cast.recruiter,
    )
    assert heard == []
    role_profiles.publish(draft=draft, by=cast.recruiter)

    assert [told.version for told in heard] == [draft]


def test_a_listener_that_refuses_leaves_everything_as_it_was(cast, heard):
    def refuse(told):
        raise Refused("Two people are still being supported here.")

    announcements.listen(ServiceChanged)(refuse)
    announcements.listen(MembershipEnded)(refuse)
    rows = AuditRow.objects.count()

    with pytest.raises(Refused, match="still being supported"):
        services.end(service=cast.ward_one, reason="The ward closes.", by=cast.supervisor)
    with pytest.raises(Refused, match="still being supported"):
        members.end(membership=cast.membership(cast.clinician), by=cast.administrator)

    assert Service.objects.get(pk=cast.ward_one.pk).state == Service.State.PREPARING
    assert not ServiceChange.objects.exists()
    assert Membership.objects.get(pk=cast.membership(cast.clinician).pk).ended_at is None
    assert AuditRow.objects.count() == rows
