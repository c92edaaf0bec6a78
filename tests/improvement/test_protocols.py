"""Protocols: drafted, locked, amended; whether they were locked before anybody saw; and whether the record is as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from alongside.core import clock
from alongside.core.actions import Refused, Stale
from alongside.core.models import AuditRow
from alongside.core.rowsecurity import inside
from alongside.improvement import agenda, locking
from alongside.improvement.actions import figures, judging, measures, protocols
from alongside.improvement.models import Amendment, Measure, Protocol, ProtocolMeasure
from alongside.improvement.presenters import protocols as presenter
from alongside.improvement.queries import protocols as queries
from alongside.improvement.reading import Figure
from alongside.programmes.access import NotAllowed

from .conftest import shares
from .protocolling import CHANGE_ON, said


@pytest.fixture
def family(define) -> list[Measure]:
    """An outcome, a process and a balancing measure, none with a figure."""
    return [
        define(),
        define(name="Asked first", kind="process", target=0.9),
        define(name="Requests outside the role", kind="balancing", chart="xmr", better="down"),
    ]


@pytest.fixture
def draft(cast, family) -> Protocol:
    return protocols.write(
        project=cast.harbour, said=said(), measures=family, primary=family[1], by=cast.improvement_lead
    )


@pytest.fixture
def locked(cast, draft) -> Protocol:
    return protocols.lock(protocol=draft, by=cast.improvement_lead)


def amended(cast, protocol, family, *, after=0, why="The clerk counts otherwise now.", **otherwise):
    told = {"measures": family, "primary": family[1], "by": cast.improvement_lead, **otherwise}
    return protocols.amend(protocol=protocol, said=told.pop("said", said()), why=why, after=after, **told)


def standing(protocol, measure, viewer):
    return next(one for one in queries.whole(protocol, viewer).standings if one.measure == measure)


# Drafting and locking


def test_a_draft_can_be_written_anew_and_put_away(cast, draft, family):
    again = protocols.rewrite(
        protocol=draft,
        said=said(analysis="its", its_slope=False, stops_on=date(2027, 12, 1), stops_after=None),
        measures=family[1:],
        primary=family[2],
        by=cast.improvement_lead,
        version=1,
    )
    assert (again.analysis, again.its_slope, again.primary) == ("its", False, family[2])
    assert queries.chosen(again, cast.improvement_lead) == family[1:]
    with pytest.raises(Stale):
        protocols.rewrite(
            protocol=draft,
            said=said(),
            measures=family,
            primary=family[0],
            by=cast.improvement_lead,
            version=1,
        )
    assert protocols.leave(protocol=again, by=cast.improvement_lead).state == "left"
    assert not queries.listed(cast.improvement_lead).exists()


def test_a_lock_fixes_what_the_measures_say_and_how_they_are_judged(cast, locked, family):
    document = locked.document
    assert document["format"] == "alongside.protocol/1"
    assert document["change"] == {"on": "2026-12-14", "what": said()["change_words"]}
    assert document["primary"] == str(family[1].pk)
    assert document["stops"] == {"after": 12}
    (asked,) = (one for one in document["measures"] if one["name"] == "Asked first")
    assert asked == {
        "id": str(family[1].pk), "service": None, "name": "Asked first",
        "definition": "Answers 'yes, definitely', out of all answers.", "kind": "process", "better": "up", "unit": "", "target": 0.9,
        "source": "Paper cards", "chart": "p", "step": "month", "rules": "", "trend": 7, "two_in_three": "beyond", "screen": True,
        "multiply": 1.0, "baseline": None, "centre": None, "phases": [], "left_out": [],
    }  # fmt: skip
    assert (locked.locked_by, locked.locked_at) == (cast.membership(cast.improvement_lead), clock.now())
    assert len(locked.fingerprint) == 64


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"name": " "}, "Give the protocol a name"),
        ({"change_words": " "}, "say what will be changed"),
        ({"stops_after": None}, "Say when it ends"),
        ({"stops_on": date(2027, 3, 1)}, "Say when it ends"),
        ({"stops_on": CHANGE_ON, "stops_after": None}, "after the change, not before"),
    ],
)
def test_a_draft_that_says_too_little_is_refused(cast, family, otherwise, why):
    with pytest.raises(Refused, match=why):
        protocols.write(
            project=cast.harbour,
            said=said(**otherwise),
            measures=family,
            primary=family[0],
            by=cast.improvement_lead,
        )


def test_the_measure_that_decides_is_one_of_those_chosen_and_there_is_one_at_least(cast, family):
    by = cast.improvement_lead
    with pytest.raises(Refused, match="one of those chosen"):
        protocols.write(project=cast.harbour, said=said(), measures=family[:1], primary=family[2], by=by)
    with pytest.raises(Refused, match="at least one measure"):
        protocols.write(project=cast.harbour, said=said(), measures=[], primary=family[2], by=by)


def test_a_family_has_a_measure_of_what_might_get_worse_or_a_reason_why_not(cast, family):
    def one(**otherwise):
        return protocols.write(
            project=cast.harbour,
            said=said(**otherwise),
            measures=family[:2],
            primary=family[0],
            by=cast.improvement_lead,
        )

    with pytest.raises(Refused, match="what might get worse"):
        protocols.lock(protocol=one(), by=cast.improvement_lead)
    kept = protocols.lock(protocol=one(no_balancing_why="It is asked anyway."), by=cast.improvement_lead)
    assert kept.document["no_balancing"] == "It is asked anyway."


def test_a_measure_without_a_chart_or_withdrawn_is_not_locked(cast, define, draft, family):
    undecided = define(name="Undecided", chart="")
    other = protocols.write(
        project=cast.harbour,
        said=said(),
        measures=[*family, undecided],
        primary=undecided,
        by=cast.improvement_lead,
    )
    with pytest.raises(Refused, match="Choose the chart of “Undecided” first"):
        protocols.lock(protocol=other, by=cast.improvement_lead)
    measures.withdraw(measure=family[2], why="Counted twice.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="“Requests outside the role” was withdrawn"):
        protocols.lock(protocol=draft, by=cast.improvement_lead)


def test_what_is_locked_is_locked(cast, locked, family):
    by = cast.improvement_lead
    for refused in (
        lambda: protocols.lock(protocol=locked, by=by),
        lambda: protocols.leave(protocol=locked, by=by),
        lambda: protocols.rewrite(protocol=locked, said=said(), measures=family, primary=family[0], by=by),
    ):
        with pytest.raises(Refused, match="is locked"):
            refused()


@pytest.mark.parametrize("who", ["supervisor", "peer_worker", "clinician", "administrator", "recruiter"])
def test_who_may_not_lock_protocols_writes_none(cast, draft, family, who):
    by = getattr(cast, who)
    with pytest.raises(NotAllowed):
        protocols.write(project=cast.harbour, said=said(), measures=family, primary=family[0], by=by)
    with pytest.raises(NotAllowed):
        protocols.lock(protocol=draft, by=by)


def test_the_project_evaluator_may_lock_what_the_lead_drafted(cast, draft):
    assert protocols.lock(protocol=draft, by=cast.project_evaluator).locked_by == cast.membership(
        cast.project_evaluator
    )


def test_every_member_reads_what_is_locked_and_drafts_are_for_those_who_may_lock(cast, draft):
    def seen(viewer):
        return list(Protocol.objects.visible_to(viewer))

    assert seen(cast.improvement_lead) == seen(cast.project_evaluator) == [draft]
    assert seen(cast.peer_worker) == seen(cast.supervisor) == []
    protocols.lock(protocol=draft, by=cast.improvement_lead)
    assert seen(cast.peer_worker) == seen(cast.supervisor) == seen(cast.funder) == [draft]
    assert seen(cast.stranger) == seen(cast.lantern_improvement_lead) == []


def test_a_protocol_of_a_service_is_for_those_who_reach_it_and_takes_no_measure_of_another(cast, define):
    one, two = define(service=cast.ward_one, kind="balancing"), define(name="Two", service=cast.ward_two)
    by = cast.improvement_lead
    with pytest.raises(Refused, match="measures of that service"):
        protocols.write(
            project=cast.harbour, service=cast.ward_one, said=said(), measures=[one, two], primary=one, by=by
        )
    made = protocols.write(
        project=cast.harbour, service=cast.ward_one, said=said(), measures=[one], primary=one, by=by
    )
    made = protocols.lock(protocol=made, by=by)
    assert list(Protocol.objects.visible_to(cast.clinician)) == [made]
    assert list(Protocol.objects.visible_to(cast.other_ward_clinician)) == []


def test_measures_of_services_that_somebody_does_not_reach_are_counted_and_not_shown(cast, define):
    one, two = define(service=cast.ward_one, kind="balancing"), define(name="Two", service=cast.ward_two)
    made = protocols.write(
        project=cast.harbour, said=said(), measures=[one, two], primary=two, by=cast.improvement_lead
    )
    made = protocols.lock(protocol=made, by=cast.improvement_lead)
    seen = queries.whole(made, cast.clinician)
    assert [each.measure for each in seen.standings] == [one]
    assert (seen.hidden, seen.is_intact) == (1, True)


# Before or after


def test_it_is_locked_before_as_long_as_no_figure_follows_the_change(cast, locked, family, take):
    take(family[1], shares([(18, 28)] * 12))  # of the year before
    found = standing(locked, family[1], cast.improvement_lead)
    assert (found.locked_before, found.first) == (True, None)
    assert "No figure that follows the change" in presenter.label_why(found, "Europe/London")


def test_it_stays_locked_before_when_the_figures_come_later(cast, locked, family, take):
    with clock.set_to(datetime(2027, 2, 3, 9, tzinfo=UTC)):
        take(family[1], shares([(18, 28)], labels=["2027-01-01"]))
    found = standing(locked, family[1], cast.improvement_lead)
    assert found.locked_before
    assert presenter.label(found) == "Locked before"


def test_it_is_locked_after_where_a_figure_that_follows_was_there_even_if_it_was_undone(
    cast, draft, family, take
):
    brought = take(family[1], shares([(18, 28)], labels=["2027-01-01"]))
    figures.undo(brought=brought, why="Wrong file.", by=cast.improvement_lead)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        made = protocols.lock(protocol=draft, by=cast.improvement_lead)
    found = standing(made, family[1], cast.improvement_lead)
    assert not found.locked_before
    assert "after the first point following the change was stored or shown" in presenter.label_why(
        found, "Europe/London"
    )
    assert standing(made, family[0], cast.improvement_lead).locked_before  # measure by measure


def test_figures_that_were_replaced_since_were_seen_all_the_same(cast, draft, family, take):
    take(family[1], shares([(18, 28)], labels=["2027-01-01"]))
    first = clock.now()
    with clock.set_to(first + timedelta(days=1)):
        made = protocols.lock(protocol=draft, by=cast.improvement_lead)
    with clock.set_to(first + timedelta(days=2)):
        take(family[1], shares([(19, 28)], labels=["2027-01-01"]), clash="replace")
    assert standing(made, family[1], cast.improvement_lead).first == first


@pytest.mark.parametrize(
    ("label", "follows"),
    [("2026-11-01", False), ("2026-12-01", True), ("2027-01-01", True)],
)
def test_the_month_that_the_change_falls_in_follows_it_too(cast, draft, family, take, label, follows):
    take(family[1], shares([(18, 28)], labels=[label]))
    assert (family[1].pk in queries.first_seen([family[1]], CHANGE_ON)) is follows


def test_a_missing_figure_shows_nothing(family, take):
    take(family[2], [Figure("", "2027-01-01", 0, None, None)])
    assert queries.first_seen([family[2]], CHANGE_ON) == {}


def test_a_table_counts_from_when_it_was_read_in_because_its_chart_is_shown_before_it_is_taken(
    cast, family, take
):
    read_in = clock.now()
    brought = take(family[1], shares([(18, 28)], labels=["2027-01-01"]))
    type(brought).objects.filter(pk=brought.pk).update(taken_at=read_in + timedelta(hours=5))
    assert queries.first_seen([family[1]], CHANGE_ON) == {family[1].pk: read_in}


def test_points_without_dates_are_placed_by_when_they_came(cast, define, take):
    measure = define(name="In order", chart="xmr", step="order")
    today = clock.today("Europe/London")
    take(measure, [Figure("", "first", 0, 3.0, None)])
    assert queries.first_seen([measure], today + timedelta(days=1)) == {}
    assert queries.first_seen([measure], today) == {measure.pk: clock.now()}


# Amendments and what changed


def test_a_change_without_an_amendment_is_shown_and_an_amendment_covers_it(cast, locked, family):
    family[1] = judging.rejudge(measure=family[1], said={"target": 0.8, "trend": 6}, by=cast.improvement_lead)
    found = standing(locked, family[1], cast.improvement_lead)
    assert presenter.changed(found) == ["target 90% → 80%", "points that make a trend 7 → 6"]
    amended(cast, locked, family)
    found = standing(locked, family[1], cast.improvement_lead)
    assert presenter.changed(found) == []
    assert found.since == locked.locked_at  # it had been fixed all along, with the same date of change


def test_phases_and_left_out_points_after_the_lock_are_changes(cast, locked, family, take):
    take(family[1], shares([(18, 28)] * 12))
    judging.begin_phase(measure=family[1], label="2025-06-01", why="So.", by=cast.improvement_lead)
    judging.leave_out(measure=family[1], label="2025-03-01", why="Shut.", by=cast.improvement_lead)
    assert presenter.changed(standing(locked, family[1], cast.improvement_lead)) == [
        "phases: none → June 2025",
        "points left out: none → March 2025",
    ]


def test_a_withdrawn_measure_is_a_change(cast, locked, family):
    measures.withdraw(measure=family[0], why="Nobody answers.", by=cast.improvement_lead)
    assert presenter.changed(standing(locked, family[0], cast.improvement_lead)) == [
        "withdrawn since: Nobody answers."
    ]


def test_an_amendment_needs_a_reason_a_change_and_the_latest_state(cast, locked, family):
    with pytest.raises(Refused, match="Nothing was changed"):
        amended(cast, locked, family)
    with pytest.raises(Refused, match="Say why"):
        amended(cast, locked, family, why=" ", said=said(stops_after=18))
    first = amended(cast, locked, family, said=said(stops_after=18))
    with pytest.raises(Refused, match="Somebody amended this protocol meanwhile"):
        amended(cast, locked, family, said=said(stops_after=24))
    second = amended(cast, locked, family, said=said(stops_after=24), after=1)
    assert (first.follows, second.follows) == (locked.fingerprint, first.fingerprint)
    assert queries.whole(locked, cast.improvement_lead).document["stops"] == {"after": 24}
    locked.refresh_from_db()
    assert locked.document["stops"] == {"after": 12}


def test_a_draft_is_not_amended(cast, draft, family):
    with pytest.raises(Refused, match="change its draft instead"):
        amended(cast, draft, family, said=said(stops_after=18))


def test_a_measure_added_or_a_date_moved_by_an_amendment_is_fixed_since_the_amendment(
    cast, locked, family, define, take
):
    more = define(name="More")
    take(more, shares([(18, 28)], labels=["2027-01-01"]))
    with clock.set_to(clock.now() + timedelta(days=1)):
        amended(cast, locked, [*family, more])
        assert not standing(locked, more, cast.improvement_lead).locked_before
        assert standing(locked, family[0], cast.improvement_lead).since == locked.locked_at
    with clock.set_to(clock.now() + timedelta(days=2)):
        moved = amended(cast, locked, [*family, more], after=1, said=said(change_on=date(2026, 12, 20)))
        assert standing(locked, family[0], cast.improvement_lead).since == moved.created_at


# The record


def test_every_fingerprint_fits_as_long_as_nobody_reaches_past_the_actions(cast, locked, family):
    amended(cast, locked, family, said=said(stops_after=18))
    chain = queries.chain_of(Protocol.objects.get())
    assert [entry.fits for entry in chain] == [True, True]


@pytest.mark.django_db(transaction=False)
def test_a_record_that_was_changed_in_the_database_no_longer_fits(cast, locked, family, monkeypatch):
    amended(cast, locked, family, said=said(stops_after=18))
    found = Protocol.objects.select_related("locked_by").get()
    found.document["stops"] = {"after": 6}  # as if its row had been rewritten
    chain = queries._checked(found, list(Amendment.objects.all()))
    assert [entry.fits for entry in chain] == [False, True]
    late = Amendment.objects.get()
    late.why = "Another reason."
    assert [entry.fits for entry in queries._checked(Protocol.objects.get(), [late])] == [True, False]
    late.follows = "0" * 64
    assert not queries._checked(Protocol.objects.get(), [late])[1].fits


def test_a_fingerprint_covers_who_when_and_what_it_follows():
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    made = locking.fingerprint({"name": "A"}, at=at, by="m")
    others = [
        locking.fingerprint({"name": "B"}, at=at, by="m"),
        locking.fingerprint({"name": "A"}, at=at + timedelta(microseconds=1), by="m"),
        locking.fingerprint({"name": "A"}, at=at, by="n"),
        locking.fingerprint({"name": "A"}, at=at, by="m", follows=made),
        locking.fingerprint({"name": "A"}, at=at, by="m", number=1),
        locking.fingerprint({"name": "A"}, at=at, by="m", why="So."),
    ]
    assert len({made, *others}) == 7
    assert locking.fingerprint({"b": 1, "a": 2}, at=at, by="m") == locking.fingerprint(
        {"a": 2, "b": 1}, at=at, by="m"
    )


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Protocol, {"document": {}}),
        (Protocol, {"name": "Another"}),
        (Protocol, {"state": "draft"}),
        (Amendment, {"why": "Another."}),
        (ProtocolMeasure, {"version": 9}),
    ],
)
def test_the_database_refuses_to_change_what_is_locked(cast, locked, family, model, change):
    amended(cast, locked, family, said=said(stops_after=18))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**change)


def test_the_database_refuses_to_take_away_what_is_locked(cast, locked, family):
    amended(cast, locked, family, said=said(stops_after=18))
    for model in (Amendment, ProtocolMeasure, Protocol):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize(
    "broken",
    [
        {"stops_after": None},
        {"stops_on": date(2027, 1, 1)},
        {"stops_after": 0},
        {"stops_after": None, "stops_on": CHANGE_ON},
        {"state": "locked"},
        {"fingerprint": "f" * 64},
        {"document": {}},
    ],
)
def test_the_database_refuses_a_draft_that_no_action_makes(draft, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Protocol.objects.filter(pk=draft.pk).update(**broken)


def test_the_database_refuses_a_second_of_what_there_is_one_of(cast, locked, family):
    one = amended(cast, locked, family, said=said(stops_after=18))
    twice = {
        "project": cast.harbour,
        "protocol": locked,
        "why": "So.",
        "document": {},
        "fingerprint": "f",
        "by": one.by,
    }
    for wrong in (
        {"number": 1, "follows": "other"},
        {"number": 2, "follows": one.follows},
        {"number": 0, "follows": "other"},
        {"number": 2, "follows": "other", "why": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Amendment.objects.create(**{**twice, **wrong})
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolMeasure.objects.create(project=cast.harbour, protocol=locked, measure=family[0])


def test_a_protocol_of_another_project_is_out_of_reach(cast, define):
    with inside(cast.lantern.pk):
        theirs = define(project=cast.lantern, by=cast.lantern_improvement_lead, kind="balancing")
        made = protocols.write(
            project=cast.lantern,
            said=said(),
            measures=[theirs],
            primary=theirs,
            by=cast.lantern_improvement_lead,
        )
    with pytest.raises(NotAllowed):
        protocols.lock(protocol=made, by=cast.improvement_lead)
    with pytest.raises(NotAllowed):
        protocols.write(
            project=cast.harbour, said=said(), measures=[theirs], primary=theirs, by=cast.improvement_lead
        )


def test_what_is_done_stands_in_the_trail(cast, locked, family):
    amended(cast, locked, family, said=said(stops_after=18))
    events = AuditRow.objects.filter(about_kind__contains="rotocol") | AuditRow.objects.filter(
        about_kind__contains="mendment"
    )
    assert list(events.order_by("pk").values_list("event", flat=True)) == [
        "protocol drafted", "protocol locked", "protocol amended",
    ]  # fmt: skip


# What waits


def test_a_project_without_a_balancing_measure_is_asked_what_might_get_worse(cast, define):
    def waiting(viewer):
        return [item.words for item in agenda.balancing(viewer)]

    assert waiting(cast.improvement_lead) == []  # nothing is measured yet
    define()
    assert waiting(cast.improvement_lead) == ["Choose a balancing measure: what might get worse?"]
    assert waiting(cast.supervisor) == waiting(cast.programme_office) == []
    define(name="Falls", kind="balancing", chart="xmr", better="down")
    assert waiting(cast.improvement_lead) == []
