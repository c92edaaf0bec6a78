"""Where series end, have gaps, or do not vary at all."""

import numpy as np
import pytest

from alongside.stats.spc import CHART_TYPES, Settings, judge
from alongside.stats.spc.ranges import mean_range

EVERY_CHART = sorted(CHART_TYPES)
NAN = np.nan


def sizes_for(chart, shape):
    return np.full(shape, 100.0) if CHART_TYPES[chart].denominator == "required" else None


def judge_with(chart, y, **settings):
    y = np.atleast_2d(np.array(y, dtype=float))
    sd = np.ones(y.shape) if CHART_TYPES[chart].needs_spread else None
    return judge(y, sizes_for(chart, y.shape), sd=sd, settings=Settings(chart=chart, **settings))


@pytest.mark.parametrize("chart", EVERY_CHART)
@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (3, 0)])
def test_no_series_and_series_without_rows_are_judged_without_complaint(chart, shape):
    judged = judge_with(chart, np.zeros(shape).tolist() if shape[1] else np.zeros(shape))
    assert judged.signals.sum() == 0
    assert all(icon is None for icon in judged.variation)


@pytest.mark.parametrize("chart", EVERY_CHART)
def test_a_series_of_missing_points_has_no_lines_no_icons_and_says_so(chart):
    judged = judge_with(chart, [[NAN] * 20], better="up", target=1.0)

    assert np.isnan(judged.centre).all()
    assert np.isnan(judged.upper).all()
    assert [judged.verdict_at(0, row) for row in range(20)] == [None] * 20
    assert (judged.variation[0], judged.assurance[0], judged.last[0]) == (None, None, -1)
    assert [note.sentence() for note in judged.notes[0]] == ["there is no usable point"]


@pytest.mark.parametrize("chart", EVERY_CHART)
def test_one_point_has_a_centre_line_but_no_limits(chart):
    judged = judge_with(chart, [[NAN, 4.0, NAN]])

    assert np.isnan(judged.upper).all()
    assert not judged.signals.any()
    if chart != "mr":
        assert judged.centre[0, 1] == judged.y[0, 1]
        assert judged.verdict_at(0, 1) == "common"
        assert judged.variation[0] is None


def test_two_points_have_limits():
    judged = judge_with("xmr", [[4.0, 6.0]])
    assert [judged.lower[0, 0], judged.centre[0, 0], judged.upper[0, 0]] == pytest.approx([-0.32, 5, 10.32])


def test_limits_need_two_neighbouring_points_and_a_range_never_reaches_over_a_gap():
    apart = judge_with("xmr", [[4.0, NAN, 6.0, NAN, 8.0] * 5])
    assert apart.centre[0, 0] == 6
    assert apart.upper[0, 0] == pytest.approx(6 + 2.66 * 4)  # only from 8 to the next 4

    alone = judge_with("xmr", [[4.0, NAN] * 15])
    assert np.isnan(alone.upper).all()
    assert alone.variation[0] is None
    assert "no two neighbouring rows" in " ".join(note.sentence() for note in alone.notes[0])


def test_an_excluded_point_leaves_a_gap_in_the_ranges():
    judged = judge([4.0, 5.0, 100.0, 9.0, 10.0], excluded=[0, 0, 1, 0, 0], settings=Settings(chart="xmr"))

    assert judged.centre[0, 0] == 7
    assert judged.upper[0, 0] == pytest.approx(7 + 2.66 * 1)
    assert judged.y[0, 2] == 100
    assert judged.signals_at(0, 2) == []
    assert judged.verdict_at(0, 2) is None


def test_lines_are_drawn_through_a_gap():
    judged = judge_with("xmr", [[4.0, 5.0, NAN, 4.0, 5.0]])
    assert judged.centre[0, 2] == 4.5
    assert judged.upper[0, 2] == judged.upper[0, 0]


def test_a_denominator_of_zero_is_a_gap_without_limits():
    judged = judge([2.0, 0.0, 3.0], [10.0, 0.0, 10.0], settings=Settings(chart="p"))

    assert np.isnan(judged.y[0, 1])
    assert np.isnan(judged.upper[0, 1])
    assert judged.centre[0].tolist() == [0.25] * 3
    assert judged.verdict_at(0, 1) is None
    assert "rows with a denominator of 0, which are gaps: 1" in [note.sentence() for note in judged.notes[0]]


def test_a_missing_numerator_keeps_the_limits_its_denominator_allows():
    judged = judge([2.0, NAN, 3.0], [10.0, 10.0, 10.0], settings=Settings(chart="p"))
    assert judged.upper[0, 1] == judged.upper[0, 0]


@pytest.mark.parametrize("chart", EVERY_CHART)
@pytest.mark.parametrize("multiply", [1, 100])
@pytest.mark.parametrize(("value", "rows"), [(0.1, 20), (0.95, 36), (0.0, 30), (95.0, 36), (7.3, 45)])
def test_a_constant_series_is_never_flagged(chart, multiply, value, rows):
    judged = judge_with(chart, [[value] * rows], better="down", multiply=multiply)

    assert not judged.signals.any()
    assert judged.variation[0] == "common"
    assert "neighbours_alike" not in [note.code for note in judged.notes[0]]


