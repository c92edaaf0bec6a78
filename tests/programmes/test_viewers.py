"""Who is asking, in which hat: roles add up inside one boundary and never across it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.core import clock
from alongside.core.rowsecurity import inside
from alongside.programmes import roles, viewers
from alongside.programmes.access import NotAllowed, require, share
from alongside.programmes.models import Membership, Project, ReadinessItem, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Hat
from tests.cast import NOW


def test_a_hat_carries_what_its_role_may_and_nothing_else(cast):
    for viewer in (cast.peer_worker, cast.supervisor, cast.recruiter, cast.administrator, cast.privacy_lead):
        assert viewer.granted == viewer.role.permissions


def test_roles_inside_one_boundary_add_up(cast):
    both = cast.member(roles.PRIVACY_LEAD, account=cast.administrator.account)

    assert both.role is roles.PRIVACY_LEAD
    assert both.may(Permission.RETENTION_SEE)
    assert both.may(Permission.SETTINGS_CHANGE)


def test_roles_across_a_boundary_never_add_up(cast):
    as_worker = cast.member(roles.PEER_WORKER, cast.ward_two, account=cast.supervisor.account)
    as_supervisor = cast.again(cast.supervisor)

    assert not as_worker.may(Permission.SERVICE_GO_LIVE)
    assert as_supervisor.may(Permission.SERVICE_GO_LIVE)
    assert list(Service.objects.visible_to(as_worker)) == [cast.ward_two]


def test_without_a_choice_the_first_role_is_worn_and_an_unknown_choice_changes_nothing(cast):
    with clock.set_to(NOW + timedelta(minutes=5)):
        cast.member(roles.PEER_WORKER, cast.ward_two, account=cast.supervisor.account)

    for worn in (None, "administrator", "nonsense"):
        seen = viewers.staff(cast.supervisor.account, project=cast.harbour, role=worn)
        assert seen.role is roles.SUPERVISOR


def test_oneself_carries_nothing_of_any_project(cast):
    oneself = viewers.oneself(cast.supervisor.account)

    assert oneself.granted == {Permission.OWN_ACCOUNT}
    assert not Service.objects.visible_to(oneself).exists()
    assert list(Project.objects.visible_to(oneself)) == [cast.harbour]
    assert list(Membership.objects.visible_to(oneself)) == [cast.membership(cast.supervisor)]


def test_a_stranger_is_nobody_in_a_project(cast):
    assert viewers.staff(cast.stranger.account, project=cast.harbour) is None
    assert viewers.programme_member(cast.stranger.account, programme=cast.programme) is None
    assert not Project.objects.visible_to(cast.stranger).exists()
    assert not Project.objects.visible_to(viewers.NOBODY).exists()


def test_an_account_that_was_closed_is_nobody_anywhere(cast):
    account = cast.supervisor.account
    account.is_active = False
    account.save()

    assert viewers.staff(account, project=cast.harbour) is None
    assert not Project.objects.visible_to(viewers.oneself(account)).exists()


def test_a_job_reaches_its_project_and_is_granted_only_what_it_was_given(cast):
    job = viewers.job("remind", project=cast.harbour, granted=frozenset({Permission.READINESS_SEE}))

    assert set(Service.objects.visible_to(job)) == {cast.ward_one, cast.ward_two}
    assert not job.may(Permission.READINESS_CHANGE)
    assert job.as_actor().hat == "job:remind"


def test_whoever_holds_a_link_reaches_no_service(cast):
    holder = viewers.link("join", project=cast.harbour, granted=frozenset({Permission.OWN_ACCOUNT}))

    assert not Service.objects.visible_to(holder).exists()


@pytest.mark.parametrize(
    ("who", "services"),
    [
        ("improvement_lead", {"Ward One", "Ward Two"}),
        ("outside_evaluator", {"Ward One", "Ward Two"}),
        ("peer_supervisor", {"Ward One", "Ward Two"}),  # Open Door employs the peers of both
        ("clinician", {"Ward One"}),
        ("other_ward_clinician", {"Ward Two"}),
        ("funder", set()),
        ("lantern_peer_worker", {"Emergency Department"}),
        ("programme_office", set()),
        ("stranger", set()),
    ],
)
def test_each_sees_their_own_share(cast, who, services):
    viewer = getattr(cast, who)

    with inside((viewer.project or cast.harbour).pk):
        assert set(Service.objects.visible_to(viewer).values_list("name", flat=True)) == services
        # The same share, asked of rows that name a service.
        items = ReadinessItem.objects.filter(share(viewer, at="service"), key="notes")
        assert set(items.values_list("service__name", flat=True)) == services


def test_colleagues_of_another_service_are_not_listed_to_each_other(cast):
    seen = set(
        Membership.objects.visible_to(cast.other_ward_clinician).values_list("account__name", flat=True)
    )

    assert "Conor Byrne" in seen
    assert "Paula Reyes" in seen  # works on the same ward for another organisation
    assert "Pat Kowalski" not in seen


def test_a_partner_sees_its_own_people_and_those_of_its_share(cast):
    seen = set(Membership.objects.visible_to(cast.funder).values_list("account__name", flat=True))

    assert seen == {"Fergus Hill"}


def test_a_refusal_says_what_and_whom_to_ask(cast):
    with pytest.raises(
        NotAllowed, match="change the project's typed settings.*ask the project's administrator"
    ):
        require(cast.peer_worker, Permission.SETTINGS_CHANGE)


def test_nobody_holds_the_permission_to_set_up():
    assert not [role.key for role in roles.ROLES.values() if Permission.SET_UP in role.permissions]


def test_every_permission_but_setting_up_joining_and_ones_own_belongs_to_a_role():
    held = frozenset().union(*(role.permissions for role in roles.ROLES.values()))

    assert set(Permission) - held == {Permission.SET_UP, Permission.OWN_ACCOUNT, Permission.JOIN}


def test_the_hat_is_named_in_words(cast):
    assert cast.peer_worker.hat_in_words == "Peer worker, Harbour"
    assert cast.stranger.hat_in_words == "Yourself"
    assert cast.programme_office.hat_in_words == "Programme office, Side by Side"
    assert viewers.NOBODY.hat_in_words == ""
    assert viewers.NOBODY.hat is Hat.NOBODY
