"""Effects that nobody expected: noted by anybody, looked at, decided and fed back; and the monthly question."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from alongside.core import clock, clocks
from alongside.core.actions import Refused, Stale
from alongside.core.models import AuditRow
from alongside.core.rowsecurity import inside
from alongside.improvement.actions import effects
from alongside.improvement.models import Asked, Effect
from alongside.improvement.presenters.effects import answers_in_words
from alongside.improvement.queries import effects as queries
from alongside.programmes import viewers
from alongside.programmes.access import NotAllowed
from alongside.programmes.permissions import Permission

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def note(cast):
    """Note an effect of Harbour, as a peer worker of Ward One, with whatever is said otherwise."""

    def noted(**said) -> Effect:
        told = {
            "project": cast.harbour, "valence": "harmful", "noticed_on": date(2026, 11, 20), "affected": "peers",
            "what": "Peers are asked to sit with people in place of a nurse.", "severity": "some", "before": "once",
            "by": cast.peer_worker, **said,
        }  # fmt: skip
        return effects.note(**told)

    return noted


@pytest.fixture
def asked(cast):
    """It is December, and everybody was asked about November."""
    with clock.set_to(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        by = viewers.job("ask", project=cast.harbour, granted=frozenset({Permission.EFFECTS_NOTE}))
        effects.ask_about(project=cast.harbour, month=NOVEMBER, by=by)
        yield cast


def decided(cast, effect):
    effect = effects.look_at(effect=effect, review_on=clock.today(), by=cast.improvement_lead)
    return effects.decide(
        effect=effect, decision="stop", why="It isn't their role.", by=cast.improvement_lead
    )


def test_anybody_in_the_project_may_note_one(cast, note):
    for who in (cast.peer_worker, cast.clinician, cast.administrator, cast.recruiter, cast.funder):
        assert note(by=who).state == Effect.State.NOTED


def test_harm_is_to_be_looked_at_within_a_week(note):
    assert note().review_on == clock.today() + timedelta(days=7)
    assert note(valence="good").review_on == clock.today() + timedelta(days=31)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"what": "  "}, "Say what was noticed"),
        ({"noticed_on": date(2026, 11, 24)}, "can't be in the future"),
    ],
)
def test_what_is_missing_is_said(note, said, sentence):
    with pytest.raises(Refused, match=sentence):
        note(**said)


def test_it_goes_from_noted_to_fed_back_and_no_other_way(cast, note):
    effect = note()
    with pytest.raises(Refused, match="Say first that it is being looked at"):
        effects.decide(effect=effect, decision="stop", why="Because.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="Nothing is decided yet"):
        effects.feed_back(effect=effect, how="In the handover", by=cast.improvement_lead)
    effect = decided(cast, effect)
    with pytest.raises(Refused, match="decided already"):
        effects.look_at(effect=effect, review_on=clock.today(), by=cast.improvement_lead)
    with pytest.raises(Refused, match="decided already"):
        effects.decide(effect=effect, decision="keep", why="Because.", by=cast.improvement_lead)
    effect = effects.feed_back(effect=effect, how="In the handover", by=cast.safeguarding_lead)
    assert effect.state == Effect.State.FED_BACK
    with pytest.raises(Refused, match="fed back already"):
        effects.feed_back(effect=effect, how="Again", by=cast.improvement_lead)


def test_a_decision_needs_a_reason_and_is_one_of_four(cast, note):
    effect = effects.look_at(effect=note(), review_on=clock.today(), by=cast.supervisor)
    with pytest.raises(Refused, match="why"):
        effects.decide(effect=effect, decision="stop", why=" ", by=cast.supervisor)
    with pytest.raises(Refused, match="Choose what becomes"):
        effects.decide(effect=effect, decision="later", why="Because.", by=cast.supervisor)


def test_who_noticed_it_reads_what_was_decided_and_nobody_else_can_for_them(cast, note):
    effect = decided(cast, note(unnamed=True))
    with pytest.raises(Refused, match="Only who noticed it"):
        effects.read_back(effect=effect, by=cast.second_peer_worker)
    assert effects.read_back(effect=effect, by=cast.peer_worker).state == Effect.State.FED_BACK


@pytest.mark.parametrize(
    "who", ["peer_worker", "clinician", "administrator", "project_evaluator", "recruiter"]
)
def test_who_may_not_decide_is_refused(cast, note, who):
    with pytest.raises(NotAllowed):
        effects.look_at(effect=note(), review_on=clock.today(), by=getattr(cast, who))


def test_a_stale_decision_is_refused(cast, note):
    effect = note()
    effects.look_at(effect=effect, review_on=clock.today(), by=cast.supervisor)
    with pytest.raises(Stale):
        effects.look_at(effect=effect, review_on=clock.today(), by=cast.improvement_lead, version=1)


def test_effects_are_seen_by_those_who_reach_the_service_and_by_who_noticed_them(cast, note):
    whole, one, two = (
        note(),
        note(service=cast.ward_one),
        note(service=cast.ward_two, by=cast.improvement_lead),
    )

    def seen(viewer):
        return set(Effect.objects.visible_to(viewer))

    assert seen(cast.improvement_lead) == {whole, one, two}
    assert seen(cast.clinician) == {whole, one}
    assert seen(cast.other_ward_clinician) == {whole, two}
    assert seen(cast.funder) == {whole}
    assert seen(cast.stranger) == set()
    with inside(cast.lantern.pk):
        assert seen(cast.lantern_improvement_lead) == set()


def test_what_belongs_elsewhere_can_not_be_linked(cast, note):
    with pytest.raises(NotAllowed):
        note(service=cast.ward_two)


def test_the_trail_has_no_words_of_it(cast, note):
    effects.read_back(effect=decided(cast, note()), by=cast.peer_worker)
    events = list(
        AuditRow.objects.filter(event__startswith="effect ").order_by("pk").values_list("event", flat=True)
    )
    assert events == ["effect noted", "effect looked at", "effect decided", "effect fed back"]
    assert not AuditRow.objects.filter(others__contains="nurse").exists()


WRONG = {
    "effect_says_what_was_noticed": {"what": ""},
    "effect_is_looked_at_by_somebody": {"looked_by": None},
    "effect_is_decided_by_somebody_with_a_reason": {"decision_why": ""},
    "effect_is_fed_back_once_it_is_decided": {"fed_back_how": "By letter"},
    "effect_is_reviewed_no_earlier_than_it_was_noticed": {"review_on": date(2020, 1, 1)},
}


@pytest.mark.parametrize("constraint", WRONG)
def test_the_database_holds_what_it_can(cast, note, constraint):
    effect = decided(cast, note())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Effect.objects.filter(pk=effect.pk).update(**WRONG[constraint])


def test_nothing_is_decided_about_what_is_only_noted(note):
    effect = note()
    with pytest.raises(IntegrityError, match="decided_by_somebody"), transaction.atomic():
        Effect.objects.filter(pk=effect.pk).update(decision="stop", decision_why="Because.")


# The monthly question


def test_everybody_who_was_a_member_at_the_end_of_the_month_is_asked_once(asked, cast):
    members = queries.members_at_the_end(cast.harbour, NOVEMBER)
    assert Asked.objects.count() == len(members) == 15
    assert cast.ended_member.pk not in members
    by = viewers.job("ask", project=cast.harbour, granted=frozenset({Permission.EFFECTS_NOTE}))
    assert effects.ask_about(project=cast.harbour, month=NOVEMBER, by=by) == 0


def test_the_clock_asks_each_project_about_the_month_that_is_over(cast):
    ask = next(each for each in clocks.declared() if each.name == "ask about effects")
    with clock.set_to(datetime(2026, 12, 1, 0, 30, tzinfo=UTC)):
        assert ask.do() == 19
        assert ask.do() == 0


def test_none_noticed_is_an_answer_and_may_be_said_twice(asked, cast):
    for _press in range(2):
        effects.none_noticed(project=cast.harbour, month=NOVEMBER, by=cast.peer_worker)
    assert Asked.objects.get(account=cast.peer_worker.account).answer == Asked.Answer.NONE


def test_noting_an_effect_answers_and_beats_none_noticed(asked, cast, note):
    effects.none_noticed(project=cast.harbour, month=NOVEMBER, by=cast.peer_worker)
    note()
    assert Asked.objects.get(account=cast.peer_worker.account).answer == Asked.Answer.NOTED
    with pytest.raises(Refused, match="counts as that"):
        effects.none_noticed(project=cast.harbour, month=NOVEMBER, by=cast.peer_worker)


def test_what_was_noted_before_anybody_was_asked_is_an_answer(cast, note):
    note()
    with clock.set_to(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        by = viewers.job("ask", project=cast.harbour, granted=frozenset({Permission.EFFECTS_NOTE}))
        effects.ask_about(project=cast.harbour, month=NOVEMBER, by=by)
    assert Asked.objects.get(account=cast.peer_worker.account).answer == Asked.Answer.NOTED


def test_a_month_that_is_not_asked_about_takes_no_answer(asked, cast):
    for month, by in ((date(2026, 10, 1), cast.peer_worker), (NOVEMBER, cast.lantern_peer_worker)):
        with pytest.raises((Refused, NotAllowed)):
            effects.none_noticed(project=cast.harbour, month=month, by=by)


def test_one_sees_what_one_was_asked_and_nobody_elses(asked, cast):
    (own,) = Asked.objects.visible_to(cast.improvement_lead)
    assert own.account == cast.improvement_lead.account
    assert not Asked.objects.visible_to(cast.stranger).exists()


def test_answers_are_counted_and_few_are_not_shown(asked, cast, note):
    everybody = [cast.clinician, cast.second_peer_worker, cast.supervisor, cast.recruiter]
    for who in everybody:
        effects.none_noticed(project=cast.harbour, month=NOVEMBER, by=who)
    (found,) = queries.answers(cast.harbour)
    assert answers_in_words(found) == "For November 2026: too few to show."
    note()
    note(valence="good")
    (found,) = queries.answers(cast.harbour)
    assert (
        answers_in_words(found)
        == "5 of 15 members answered for November 2026: 4 noticed nothing, 1 noted 2 effects."
    )


def test_the_database_asks_once_about_a_whole_month_and_keeps_answer_and_moment_together(asked, cast):
    one = Asked.objects.first()
    for constraint, wrong in (
        ("asked_answer_and_its_moment", {"answer": "none"}),
        ("asked about a whole month", {"month": date(2026, 11, 2)}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Asked.objects.filter(pk=one.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Asked.objects.create(project=cast.harbour, month=NOVEMBER, account=one.account)
