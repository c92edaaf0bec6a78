"""Numbers for people: as many digits as they deserve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.charts.numbers import numbers_for


def test_counts_stay_whole_and_their_lines_get_one_decimal():
    numbers = numbers_for([3, 5, 8, 2], [4.1234, 9.87])
    assert numbers.value(5.0) == "5"
    assert numbers.line(4.1234) == "4.1"


def test_large_counts_get_no_decimals_and_a_thousands_separator():
    numbers = numbers_for([1200, 3400], [2345.678])
    assert numbers.line(2345.678) == "2,346"


@pytest.mark.parametrize(
    ("values", "shown"), [([0.912, 0.934], "92.3%"), ([0.2, 0.9], "92%"), ([0.92301, 0.92349], "92.318%")]
)
def test_shares_are_percentages_with_more_decimals_the_closer_they_lie(values, shown):
    assert numbers_for(values, [], percent=True).line(0.92318) == shown


def test_a_target_is_written_as_it_was_chosen():
    assert numbers_for([1, 2], []).exactly(95.0) == "95"
    assert numbers_for([1, 2], []).exactly(7.25) == "7.25"
    assert numbers_for([0.5], [], percent=True).exactly(0.95) == "95%"


def test_below_nothing_there_is_a_minus_sign_but_a_rounded_nothing_has_none():
    numbers = numbers_for([-5, 5], [])
    assert numbers.value(-3) == "\u22123"
    assert numbers.value(-0.0001) == "0"


def test_millions_are_brief_beside_a_line():
    numbers = numbers_for([1_000_000, 2_000_000], [])
    assert numbers.brief(1_623_000) == "1.62m"
    assert numbers.brief(150_000) == "150,000"


def test_per_cent_as_a_unit_stands_behind_the_number():
    assert numbers_for([91, 95], [], unit="%").value(93) == "93%"


@given(
    st.lists(st.floats(-1e200, 1e200), max_size=20),
    st.lists(st.floats(-1e200, 1e200), max_size=20),
    st.booleans(),
)
def test_any_numbers_can_be_written(values, lines, percent):
    numbers = numbers_for(values, lines, percent=percent)
    assert 0 <= numbers.value_decimals <= 6
    assert 0 <= numbers.decimals <= 6
    for value in values + lines:
        assert numbers.value(value)
        assert numbers.line(value)
