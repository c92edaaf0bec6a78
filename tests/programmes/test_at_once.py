"""Two people do two things in the same moment: each rule still holds, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from alongside.core import clock, rowsecurity
from alongside.core.actions import Refused
from alongside.programmes import roles, viewers
from alongside.programmes.actions import members, partners, programmes, readiness, services
from alongside.programmes.models import Membership, Partnership, ReadinessItem
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(monkeypatch):
    """Makes both wait for each other just before they write; whoever is kept out by a lock is not waited for long."""

    def meet_in(*places: tuple[object, str]) -> None:
        together = Barrier(2)
        for module, name in places:
            kept = getattr(module, name)

            def waiting(*args, _kept=kept, **options):
                with suppress(BrokenBarrierError):
                    together.wait(timeout=1)
                return _kept(*args, **options)

            monkeypatch.setattr(module, name, waiting)

    return meet_in


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do them in threads of their own; what became of each, in the order in which they ended."""
    ended: list[str] = []

    def do(act: Callable[[], object]) -> None:
        try:
            with clock.set_to(NOW):
                act()
        except Refused as refused:
            ended.append(f"refused: {refused}")
        except Exception as problem:
            ended.append(f"broke: {type(problem).__name__}")
        else:
            ended.append(act.__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(do, acts))
    return ended


def refused(ended: list[str]) -> int:
    return sum(each.startswith("refused") for each in ended)


def test_one_person_is_not_named_as_both_supervisors(cast, meeting):
    named = cast.membership(cast.supervisor)
    with rowsecurity.opened(cast.harbour.pk):
        line, peer = cast.item(cast.ward_one, "line_supervisor"), cast.item(cast.ward_one, "peer_supervisor")
    meeting((readiness, "_done"))

    ended = at_once(
        lambda: readiness.meet(item=line, note="Agreed.", named=named, by=cast.administrator),
        lambda: readiness.meet(item=peer, note="Agreed.", named=named, by=cast.improvement_lead),
    )

    with rowsecurity.opened(cast.harbour.pk):
        assert ReadinessItem.objects.filter(service=cast.ward_one, named=named).count() == 1, ended
    assert refused(ended) == 1


def test_two_administrators_can_not_leave_a_project_without_one(cast, meeting):
    second = cast.member(roles.ADMINISTRATOR, name="Anwen Pugh")
    meeting((members, "somebody"))

    ended = at_once(
        lambda: members.end(membership=cast.membership(second), by=cast.administrator),
        lambda: members.end(membership=cast.membership(cast.administrator), by=second),
    )

    there = Membership.objects.not_ended().filter(project=cast.harbour, role=roles.ADMINISTRATOR.key)
    assert there.count() == 1, ended


def test_of_two_projects_started_at_one_address_one_is_refused(cast, meeting):
    meeting((programmes, "check_zone"))

    def start() -> None:
        programmes.start_project(
            programme=cast.programme,
            name="Quay",
            lead=cast.eastgate,
            administrator=cast.lantern_administrator.account,
            by=cast.set_up,
        )

    ended = at_once(start, start)

    assert refused(ended) == 1, ended
    assert "is taken" in str(ended)


def test_two_members_of_its_office_can_not_leave_a_programme_without_one(cast, meeting):
    account = cast.account("Gethin Rees")
    programmes.add_member(
        programme=cast.programme,
        account=account,
        role=roles.PROGRAMME_OFFICE.key,
        organisation=cast.larch,
        by=cast.set_up,
    )
    second = viewers.programme_member(account, programme=cast.programme)
    meeting((programmes, "somebody"))

    ended = at_once(
        lambda: programmes.end_membership(membership=second.memberships[0], by=cast.programme_office),
        lambda: programmes.end_membership(membership=cast.programme_office.memberships[0], by=second),
    )

    there = Membership.objects.not_ended().filter(programme=cast.programme, role=roles.PROGRAMME_OFFICE.key)
    assert there.count() == 1, ended


def test_one_of_two_confirms(cast, meeting):
    with rowsecurity.opened(cast.harbour.pk):
        item = ReadinessItem.objects.filter(service=cast.ward_one, needs_second=True).first()
    item = readiness.meet(item=item, note="Done.", by=cast.supervisor)
    meeting((readiness, "_done"))

    ended = at_once(
        lambda: readiness.confirm(item=item, by=cast.safeguarding_lead),
        lambda: readiness.confirm(item=item, by=cast.administrator),
    )

    assert refused(ended) == 1, ended
    assert "broke" not in str(ended)


def test_a_service_does_not_go_live_on_what_was_undone_before(cast, meeting):
    with rowsecurity.opened(cast.harbour.pk):
        cast.make_ready(cast.ward_one)
        item = ReadinessItem.objects.filter(service=cast.ward_one, counted=False, may_override=False).first()
    meeting((readiness, "_done"), (services, "_become"))

    def live() -> None:
        services.go_live(service=cast.ward_one, reason="Everything is in place.", by=cast.improvement_lead)

    def undone() -> None:
        readiness.undo(item=item, note="It fell through.", by=cast.supervisor)

    ended = at_once(live, undone)

    assert ended in (
        ["live", "undone"],
        ["undone", *[each for each in ended if each.startswith("refused")]],
    ), ended


def test_a_member_is_added_once(cast, meeting):
    account = cast.account("Twice Asked")
    meeting((members, "_check_services"))

    ended = at_once(
        *[
            lambda by=by: members.add(
                project=cast.harbour, account=account, role="supervisor", organisation=cast.northmere, by=by
            )
            for by in (cast.administrator, cast.administrator)
        ]
    )

    assert refused(ended) == 1, ended
    assert Membership.objects.filter(account=account).count() == 1


def test_a_partner_is_given_its_part_once_and_whoever_comes_second_is_told(cast, meeting):
    meeting((partners, "require"))

    ended = at_once(
        *[
            lambda: partners.add(
                project=cast.harbour, organisation=cast.eastgate, part="funder", by=cast.administrator
            )
            for _ in range(2)
        ]
    )

    assert refused(ended) == 1, ended
    assert Partnership.objects.filter(project=cast.harbour, organisation=cast.eastgate).count() == 1
