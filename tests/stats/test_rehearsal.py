"""Rehearsing a plan: what comes of it agrees with theory where there is any, and moves the way that it must."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alongside.stats.rehearsal import (
    Chance,
    Plan,
    Refused,
    as_document,
    as_plain,
    rehearse,
    simulate,
)
from alongside.stats.spc import laney_sigma_z
from tests.oracles import rehearsal as theory

DAYS = Plan(chart="xmr", level=11.4, effect=-2.0, spread=2.0, before=24, after=12)
ASKED = Plan(chart="p", level=0.6, effect=0.15, size=30, before=15, after=12)


def about(share: float, *, tries: int) -> object:
    """Within four standard errors of so many tries."""
    return pytest.approx(share, abs=4 * max((share * (1 - share) / tries) ** 0.5, 1 / tries))


def drawn(plan: Plan, series: int, *, changed: bool = True) -> tuple[np.ndarray, np.ndarray | None]:
    return simulate(plan, series, random=np.random.default_rng(7), changed=changed)


# What is simulated


def test_values_have_the_level_spread_and_likeness_that_were_asked_for():
    y, n = drawn(replace(DAYS, autocorrelation=0.4), 4000)

    assert n is None
    assert y[:, :24].mean() == pytest.approx(11.4, abs=0.05)
    assert y[:, 24:].mean() == pytest.approx(9.4, abs=0.05)
    assert y[:, 3].std() == pytest.approx(2.0, rel=0.05)
    assert np.corrcoef(y[:, 9], y[:, 10])[0, 1] == pytest.approx(0.4, abs=0.05)


def test_a_season_lies_where_it_was_said():
    y, _ = drawn(replace(DAYS, season=3.0), 4000, changed=False)

    assert y[:, 0].mean() == pytest.approx(14.4, abs=0.15)
    assert y[:, 6].mean() == pytest.approx(8.4, abs=0.15)
    assert y[:, 12].mean() == pytest.approx(14.4, abs=0.15)


@pytest.mark.parametrize(("chart", "level", "size"), [("p", 0.4, 400.0), ("u", 2.0, 90.0)])
def test_counts_vary_as_much_more_than_chance_as_was_asked_for(chart, level, size):
    plan = Plan(chart=chart, level=level, effect=0.1, size=size, before=500, after=20, overdispersion=2.0)
    y, n = drawn(plan, 40, changed=False)

    assert laney_sigma_z(y, n, chart=chart)[:, 0].mean() == pytest.approx(2.0, rel=0.05)


def test_denominators_are_gone_through_in_turn_and_lost_periods_are_lost():
    y, n = drawn(replace(ASKED, size=(20, 40), missing=0.3), 500)

    assert np.nanmax(n[:, 0]) == 20
    assert np.nanmax(n[:, 1]) == 40
    assert np.isnan(y).mean() == pytest.approx(0.3, abs=0.02)
    assert (np.isnan(y) == np.isnan(n)).all()


# Against theory. A long time before makes the limits as good as known.


def test_points_outside_come_as_often_as_the_binomial_distribution_says():
    plan = Plan(chart="p", level=0.5, effect=0.2, size=40, before=400, after=6)
    told = rehearse(plan, simulations=3000, its=False, month_by_month=False)

    assert told.chart.rules["outside"].share == about(theory.outside_share(40, 0.5, 0.7, 6), tries=1500)


def test_points_outside_come_as_often_as_the_normal_distribution_says():
    plan = Plan(level=0.0, effect=2.0, spread=1.0, before=500, after=6)
    told = rehearse(plan, simulations=3000, its=False, month_by_month=False)

    # The one side alone: limits are only estimated, so a little more room.
    assert told.chart.rules["outside"].share == pytest.approx(theory.outside_value(2.0, 6), abs=0.04)


@pytest.mark.parametrize("periods", [6, 12])
def test_false_shifts_come_as_often_as_a_walk_through_all_runs_says(periods):
    plan = Plan(level=0.0, effect=1.0, spread=1.0, before=300, after=periods)
    told = rehearse(plan, simulations=4000, its=False, month_by_month=False)

    assert told.chart.alarms_by_rule["shift"].share == about(theory.shift_ends(0.5, 30, periods), tries=2000)


@pytest.mark.parametrize("slope", [True, False])
def test_the_analysis_notices_as_often_as_the_noncentral_t_distribution_says(slope):
    # Too short for errors that follow one another, so ordinary least squares: theory knows its power exactly.
    plan = Plan(level=5.0, effect=3.0, spread=1.5, before=11, after=9)
    told = rehearse(plan, simulations=4000, slope=slope)

    assert told.its.errors == "none"
    assert told.its.notices.share == about(theory.jump_noticed(2.0, 11, 9, slope), tries=4000)
    assert told.its.false_alarm.share == about(0.05, tries=4000)
    assert told.its.covers.share == about(0.95, tries=4000)


# What must move, and which way


def test_a_larger_change_is_noticed_more_often():
    small, large = (
        rehearse(replace(DAYS, effect=effect), simulations=600, its=False).chart.notices.share
        for effect in (-0.5, -4.0)
    )
    assert small < 0.5 < 0.95 < large


def test_months_that_resemble_each_other_make_a_chart_cry_wolf():
    alone, alike = (
        rehearse(replace(DAYS, autocorrelation=rho), simulations=600, its=False).chart.false_alarm.share
        for rho in (0.0, 0.6)
    )
    assert alike > alone + 0.1


def test_counting_more_people_notices_more():
    few, many = (
        rehearse(replace(ASKED, size=size), simulations=600, its=False).chart.notices.share
        for size in (8.0, 120.0)
    )
    assert many > few


def test_who_looks_every_month_sees_no_less_as_time_goes_on():
    chart = rehearse(ASKED, simulations=400, its=False).chart

    assert list(chart.noticed_by) == sorted(chart.noticed_by)
    assert list(chart.alarmed_by) == sorted(chart.alarmed_by)
    assert len(chart.noticed_by) == 12
    assert chart.noticed_by[-1] == pytest.approx(chart.notices.share)


def test_a_rise_and_the_same_fall_of_values_are_noticed_alike():
    up, down = (
        rehearse(replace(DAYS, level=0.0, effect=effect), simulations=1500, its=False).chart.notices.share
        for effect in (1.5, -1.5)
    )
    assert up == pytest.approx(down, abs=0.06)


def test_the_same_plan_is_told_the_same():
    assert as_document(rehearse(ASKED, simulations=200)) == as_document(rehearse(ASKED, simulations=200))


def test_a_plan_that_was_kept_can_be_made_again():
    plan = replace(ASKED, size=(20.0, 30.0))
    assert Plan(**as_plain(plan)) == replace(plan, rules="nhs")


def test_a_run_chart_is_judged_by_its_runs():
    told = rehearse(replace(DAYS, chart="run", effect=-6.0), simulations=300, its=False)

    assert told.chart.notices.share > 0.9
    # The Anhøj rules find something in about 5 to 9 of 100 stable series of such a length.
    assert 0.01 < told.chart.false_alarm.share < 0.16


# Notes


def test_a_hopeless_plan_is_called_so():
    codes = {
        code for code, _ in rehearse(replace(DAYS, effect=-0.2, before=6, after=5), simulations=300).notes
    }
    assert {"missed", "provisional", "short"} <= codes


def test_few_expected_and_a_season_too_short_to_see_are_said():
    plan = replace(ASKED, size=6.0, season=0.05)
    assert {"few_expected", "season"} <= {
        code for code, _ in rehearse(plan, simulations=200, its=False).notes
    }


def test_every_note_is_a_sentence():
    for sentence in rehearse(replace(DAYS, effect=-0.2, before=6, after=5), simulations=300).sentences():
        assert "%(" not in sentence
        assert sentence.endswith(".")


# Chances


def test_a_chance_has_the_interval_that_its_tries_allow():
    # Wilson 1927, as worked out for 8 of 10 in Newcombe 1998, Statistics in Medicine 17, 857-872 (method 3).
    chance = Chance(8, 10)
    assert (chance.lower, chance.upper) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert Chance(0, 50).lower == 0
    assert Chance(50, 50).upper == 1
    assert Chance(0, 0).lower is None


# What can't be rehearsed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"chart": "xbar"}, "can't be rehearsed"),
        ({"level": float("nan")}, "level must be a number"),
        ({"effect": 0.0}, "how large a change"),
        ({"before": 2}, "At least 3 periods before the change"),
        ({"after": 1}, "At least 3 periods after the change"),
        ({"before": 500, "after": 30}, "520 periods at most"),
        ({"autocorrelation": 1.0}, "autocorrelation must be between -0.95 and 0.95"),
        ({"missing": 0.95}, "missing must be between 0 and 0.9"),
        ({"spread": None}, "how much the value varies"),
        ({"spread": 0.0}, "spread must be more than 0"),
        ({"size": 30.0}, "has no denominator"),
        ({"trend": 5}, "not a choice for trend"),
        ({"two_in_three": "both"}, "not a choice for two in three"),
    ],
)
def test_what_a_value_plan_refuses(change, said):
    with pytest.raises(Refused, match=said):
        replace(DAYS, **change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"size": None}, "how many are counted"),
        ({"size": 0.0}, "size must be more than 0"),
        ({"spread": 1.0}, "the spread follows from the numbers counted"),
        ({"level": 1.2}, "level must be between 0 and 1"),
        ({"effect": 0.5}, "would be 1.1 after the change"),
        ({"autocorrelation": 0.3}, "can't resemble their neighbours"),
        ({"overdispersion": 0.5}, "overdispersion must be between 1 and 50"),
    ],
)
def test_what_a_plan_of_shares_refuses(change, said):
    with pytest.raises(Refused, match=said):
        replace(ASKED, **change)
