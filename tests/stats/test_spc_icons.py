"""Icons as they stood at an earlier point, on the lines that the whole series gave."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.stats.spc import Settings, icons_at, judge
from alongside.stats.spc.verdicts import VERDICTS

CHARTS = ["xmr", "run", "mr", "p", "pp", "u", "up", "c"]


def block(chart: str, seed: int, better: str = "up"):
    """Six series of thirty points each, some of them missing, with targets."""
    random = np.random.default_rng(seed)
    n = random.integers(20, 60, size=(6, 30)).astype(float)
    y = random.binomial(n.astype(int), random.uniform(0.05, 0.9, size=(6, 1))).astype(float)
    y[:, 15:] = np.minimum(y[:, 15:] + random.integers(0, 8, size=(6, 1)), n[:, 15:])
    y[random.random(y.shape) < 0.1] = np.nan
    sized = n if chart in {"p", "pp", "u", "up"} else None
    targets = tuple(float(each) for each in random.uniform(0, 1 if chart in {"p", "pp"} else 40, size=6))
    return judge(y, sized, settings=Settings(chart=chart, better=better, target=targets))


@pytest.mark.parametrize("chart", CHARTS)
@given(seed=st.integers(0, 10**6), better=st.sampled_from(["up", "down", "neither"]))
def test_at_the_last_points_they_are_those_of_judging(chart, seed, better):
    judged = block(chart, seed, better)
    variation, assurance = icons_at(judged, judged.last)
    assert variation.tolist() == judged.variation.tolist()
    assert assurance.tolist() == judged.assurance.tolist()


@pytest.mark.parametrize("chart", CHARTS)
@given(seed=st.integers(0, 10**6), row=st.integers(0, 29))
def test_at_any_point_the_icon_repeats_its_verdict_or_is_withheld(chart, seed, row):
    judged = block(chart, seed)
    variation, assurance = icons_at(judged, [row] * 6)
    for series in range(6):
        verdict = VERDICTS[judged.verdict[series, row]]
        if not judged.usable[series, row] or judged.provisional[series, row]:
            assert variation[series] is None
            assert assurance[series] is None
        elif verdict is not None and variation[series] is not None:
            assert variation[series].partition("_")[0] == verdict


@pytest.mark.parametrize("chart", ["xmr", "p"])
@given(seed=st.integers(0, 10**6), row=st.integers(0, 29))
def test_the_target_is_compared_with_the_limits_at_that_point(chart, seed, row):
    judged = block(chart, seed)
    _, assurance = icons_at(judged, [row] * 6)
    for series in range(6):
        target, lower, upper = (
            judged.settings.target_of(series),
            judged.lower[series, row],
            judged.upper[series, row],
        )
        if assurance[series] == "pass":
            assert target <= lower + 1e-9
        elif assurance[series] == "fail":
            assert target >= upper - 1e-9
        elif assurance[series] == "hit_or_miss":
            assert lower - 1e-9 <= target <= upper + 1e-9


def test_an_earlier_signal_is_found_where_it_was():
    steady = [5, 7, 6] * 4 + [20, 6, 5, 7]
    judged = judge(steady, settings=Settings(chart="xmr", better="down"))
    assert [icons_at(judged, [row])[0][0] for row in (11, 12, 15)] == ["common", "concern_high", "common"]


def test_without_a_point_there_is_no_icon():
    judged = judge([[1.0, 2.0] * 10, [np.nan] * 20], settings=Settings(chart="xmr", better="up", target=1.0))
    variation, assurance = icons_at(judged, [-1, -1])
    assert variation.tolist() == [None, None]
    assert assurance.tolist() == [None, None]
    assert icons_at(judged, [19, 3])[0].tolist() == ["common", None]
