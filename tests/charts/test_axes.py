"""Axes: round marks that hold everything, months and years that can be read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.charts.time_axis import time_axis
from alongside.charts.value_axis import value_axis
from tests.charts.examples import days, months


def labels(axis) -> list[tuple[str, str]]:
    return [(tick.label, tick.below) for tick in axis.ticks]


def test_values_near_zero_start_the_axis_at_zero_and_others_do_not():
    assert value_axis([3, 18]).low == 0
    assert value_axis([150, 180]).low == 150
    assert value_axis([-4, 18]).low <= -4


def test_shares_stay_between_nothing_and_all():
    axis = value_axis([0.83, 0.997], percent=True)
    assert axis.high == 1.0
    assert value_axis([0.0, 0.04], percent=True).low == 0.0
    assert value_axis([1.0, 1.0], percent=True).high == 1.0


def test_one_value_stands_between_nothing_and_its_double():
    axis = value_axis([5])
    assert (axis.low, axis.high) == (0, 10)
    assert value_axis([0, 0]).high > 0
    assert value_axis([-5]).low == -10


def test_big_numbers_are_marked_in_thousands_and_millions():
    assert value_axis([0, 900]).magnitude == 1
    assert value_axis([0, 250_000]).magnitude == 1e3
    assert value_axis([0, 2_000_000]).magnitude == 1e6


@given(st.lists(st.floats(-1e12, 1e12, allow_nan=False), min_size=1, max_size=30), st.booleans())
def test_an_axis_holds_its_values_with_a_handful_of_round_marks(values, percent):
    axis = value_axis(values, percent=percent)
    room = 1e-6 * (axis.high - axis.low)
    assert axis.low - room <= min(values)
    assert max(values) <= axis.high + room
    assert 2 <= len(axis.ticks) <= 9
    steps = [b - a for a, b in zip(axis.ticks, axis.ticks[1:], strict=False)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-6)
    shown = steps[0] * (100 if percent else 1)
    leading = shown / 10 ** math.floor(math.log10(shown) + 1e-9)
    assert min(abs(leading - nice) for nice in (1, 2, 2.5, 5)) < 1e-5


def test_months_are_named_and_each_year_stands_once():
    axis = time_axis(months(15, "2024-11-01"), 1000, 13)
    assert labels(axis)[:4] == [("Nov", "2024"), ("Dec", ""), ("Jan", "2025"), ("Feb", "")]
    years = [below for _, below in labels(axis) if below]
    assert len(years) == len(set(years))
    assert years[-1] == "2026"


def test_marks_thin_out_to_round_months_and_then_to_years():
    narrow = time_axis(months(36, "2023-04-01"), 250, 13)
    assert {label for label, _ in labels(narrow)} == {"Jan", "Jul"}
    decades = time_axis(months(360, "1990-01-01"), 300, 13)
    assert all(label.isdigit() for label, _ in labels(decades))


def test_weeks_and_days_have_their_dates_where_there_is_room():
    assert labels(time_axis(days(5, "2026-03-02", 7), 700, 13))[0] == ("2 Mar", "2026")
    assert [label for label, _ in labels(time_axis(days(3, "2026-03-02"), 700, 13))] == [
        "2 Mar",
        "3 Mar",
        "4 Mar",
    ]


def test_dates_lie_where_they_fall_and_a_missing_month_leaves_its_room():
    axis = time_axis(["2026-01-01", "2026-02-01", "2026-05-01"], 700, 13)
    first, second, third = axis.places
    assert (third - second) / (second - first) == pytest.approx(89 / 31)


def test_months_that_end_are_marked_at_their_ends():
    axis = time_axis(["2026-01-31", "2026-02-28", "2026-03-31"], 700, 13)
    assert [tick.place for tick in axis.ticks] == pytest.approx(list(axis.places))


def test_labels_that_are_no_dates_lie_side_by_side_in_their_order():
    axis = time_axis(["Cedar", "Ash", "Birch"], 700, 13)
    assert labels(axis) == [("Cedar", ""), ("Ash", ""), ("Birch", "")]
    assert axis.places == pytest.approx((1 / 6, 1 / 2, 5 / 6))


def test_places_of_other_dates_can_be_found():
    axis = time_axis(months(12, "2026-01-01"), 700, 13)
    assert axis.find("2026-06-15") == pytest.approx((axis.places[5] + axis.places[6]) / 2, abs=0.005)
    assert axis.find("2031-01-01") is None
    assert axis.find("Cedar") is None
    assert time_axis(["a", "b"], 700, 13).find("b") == 0.75


def test_there_is_room_for_what_happened_since_the_last_point_but_not_for_ever():
    labels = [f"2025-{month:02}-01" for month in range(1, 13)]
    plain = time_axis(labels, 600, 14)
    since = time_axis(labels, 600, 14, since=["2026-01-20"])
    assert plain.find("2026-01-20") is None
    assert 0.95 < since.find("2026-01-20") < 1
    assert since.places[-1] < plain.places[-1]
    assert time_axis(labels, 600, 14, since=["2025-06-09", "2026-08-01", "soon"]) == plain
