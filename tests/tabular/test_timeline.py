"""Periods are counted with gaps kept, and a date is found in its period."""

from datetime import date

import pytest

from alongside.tabular.timeline import timeline_of

MONTHS = ["2025-11-01", "2025-12-01", "2026-02-01"]


def test_months_count_across_a_gap_and_a_new_year():
    assert timeline_of(MONTHS, "month").times(MONTHS).tolist() == [1, 2, 4]


def test_a_date_at_the_start_of_a_period_names_it_and_any_other_falls_inside():
    months = timeline_of(MONTHS, "month")
    assert months.place(date(2025, 12, 1)) == (2, False)
    assert months.place(date(2025, 12, 2)) == (2, True)
    assert months.place(date(2026, 1, 1)) == (3, False)  # a gap is a period too
    assert months.place(date(2025, 10, 31)) == (0, True)


def test_figures_dated_at_the_end_of_a_month_stand_for_it():
    ends = timeline_of(["2026-01-31", "2026-02-28", "2026-03-31"], "month")
    assert ends.times(["2026-01-31", "2026-02-28", "2026-03-31"]).tolist() == [1, 2, 3]
    assert ends.place(date(2026, 2, 1)) == (2, False)
    assert ends.place(date(2026, 2, 28)) == (2, False)
    assert ends.place(date(2026, 2, 14)) == (2, True)


def test_months_that_begin_on_the_fifteenth():
    fifteenths = timeline_of(["2026-01-15", "2026-02-15"], "month")
    assert fifteenths.place(date(2026, 2, 14)) == (1, True)
    assert fifteenths.place(date(2026, 2, 15)) == (2, False)


@pytest.mark.parametrize(
    ("step", "labels", "times", "when", "place"),
    [
        ("day", ["2026-02-27", "2026-03-02"], [1, 4], date(2026, 3, 1), (3, False)),
        ("week", ["2026-01-05", "2026-01-19"], [1, 3], date(2026, 1, 14), (2, True)),
        ("quarter", ["2025-10-01", "2026-04-01"], [1, 3], date(2026, 2, 1), (2, True)),
        ("year", ["2020-04-01", "2022-04-01"], [1, 3], date(2021, 3, 31), (1, True)),
    ],
)
def test_other_periods(step, labels, times, when, place):
    timeline = timeline_of(labels, step)
    assert timeline.times(labels).tolist() == times
    assert timeline.place(when) == place


def test_labels_count_in_their_order():
    rounds = timeline_of(["Baseline", "Round 2", "Round 10"], "")
    assert rounds.times(["Baseline", "Round 10"]).tolist() == [1, 3]
    assert rounds.place("Round 2") == (2, False)
    assert rounds.place("Round 3") is None
    assert rounds.place(date(2026, 1, 1)) is None


def test_dates_without_rhythm_are_months_if_each_month_has_one():
    days = ["2026-01-05", "2026-02-03", "2026-03-09"]
    timeline = timeline_of(days, "point")
    assert timeline.times(days).tolist() == [1, 2, 3]
    assert timeline.place(date(2026, 2, 1)) == (2, False)
    assert timeline_of(["2026-01-05", "2026-01-30", "2026-03-09"], "point") is None
