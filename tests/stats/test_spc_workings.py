"""The workings of a chart: from their numbers alone, with a calculator, the very lines that are drawn."""

from __future__ import annotations

from math import isnan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.stats.spc import Refused, Settings, judge, workings

CHARTS = ["run", "xmr", "p", "pp", "u", "up", "c", "g", "t", "ip"]
SIZED = {"p", "pp", "u", "up", "ip"}


def by_calculator(one) -> tuple[float, float, float]:
    """Centre and limits of one phase, from what its workings say and nothing else; limits are NaN on a run chart."""
    if one.chart == "run":
        return sum(one.middle) / len(one.middle), np.nan, np.nan
    if one.chart in {"p", "pp", "u", "up", "ip", "c"}:
        mean = one.total / one.size_total
    else:
        mean = one.total / one.used
    centre = mean
    if one.chart == "xmr":
        reach = 2.66 * one.ranges.used_total / one.ranges.used
    elif one.chart in {"p", "pp"}:
        reach = 3 * sqrt(mean * (1 - mean) / one.row_size)
    elif one.chart in {"u", "up", "c"}:
        reach = 3 * sqrt(mean / one.row_size)
    elif one.chart == "g":
        reach, centre = 3 * sqrt(mean * (mean + 1)), sum(one.middle) / len(one.middle)
    elif one.chart == "t":
        reach = 3 / 1.128 * one.ranges.used_total / one.ranges.used
    else:
        reach = 3 * sqrt(pi / 2) * (one.ranges.used_total / one.ranges.used) / sqrt(one.row_size)
    if one.chart in {"pp", "up"}:
        reach *= one.ranges.used_total / one.ranges.used / 1.128
    lower, upper = mean - reach, mean + reach
    if one.chart not in {"xmr", "ip"}:
        lower = max(lower, 0.0)
    if one.chart in {"p", "pp"}:
        upper = min(upper, 1.0)
    if one.chart == "t":
        return mean**3.6, lower**3.6, upper**3.6
    return centre, lower, upper


def a_series(chart: str, seed: int, rows: int = 40):
    random = np.random.default_rng(seed)
    n = random.integers(20, 200, rows).astype(float)
    if chart in {"p", "pp"}:
        return random.binomial(n.astype(int), 0.4).astype(float), n
    if chart in {"u", "up"}:
        return random.poisson(n * 0.1).astype(float), n
    if chart == "ip":
        return n * random.normal(12, 2, rows), n
    if chart in {"c", "g"}:
        return random.poisson(9, rows).astype(float), None
    return np.round(random.gamma(2, 5, rows) + 0.1, 2), None


@pytest.mark.parametrize("chart", CHARTS)
@given(
    seed=st.integers(0, 10_000),
    starts=st.lists(st.integers(3, 36), max_size=2, unique=True),
    out=st.sets(st.integers(0, 39), max_size=4),
    missing=st.sets(st.integers(0, 39), max_size=4),
    baseline=st.sampled_from([None, 12]),
    multiply=st.sampled_from([1.0, 1000.0]),
    screen=st.booleans(),
)
def test_a_calculator_gets_the_lines_that_are_drawn(
    chart, seed, starts, out, missing, baseline, multiply, screen
):
    y, n = a_series(chart, seed)
    y[list(missing)] = np.nan
    phase = 1 + np.sum([np.arange(40) >= start for start in starts], axis=0, dtype=np.int64) * np.ones(
        40, int
    )
    excluded = np.isin(np.arange(40), list(out))
    multiply = 1.0 if chart in {"p", "pp"} else multiply
    settings = Settings(chart=chart, baseline=baseline, multiply=multiply, screen=screen)
    judged = judge(y, n, phase=phase, excluded=excluded, settings=settings)
    found = workings(y, n, phase=phase, excluded=excluded, settings=settings)
    assert [one.phase for one in found] == list(range(1, int(phase[-1]) + 1))
    for one in found:
        lines = [float(line[0, one.row]) for line in (judged.own_centre, judged.own_lower, judged.own_upper)]
        np.testing.assert_allclose(
            [one.centre * multiply, one.lower * multiply, one.upper * multiply], lines, rtol=1e-9, atol=1e-12
        )
        if one.used >= 2 and (chart == "run" or not isnan(lines[2])):
            mine = [value * multiply for value in by_calculator(one)]
            np.testing.assert_allclose(mine, lines, rtol=1e-9, atol=1e-9 * multiply)
        for point in one.points:
            here = [judged.own_lower[0, point.row], judged.own_upper[0, point.row]]
            mine = [point.lower * multiply, point.upper * multiply]
            np.testing.assert_allclose(mine, here, rtol=1e-12, atol=1e-12)
        assert one.used + one.missing + one.excluded + one.beyond == one.last - one.first + 1
        assert sum(point.used for point in one.points) == one.used
        if one.ranges is not None:
            apart = [point.range for point in one.points if not isnan(point.range)]
            assert (len(apart), sum(apart)) == (one.ranges.count, pytest.approx(one.ranges.total))
            kept = [point.range for point in one.points if point.range_used]
            assert (len(kept), sum(kept)) == (one.ranges.used, pytest.approx(one.ranges.used_total))


def test_the_published_example_of_screening_is_worked_out_step_by_step():
    weekly = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    (one,) = workings(weekly, settings=Settings(chart="xmr"))
    ranges = one.ranges
    assert (ranges.count, ranges.total, ranges.left_out) == (17, 32.0, (4, 5))
    assert ranges.screen_at == pytest.approx(3.267 * 32 / 17)
    assert (ranges.used, ranges.used_total, ranges.used_mean) == (15, 15.0, 1.0)
    assert (round(one.lower, 2), round(one.centre, 2), round(one.upper, 2)) == (-0.72, 1.94, 4.6)


def test_montgomerys_fraction_of_cans_is_worked_out():
    """Introduction to Statistical Quality Control, example 7.1: 347 of 1,500 leak; limits 0.0524 and 0.4102 of 50 cans."""
    leaking = [
        12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
    ]  # fmt: skip
    (one,) = workings(leaking, [50] * 30, settings=Settings(chart="p"))
    assert (one.total, one.size_total, one.row_size) == (347.0, 1500.0, 50.0)
    assert [round(value, 4) for value in (one.mean, one.lower, one.upper)] == [0.2313, 0.0524, 0.4102]


def test_screening_that_would_leave_no_width_is_not_applied():
    (one,) = workings([5.0] * 10 + [6.0] * 10, settings=Settings(chart="xmr"))
    assert (one.ranges.left_out, one.ranges.used) == ((), 19)


def test_a_given_centre_is_told_apart_from_a_found_one():
    found = workings([3.0, 4.0, 5.0], settings=Settings(chart="xmr", centre=10.0))
    assert (found[0].given, found[0].centre) == (True, 10.0)


def test_an_empty_phase_and_a_single_point_have_no_limits():
    (one,) = workings([3.0, np.nan], settings=Settings(chart="xmr"))
    assert (one.used, one.centre, isnan(one.lower)) == (1, 3.0, True)
    (none,) = workings([np.nan, np.nan], settings=Settings(chart="xmr"))
    assert none.used == 0
    assert isnan(none.centre)


@pytest.mark.parametrize("chart", ["mr", "xbar", "s"])
def test_charts_whose_points_are_no_values_are_refused(chart):
    with pytest.raises(Refused, match="no chart type"):
        workings([3.0, 4.0], settings=Settings(chart=chart))
