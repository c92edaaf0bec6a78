"""Many rows, one point: days, weeks, months, quarters; what is missing and what has not finished."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tabular import Columns
from tests.oracles.gathering import Row
from tests.oracles.gathering import gathered as by_hand
from tests.tabular.files import gathered, notes, only, problems, values

EVENTS = "day,value,of\n2026-01-05,1,10\n2026-01-31,3,10\n2026-02-28,9,10\n2026-04-01,5,10\n"


@pytest.mark.parametrize(
    ("every", "labels"),
    [
        ("day", ["2026-01-05", "2026-01-31", "2026-02-28", "2026-04-01"]),
        ("week", ["2026-01-05", "2026-01-26", "2026-02-23", "2026-03-30"]),
        ("month", ["2026-01-01", "2026-02-01", "2026-04-01"]),
        ("quarter", ["2026-01-01", "2026-04-01"]),
    ],
)
def test_a_period_is_labelled_by_its_first_day_and_weeks_start_on_monday(
    every: str, labels: list[str]
) -> None:
    assert only(EVENTS, x="day", y="value", every=every, agg="sum", missing_dates="omit").labels == labels


@pytest.mark.parametrize(("agg", "january"), [("sum", 4.0), ("mean", 2.0), ("median", 2.0)])
def test_values_of_a_period_are_added_averaged_or_halved(agg: str, january: float) -> None:
    assert values(only(EVENTS, x="day", y="value", every="month", agg=agg).y) == [january, 9.0, None, 5.0]


def test_numerators_and_denominators_are_added_up() -> None:
    series = only(EVENTS, x="day", y="value", n="of", every="month")
    assert values(series.y) == [4.0, 9.0, None, 5.0]
    assert values(series.n) == [20.0, 10.0, None, 10.0]
    assert list(series.lines) == [2, 4, 0, 5]


def test_a_month_that_is_expected_and_not_there_is_a_gap_a_zero_or_left_out() -> None:
    ask = {"x": "day", "y": "value", "every": "month", "agg": "sum"}
    assert values(only(EVENTS, **ask).y) == [4.0, 9.0, None, 5.0]
    assert values(only(EVENTS, **ask, missing_dates="zero").y) == [4.0, 9.0, 0.0, 5.0]
    assert values(only(EVENTS, **ask, missing_dates="omit").y) == [4.0, 9.0, 5.0]
    assert notes(EVENTS, **ask) == ["There are no rows for 2026-03-01: a gap."]
    assert notes(EVENTS, **ask, missing_dates="zero") == ["There are no rows for 2026-03-01: counted as 0."]
    assert notes(EVENTS, **ask, missing_dates="omit") == ["There are no rows for 2026-03-01: left out."]


def test_days_without_rows_are_no_gaps_but_can_be_zeros() -> None:
    text = "day,value\n2026-01-05,1\n2026-01-08,2\n"
    assert values(only(text, x="day", y="value", every="day", agg="sum").y) == [1.0, 2.0]
    zeros = only(text, x="day", y="value", every="day", agg="sum", missing_dates="zero")
    assert values(zeros.y) == [1.0, 0.0, 0.0, 2.0]


def test_a_zero_for_a_missing_month_with_a_denominator_is_still_nothing_to_divide() -> None:
    series = only(EVENTS, x="day", y="value", n="of", every="month", missing_dates="zero")
    assert values(series.y) == [4.0, 9.0, None, 5.0]
    assert values(series.n) == [20.0, 10.0, 0.0, 10.0]


def test_rows_without_a_value_are_left_out_of_their_period_and_named() -> None:
    text = "day,value\n2026-01-05,1\n2026-01-06,n/a\n2026-02-01,\n"
    ask = {"x": "day", "y": "value", "every": "month", "agg": "mean"}
    assert values(only(text, **ask).y) == [1.0, None]
    assert notes(text, **ask) == [
        "Column “value” has no value in 2 of 3 rows (3, 4); written there: n/a. "
        "These rows are left out of their periods."
    ]


def test_pairs_with_half_missing_are_left_out_whole() -> None:
    text = "day,falls,days\n2026-01-05,1,10\n2026-01-06,5,\n2026-01-07,,10\n"
    series = only(text, x="day", y="falls", n="days", every="month")
    assert (values(series.y), values(series.n)) == ([1.0], [10.0])


def test_denominators_that_add_up_to_nothing_are_a_gap_and_named() -> None:
    text = "day,falls,days\n2026-01-05,1,10\n2026-02-06,0,0\n"
    ask = {"x": "day", "y": "falls", "n": "days", "every": "month"}
    assert values(only(text, **ask).y) == [1.0, None]
    assert notes(text, **ask) == [
        "Periods whose denominators add up to 0, which are gaps because there is nothing to divide by: "
        "2026-02-01."
    ]


@pytest.mark.parametrize(
    ("as_of", "labels"),
    [
        (date(2026, 3, 31), ["2026-01-01", "2026-02-01"]),  # the day itself has not finished either
        (date(2026, 4, 1), ["2026-01-01", "2026-02-01", "2026-03-01"]),
        (date(2026, 2, 28), ["2026-01-01"]),
    ],
)
def test_a_month_that_has_not_finished_is_not_plotted(as_of: date, labels: list[str]) -> None:
    text = "day,value\n2026-01-05,1\n2026-02-06,2\n2026-03-06,3\n"
    assert only(text, x="day", y="value", every="month", agg="sum", as_of=as_of).labels == labels


def test_what_has_not_finished_is_said() -> None:
    text = "day,value\n2026-01-05,1\n2026-02-06,2\n2026-02-07,2\n2026-04-01,9\n"
    said = notes(text, x="day", y="value", every="month", agg="sum", as_of=date(2026, 2, 15))
    assert said == [
        "The month from 2026-02-01 had not finished by 2026-02-15, so it and anything later is not plotted. "
        "Rows in it: 3."
    ]


def test_if_nothing_has_finished_that_is_the_problem() -> None:
    assert problems(EVENTS, x="day", y="value", every="quarter", agg="sum", as_of=date(2026, 1, 31)) == [
        "No quarter had finished by 2026-01-31, so there is nothing to plot. "
        "Choose a shorter period or a later date."
    ]


def test_each_series_runs_from_its_own_first_period_to_its_own_last() -> None:
    text = "day,ward,falls\n2026-01-05,Ash,1\n2026-04-05,Ash,1\n2026-02-05,Oak,1\n2026-09-05,Elm,1\n"
    ask = {"x": "day", "y": "falls", "by": "ward", "every": "month", "agg": "sum", "as_of": date(2026, 9, 20)}
    result = gathered(text, **ask)
    assert [(series.key, values(series.y)) for series in result.series] == [
        ("Ash", [1.0, None, None, 1.0]),
        ("Oak", [1.0]),
    ]
    assert "This series ends with 2026-02-01; others in the file go on to 2026-04-01." in notes(text, **ask)
    assert "“Elm” has no finished month yet and is not plotted." in notes(text, **ask)


def test_labels_cannot_be_gathered_into_periods() -> None:
    assert problems("week,falls\nfirst,1\nsecond,2\n", x="week", y="falls", every="month", agg="sum") == [
        f"Row {row}, column “week”: “{label}” is not a date, and rows are gathered by month. "
        "Write a date, like 27/3/2026."
        for row, label in ((2, "first"), (3, "second"))
    ]


def test_a_date_a_century_out_does_not_become_thousands_of_points() -> None:
    text = "day,ward,falls\n1926-01-05,Ash,1\n2026-01-05,Ash,1\n" * 1
    text += "".join(f"{1926 if n % 2 else 2026}-01-05,w{n // 2},1\n" for n in range(40))
    said = problems(text, x="day", y="falls", by="ward", every="day", agg="sum", missing_dates="zero")
    assert said == [
        "From 1926-01-05 (row 2) to 2026-01-05 there would be more than 500,000 points. "
        "Check the first and the last date, or choose longer periods."
    ]


def test_gathering_into_periods_needs_to_know_which_day_it_is() -> None:
    with pytest.raises(TypeError, match="as_of"):
        Columns(x="day", y="value", every="month", agg="sum")


ROWS = st.lists(
    st.builds(
        Row,
        day=st.dates(date(2025, 11, 1), date(2026, 12, 31)),
        series=st.sampled_from(["Ash", "Oak", "Elm"]),
        y=st.none() | st.integers(0, 50).map(float),
        n=st.none() | st.integers(0, 100).map(float),
    ),
    min_size=1,
    max_size=40,
)


@given(
    ROWS,
    st.sampled_from(["day", "week", "month", "quarter"]),
    st.sampled_from(["sum", "mean", "median"]),
    st.sampled_from(["gap", "zero", "omit"]),
    st.dates(date(2026, 6, 1), date(2027, 6, 1)),
    st.booleans(),
)
def test_a_slow_second_implementation_agrees(
    rows: list[Row], every: str, agg: str, missing_dates: str, as_of: date, denominators: bool
) -> None:
    text = "day,ward,y,n\n" + "".join(
        f"{row.day:%d/%m/%Y},{row.series},{'' if row.y is None else row.y},{'' if row.n is None else row.n}\n"
        for row in rows
    )
    ask = {"n": "n"} if denominators else {"agg": agg}
    result = gathered(
        text, x="day", y="y", by="ward", every=every, missing_dates=missing_dates, as_of=as_of, **ask
    )
    ours = {
        series.key: list(
            zip(
                series.labels,
                values(series.y),
                values(series.n) if denominators else [None] * len(series),
                strict=True,
            )
        )
        for series in result.series
    }
    theirs = by_hand(rows, every, agg, missing_dates, as_of, denominators)
    assert ours.keys() == theirs.keys()
    for key, points in theirs.items():
        assert [(label, n) for label, _, n in ours[key]] == [(label, n) for label, _, n in points]
        assert [y for _, y, _ in ours[key]] == pytest.approx([y for _, y, _ in points])
