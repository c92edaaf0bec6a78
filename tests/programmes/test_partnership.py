"""Programmes, projects and who takes part: who may start them, and what each sees."""

from __future__ import annotations

import pytest

from alongside.core.actions import Refused
from alongside.core.rowsecurity import inside
from alongside.programmes.access import NotAllowed
from alongside.programmes.actions import partners, programmes
from alongside.programmes.models import (
    Membership,
    Organisation,
    Partnership,
    Programme,
    Project,
    ReadinessItem,
)


def test_only_setting_up_starts_a_programme(cast):
    started = programmes.start(name="Next Step", by=cast.set_up)

    assert started.slug == "next-step"
    for viewer in (cast.administrator, cast.programme_office, cast.stranger):
        with pytest.raises(NotAllowed):
            programmes.start(name="Another", by=viewer)


def test_the_programme_office_starts_a_project_with_its_administrator(cast):
    chosen = cast.account("Yusuf Karim")
    project = programmes.start_project(
        programme=cast.programme,
        name="Beacon",
        lead=cast.eastgate,
        administrator=chosen,
        by=cast.programme_office,
    )

    first = Membership.objects.get(project=project)
    assert (first.account, first.role, first.organisation) == (chosen, "administrator", cast.eastgate)


@pytest.mark.parametrize("who", ["external_evaluator", "administrator", "improvement_lead", "stranger"])
def test_nobody_else_starts_a_project(cast, who):
    with pytest.raises(NotAllowed):
        programmes.start_project(
            programme=cast.programme,
            name="Beacon",
            lead=cast.eastgate,
            administrator=cast.stranger.account,
            by=getattr(cast, who),
        )


def test_the_office_of_one_programme_starts_nothing_in_another(cast):
    other = programmes.start(name="Next Step", by=cast.set_up)

    with pytest.raises(NotAllowed, match="another programme"):
        programmes.start_project(
            programme=other,
            name="Beacon",
            lead=cast.eastgate,
            administrator=cast.stranger.account,
            by=cast.programme_office,
        )


def test_a_project_in_use_has_a_checklist_of_its_own_and_a_demonstration_has_none(cast):
    real = programmes.start_project(
        programme=cast.programme,
        name="Beacon",
        lead=cast.eastgate,
        administrator=cast.account("Yusuf Karim"),
        by=cast.set_up,
    )

    assert real.kind == Project.Kind.REAL
    with inside(real.pk):
        assert set(ReadinessItem.objects.filter(project=real).values_list("key", flat=True)) == {
            "safety_officer",
            "hazard_log",
            "data_protection",
        }
    assert not ReadinessItem.objects.filter(project=cast.harbour, service__isnull=True).exists()


def test_two_projects_never_share_an_address(cast):
    with pytest.raises(Refused, match="harbour.*is taken"):
        programmes.start_project(
            programme=cast.programme,
            name="Harbour",
            lead=cast.eastgate,
            administrator=cast.stranger.account,
            by=cast.set_up,
        )


def test_a_name_that_leaves_no_address_is_refused(cast):
    with pytest.raises(Refused, match="letters or digits"):
        programmes.start(name="…", by=cast.set_up)


def test_an_organisation_is_known_once_however_it_is_typed(cast):
    again = partners.know_organisation(name="  open door   PEERS ", by=cast.administrator)

    assert again == cast.open_door


def test_an_organisation_may_play_two_parts_but_none_of_them_twice(cast):
    partners.add(
        project=cast.harbour,
        organisation=cast.open_door,
        part=Partnership.Part.PARTNER,
        by=cast.administrator,
    )

    with pytest.raises(Refused, match="Open Door Peers plays that part already"):
        partners.add(
            project=cast.harbour,
            organisation=cast.open_door,
            part=Partnership.Part.PARTNER,
            by=cast.administrator,
        )


def test_an_administrator_adds_partners_to_their_own_project_only(cast):
    with pytest.raises(Refused, match="another project"):
        partners.add(
            project=cast.lantern,
            organisation=cast.larch,
            part=Partnership.Part.FUNDER,
            by=cast.administrator,
        )


def test_nobody_lists_organisations_beyond_their_programme(cast):
    far = partners.know_organisation(name="Far Away Trust", by=cast.set_up)

    assert far not in Organisation.objects.visible_to(cast.administrator)
    assert far not in Organisation.objects.visible_to(cast.programme_office)
    assert set(Organisation.objects.visible_to(cast.administrator)) == {
        cast.northmere,
        cast.open_door,
        cast.larch,
        cast.estuary,
    }
    assert cast.eastgate in Organisation.objects.visible_to(cast.programme_office)
    assert not Organisation.objects.visible_to(cast.stranger).exists()


def test_the_programme_office_sees_the_projects_of_its_programme_by_name(cast):
    assert set(Project.objects.visible_to(cast.programme_office)) == {cast.harbour, cast.lantern}
    assert set(Partnership.objects.visible_to(cast.programme_office).values_list("project", flat=True)) == {
        cast.harbour.pk
    }


def test_a_member_sees_their_own_project_and_programme_alone(cast):
    assert list(Project.objects.visible_to(cast.peer_worker)) == [cast.harbour]
    assert list(Programme.objects.visible_to(cast.peer_worker)) == [cast.programme]
    assert not Partnership.objects.visible_to(cast.lantern_peer_worker).exists()


def test_the_office_adds_somebody_and_ends_their_part(cast):
    added = programmes.add_member(
        programme=cast.programme,
        account=cast.stranger.account,
        role="external_evaluator",
        organisation=cast.estuary,
        by=cast.programme_office,
    )
    programmes.end_membership(membership=added, by=cast.programme_office)

    with pytest.raises(Refused, match="ended already"):
        programmes.end_membership(membership=added, by=cast.programme_office)


def test_a_role_of_a_project_is_not_held_in_a_programme(cast):
    with pytest.raises(Refused, match="held in a project"):
        programmes.add_member(
            programme=cast.programme,
            account=cast.stranger.account,
            role="supervisor",
            organisation=cast.estuary,
            by=cast.programme_office,
        )


def test_somebody_always_runs_the_programme(cast):
    last = Membership.objects.get(account=cast.programme_office.account)

    with pytest.raises(Refused, match="Add another member of its office first"):
        programmes.end_membership(membership=last, by=cast.programme_office)
