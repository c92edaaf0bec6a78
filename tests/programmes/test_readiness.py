"""Readiness: items are met with something to show, confirmed by two where two decide, overridden only where that is safe."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.core import clock
from alongside.core.actions import Refused, Stale
from alongside.programmes import checklists, roles
from alongside.programmes.access import NotAllowed
from alongside.programmes.actions import members, readiness, role_profiles, services
from alongside.programmes.models import ReadinessChange, ReadinessItem
from alongside.programmes.queries import readiness as queries
from alongside.programmes.queries.readiness import State
from tests.cast import NOW, soon

NEVER = ("line_supervisor", "peer_supervisor", "safeguarding_route", "lone_working", "two_peers")


def state(item: ReadinessItem) -> State:
    return queries.of_item(ReadinessItem.objects.get(pk=item.pk)).state


def test_an_item_is_met_with_a_note_a_day_and_a_name(cast):
    met = readiness.meet(
        item=cast.item(cast.ward_one, "briefing"),
        note="Both shifts, on Tuesday.",
        met_on=clock.today() - timedelta(days=6),
        by=cast.supervisor,
    )

    assert (met.met_by, met.note) == (cast.supervisor.account, "Both shifts, on Tuesday.")
    assert state(met) is State.MET


def test_it_is_not_met_without_something_to_show_nor_in_the_future(cast):
    item = cast.item(cast.ward_one, "briefing")
    with pytest.raises(Refused, match="what shows it"):
        readiness.meet(item=item, note=" ", by=cast.supervisor)
    with pytest.raises(Refused, match="future"):
        readiness.meet(item=item, note="Soon.", met_on=soon(1), by=cast.supervisor)


def test_it_can_be_undone_and_each_step_stays_to_be_read(cast):
    item = readiness.meet(item=cast.item(cast.ward_one, "briefing"), note="Both shifts.", by=cast.supervisor)
    with pytest.raises(Refused, match="Undo that first"):
        readiness.meet(item=item, note="Again.", by=cast.supervisor)
    readiness.undo(item=item, note="The night shift was missed.", by=cast.safeguarding_lead)

    assert state(item) is State.OPEN
    assert [(c.what, c.note, c.changed_by) for c in ReadinessChange.objects.filter(item=item)] == [
        ("met", "Both shifts.", cast.supervisor.account),
        ("undone", "The night shift was missed.", cast.safeguarding_lead.account),
    ]
    with pytest.raises(Refused, match="not recorded as met"):
        readiness.undo(item=item, note="Again.", by=cast.supervisor)


def test_two_people_decide_and_they_are_two_different_people(cast):
    item = readiness.meet(
        item=cast.item(cast.ward_one, "safeguarding_route"), note="Ring the duty desk.", by=cast.supervisor
    )
    assert state(item) is State.WAITS_FOR_SECOND

    with pytest.raises(Refused, match="somebody else must confirm"):
        readiness.confirm(item=item, by=cast.supervisor)
    readiness.confirm(item=item, by=cast.safeguarding_lead)

    assert state(item) is State.MET


def test_another_hat_does_not_make_two_people(cast):
    item = readiness.meet(
        item=cast.item(cast.ward_one, "safeguarding_route"), note="Ring the duty desk.", by=cast.supervisor
    )
    same_person = cast.member(roles.SAFEGUARDING_LEAD, account=cast.supervisor.account)

    with pytest.raises(Refused, match="You recorded this yourself"):
        readiness.confirm(item=item, by=same_person)


def test_what_one_person_may_record_alone_waits_for_nobody(cast):
    item = readiness.meet(item=cast.item(cast.ward_one, "notes"), note="Agreed.", by=cast.supervisor)

    assert state(item) is State.MET
    with pytest.raises(Refused, match="nothing here that waits"):
        readiness.confirm(item=item, by=cast.safeguarding_lead)


@pytest.mark.parametrize("key", NEVER)
def test_no_service_starts_without_these(cast, key):
    with pytest.raises(Refused, match="can't be overridden, by anybody"):
        readiness.override(
            item=cast.item(cast.ward_one, key),
            reason="We are in a hurry.",
            review_on=soon(),
            by=cast.improvement_lead,
        )


def test_the_checklist_says_never_for_exactly_these():
    checklist = checklists.newest(checklists.OF_A_SERVICE)

    assert {item.key for item in checklist.items if item.override == "never"} == set(NEVER)


def test_an_override_counts_until_its_review_and_not_a_day_longer(cast):
    item = readiness.override(
        item=cast.item(cast.ward_one, "first_day"),
        reason="Badges come next week; somebody meets them at the door.",
        review_on=soon(7),
        by=cast.improvement_lead,
    )

    standing = {}
    for days in (0, 7, 8):
        with clock.set_to(NOW + timedelta(days=days)):
            now = queries.of_item(item)
            standing[days] = (now.state, now.is_ready, now.is_late)
    assert standing == {
        0: (State.OVERRIDDEN, True, False),
        7: (State.OVERRIDDEN, True, False),
        8: (State.REVIEW_PASSED, False, True),
    }


def test_an_override_needs_a_reason_a_day_to_come_and_somebody_entitled(cast):
    item = cast.item(cast.ward_one, "first_day")

    def override(**changes):
        return readiness.override(
            **{
                "item": item,
                "reason": "Badges come next week.",
                "review_on": soon(),
                "by": cast.improvement_lead,
                **changes,
            }
        )

    with pytest.raises(Refused, match="day to come"):
        override(review_on=clock.today())
    with pytest.raises(Refused, match="keeps people safe"):
        override(reason="")
    for who in (cast.supervisor, cast.safeguarding_lead, cast.administrator, cast.peer_worker):
        with pytest.raises(NotAllowed):
            override(by=who)
    readiness.end_override(item=override(), note="The badges are here.", by=cast.improvement_lead)
    assert state(item) is State.OPEN
    with pytest.raises(Refused, match="not overridden"):
        readiness.end_override(item=item, note="Again.", by=cast.improvement_lead)


def test_meeting_an_item_ends_its_override(cast):
    item = readiness.override(
        item=cast.item(cast.ward_one, "first_day"),
        reason="Badges come next week.",
        review_on=soon(),
        by=cast.improvement_lead,
    )
    met = readiness.meet(item=item, note="Badges are here.", by=cast.supervisor)

    assert met.overridden_on is None
    with pytest.raises(Refused, match="nothing to override"):
        readiness.override(item=met, reason="Why not?", review_on=soon(), by=cast.improvement_lead)


def test_a_service_goes_live_with_an_override_and_is_late_once_it_is_past_review(cast):
    ready = cast.make_ready(cast.ward_one)
    item = readiness.undo(item=cast.item(ready, "first_day"), note="No badges.", by=cast.supervisor)
    readiness.override(
        item=item, reason="They are met at the door.", review_on=soon(7), by=cast.improvement_lead
    )
    live = services.go_live(service=ready, reason="Ready but for badges.", by=cast.improvement_lead)

    assert queries.summary(queries.of_service(live)).late == 0
    with clock.set_to(NOW + timedelta(days=8)):
        late = [s.item.key for s in queries.of_service(live) if s.is_late]
    assert late == ["first_day"]


def test_an_item_of_a_live_service_that_is_undone_is_late_at_once(cast):
    live = cast.make_live(cast.ward_one)
    assert not [s for s in queries.of_service(live) if s.is_late]

    readiness.undo(item=cast.item(live, "lone_working"), note="The phone is lost.", by=cast.supervisor)

    assert [s.item.key for s in queries.of_service(live) if s.is_late] == ["lone_working"]


def test_while_preparing_an_item_is_late_the_day_after_it_was_due(cast):
    item = readiness.plan(
        item=cast.item(cast.ward_one, "briefing"),
        owner=cast.membership(cast.supervisor),
        due_on=soon(3),
        by=cast.improvement_lead,
    )

    late = []
    for days in (3, 4):
        with clock.set_to(NOW + timedelta(days=days)):
            late.append(queries.of_item(item).is_late)
    assert late == [False, True]


def test_an_owner_is_somebody_who_can_record_it(cast):
    item = cast.item(cast.ward_one, "briefing")
    with pytest.raises(Refused, match="whose role can record"):
        readiness.plan(
            item=item, owner=cast.membership(cast.peer_worker), due_on=None, by=cast.improvement_lead
        )
    with pytest.raises(NotAllowed):
        readiness.plan(
            item=item,
            owner=cast.membership(cast.lantern_supervisor),
            due_on=None,
            by=cast.improvement_lead,
        )


def test_the_two_supervisors_are_two_different_people(cast):
    readiness.meet(
        item=cast.item(cast.ward_one, "line_supervisor"),
        note="Since Monday.",
        named=cast.membership(cast.supervisor),
        by=cast.improvement_lead,
    )
    peer = cast.item(cast.ward_one, "peer_supervisor")

    with pytest.raises(Refused, match="two different people"):
        readiness.meet(
            item=peer,
            note="Also Sinead.",
            named=cast.membership(cast.supervisor),
            by=cast.improvement_lead,
        )
    readiness.meet(
        item=peer,
        note="Samir, every other week.",
        named=cast.membership(cast.peer_supervisor),
        by=cast.improvement_lead,
    )
    assert state(peer) is State.MET


def test_a_named_supervisor_is_a_current_supervisor_of_this_service(cast):
    item = cast.item(cast.ward_one, "line_supervisor")
    elsewhere = cast.member(roles.SUPERVISOR, cast.ward_two, name="Saskia Vos")

    with pytest.raises(Refused, match="Choose who it is"):
        readiness.meet(item=item, note="Somebody.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="in the role: Supervisor"):
        readiness.meet(
            item=item, note="Clare.", named=cast.membership(cast.clinician), by=cast.improvement_lead
        )
    with pytest.raises(Refused, match="Saskia Vos is a member of other services"):
        readiness.meet(item=item, note="Saskia.", named=cast.membership(elsewhere), by=cast.improvement_lead)


def test_when_the_named_supervisor_leaves_the_item_is_open_again(cast):
    item = readiness.meet(
        item=cast.item(cast.ward_one, "line_supervisor"),
        note="Since Monday.",
        named=cast.membership(cast.supervisor),
        by=cast.improvement_lead,
    )
    members.end(membership=cast.membership(cast.supervisor), by=cast.administrator)

    now = queries.of_item(ReadinessItem.objects.get(pk=item.pk))
    assert now.state is State.OPEN
    assert now.says == "Sinead Walsh is no longer a member in that role."


def test_never_a_lone_peer(cast):
    item = cast.item(cast.ward_one, "two_peers")
    assert queries.of_item(item).says == "2 peer workers are named for this service."
    assert state(item) is State.MET

    members.end(membership=cast.membership(cast.second_peer_worker), by=cast.administrator)

    assert queries.of_item(item).says == "1 peer worker is named for this service."
    assert state(item) is State.OPEN


def test_one_peer_with_two_hats_is_still_a_lone_peer(cast):
    members.end(membership=cast.membership(cast.second_peer_worker), by=cast.administrator)
    cast.member(roles.CLINICIAN, cast.ward_one, account=cast.peer_worker.account)

    assert state(cast.item(cast.ward_one, "two_peers")) is State.OPEN


def test_a_live_service_with_a_lone_peer_is_late(cast):
    live = cast.make_live(cast.ward_one)
    members.end(membership=cast.membership(cast.second_peer_worker), by=cast.administrator)

    assert [s.item.key for s in queries.of_service(live) if s.is_late] == ["two_peers"]


def test_what_alongside_counts_nobody_records(cast):
    with pytest.raises(Refused, match="counts this for itself"):
        readiness.meet(item=cast.item(cast.ward_one, "two_peers"), note="There are two.", by=cast.supervisor)


def test_the_role_profile_counts_when_published_and_read_by_everybody_in_the_service(cast):
    published = cast.item(cast.ward_one, "role_profile_published")
    read = cast.item(cast.ward_one, "role_profile_read")
    assert state(published) is State.OPEN

    profile = cast.published_profile()
    assert state(published) is State.MET
    assert queries.of_item(read).says == "Read by 0 of 3 people who work here."

    for viewer in cast.everyone_in(cast.ward_one):
        assert state(read) is State.OPEN
        role_profiles.acknowledge(profile_version=profile, by=viewer)
    assert state(read) is State.MET


def test_without_anybody_from_the_host_team_nobody_has_read_it(cast):
    members.end(membership=cast.membership(cast.clinician), by=cast.administrator)
    cast.published_profile()

    assert (
        queries.of_item(cast.item(cast.ward_one, "role_profile_read")).says
        == "Nobody from the host team is a member of this service yet."
    )


def test_in_a_live_service_people_have_days_to_read_a_new_version(cast):
    live = cast.make_live(cast.ward_one)
    item = cast.item(live, "role_profile_read")
    standing = role_profiles_of(live)
    draft = role_profiles.revise(profile=standing, by=cast.improvement_lead)
    role_profiles.write(
        draft=draft, texts={"gifts": "None at all."}, what_changed="Gifts.", by=cast.improvement_lead
    )
    role_profiles.publish(draft=draft, by=cast.improvement_lead)

    late = []
    for days in (0, 14, 15):
        with clock.set_to(NOW + timedelta(days=days)):
            late.append(queries.of_item(item).is_late)
    assert late == [False, False, True]


def role_profiles_of(service):
    from alongside.programmes.models import RoleProfile

    return RoleProfile.objects.get(service=service)


def test_somebody_who_joins_a_live_service_has_days_too_and_a_fresh_start_has_none(cast):
    live = cast.make_live(cast.ward_one)
    cast.member(roles.CLINICIAN, live, name="Noor Aziz")

    assert queries.of_item(cast.item(live, "role_profile_read")).state is State.MET
    strictly = {s.item.key: s.state for s in queries.of_service(live, strict=True)}
    assert strictly["role_profile_read"] is State.OPEN


def test_the_days_to_read_begin_with_the_later_of_publication_and_first_day(cast):
    live = cast.make_live(cast.ward_one)
    with clock.set_to(NOW + timedelta(days=20)):
        cast.member(roles.CLINICIAN, live, name="Noor Aziz")

    late = []
    for days in (20, 34, 35):
        with clock.set_to(NOW + timedelta(days=days)):
            late.append(queries.of_item(cast.item(live, "role_profile_read")).is_late)
    assert late == [False, False, True]


def test_going_live_again_waits_for_the_newcomer_who_still_has_days(cast):
    paused = services.pause(service=cast.make_live(cast.ward_one), reason="A rest.", by=cast.supervisor)
    cast.member(roles.CLINICIAN, paused, name="Noor Aziz")
    assert not [s for s in queries.of_service(paused) if not s.is_ready]

    with pytest.raises(Refused, match="The host team has read the role profile"):
        services.go_live(service=paused, reason="Back again.", by=cast.supervisor)


def test_the_checklist_of_an_ended_service_stays_as_it_is(cast):
    services.end(service=cast.ward_one, reason="The ward closes.", by=cast.improvement_lead)

    with pytest.raises(Refused, match="stays as it is"):
        readiness.meet(item=cast.item(cast.ward_one, "notes"), note="Agreed.", by=cast.supervisor)


def test_who_recorded_it_first_wins_and_the_other_is_told(cast):
    item = cast.item(cast.ward_one, "notes")
    readiness.meet(item=item, note="Agreed.", by=cast.supervisor, version=1)

    with pytest.raises(Stale):
        readiness.plan(item=item, owner=None, due_on=soon(), by=cast.improvement_lead, version=1)


@pytest.mark.parametrize("who", ["peer_worker", "clinician", "recruiter", "administrator", "privacy_lead"])
def test_recording_is_for_those_who_answer_for_it(cast, who):
    with pytest.raises(NotAllowed):
        readiness.meet(item=cast.item(cast.ward_one, "notes"), note="Agreed.", by=getattr(cast, who))


def test_nobody_records_anything_for_another_project(cast):
    with pytest.raises(NotAllowed):
        readiness.meet(item=cast.item(cast.ward_one, "notes"), note="Agreed.", by=cast.lantern_supervisor)


def test_standings_take_the_same_number_of_queries_for_one_service_and_for_many(
    cast, django_assert_num_queries
):
    cast.published_profile()
    with django_assert_num_queries(5):
        queries.of_services(cast.harbour, [cast.ward_one])
    with django_assert_num_queries(5):
        queries.of_services(cast.harbour, [cast.ward_one, cast.ward_two])
