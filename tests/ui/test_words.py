"""Dates and numbers read as people say them, in the language of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.ui import words
from alongside.ui.jinja import bdi, listed

MARCH = date(2026, 3, 27)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en-gb"):
        yield


def test_days_and_months():
    assert words.day(MARCH) == "27 March 2026"
    assert words.day_and_weekday(MARCH) == "Friday 27 March 2026"
    assert words.short_day(MARCH) == "27 Mar 2026"
    assert words.month(MARCH) == "March 2026"


def test_days_in_welsh():
    with translation.override("cy"):
        assert words.day(MARCH) == "27 Mawrth 2026"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (MARCH, MARCH, "27 March 2026"),
        (date(2026, 3, 1), date(2026, 3, 31), "1 to 31 March 2026"),
        (date(2026, 3, 1), date(2026, 4, 30), "1 March to 30 April 2026"),
        (date(2025, 12, 1), date(2026, 1, 31), "1 December 2025 to 31 January 2026"),
    ],
)
def test_periods_say_nothing_twice(start, end, said):
    assert words.period(start, end) == said


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05 am"),
        (9, 0, "9:00 am"),
        (12, 0, "midday"),
        (12, 30, "12:30 pm"),
        (14, 5, "2:05 pm"),
    ],
)
def test_times_of_day(hour, minute, said):
    assert words.time_of_day(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == said


def test_a_moment_is_said_where_the_project_is():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert words.moment(late) == "1 July 2026 at 12:30 am"
    assert words.moment(late, "America/New_York") == "30 June 2026 at 7:30 pm"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (14, "14 days ago"),
        (15, "12 March 2026"),
        (-1, "tomorrow"),
        (-3, "in 3 days"),
    ],
)
def test_how_long_ago(days, said):
    assert words.since(date.fromordinal(MARCH.toordinal() - days), MARCH) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "due today"), (1, "1 day late"), (3, "3 days late"), (-1, "due in 1 day"), (-5, "due in 5 days")],
)
def test_how_late(days, said):
    assert words.late_by(date.fromordinal(MARCH.toordinal() - days), MARCH) == said


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (0, None, "0"), (2.5, 0, "3"), (-2.5, 0, "-3"), (1234, None, "1,234"), (12.5, None, "12.5"),
        (3.14159, None, "3.14"), (-0.5, None, "-0.5"),
        (1234567.891, None, "1,234,567.9"), (2.0, None, "2"), (2, 1, "2.0"), (Decimal("0.125"), None, "0.13"),
        (0.1 + 0.2, None, "0.3"),
    ],
)  # fmt: skip
def test_numbers_have_no_more_digits_than_they_deserve(value, places, said):
    assert words.number(value, places) == said


def test_shares_carry_what_they_are_of():
    assert words.percentage(0.645) == "65%"
    assert words.percentage(1 / 3) == "33%"
    assert words.percentage(0.645, 1) == "64.5%"
    assert words.share_of(18, 28) == "18 of 28 (64%)"
    assert words.share_of(0, 0) == "none yet"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4), st.integers(0, 3))
def test_rounding_is_never_off_by_more_than_half_a_digit(value, places):
    said = Decimal(words.number(value, places).replace(",", ""))
    assert abs(said - value) <= Decimal(1).scaleb(-places) / 2


def test_a_suppressed_number_is_neither_nought_nor_blank():
    assert words.too_few() == "too few to show"


def test_names_in_a_list_are_joined_as_the_language_does_and_isolated():
    assert words.listed(["Leeds", "York", "Hull"]) == "Leeds, York and Hull"
    assert listed(["Amina", "<b>"]) == "<bdi>Amina</bdi> and <bdi>&lt;b&gt;</bdi>"
    assert listed([]) == ""
    assert bdi("أمينة & <i>") == "<bdi>أمينة &amp; &lt;i&gt;</bdi>"
