"""How a measure is judged: chart and rules, phases and left-out points, each with its reason, and what the database holds of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from alongside.core.actions import Refused, Stale
from alongside.core.models import AuditRow
from alongside.improvement import units
from alongside.improvement.actions import figures, judging, measures
from alongside.improvement.models import Exclusion, Measure, Phase, Rejudging
from alongside.improvement.queries import charts, glance, marked, series
from alongside.improvement.reading import Figure
from alongside.programmes.access import NotAllowed
from alongside.stats.spc import CHART_TYPES, Settings, judge

from .conftest import MONTHS, shares, values

LONG = [f"{year}-{month:02}-01" for year in (2023, 2024, 2025) for month in range(1, 13)]


def long_shares(part: str = "") -> list[Figure]:
    pairs = [(40 + place % 5 + (30 if place >= 18 else 0), 100) for place in range(36)]
    return shares(pairs, part=part, labels=LONG)


def documents(measure):
    return charts.documents(measure, series.parts(measure))


# Chart and rules


def test_what_is_not_said_is_judged_as_the_nhs_charts_do(measure):
    assert charts.settings_of(measure) == Settings(chart="p", better="up", per_year=12)


def test_every_choice_reaches_the_judge(cast, define):
    measure = define(chart="u", target=3)
    said = {
        "rules": "anhoej", "trend": 6, "two_in_three": "within", "screen": False, "multiply": 1000.0, "baseline": 12,
        "centre": 5.0,
    }  # fmt: skip
    measure = judging.rejudge(measure=measure, said=said, by=cast.improvement_lead)
    assert charts.settings_of(measure) == Settings(chart="u", better="up", target=3, per_year=12, **said)


def test_once_there_are_figures_a_change_needs_a_reason_and_keeps_what_it_was(cast, charted):
    with pytest.raises(Refused, match="there are figures already"):
        judging.rejudge(measure=charted, said={"chart": "run"}, by=cast.improvement_lead)
    judging.rejudge(
        measure=charted, said={"chart": "run", "trend": 7}, why="Too few people.", by=cast.improvement_lead
    )
    kept = Rejudging.objects.get()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Rejudging.objects.update(why="Something else.")
    assert (kept.was, kept.became, kept.why) == ({"chart": "p"}, {"chart": "run"}, "Too few people.")
    assert kept.by == cast.membership(cast.improvement_lead)


def test_shares_may_be_drawn_as_a_run_chart_and_back(cast, charted):
    for chart in ("run", "p", "u", "xmr"):
        charted = judging.rejudge(
            measure=charted, said={"chart": chart}, why="Tried.", by=cast.improvement_lead
        )
        assert charted.chart == chart


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"chart": "p"}, "needs a denominator"),
        ({"chart": ""}, "Choose a chart"),
        ({"chart": "pie"}, "no such chart"),
        ({"trend": 5}, "not a choice for trend"),
        ({"baseline": 1}, "at least 2 rows"),
        ({"multiply": 0.0}, "more than 0"),
        ({"chart": "c"}, "the numerator is negative"),
        ({}, "Nothing was changed"),
        ({"chart": "xmr"}, "Nothing was changed"),
    ],
)
def test_what_can_not_be_drawn_is_refused_in_words(cast, define, take, said, why):
    measure = define(chart="xmr")
    take(measure, values([3.0, -4.0, 5.0]))
    with pytest.raises(Refused, match=why):
        judging.rejudge(measure=measure, said=said, why="To see.", by=cast.improvement_lead)


def test_a_share_is_shown_in_per_cent_and_its_centre_is_a_share(cast, charted):
    for said, why in (({"multiply": 1000.0}, "in per cent"), ({"centre": 60.0}, "between 0% and 100%")):
        with pytest.raises(Refused, match=why):
            judging.rejudge(measure=charted, said=said, why="To see.", by=cast.improvement_lead)


def test_only_charts_that_the_figures_allow_are_drawable(define, take, charted):
    lengths = define(name="Length of stay", chart="xmr")
    take(lengths, values([3.0, 4.5, 5.0]))
    assert set(charts.drawable(lengths, series.parts(lengths))) >= {"xmr", "run"}
    assert not {"p", "pp", "u", "up", "c", "g"} & set(charts.drawable(lengths, series.parts(lengths)))
    assert {"p", "pp", "u", "up", "xmr", "run"} <= set(charts.drawable(charted, series.parts(charted)))
    assert "c" not in charts.drawable(charted, series.parts(charted))


def test_every_chart_offered_is_one_that_can_be_judged(define):
    assert set(charts.drawable(define(), [])) == set(Measure.Chart.values) & set(CHART_TYPES)


def test_figures_that_the_chart_can_not_show_are_not_taken(define, take):
    falls = define(name="Falls", chart="c", better="down")
    with pytest.raises(Refused, match=r"2025-02-01: the numerator is negative \(-1\)"):
        take(falls, values([3.0, -1.0]))
    assert series.parts(falls) == []


def test_the_laney_chart_is_suggested_where_shares_vary_more_than_chance_and_never_taken_by_itself(
    define, take, charted
):
    wild = define(name="Seen within four hours")
    take(wild, shares([(7000 + (900 if n % 3 else 0) + 300 * (n % 2), 10_000) for n in range(12)]))
    assert charts.suggested(wild, series.parts(wild)) == "pp"
    assert charts.suggested(charted, series.parts(charted)) == ""
    wild.refresh_from_db()
    assert wild.chart == "p"


def test_a_rate_is_never_shown_in_per_cent(cast, charted):
    rate = judging.rejudge(measure=charted, said={"chart": "u"}, why="Events.", by=cast.improvement_lead)
    assert not charts.shows_percent(rate, series.parts(rate))


# Phases


def test_a_phase_begins_at_a_point_of_the_data_for_a_reason(cast, measure, take):
    take(measure, long_shares())
    begun = judging.begin_phase(
        measure=measure, label=LONG[18], why="The form asks the question now.", by=cast.improvement_lead
    )
    assert begun.by == cast.membership(cast.improvement_lead)
    (document,) = documents(measure)
    assert [point["phase"] for point in document["points"]] == [1] * 18 + [2] * 18
    assert document["phases"][1] == {
        "phase": 2,
        "x": LONG[18],
        "reason": "The form asks the question now.",
    }


def test_phases_are_judged_as_the_library_judges_them(cast, measure, take):
    take(measure, long_shares())
    judging.begin_phase(measure=measure, label=LONG[18], why="One.", by=cast.improvement_lead)
    judging.begin_phase(measure=measure, label=LONG[31], why="Two.", by=cast.improvement_lead)
    judging.leave_out(measure=measure, label=LONG[3], why="The ward was shut.", by=cast.improvement_lead)
    (part,) = series.parts(measure)
    block = charts.judged(measure, [part])
    phase = [1] * 18 + [2] * 13 + [3] * 5
    excluded = [place == 3 for place in range(36)]
    again = judge(part.y, part.n, phase=phase, excluded=excluded, settings=charts.settings_of(measure))
    for name in ("centre", "lower", "upper", "judged_by", "excluded", "verdict"):
        np.testing.assert_array_equal(getattr(block, name), getattr(again, name))
    assert block.judged_by[0, -1] == 2  # five points are too few for lines of their own


@pytest.mark.parametrize(
    ("label", "why", "said"),
    [
        ("2023-01-01", "Something changed", "nothing lies before it"),
        ("2024-07-15", "Something changed", "There is no point there"),
        ("2024-07-01", "  ", "Say what changed"),
    ],
)
def test_a_phase_that_can_not_begin_there_is_refused(cast, measure, take, label, why, said):
    take(measure, long_shares())
    with pytest.raises(Refused, match=said):
        judging.begin_phase(measure=measure, label=label, why=why, by=cast.improvement_lead)


def test_no_phase_begins_twice_at_a_point_but_again_after_it_was_taken_back(cast, measure, take):
    take(measure, long_shares())
    said = {"measure": measure, "label": LONG[18], "why": "The form changed.", "by": cast.improvement_lead}
    first = judging.begin_phase(**said)
    with pytest.raises(Refused, match="begins at this point already"):
        judging.begin_phase(**said)
    with pytest.raises(Refused, match="Say why it is taken back"):
        judging.withdraw_phase(phase=first, why=" ", by=cast.improvement_lead)
    judging.withdraw_phase(phase=first, why="The form had changed in May.", by=cast.improvement_lead)
    assert [point["phase"] for point in documents(measure)[0]["points"]] == [1] * 36
    with pytest.raises(Refused, match="taken back already"):
        judging.withdraw_phase(phase=first, why="Again.", by=cast.improvement_lead)
    judging.begin_phase(**said)
    assert Phase.objects.count() == 2


def test_a_phase_of_one_series_leaves_the_others_as_they_are(cast, measure, take):
    take(measure, long_shares("Red") + long_shares("Blue"))
    judging.begin_phase(
        measure=measure, label=LONG[18], part="Red", why="A new form on Red.", by=cast.improvement_lead
    )
    judging.begin_phase(measure=measure, label=LONG[24], why="A new card for all.", by=cast.improvement_lead)
    phases = {one["key"]: {p["x"] for p in one["phases"]} for one in documents(measure)}
    assert phases == {"Red": {LONG[0], LONG[18], LONG[24]}, "Blue": {LONG[0], LONG[24]}}
    with pytest.raises(Refused, match="no point there"):
        judging.begin_phase(
            measure=measure, label=LONG[20], part="Green", why="None.", by=cast.improvement_lead
        )


def test_a_series_without_that_very_point_begins_the_phase_at_its_next(cast, measure, take):
    take(measure, long_shares("Red") + [one for one in long_shares("Blue") if one.label != LONG[18]])
    judging.begin_phase(measure=measure, label=LONG[18], why="A new form.", by=cast.improvement_lead)
    begins = {one["key"]: one["phases"][1]["x"] for one in documents(measure)}
    assert begins == {"Red": LONG[18], "Blue": LONG[19]}


def test_points_without_dates_are_named_by_their_order(cast, define, take):
    measure = define(chart="xmr", step="order")
    names = ["tenth", "ninth", "eighth", "seventh"]
    take(measure, [Figure("", name, place, float(place), None) for place, name in enumerate(names)])
    judging.begin_phase(measure=measure, label="eighth", why="A new machine.", by=cast.improvement_lead)
    judging.leave_out(measure=measure, label="tenth", why="A trial.", by=cast.improvement_lead)
    (document,) = documents(measure)
    assert [point["phase"] for point in document["points"]] == [1, 1, 2, 2]
    assert [point["excluded"] for point in document["points"]] == [True, False, False, False]
    with pytest.raises(Refused, match="nothing lies before it"):
        judging.begin_phase(measure=measure, label="tenth", why="A new machine.", by=cast.improvement_lead)


# Points left out


def test_a_point_is_left_out_for_a_reason_and_counts_again_for_another(cast, charted):
    out = judging.leave_out(
        measure=charted, label=MONTHS[4], why="The ward was shut.", by=cast.improvement_lead
    )
    (document,) = documents(charted)
    assert document["points"][4]["excluded"]
    assert document["exclusions"] == [{"x": MONTHS[4], "reason": "The ward was shut."}]
    back = judging.take_back(exclusion=out, why="It was shut for a day, no more.", by=cast.improvement_lead)
    assert back.withdrawn_by == cast.membership(cast.improvement_lead)
    assert not documents(charted)[0]["points"][4]["excluded"]
    assert Exclusion.objects.count() == 1


def test_what_is_no_point_can_not_be_left_out_nor_one_twice(cast, define, take):
    measure = define(chart="run")
    take(measure, values([3.0, None, 4.0]))
    by = cast.improvement_lead
    for label in (MONTHS[1], "2031-01-01"):
        with pytest.raises(Refused, match="no figure at that point"):
            judging.leave_out(measure=measure, label=label, why="Shut.", by=by)
    with pytest.raises(Refused, match="Say why this point"):
        judging.leave_out(measure=measure, label=MONTHS[0], why=" ", by=by)
    judging.leave_out(measure=measure, label=MONTHS[0], why="Shut.", by=by)
    with pytest.raises(Refused, match="left out already"):
        judging.leave_out(measure=measure, label=MONTHS[0], why="Shut.", by=by)


# Who, and what is kept


@pytest.mark.parametrize("who", ["supervisor", "peer_worker", "project_evaluator", "clinician"])
def test_who_may_not_change_measures_decides_nothing_of_it(cast, charted, who):
    by = getattr(cast, who)
    for refused in (
        lambda: judging.rejudge(measure=charted, said={"trend": 6}, why="So.", by=by),
        lambda: judging.begin_phase(measure=charted, label=MONTHS[5], why="So.", by=by),
        lambda: judging.leave_out(measure=charted, label=MONTHS[5], why="So.", by=by),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_somebody_of_another_project_reaches_no_mark(cast, charted):
    phase = judging.begin_phase(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    out = judging.leave_out(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    for model, record in ((Phase, phase), (Exclusion, out)):
        assert list(model.objects.visible_to(cast.clinician)) == [record]
        for who in (cast.lantern_improvement_lead, cast.stranger):
            assert not model.objects.visible_to(who).exists()


def test_a_withdrawn_measure_is_judged_as_it_was(cast, charted):
    measures.withdraw(measure=charted, why="Counted twice.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="was withdrawn"):
        judging.begin_phase(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)


def test_a_stale_change_of_judging_is_refused(cast, charted):
    judging.rejudge(measure=charted, said={"trend": 6}, why="One.", by=cast.improvement_lead, version=1)
    with pytest.raises(Stale):
        judging.rejudge(measure=charted, said={"trend": 7}, why="Two.", by=cast.improvement_lead, version=1)


def test_what_is_decided_stands_in_the_trail_without_its_reason(cast, charted):
    by = cast.improvement_lead
    judging.rejudge(measure=charted, said={"trend": 6}, why="Amina wanted it.", by=by)
    phase = judging.begin_phase(measure=charted, label=MONTHS[5], why="Amina began.", by=by)
    judging.withdraw_phase(phase=phase, why="She didn't.", by=by)
    out = judging.leave_out(measure=charted, label=MONTHS[5], why="Amina was away.", by=by)
    judging.take_back(exclusion=out, why="She was there.", by=by)
    rows = AuditRow.objects.filter(about_kind__startswith="improvement.").order_by("pk")
    assert list(rows.values_list("event", flat=True))[-5:] == [
        "measure judged in another way", "phase begun", "phase withdrawn", "point left out", "point counts again",
    ]  # fmt: skip
    assert not rows.filter(others__contains="Amina").exists()


@pytest.mark.parametrize(
    ("model", "broken"),
    [
        (Phase, {"why": ""}),
        (Phase, {"part": "Red"}),
        (Phase, {"withdrawn_why": "So."}),
        (Phase, {"withdrawn_at": "2026-01-01T00:00:00Z"}),
        (Exclusion, {"why": ""}),
        (Exclusion, {"withdrawn_why": "So."}),
    ],
)
def test_the_database_refuses_a_mark_that_no_action_makes(cast, charted, model, broken):
    judging.begin_phase(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    judging.leave_out(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**broken)


def test_the_database_refuses_a_second_mark_at_one_point(cast, charted):
    phase = judging.begin_phase(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    out = judging.leave_out(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    for mark in (phase, out):
        mark.pk, mark._state.adding = None, True
        mark.id = type(mark)._meta.pk.get_default()
        with pytest.raises(IntegrityError), transaction.atomic():
            mark.save(force_insert=True)


# Many at once, and what is yet to be taken


def test_marks_of_many_measures_are_two_queries(cast, define, take, django_assert_num_queries):
    many = [define(name=f"Measure {n}") for n in range(5)]
    for one in many:
        take(one, shares([(18, 28)] * 12))
        judging.begin_phase(measure=one, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    with django_assert_num_queries(2):
        found = marked.of_measures(many)
    assert all(len(found[one.pk].phases) == 1 for one in many)


def test_an_undone_import_takes_the_points_of_a_mark_away_and_nothing_breaks(cast, charted, take):
    later = take(charted, shares([(20, 28)], labels=["2026-01-01"]))
    judging.begin_phase(measure=charted, label="2026-01-01", why="So.", by=cast.improvement_lead)
    judging.leave_out(measure=charted, label="2026-01-01", why="So.", by=cast.improvement_lead)
    figures.undo(brought=later, why="Wrong file.", by=cast.improvement_lead)
    (document,) = documents(charted)
    assert {point["phase"] for point in document["points"]} == {1}
    assert document["exclusions"] == []


# Units


@pytest.mark.parametrize(
    ("target", "among", "meant"),
    [
        (95, [0.6, 0.9], 0.95),
        (0.95, [60, 90], 95),
        (95, [60, 90], None),
        (0.95, [0.6, 0.9], None),
        (7, [11.4, 8.2], None),
        (0, [11.4, 8.2], None),
        (7, [], None),
        (7, [0.0, 0.0], None),
        (5000, [3.0, 4.0], None),  # far, and a hundredth of it is far too
        (-95, [-0.6, -0.9], -0.95),
    ],
)
def test_a_target_is_doubted_only_where_a_hundred_times_or_a_hundredth_would_fit(target, among, meant):
    assert units.meant(target, among) == meant


def test_a_glance_at_all_charts_judges_each_as_its_own_page_does(cast, define, take):
    one, other = define(), define(name="Seen in time")
    for each in (one, other):
        take(each, long_shares())
    judging.begin_phase(measure=one, label=LONG[18], why="A new form.", by=cast.improvement_lead)
    judging.leave_out(measure=other, label=LONG[3], why="Shut.", by=cast.improvement_lead)
    seen = glance.look([one, other], today=date(2026, 1, 10))
    assert [each.document() for each in seen.charts] == [*documents(one), *documents(other)]
