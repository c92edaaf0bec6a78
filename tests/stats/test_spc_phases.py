"""Phases: nothing counts across them; until it has 13 points a new one is judged on the old one's limits."""

import numpy as np
import pytest

from alongside.stats.spc import Conventions, Settings, judge

XMR = Settings(chart="xmr", better="up", target=10.0)
BEFORE = [9.0, 11.0] * 8


def two_phases(after, settings=XMR, **arguments):
    phase = [1] * len(BEFORE) + [2] * len(after)
    return judge([*BEFORE, *after], phase=phase, settings=settings, **arguments)


@pytest.mark.parametrize(("points", "judged_by"), [(1, 1), (12, 1), (13, 2), (14, 2)])
def test_a_phase_stands_on_its_own_from_thirteen_usable_points(points, judged_by):
    judged = two_phases(([19.0, 21.0] * 7)[:points])

    assert set(judged.judged_by[0, 16:].tolist()) == {judged_by}
    assert judged.judged_by[0, :16].tolist() == [1] * 16
    assert round(float(judged.centre[0, -1]), 1) == (
        10 if judged_by == 1 else round(float(judged.own_centre[0, -1]), 1)
    )


def test_before_that_its_points_signal_against_the_old_limits_and_its_own_are_shown_beside_them():
    judged = two_phases([19.0, 21.0] * 6)
    row = 27

    assert judged.own_centre[0, row] == 20
    assert judged.own_lower[0, row] == pytest.approx(20 - 2.66 * 2)
    assert (judged.centre[0, row], judged.upper[0, row]) == (10, pytest.approx(10 + 2.66 * 2))
    assert judged.signals_at(0, row) == [("outside", "high"), ("two_in_three", "high"), ("shift", "high")]
    assert judged.variation[0] == "improvement_high"
    assert not judged.provisional[0, row]
    assert judged.own_provisional[0, row]
    assert [note.code for note in judged.notes[0]][:2] == ["provisional", "judged_on_earlier"]
    assert judged.notes[0][0].sentence() == (
        "limits are provisional: fewer than 13 usable points behind the limits of phase 2"
    )
    assert judged.notes[0][1].sentence() == (
        "phase 2 is judged on the limits of phase 1 until it has 13 usable points"
    )


def test_missing_and_excluded_points_do_not_help_a_phase_to_thirteen():
    thirteen = ([19.0, 21.0] * 7)[:13]
    missing = two_phases([*thirteen[:5], np.nan, *thirteen[6:]])
    excluded = two_phases(thirteen, excluded=[row == 20 for row in range(29)])

    assert missing.judged_by[0, -1] == 1
    assert excluded.judged_by[0, -1] == 1


def test_no_rule_counts_across_a_phase():
    run = judge(
        [1.0] * 13 + [20.0, 21.0] * 2 + [20.0] * 3 + [21.0, 20.0] * 8, phase=[1] * 17 + [2] * 19, settings=XMR
    )
    assert not run.signals[3, 0].any()

    rise = [float(value) for value in range(10)]
    turned = judge([*rise, *rise], phase=[1] * 5 + [2] * 5 + [3] * 5 + [4] * 5, settings=XMR)
    assert not turned.signals[1].any()


def test_short_phases_in_a_row_are_all_judged_on_the_last_one_that_stands_on_its_own():
    values = BEFORE + [19.0, 21.0] * 3 + [29.0, 31.0] * 3 + [39.0, 41.0] * 8
    judged = judge(values, phase=[1] * 16 + [2] * 6 + [3] * 6 + [4] * 16, settings=XMR)

    assert judged.phases.judged_by.tolist() == [[1, 1, 1, 4]]


def test_a_first_phase_without_limits_judges_nobody():
    judged = judge([5.0, 20.0, 21.0, 20.0], phase=[1, 2, 2, 2], settings=XMR)

    assert judged.phases.judged_by.tolist() == [[1, 2]]
    assert judged.centre[0].tolist() == pytest.approx([5, 61 / 3, 61 / 3, 61 / 3])


def test_a_short_first_phase_is_provisional_and_has_no_icons_but_lists_its_signals():
    judged = judge([1.0, 2.0] * 5 + [9.0, 1.0], settings=XMR)

    assert judged.provisional.all()
    assert judged.signals_at(0, 10) == [("outside", "high")]
    assert judged.verdict_at(0, 10) == "improvement"
    assert (judged.variation[0], judged.assurance[0]) == (None, None)


@pytest.mark.parametrize(("points", "icon"), [(12, None), (13, "common")])
def test_icons_are_shown_from_thirteen_points_behind_the_limits(points, icon):
    judged = judge(([9.0, 11.0] * 7)[:points], settings=XMR)
    assert judged.variation[0] == icon


def test_a_baseline_of_twelve_rows_stays_provisional_however_many_follow():
    judged = judge([9.0, 11.0] * 10, settings=Settings(chart="xmr", baseline=12))

    assert judged.provisional.all()
    assert judged.variation[0] is None


def test_each_phase_has_its_own_baseline_and_blank_and_excluded_rows_count_into_it():
    values = [10.0, np.nan, 12.0, 50.0, 50.0, 20.0, 99.0, 22.0, 50.0]
    excluded = [row == 6 for row in range(9)]
    phase = [1] * 5 + [2] * 4
    settings = Settings(chart="run", baseline=3, conventions=Conventions(new_phase="own"))
    judged = judge(values, phase=phase, excluded=excluded, settings=settings)

    assert judged.in_baseline[0].tolist() == [True] * 3 + [False] * 2 + [True] * 3 + [False]
    assert judged.centre[0].tolist() == [11.0] * 5 + [21.0] * 4


def test_each_phase_of_a_run_chart_has_its_median_and_its_runs():
    values = [1.0, 9.0] * 7 + [20.0] * 7 + [29.0] * 7
    judged = judge(values, phase=[1] * 14 + [2] * 14, settings=Settings(chart="run"))

    assert [judged.centre[0, 0], judged.centre[0, -1]] == [5, 24.5]
    assert [runs["phase"] for runs in judged.runs_of(0)] == [1, 2]
    assert [runs["signal"] for runs in judged.runs_of(0)] == [False, True]


def test_a_phase_of_a_p_chart_is_judged_on_the_old_rate_with_its_own_denominators():
    y, n = [10.0] * 15 + [40.0], [100.0] * 15 + [400.0]
    judged = judge(y, n, phase=[1] * 15 + [2], settings=Settings(chart="p"))

    assert judged.upper[0, -1] == pytest.approx(0.1 + 3 * (0.09 / 400) ** 0.5)


def test_a_series_may_lack_the_last_phases_of_its_block():
    judged = judge(
        [[*BEFORE, *([19.0, 21.0] * 7)], [*BEFORE, *[0.0] * 14]],
        phase=[1] * 16 + [2] * 14,
        length=[30, 16],
        settings=XMR,
    )

    assert judged.phases.exists.tolist() == [[True, True], [True, False]]
    assert [len(judged.runs_of(series)) for series in (0, 1)] == [2, 1]
    assert judged.notes[1] == judge(BEFORE, settings=XMR).notes[0]


def test_other_tools_judge_a_new_phase_on_its_own_limits_at_once():
    at_once = Settings(chart="xmr", conventions=Conventions(new_phase="own", firm_after=0))
    judged = two_phases([19.0, 21.0] * 3, settings=at_once)

    assert judged.judged_by[0, -1] == 2
    assert judged.centre[0, -1] == 20
    assert judged.variation[0] == "common"
    assert "provisional" not in [note.code for note in judged.notes[0]]
