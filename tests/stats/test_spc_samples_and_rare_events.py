"""Samples (xbar and s), sizes that differ (I prime), and what lies between rare events (g and t)."""

import numpy as np
import pytest

from alongside.stats.spc import Conventions, Settings, judge, sample_figures
from alongside.stats.spc.factors import c4, c4_of_sizes, d2, d3

NAN = np.nan


def codes(judged):
    return [note.code for note in judged.notes[0]]


def test_figures_of_a_sample_leave_out_what_is_missing():
    means, sizes, spreads = sample_figures([4.0, NAN, 8.0, 5.0, NAN], [0, 0, 0, 2, 1], 4)
    assert sizes.tolist() == [2, 0, 1, 0]
    np.testing.assert_allclose(means, [6, NAN, 5, NAN])
    np.testing.assert_allclose(spreads, [8**0.5, NAN, NAN, NAN])


def test_equal_values_have_exactly_no_spread():
    for value in (0.1, 0.95, 73.3):
        means, _, spreads = sample_figures([value] * 20, [0] * 20, 1)
        assert (means[0], spreads[0]) == (value, 0)


@pytest.mark.parametrize(
    ("size", "of_c4", "of_d2", "of_d3"),
    [
        (2, 0.7979, 1.128, 0.853),
        (3, 0.8862, 1.693, 0.888),
        (10, 0.9727, 3.078, 0.797),
        (25, 0.9896, 3.931, 0.708),
    ],
)
def test_factors_are_those_of_montgomerys_appendix(size, of_c4, of_d2, of_d3):
    assert round(c4(size), 4) == of_c4
    assert d2(size) == pytest.approx(of_d2, abs=0.00051)
    assert d3(size) == pytest.approx(of_d3, abs=0.00051)


def test_c4_of_neighbouring_sizes_multiplies_to_what_it_must():
    # c4(n) c4(n + 1) = √((n − 1)/n), exactly; also where the series takes over from the gamma function.
    for size in (*range(2, 400), 5000, 10**6):
        assert c4(size) * c4(size + 1) == pytest.approx(((size - 1) / size) ** 0.5, rel=1e-14)
    many = np.array([[2.0, 5.0, NAN, 1.0, 0.0, 2000.0]])
    np.testing.assert_array_equal(c4_of_sizes(many), [[c4(2), c4(5), NAN, NAN, NAN, c4(2000)]])
    with pytest.raises(ValueError, match="one value"):
        c4(1)
    with pytest.raises(ValueError, match="one value"):
        d2(1)


def test_limits_of_unequal_samples_rest_on_the_pooled_spread_and_say_so():
    sizes, spreads = [4, 9, 4], [1.0, 2.0, 3.0]
    pooled = ((3 * 1 + 8 * 4 + 3 * 9) / 14) ** 0.5
    for sigma, within in ((None, pooled), ("pooled", pooled), ("sbar", 2.0)):
        judged = judge([5.0, 6.0, 7.0], sizes, sd=spreads, settings=Settings(chart="xbar", sigma=sigma))
        assert judged.centre[0, 0] == pytest.approx((20 + 54 + 28) / 17)
        assert judged.upper[0, 1] - judged.centre[0, 1] == pytest.approx(3 * within / (c4(9) * 3))
        assert ("spread_pooled" in codes(judged)) is (sigma is None)
        s = judge(spreads, sizes, settings=Settings(chart="s", sigma=sigma))
        assert s.centre[0, 0] == pytest.approx(within)


def test_equal_samples_use_the_mean_of_their_spreads():
    judged = judge([1.0, 2.0, 4.0], [5, 5, 5], settings=Settings(chart="s"))
    assert judged.centre[0, 0] == pytest.approx(7 / 3)
    assert judged.upper[0, 0] == pytest.approx(7 / 3 * 2.0890, abs=1e-4)  # B4 of five
    assert judged.lower[0, 0] == 0
    assert "no_fall_below" in codes(judged)


def test_only_samples_behind_the_lines_decide_whether_sizes_vary():
    judged = judge([1.0, 2.0, 4.0, 9.0], [5, 5, 5, 8], settings=Settings(chart="s", baseline=3))
    assert judged.centre[0, 0] == pytest.approx(7 / 3)


def test_a_sample_of_one_counts_in_the_mean_but_has_no_limits_and_one_of_none_is_a_gap():
    judged = judge(
        [5.0, 6.0, 100.0, NAN], [5, 5, 1, 0], sd=[1.0, 2.0, 0.0, NAN], settings=Settings(chart="xbar")
    )
    assert judged.centre[0, 0] == pytest.approx((25 + 30 + 100) / 11)
    assert np.isnan(judged.upper[0, 2])
    assert judged.verdict_at(0, 2) == "common"
    assert judged.verdict_at(0, 3) is None
    assert {"samples_of_one", "spread_pooled"} <= set(codes(judged))
    assert "no_denominator" not in codes(judged)


def test_a_chart_of_spreads_is_judged_by_its_limits_unless_runs_are_asked_for():
    spreads = [3.0] * 12 + [1.0] * 12
    sizes = [5] * 24
    nhs = judge(spreads, sizes, settings=Settings(chart="s"))
    runs = judge(spreads, sizes, settings=Settings(chart="s", rules="anhoej"))
    assert not nhs.signals.any()
    assert nhs.runs_of(0)[0]["signal"]
    assert runs.signals_at(0, 0) == [("shift", "high")]