def test_a_constant_series_has_three_lines_in_one_place_and_meets_a_target_there():
    judged = judge_with("xmr", [[0.95] * 36], better="up", target=0.95, multiply=1)

    assert judged.lower[0, 0] == judged.centre[0, 0] == judged.upper[0, 0] == 0.95
    assert judged.assurance[0] == "pass"


def test_equal_rates_of_unequal_size_are_a_constant_series():
    sizes = [10.0, 20.0, 30.0, 70.0, 110.0] * 6
    for chart in ("p", "pp", "u", "up"):
        judged = judge([size * 3 / 10 for size in sizes], sizes, settings=Settings(chart=chart))
        assert not judged.signals.any()


def test_one_step_in_a_flat_series_is_not_screened_into_limits_without_width():
    judged = judge_with("xmr", [[5.0] * 10 + [9.0] * 10])
    assert judged.upper[0, 0] == pytest.approx(7 + 2.66 * 4 / 19)


def test_rounding_is_not_a_width_either():
    almost = [0.3, 0.1 + 0.2] * 5
    judged = judge_with("xmr", [[*almost, *(value + 5 for value in almost)]])
    assert judged.upper[0, 0] == pytest.approx(2.8 + 2.66 * 5 / 19)


def test_screening_happens_once_and_says_how_many_ranges_it_left_out():
    judged = judge_with("xmr", [[1.0, 2.0] * 10 + [40.0] + [1.0, 2.0] * 10])
    assert judged.upper[0, 0] == pytest.approx(judged.centre[0, 0] + 2.66)
    assert "moving ranges left out as too wide when the limits of phase 1 were set: 2" in [
        note.sentence() for note in judged.notes[0]
    ]


def test_a_range_exactly_at_the_bound_is_left_out_and_one_below_it_is_kept():
    # The ranges are 1, 1 and 4, their mean 2.
    values, all_count = np.array([[0.0, 1.0, 2.0, 6.0]]), np.ones((1, 4), dtype=bool)
    assert mean_range(values, all_count, screen=True, screen_at=2.0).mean[0] == 1
    assert mean_range(values, all_count, screen=True, screen_at=2.001).mean[0] == 2


def test_a_rate_stays_between_nothing_and_all():
    low = judge([0.0, 1.0] * 10, [10.0] * 20, settings=Settings(chart="p", multiply=100))
    high = judge([10.0, 9.0] * 10, [10.0] * 20, settings=Settings(chart="pp", multiply=100))

    assert low.lower.max() == low.lower_2s.max() == 0
    assert high.upper.max() == high.upper_2s.max() == 100
    assert "points whose lower limit is 0: 20; a fall cannot signal here by going below it" in [
        note.sentence() for note in low.notes[0]
    ]
    assert "no_rise_above" in [note.code for note in high.notes[0]]


def test_limits_of_individual_values_may_be_negative():
    assert judge_with("xmr", [[0.0, 1.0] * 10]).lower[0, 0] < 0


def test_a_given_centre_is_in_the_unit_plotted_and_the_limits_stand_around_it():
    xmr = judge_with("xmr", [[0.4, 0.6] * 10], centre=55.0, multiply=100)
    assert [xmr.centre[0, 0], xmr.upper[0, 0]] == pytest.approx([55, 55 + 2.66 * 20])

    p = judge([5.0] * 20, [10.0] * 20, settings=Settings(chart="p", centre=20.0, multiply=100))
    assert p.upper[0, 0] == pytest.approx(100 * (0.2 + 3 * (0.16 / 10) ** 0.5))


def test_each_series_may_have_its_own_target_and_centre():
    y = [[9.0, 11.0] * 10, [9.0, 11.0] * 10, [9.0, 11.0] * 10]
    settings = Settings(
        chart="xmr", better="up", target=[1.0, None, 99.0], centre=np.array([np.nan, 10.5, 20.0])
    )
    judged = judge(y, settings=settings)

    assert judged.assurance.tolist() == ["pass", None, "fail"]
    assert judged.centre[:, 0].tolist() == [10, 10.5, 20]
    assert [settings.target_of(series) for series in range(3)] == [1.0, None, 99.0]


def test_series_of_different_lengths_do_not_touch_each_other():
    long, short = [3.0, 4.0] * 10, [8.0, 9.0, 7.0]
    block = judge([long, short + [1e9] * 17], length=[20, 3], settings=Settings(chart="xmr"))
    alone = judge(short, settings=Settings(chart="xmr"))

    assert np.isnan(block.y[1, 3:]).all()
    assert not block.phase[1, 3:].any()
    assert not block.in_baseline[1, 3:].any()
    assert block.upper[1, :3].tolist() == alone.upper[0].tolist()
    assert np.isnan(block.upper[1, 3:]).all()
    assert block.last.tolist() == [19, 2]
    assert "not_the_last_row" not in [note.code for note in block.notes[1]]
