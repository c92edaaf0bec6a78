"""PDSA cycles: predicted before they begin, studied against the prediction, decided; ramps, lateness, signs on charts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.core import clock
from alongside.core.actions import Refused, Stale
from alongside.core.models import AuditRow
from alongside.core.rowsecurity import inside
from alongside.improvement import agenda
from alongside.improvement.actions import aims, cycles, ideas
from alongside.improvement.actions.cycles import Plan
from alongside.improvement.models import ChangeIdea, Cycle, IdeaChange, Watched
from alongside.improvement.presenters import cycles as presenter
from alongside.improvement.queries import drivers as tree_of
from alongside.programmes.access import NotAllowed
from tests.asked import fill_in, form_on
from tests.cast import NOW

from .test_pages import at, text
from .work import an_aim, driver, idea

TODAY = NOW.date()
EXPECTED = "Eight of ten say that they were asked."


@pytest.fixture
def card(cast) -> ChangeIdea:
    return idea(cast, an_aim(cast), "A card in plain words")


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


def a_plan(**said) -> Plan:
    told = {
        "objective": "Do people read the card?",
        "what": "Give the card to the next five people.",
        "scale": "few",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=7),
        **said,
    }
    return Plan(**told)


def planned(cast, one: ChangeIdea, *, prediction: str = EXPECTED, by=None, measures=None, **said) -> Cycle:
    return cycles.plan(
        idea=one,
        plan=a_plan(**said),
        prediction=prediction,
        measures=measures,
        by=by or cast.improvement_lead,
    )


def begun(cast, one: ChangeIdea, *, on: date = TODAY, **said) -> Cycle:
    cycle = planned(cast, one, **said)
    return cycles.begin(cycle=cycle, prediction=cycle.prediction, began_on=on, by=cast.improvement_lead)


def studied(cast, one: ChangeIdea, **said) -> Cycle:
    cycle = begun(cast, one, **said)
    return cycles.study(cycle=cycle, **STUDY, by=cast.improvement_lead)


STUDY = {
    "happened": "Four of five read it.",
    "ended_on": TODAY,
    "compared": "partly",
    "study": "The print is too small.",
}


def decided(cast, one: ChangeIdea, decision: str, **said) -> Cycle:
    cycle = studied(cast, one, **said)
    return cycles.decide(cycle=cycle, decision=decision, why="That is what we saw.", by=cast.improvement_lead)


# The prediction comes first


def test_a_cycle_does_not_begin_without_a_prediction(cast, card):
    cycle = planned(cast, card, prediction="")
    with pytest.raises(Refused, match="what you expect to happen"):
        cycles.begin(cycle=cycle, prediction=" ", began_on=TODAY, by=cast.improvement_lead)


def test_a_prediction_may_be_rewritten_until_the_cycle_begins_and_keeps_its_latest_moment(cast, card):
    cycle = planned(cast, card)
    first = cycle.predicted_at
    with clock.set_to(NOW + timedelta(days=1)):
        cycle = cycles.replan(cycle=cycle, plan=a_plan(), prediction="Half do.", by=cast.improvement_lead)
    assert cycle.predicted_at == first + timedelta(days=1)
    assert cycle.predicted_by == cast.membership(cast.improvement_lead)


def test_the_moment_of_a_prediction_stays_when_only_the_plan_changes(cast, card):
    cycle = planned(cast, card)
    with clock.set_to(NOW + timedelta(days=1)):
        again = cycles.replan(
            cycle=cycle, plan=a_plan(who="The day shift"), prediction=EXPECTED, by=cast.improvement_lead
        )
    assert again.predicted_at == cycle.predicted_at


def test_once_it_has_begun_plan_and_prediction_stay(cast, card):
    cycle = begun(cast, card)
    with pytest.raises(Refused, match="has begun"):
        cycles.replan(cycle=cycle, plan=a_plan(), prediction="Half do.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="begun already"):
        cycles.begin(cycle=cycle, prediction="Half do.", began_on=TODAY, by=cast.improvement_lead)


@pytest.mark.parametrize(
    "rewritten", [{"prediction": "We knew it."}, {"predicted_at": NOW - timedelta(days=30)}]
)
def test_the_database_locks_the_prediction_too(cast, card, rewritten):
    cycle = begun(cast, card)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(**rewritten)


def test_there_is_no_study_before_the_cycle_has_begun(cast, card):
    with pytest.raises(Refused, match="studied after it has begun"):
        cycles.study(cycle=planned(cast, card), **STUDY, by=cast.improvement_lead)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "doing", "began_on": TODAY},  # without a prediction
        {"state": "doing"},
        {"prediction": "Half do."},  # without its moment and its writer
        {"studied_at": NOW},
        {"state": "studied"},
        {"state": "closed"},
        {"state": "dropped"},  # without a reason
        {"ended_on": TODAY},
        {"ends_on": TODAY - timedelta(days=1)},
        {"objective": ""},
        {"decision": "adopt"},
    ],
)
def test_the_database_holds_what_a_cycle_must_be(cast, card, wrong):
    cycle = planned(cast, card, prediction="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"studied_at": NOW - timedelta(days=1)},  # before it was predicted
        {"study": ""},
        {"happened": ""},
        {"compared": ""},
        {"ended_on": TODAY - timedelta(days=1)},  # before it began
        {"state": "doing"},
    ],
)
def test_the_database_holds_what_a_study_must_be(cast, card, wrong):
    cycle = studied(cast, card)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(**wrong)


# Plan, do, study, act


def test_a_cycle_goes_round_and_says_how_the_idea_stands(cast, card):
    cycle = decided(cast, card, "adopt")
    card.refresh_from_db()

    assert (cycle.state, card.state) == ("closed", "adopted")
    changes = IdeaChange.objects.filter(idea=card)
    assert sorted((one.before, one.after, one.why) for one in changes) == [
        ("idea", "testing", "Cycle 1 began."),
        ("testing", "adopted", "That is what we saw."),
    ]


def test_what_happens_is_written_while_it_goes_on(cast, card):
    cycle = begun(cast, card)
    with pytest.raises(Refused, match="Say what happened"):
        cycles.note(cycle=cycle, happened=" ", by=cast.improvement_lead)
    assert (
        cycles.note(cycle=cycle, happened="Two so far.", by=cast.improvement_lead).happened == "Two so far."
    )


@pytest.mark.parametrize("missing", ["happened", "study", "compared"])
def test_a_study_says_all_of_it(cast, card, missing):
    cycle = begun(cast, card)
    with pytest.raises(Refused, match="how it compares"):
        cycles.study(cycle=cycle, **{**STUDY, missing: ""}, by=cast.improvement_lead)


def test_days_to_come_and_days_before_it_began_are_refused(cast, card):
    cycle = planned(cast, card)
    with pytest.raises(Refused, match="still to come"):
        cycles.begin(
            cycle=cycle, prediction=EXPECTED, began_on=TODAY + timedelta(days=1), by=cast.improvement_lead
        )
    cycle = cycles.begin(cycle=cycle, prediction=EXPECTED, began_on=TODAY, by=cast.improvement_lead)
    with pytest.raises(Refused, match="before it began"):
        cycles.study(
            cycle=cycle, **{**STUDY, "ended_on": TODAY - timedelta(days=1)}, by=cast.improvement_lead
        )


def test_a_decision_has_a_reason_and_comes_after_the_study(cast, card):
    cycle = begun(cast, card)
    with pytest.raises(Refused, match="after it was studied"):
        cycles.decide(cycle=cycle, decision="adopt", why="Yes.", by=cast.improvement_lead)
    cycle = cycles.study(cycle=cycle, **STUDY, by=cast.improvement_lead)
    with pytest.raises(Refused, match="and why"):
        cycles.decide(cycle=cycle, decision="adopt", why=" ", by=cast.improvement_lead)


def test_a_plan_is_given_up_for_a_reason_and_only_before_it_begins(cast, card):
    cycle = planned(cast, card)
    with pytest.raises(Refused, match="Say why"):
        cycles.drop(cycle=cycle, why="", by=cast.improvement_lead)
    assert cycles.drop(cycle=cycle, why="The ward is closed.", by=cast.improvement_lead).state == "dropped"
    with pytest.raises(Refused, match="Study it, however it went"):
        cycles.drop(cycle=begun(cast, card), why="Too much.", by=cast.improvement_lead)


@pytest.mark.parametrize("missing", ["objective", "what", "scale"])
def test_a_plan_says_what_it_is_for(cast, card, missing):
    with pytest.raises(Refused, match="how large the test is"):
        planned(cast, card, **{missing: ""})


def test_a_stale_step_is_refused(cast, card):
    cycle = planned(cast, card)
    cycles.replan(cycle=cycle, plan=a_plan(), prediction="Half do.", by=cast.improvement_lead, version=1)
    with pytest.raises(Stale):
        cycles.begin(cycle=cycle, prediction=EXPECTED, began_on=TODAY, by=cast.improvement_lead, version=1)


# Ramps


def test_an_adapted_idea_is_tested_again_as_the_next_cycle_of_its_ramp(cast, card):
    first = decided(cast, card, "adapt")
    assert presenter.next_step(Cycle.objects.select_related("idea").get(pk=first.pk), TODAY)[
        "text"
    ].startswith("Plan the next cycle")
    second = begun(cast, card, scale="team")
    card.refresh_from_db()
    assert (first.number, second.number, card.state) == (1, 2, "testing")


def test_one_cycle_of_an_idea_at_a_time(cast, card):
    planned(cast, card)
    with pytest.raises(Refused, match="open already"):
        planned(cast, card)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.create(
            project=card.project,
            idea=card,
            number=2,
            objective="x",
            plan_what="x",
            scale="few",
            starts_on=TODAY,
            ends_on=TODAY,
            by=cast.membership(cast.improvement_lead),
        )


def test_while_a_cycle_is_open_the_idea_is_not_said_to_stand_otherwise(cast, card):
    begun(cast, card)
    with pytest.raises(Refused, match="Close it first"):
        ideas.change_state(idea=card, to="parked", why="Not now.", by=cast.improvement_lead)


def test_an_abandoned_idea_is_taken_up_before_it_is_tested(cast, card):
    decided(cast, card, "abandon")
    card.refresh_from_db()
    with pytest.raises(Refused, match="Take it up again first"):
        planned(cast, card)
    ideas.change_state(idea=card, to="idea", why="With larger print.", by=cast.improvement_lead)
    assert planned(cast, card).number == 2


def test_nothing_is_tested_for_an_aim_that_was_withdrawn(cast, card):
    cycle = planned(cast, card)
    aims.withdraw(aim=card.aim, why="Another project has it.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="was withdrawn"):
        cycles.begin(cycle=cycle, prediction=EXPECTED, began_on=TODAY, by=cast.improvement_lead)


# Who sees and does what


def test_who_may_not_change_improvement_work_is_refused_at_every_step(cast, card):
    cycle = planned(cast, card)
    by = cast.peer_worker
    for refused in (
        lambda: planned(cast, card, by=by),
        lambda: cycles.replan(cycle=cycle, plan=a_plan(), prediction="", by=by),
        lambda: cycles.begin(cycle=cycle, prediction="x", began_on=TODAY, by=by),
        lambda: cycles.note(cycle=cycle, happened="x", by=by),
        lambda: cycles.study(cycle=cycle, **STUDY, by=by),
        lambda: cycles.decide(cycle=cycle, decision="adopt", why="x", by=by),
        lambda: cycles.drop(cycle=cycle, why="x", by=by),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_cycle_in_a_service_is_seen_by_those_who_reach_it(cast, card):
    cycle = planned(cast, card, service=cast.ward_two)

    def seen(viewer):
        return set(Cycle.objects.visible_to(viewer))

    assert seen(cast.peer_worker) == seen(cast.stranger) == set()
    assert seen(cast.other_ward_peer_worker) == seen(cast.supervisor) == {cycle}
    with inside(cast.lantern.pk):
        assert seen(cast.lantern_supervisor) == set()
    # Nor does the diagram say that there is one.
    assert tree_of.tree(card.aim, cast.peer_worker).ideas[0].latest is None


def test_a_cycle_of_a_ward_s_aim_is_in_that_ward(cast):
    ward = idea(cast, an_aim(cast, service=cast.ward_two))
    with pytest.raises(Refused, match="about another service"):
        planned(cast, ward, service=cast.ward_one)


def test_what_is_done_stands_in_the_trail_without_words(cast, card):
    decided(cast, card, "adopt")
    events = AuditRow.objects.filter(about_kind__iendswith=".cycle").order_by("pk")
    assert list(events.values_list("event", flat=True)) == [
        "cycle planned",
        "cycle begun",
        "cycle studied",
        "cycle decided",
    ]


# What waits


def test_a_cycle_past_its_end_is_late_until_it_is_studied(cast, card):
    cycle = begun(cast, card)
    assert list(agenda.late_cycles(cast.improvement_lead)) == []
    with clock.set_to(NOW + timedelta(days=8)):
        (late,) = agenda.late_cycles(cast.improvement_lead)
        assert (late.words, late.due_on) == ("Not studied: Do people read the card?", cycle.ends_on)
        assert list(agenda.late_cycles(cast.peer_worker)) == []
        cycles.study(cycle=cycle, **STUDY, by=cast.improvement_lead)
        assert list(agenda.late_cycles(cast.improvement_lead)) == []
        (to_do,) = agenda.cycles_to_do(cast.improvement_lead)
        assert to_do.words == "Decide: adopt, adapt or abandon “Do people read the card?”"


# On charts


def test_a_begun_cycle_stands_on_the_charts_of_its_measures(cast, lead, card, charted):
    planned_only = planned(cast, card, measures=[charted])
    page = lead.get(at(cast, "measure", measure=charted))
    assert "PDSA" not in page.content.decode()
    assert at(cast, "cycle", cycle=planned_only) in page.content.decode()

    cycles.begin(cycle=planned_only, prediction=EXPECTED, began_on=date(2025, 6, 9), by=cast.improvement_lead)
    html = lead.get(at(cast, "measure", measure=charted)).content.decode()
    assert "PDSA 1: Do people read the card?" in html
    assert "PDSA 1" in lead.get(at(cast, "measure_svg", measure=charted)).content.decode()
    assert "PDSA 1" in lead.get(at(cast, "cycle", cycle=planned_only)).content.decode()


def test_a_cycle_that_one_does_not_see_is_not_on_the_chart_either(cast, card, charted):
    begun(cast, card, measures=[charted], service=cast.ward_two, on=date(2025, 6, 9))
    seen = cast.client(cast.other_ward_clinician).get(at(cast, "measure", measure=charted))
    unseen = cast.client(cast.clinician).get(at(cast, "measure", measure=charted))
    assert "PDSA 1" in seen.content.decode()
    assert "PDSA" not in unseen.content.decode()


def test_the_queries_of_a_measure_do_not_grow_with_its_cycles(cast, lead, charted):
    aim = an_aim(cast)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(address).status_code == 200
        return len(caught)

    first = begun(cast, idea(cast, aim, "First"), measures=[charted])
    addresses = [at(cast, "measure", measure=charted), at(cast, "cycle", cycle=first), at(cast, "cycles")]
    few = [asked(address) for address in addresses]
    for number in range(6):
        begun(cast, idea(cast, aim, f"Idea {number}"), measures=[charted])
    assert [asked(address) for address in addresses] == few


def test_a_sign_on_a_chart_is_short(cast, card):
    cycle = begun(cast, card, objective="Do people " + "really " * 20 + "read it?")
    assert len(presenter.sign(cycle)) < 80
    assert presenter.sign(cycle).endswith("…")


# The pages


def test_a_cycle_goes_round_by_forms_alone(cast, lead, charted):
    aim = an_aim(cast, measure=charted)
    card = idea(cast, aim, "A card", under=driver(cast, aim, "People are asked"))
    page = lead.get(at(cast, "cycle_add", idea=card))
    answer = fill_in(
        lead,
        at(cast, "cycle_add", idea=card),
        page=page,
        objective="Do people read it?",
        what="Give it to five people.",
        scale="few",
        prediction=EXPECTED,
    )
    cycle = Cycle.objects.get()
    assert answer.url == at(cast, "cycle", cycle=cycle)
    # The aim's measure was chosen beforehand, and the week ahead.
    assert [row.measure for row in Watched.objects.filter(cycle=cycle)] == [charted]
    assert (cycle.starts_on, cycle.ends_on) == (TODAY, TODAY + timedelta(days=7))

    assert "Begin it" in text(lead.get(at(cast, "cycle", cycle=cycle)))
    fill_in(lead, at(cast, "cycle_begin", cycle=cycle))
    assert "Locked since" in text(lead.get(at(cast, "cycle", cycle=cycle)))
    fill_in(lead, at(cast, "cycle_do", cycle=cycle), happened="Two so far.")
    study = lead.get(at(cast, "cycle_study", cycle=cycle))
    assert EXPECTED in text(study)
    fill_in(lead, at(cast, "cycle_study", cycle=cycle), page=study, compared="not", study="Nobody reads it.")
    fill_in(lead, at(cast, "cycle_act", cycle=cycle), decision="abandon", why="Cards are thrown away.")
    said = text(lead.get(at(cast, "idea", idea=card)))
    assert "Not as predicted" in said
    assert "Testing → Abandoned: Cards are thrown away." in said


def test_begin_without_a_prediction_comes_back_with_the_sentence(cast, lead, card):
    cycle = planned(cast, card, prediction="")
    answer = fill_in(lead, at(cast, "cycle_begin", cycle=cycle))
    assert answer.status_code == 422
    assert "Write down what you expect, before it begins" in text(answer)
    assert Cycle.objects.get().state == "planned"


def test_whoever_only_reads_is_offered_no_step(cast, card):
    cycle = planned(cast, card)
    page = cast.client(cast.clinician).get(at(cast, "cycle", cycle=cycle))
    assert EXPECTED in text(page)
    for step in ("cycle_begin", "cycle_plan", "cycle_drop"):
        assert at(cast, step, cycle=cycle) not in page.content.decode()


def test_the_list_holds_open_cycles_and_those_that_are_over_apart(cast, lead, card):
    assert "Nothing here yet" in text(lead.get(at(cast, "cycles")))
    decided(cast, card, "adapt", objective="The first")
    planned(cast, card, objective="The second")
    assert "The second" in text(lead.get(at(cast, "cycles")))
    assert "The first" not in text(lead.get(at(cast, "cycles")))
    over = text(lead.get(at(cast, "cycles") + "?kind=over"))
    assert "The first" in over
    assert "Partly as predicted" in over
    assert lead.get(at(cast, "cycles") + "?kind=nonsense").status_code == 404


def test_a_step_whose_turn_it_is_not_leads_back_to_the_cycle(cast, lead, card):
    cycle = planned(cast, card)
    assert lead.get(at(cast, "cycle_add", idea=card)).url == at(cast, "cycle", cycle=cycle)
    for step in ("cycle_do", "cycle_study", "cycle_act"):
        assert lead.get(at(cast, step, cycle=cycle)).url == at(cast, "cycle", cycle=cycle)
    cycles.begin(cycle=cycle, prediction=EXPECTED, began_on=TODAY, by=cast.improvement_lead)
    for step in ("cycle_plan", "cycle_begin", "cycle_drop", "cycle_act"):
        assert lead.get(at(cast, step, cycle=cycle)).url == at(cast, "cycle", cycle=cycle)


def test_a_prediction_written_after_the_fact_says_so(cast, lead, card):
    cycle = begun(cast, card, on=TODAY - timedelta(days=1))
    assert "after it had begun" in text(lead.get(at(cast, "cycle", cycle=cycle)))


def test_a_cycle_is_taken_to_begin_as_planned_but_not_before_it_was_predicted(cast, lead, card):
    cycle = planned(cast, card, starts_on=TODAY - timedelta(days=5))
    form = form_on(lead.get(at(cast, "cycle_begin", cycle=cycle)))
    assert [form[f"began_on_{part}"] for part in ("day", "month", "year")] == [["23"], ["11"], ["2026"]]