def test_phases_exclusions_and_baselines_hold_for_samples_too():
    means = [5.0, 6.0] * 10 + [15.0, 16.0] * 3
    judged = judge(
        means, [4] * 26, sd=[1.0] * 26, phase=[1] * 20 + [2] * 6, excluded=[1] + [0] * 25,
        settings=Settings(chart="xbar", better="up", baseline=16),
    )  # fmt: skip
    assert judged.centre[0, 0] == pytest.approx((6 + 5 * 7 + 6 * 7) / 15)
    assert judged.judged_by[0, 25] == 1
    assert judged.own_centre[0, 25] == pytest.approx(15.5)
    assert judged.variation[0] == "improvement_high"


def test_a_g_chart_draws_the_median_and_a_given_centre_is_the_mean():
    values = [3.0, 9.0, 0.0, 20.0, 8.0] * 4
    found = judge(values, settings=Settings(chart="g"))
    given = judge(values, settings=Settings(chart="g", centre=40))
    assert found.centre[0, 0] == 8
    assert found.upper[0, 0] == pytest.approx(8 + 3 * (8 * 9) ** 0.5)
    assert found.upper_2s[0, 0] == pytest.approx(8 + 2 * (8 * 9) ** 0.5)
    assert given.centre[0, 0] == pytest.approx(27.72)
    assert given.upper[0, 0] == pytest.approx(40 + 3 * (40 * 41) ** 0.5)
    assert "the given centre 40 is a mean; the line drawn is the median that goes with it, 27.72" in [
        note.sentence() for note in given.notes[0]
    ]


@pytest.mark.parametrize("chart", ["g", "t"])
def test_of_rules_about_neighbours_rare_events_are_asked_only_for_a_shift_from_the_median(chart):
    rising = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0]
    judged = judge([*rising, 16.0], settings=Settings(chart=chart, better="up"))
    assert ("shift", "high") in judged.signals_at(0, 15)
    assert not judged.signals[[1, 2]].any()  # trend and two in three
    assert judged.variation[0] == "improvement_high"


def test_where_the_lower_limit_is_nothing_a_note_says_that_a_fall_cannot_signal():
    for chart in ("g", "t", "mr", "s"):
        sizes = [5] * 4 if chart == "s" else None
        judged = judge([1.0, 9.0, 2.0, 12.0], sizes, settings=Settings(chart=chart))
        assert np.nanmax(judged.lower) == 0
        assert "a fall cannot signal here" in " ".join(note.sentence() for note in judged.notes[0])


def test_many_between_events_is_a_signal_above_the_limit():
    judged = judge([3.0, 5.0, 4.0, 2.0] * 5 + [90.0], settings=Settings(chart="g", baseline=20))
    assert ("outside", "high") in judged.signals_at(0, 20)


def test_a_time_of_nothing_between_two_events_is_drawn_and_said():
    judged = judge([3.0, 0.0, 5.0, 9.0], settings=Settings(chart="t"))
    assert judged.y[0, 1] == 0
    assert np.isfinite(judged.upper).all()
    assert "times of 0 between two events: 1; a t chart takes times to be more than 0" in " ".join(
        note.sentence() for note in judged.notes[0]
    )


def test_times_that_are_all_nothing_are_a_constant_series():
    judged = judge([0.0] * 20, settings=Settings(chart="t"))
    assert judged.upper[0, 0] == judged.centre[0, 0] == 0
    assert not judged.signals.any()


def test_a_given_centre_of_a_t_chart_is_drawn_as_it_was_given():
    judged = judge([3.0, 7.0, 5.0, 9.0], settings=Settings(chart="t", centre=6.1))
    assert judged.centre[0, 0] == 6.1
    assert judged.lower[0, 0] < 6.1 < judged.upper[0, 0]


def test_an_i_prime_chart_of_equal_sizes_is_an_xmr_chart_with_exact_constants():
    values = np.array([4.0, 7.0, 5.0, 9.0, 6.0, 30.0, 5.0, 4.0])
    prime = judge(values * 8, [8.0] * 8, settings=Settings(chart="ip"))
    xmr = judge(values, settings=Settings(chart="xmr", conventions=Conventions(constants="exact")))
    np.testing.assert_allclose(prime.upper, xmr.upper)
    np.testing.assert_allclose(prime.lower_2s, xmr.lower_2s)
    assert codes(prime) == codes(xmr)


def test_the_spread_of_an_i_prime_chart_rests_on_its_baseline_without_excluded_points():
    values, sizes = [40.0, 70.0, 50.0, 60.0, 900.0, 90.0], [10.0, 14.0, 10.0, 12.0, 10.0, 9.0]
    kept = judge(values[:4], sizes[:4], settings=Settings(chart="ip"))
    fixed = judge(values, sizes, settings=Settings(chart="ip", baseline=4))
    without = judge(values[:5], sizes[:5], excluded=[0, 0, 0, 0, 1], settings=Settings(chart="ip"))
    np.testing.assert_allclose(fixed.upper[0, :4], kept.upper[0])
    np.testing.assert_allclose(without.upper[0, :4], kept.upper[0])


def test_wild_ranges_of_an_i_prime_chart_are_screened_once_and_said():
    values = [10.0, 12.0] * 10 + [90.0] + [10.0, 12.0] * 5
    screened = judge(values, [2.0] * 31, settings=Settings(chart="ip"))
    whole = judge(values, [2.0] * 31, settings=Settings(chart="ip", screen=False))
    assert screened.upper[0, 0] < whole.upper[0, 0]
    assert "ranges_screened" in codes(screened)


def test_a_given_centre_of_an_s_chart_carries_its_limits_along():
    judged = judge([1.0, 2.0, 4.0], [5, 5, 5], settings=Settings(chart="s", centre=2.0))
    assert judged.upper[0, 0] == pytest.approx(2 * 2.0890, abs=1e-4)
