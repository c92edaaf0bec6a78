"""Members: added to a role, moved between services, ended there and then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.core import clock
from alongside.core.actions import Refused, Stale
from alongside.programmes import roles, viewers
from alongside.programmes.access import NotAllowed
from alongside.programmes.actions import members, services
from alongside.programmes.models import Membership, Service
from tests.cast import NOW


def _add(cast, **changes):
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


def test_a_member_is_in_from_their_first_day_to_their_last(cast):
    today = clock.today()
    _add(cast, starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=4))

    held = []
    for days in range(7):
        with clock.set_to(NOW + timedelta(days=days)):
            held.append(viewers.staff(cast.stranger.account, project=cast.harbour) is not None)
    assert held == [False, False, True, True, True, False, False]


def test_days_are_taken_where_the_project_is(cast):
    cast.harbour.zone = "Pacific/Auckland"
    cast.harbour.save()
    _add(cast, starts_on=clock.today("Pacific/Auckland") + timedelta(days=1))

    with clock.set_to(NOW.replace(hour=10, minute=59)):  # 23:59 in Auckland
        assert viewers.staff(cast.stranger.account, project=cast.harbour) is None
    with clock.set_to(NOW.replace(hour=11)):
        assert viewers.staff(cast.stranger.account, project=cast.harbour) is not None


def test_an_ended_member_is_out_on_the_next_request(cast):
    members.end(membership=cast.membership(cast.supervisor), by=cast.administrator)

    assert viewers.staff(cast.supervisor.account, project=cast.harbour) is None


def test_a_membership_can_end_on_a_day_to_come(cast):
    last_day = clock.today() + timedelta(days=3)
    ended = members.end(membership=cast.membership(cast.supervisor), on=last_day, by=cast.administrator)

    assert (ended.ends_on, ended.ended_at) == (last_day, None)
    assert viewers.staff(cast.supervisor.account, project=cast.harbour) is not None
    with clock.set_to(NOW + timedelta(days=4)):
        assert viewers.staff(cast.supervisor.account, project=cast.harbour) is None


def test_what_has_ended_does_not_end_again(cast):
    ended = members.end(membership=cast.membership(cast.supervisor), by=cast.administrator)

    with pytest.raises(Refused, match="ended already"):
        members.end(membership=ended, by=cast.administrator)
    with pytest.raises(Refused, match="ended already"):
        members.change_services(membership=ended, services=[cast.ward_one], by=cast.administrator)


def test_what_is_past_its_last_day_does_not_end_again(cast):
    members.end(
        membership=cast.membership(cast.supervisor),
        on=clock.today() + timedelta(days=3),
        by=cast.administrator,
    )

    with clock.set_to(NOW + timedelta(days=4)), pytest.raises(Refused, match="ended already"):
        members.end(membership=cast.membership(cast.supervisor), by=cast.administrator)


def test_a_project_keeps_an_administrator(cast):
    own = cast.membership(cast.administrator)
    with pytest.raises(Refused, match="needs an administrator"):
        members.end(membership=own, by=cast.administrator)

    cast.member(roles.ADMINISTRATOR, name="Akua Mensah")
    members.end(membership=own, by=cast.administrator)

    assert viewers.staff(cast.administrator.account, project=cast.harbour) is None


def test_two_administrators_who_leave_on_days_to_come_would_leave_nobody(cast):
    second = cast.member(roles.ADMINISTRATOR, name="Akua Mensah")
    members.end(membership=cast.membership(second), on=NOW.date() + timedelta(days=9), by=cast.administrator)

    with pytest.raises(Refused, match="with no last day"):
        members.end(
            membership=cast.membership(cast.administrator),
            on=NOW.date() + timedelta(days=5),
            by=cast.administrator,
        )


def test_a_peer_worker_is_named_for_a_service(cast):
    with pytest.raises(Refused, match="at least one service"):
        _add(cast, role="peer_worker")

    _add(cast, role="peer_worker", services=[cast.ward_two])
    assert list(Service.objects.visible_to(viewers.staff(cast.stranger.account, project=cast.harbour))) == [
        cast.ward_two
    ]


def test_services_change_from_the_next_request_on(cast):
    moved = members.change_services(
        membership=cast.membership(cast.clinician),
        services=[cast.ward_two],
        by=cast.administrator,
    )

    assert list(Service.objects.visible_to(cast.again(cast.clinician))) == [cast.ward_two]
    assert moved.version == 2


def test_a_change_made_on_an_old_page_is_stale(cast):
    membership = cast.membership(cast.clinician)
    members.change_services(membership=membership, services=[cast.ward_two], by=cast.administrator)

    with pytest.raises(Stale):
        members.change_services(
            membership=membership, services=[cast.ward_one], by=cast.administrator, version=1
        )


def test_nobody_is_put_into_a_service_that_has_ended_or_is_elsewhere(cast):
    ended = services.end(service=cast.ward_two, reason="The ward closes.", by=cast.improvement_lead)
    for service in (ended, cast.emergency):
        with pytest.raises(Refused, match="services of this project that have not ended"):
            _add(cast, role="peer_worker", services=[service])


def test_an_organisation_takes_part_before_its_people_do(cast):
    with pytest.raises(Refused, match="Eastgate.*takes no part"):
        _add(cast, organisation=cast.eastgate)


def test_a_role_is_held_once_at_a_time_and_may_be_taken_up_again(cast):
    first = _add(cast)
    with pytest.raises(Refused, match="has that role here already"):
        _add(cast)

    members.end(membership=first, by=cast.administrator)
    _add(cast)

    assert Membership.objects.filter(account=cast.stranger.account).count() == 2


def test_the_last_day_is_not_before_the_first(cast):
    today = clock.today()
    with pytest.raises(Refused, match="last day"):
        _add(cast, starts_on=today, ends_on=today - timedelta(days=1))


@pytest.mark.parametrize("role", ["programme_office", "external_evaluator", "nonsense", ""])
def test_only_roles_of_a_project_are_given_in_it(cast, role):
    with pytest.raises(Refused, match="Choose a role in this project"):
        _add(cast, role=role)


def test_a_closed_account_is_not_added(cast):
    cast.stranger.account.is_active = False
    cast.stranger.account.save()

    with pytest.raises(Refused, match="can't sign in"):
        _add(cast)


@pytest.mark.parametrize("who", ["supervisor", "improvement_lead", "privacy_lead", "peer_worker", "set_up"])
def test_only_administrators_change_who_is_a_member(cast, who):
    with pytest.raises(NotAllowed):
        _add(cast, by=getattr(cast, who))


def test_an_administrator_of_another_project_changes_nobody_here(cast):
    with pytest.raises(NotAllowed):
        members.end(membership=cast.membership(cast.clinician), by=cast.lantern_administrator)
    with pytest.raises(NotAllowed):
        _add(cast, by=cast.lantern_administrator)
