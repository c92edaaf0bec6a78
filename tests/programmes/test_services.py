"""Services: prepared, live, paused, ended. Each change is a row, and nothing goes live before it is ready."""

from __future__ import annotations

import pytest

from alongside.core.actions import Refused, Stale
from alongside.core.rowsecurity import inside
from alongside.programmes.access import NotAllowed
from alongside.programmes.actions import partners, programmes, readiness, services
from alongside.programmes.models import Partnership, Project, ReadinessItem, Service, ServiceChange
from alongside.programmes.queries import readiness as queries


def test_a_new_service_is_being_prepared_and_has_its_checklist(cast):
    assert cast.ward_one.state == Service.State.PREPARING
    keys = set(ReadinessItem.objects.filter(service=cast.ward_one).values_list("key", flat=True))
    assert {
        "line_supervisor",
        "peer_supervisor",
        "safeguarding_route",
        "lone_working",
        "two_peers",
        "saying_no",
    } <= keys
    assert ReadinessItem.objects.filter(service=cast.ward_one).first().definition_version == "1"


def test_a_service_is_not_live_while_anything_is_open(cast):
    with pytest.raises(Refused, match=r"Ward One is not ready yet\. Still open: .*; and \d+ more\."):
        services.go_live(service=cast.ward_one, reason="We would like to.", by=cast.improvement_lead)

    assert not ServiceChange.objects.exists()


def test_a_service_whose_checklist_is_met_goes_live(cast):
    live = cast.make_live(cast.ward_one)

    assert live.state == Service.State.LIVE
    assert live.first_live_at is not None
    change = ServiceChange.objects.get(service=live)
    assert (change.before, change.after) == ("preparing", "live")
    assert (change.changed_by, change.reason) == (
        cast.improvement_lead.account,
        "Everything is in place.",
    )


def test_one_open_item_is_enough_to_hold_it_and_is_named(cast):
    ready = cast.make_ready(cast.ward_one)
    readiness.undo(item=cast.item(ready, "endings"), note="Not talked about after all.", by=cast.supervisor)

    with pytest.raises(Refused, match=r"Still open: Endings are planned from the start\."):
        services.go_live(service=ready, reason="Nearly there.", by=cast.improvement_lead)


def test_a_paused_service_needs_its_checklist_again(cast):
    paused = services.pause(
        service=cast.make_live(cast.ward_one), reason="A peer is away.", by=cast.supervisor
    )
    readiness.undo(item=cast.item(paused, "lone_working"), note="The phone is lost.", by=cast.supervisor)

    with pytest.raises(Refused, match="Lone-working"):
        services.go_live(service=paused, reason="Back again.", by=cast.supervisor)

    item = readiness.meet(item=cast.item(paused, "lone_working"), note="A new phone.", by=cast.supervisor)
    readiness.confirm(item=item, by=cast.safeguarding_lead)
    live = services.go_live(service=paused, reason="Back again.", by=cast.supervisor)
    assert [(c.before, c.after) for c in ServiceChange.objects.filter(service=live)] == [
        ("preparing", "live"),
        ("live", "paused"),
        ("paused", "live"),
    ]


@pytest.mark.parametrize("before", list(Service.State))
@pytest.mark.parametrize("verb", ["go_live", "pause", "end"])
def test_only_what_the_table_of_states_allows_is_done(cast, before, verb):
    service = _reach(cast, before)
    after = {
        "go_live": Service.State.LIVE,
        "pause": Service.State.PAUSED,
        "end": Service.State.ENDED,
    }[verb]
    allowed = after in Service.NEXT[before] and not (verb == "go_live" and before == Service.State.PREPARING)

    if allowed:
        changed = getattr(services, verb)(service=service, reason="It is time.", by=cast.improvement_lead)
        assert changed.state == after
    else:
        with pytest.raises(Refused):
            getattr(services, verb)(service=service, reason="It is time.", by=cast.improvement_lead)
        assert Service.objects.get(pk=service.pk).state == before


def _reach(cast, state):
    if state == Service.State.PREPARING:
        return cast.ward_two
    live = cast.make_live(cast.ward_one)
    if state == Service.State.LIVE:
        return live
    verb = {Service.State.PAUSED: services.pause, Service.State.ENDED: services.end}[state]
    return verb(service=live, reason="To get here.", by=cast.improvement_lead)


def test_every_state_has_an_entry_in_the_table():
    assert set(Service.NEXT) == set(Service.State)


def test_why_is_always_said(cast):
    with pytest.raises(Refused, match="Say in a few words why"):
        services.end(service=cast.ward_one, reason="  ", by=cast.improvement_lead)


@pytest.mark.parametrize(
    "who", ["peer_worker", "clinician", "recruiter", "administrator", "project_evaluator"]
)
def test_going_live_is_for_those_who_hold_the_role_in_shape(cast, who):
    with pytest.raises(NotAllowed):
        services.end(service=cast.ward_one, reason="It is time.", by=getattr(cast, who))


def test_nobody_of_another_project_changes_a_service(cast):
    with pytest.raises(NotAllowed):
        services.end(service=cast.ward_one, reason="It is time.", by=cast.lantern_improvement_lead)


def test_who_changed_it_first_wins_and_the_other_is_told(cast):
    services.change(
        service=cast.ward_one,
        name="Ward 1",
        host=cast.northmere,
        employer=cast.open_door,
        about="",
        by=cast.administrator,
        version=1,
    )
    with pytest.raises(Stale):
        services.end(service=cast.ward_one, reason="It is time.", by=cast.improvement_lead, version=1)


def test_a_service_is_hosted_and_its_peers_employed_by_who_plays_that_part(cast):
    def add(**changes):
        return services.add(
            **{
                "project": cast.harbour,
                "name": "Ward Three",
                "host": cast.northmere,
                "employer": cast.open_door,
                "by": cast.administrator,
                **changes,
            }
        )

    with pytest.raises(Refused, match="Open Door Peers does not host"):
        add(host=cast.open_door)
    with pytest.raises(Refused, match="The Larch Foundation does not employ"):
        add(employer=cast.larch)

    partners.add(
        project=cast.harbour,
        organisation=cast.eastgate,
        part=Partnership.Part.HOST,
        by=cast.administrator,
    )
    assert add(host=cast.eastgate).host == cast.eastgate


def test_two_services_of_a_project_never_share_a_name_and_two_projects_may(cast):
    with pytest.raises(Refused, match="Ward one.*already"):
        services.add(
            project=cast.harbour,
            name="Ward one",
            host=cast.northmere,
            employer=cast.open_door,
            by=cast.administrator,
        )
    services.add(
        project=cast.lantern,
        name="Ward One",
        host=cast.eastgate,
        employer=cast.eastgate,
        by=cast.lantern_administrator,
    )


def test_a_service_of_a_project_in_use_also_waits_for_the_project(cast):
    project = programmes.start_project(
        programme=cast.programme,
        name="Beacon",
        lead=cast.eastgate,
        administrator=cast.account("Yusuf Karim"),
        kind=Project.Kind.REAL,
        by=cast.set_up,
    )
    administrator = cast.viewer(project.memberships.get().account, project, cast.administrator.role)
    service = services.add(
        project=project, name="Ward A", host=cast.eastgate, employer=cast.eastgate, by=administrator
    )

    with inside(project.pk):
        waiting = {standing.item.key for standing in queries.before_going_live(service)}
    assert {"safety_officer", "hazard_log", "data_protection", "line_supervisor"} <= waiting
