"""Rows counted by what they say: numerators, denominators, empty cells, and choices that cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tabular.files import from_excel, gathered, notes, only, problems, values, workbook

ANSWERS = (
    "date,service,fft\n"
    "2026-01-05,Ash,1\n2026-01-06,Ash,2\n2026-01-07,Oak,5\n2026-01-08,Ash,7\n2026-01-09,Oak,\n"
    "2026-03-01,Ash,2\n2026-03-02,Oak,4\n2026-04-02,Oak,6\n"
)
GOOD = {"x": "date", "where": "fft=1|2", "of": "fft=1|2|3|4|5", "every": "month"}


def test_where_counts_the_numerator_and_of_the_denominator() -> None:
    series = only(ANSWERS, **GOOD)
    assert series.labels == ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    assert values(series.y) == [2.0, None, 1.0, None]
    assert values(series.n) == [3.0, None, 2.0, 0.0]


def test_rows_with_an_empty_cell_are_in_neither_and_are_counted() -> None:
    said = notes(ANSWERS, **GOOD)
    assert "Rows that were not counted, because column “fft” is empty: 1 of 8 (6)." in said


def test_by_makes_a_series_for_each_service() -> None:
    result = gathered(ANSWERS, **GOOD, by="service")
    assert [(series.key, values(series.y), values(series.n)) for series in result.series] == [
        ("Ash", [2.0, None, 1.0], [2.0, None, 1.0]),
        ("Oak", [0.0, None, 0.0, None], [1.0, None, 1.0, 0.0]),
    ]


def test_without_a_denominator_months_without_rows_are_zero_unless_it_is_said_otherwise() -> None:
    ask = {"x": "date", "where": "fft=1|2", "every": "month"}
    assert values(only(ANSWERS, **ask).y) == [2.0, 0.0, 1.0, 0.0]
    assert only(ANSWERS, **ask).n is None
    assert values(only(ANSWERS, **ask, missing_dates="gap").y) == [2.0, None, 1.0, 0.0]
    assert values(only(ANSWERS, **ask, missing_dates="omit").y) == [2.0, 1.0, 0.0]


def test_days_without_a_counted_row_are_zeros() -> None:
    assert values(only(ANSWERS, x="date", where="fft=5", every="day", as_of=date(2026, 1, 11)).y) == [
        0.0,
        0.0,
        1.0,
        0.0,
    ]


def test_numbers_are_the_same_however_they_are_written_but_codes_are_not() -> None:
    text = "date,code\n2026-01-01,1\n2026-01-02,1.0\n2026-01-03,01\n2026-01-04,Yes\n2026-01-05, yes\n"
    assert values(only(text, x="date", where="code=1", every="month").y) == [2.0]
    assert values(only(text, x="date", where="code=01", every="month").y) == [1.0]
    assert values(only(text, x="date", where="code=YES", every="month").y) == [2.0]
    assert notes(text, x="date", where="code=YES", every="month") == [
        "In column “code” these were counted as the same: Yes, yes."
    ]


def test_numbers_in_an_excel_file_are_chosen_like_text() -> None:
    data = workbook(["date", "fft"], [date(2026, 1, 5), 1], [date(2026, 1, 6), 2.0], [date(2026, 1, 7), 3])
    assert values(only(from_excel(data), x="date", where="fft=1|2", every="month").y) == [2.0]


def test_numerator_rows_outside_the_denominator_are_a_rate_and_that_is_said() -> None:
    text = "date,kind\n2026-01-01,fall\n2026-01-02,admission\n2026-01-03,admission\n"
    series = only(text, x="date", where="kind=fall", of="kind=admission", every="month")
    assert (values(series.y), values(series.n)) == ([1.0], [2.0])
    assert notes(text, x="date", where="kind=fall", of="kind=admission", every="month") == [
        "This is a rate and not a share, because some rows of the numerator are not in the denominator: 1."
    ]


def test_a_value_that_no_row_has_is_refused_or_said() -> None:
    assert problems(ANSWERS, x="date", where="fft=good|very good", every="month") == [
        "No row has “good”, “very good” in column “fft”. It has: 2, 1, 5, 7, 4, 6."
    ]
    assert "No row has “9” in column “fft”. It has: 2, 1, 5, 7, 4, 6." in notes(
        ANSWERS, x="date", where="fft=1|9", every="month"
    )


def test_the_name_of_a_column_may_have_an_equals_sign_in_it() -> None:
    text = "date,good=1\n2026-01-01,1\n2026-01-02,0\n"
    assert values(only(text, x="date", where="good=1=1", every="month").y) == [1.0]


def test_without_periods_each_row_counts_for_itself_and_repeats_are_refused() -> None:
    assert values(only("date,out\n2026-01-01,y\n2026-01-02,n\n", x="date", where="out=y").y) == [1.0, 0.0]
    assert (
        "already in row 2" in problems("date,out\n2026-01-01,y\n2026-01-01,n\n", x="date", where="out=y")[0]
    )


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({}, "Choose the column to plot (y), or say which rows to count (where)."),
        (
            {"y": "fft", "where": "fft=1"},
            "Choose either a column to plot (y) or rows to count (where), not both.",
        ),
        (
            {"where": "fft=1", "n": "fft"},
            "Rows that are counted (where) take their denominator from rows too (of), not from the "
            "column “fft”.",
        ),
        (
            {"of": "fft=1"},
            "The denominator counts rows (of), so the numerator must too: say which rows to count (where).",
        ),
        (
            {"y": "fft", "of": "fft=1"},
            "The denominator counts rows (of), so the numerator must too: say which rows to count (where).",
        ),
        (
            {"where": "fft"},
            "“fft” does not say which rows to count. "
            "Write a column, an equals sign and values, like outcome=1|2.",
        ),
        (
            {"where": "fft=|"},
            "“fft=|” does not say which rows to count. "
            "Write a column, an equals sign and values, like outcome=1|2.",
        ),
        (
            {"where": "ftt=1"},
            "There is no column “ftt”. Did you mean: fft? The columns are: date, service, fft.",
        ),
        (
            {"y": "fft", "every": "fortnight", "agg": "sum"},
            "Rows cannot be gathered by “fortnight”. Choose day, week, month or quarter.",
        ),
        ({"y": "fft", "every": "week", "agg": "max"}, "Values cannot be gathered as “max”. "
            "Choose sum, mean or median."),
        (
            {"y": "fft", "every": "week", "agg": "sum", "missing_dates": "fill"},
            "“fill” is not a way to treat missing dates. Choose gap, zero or omit.",
        ),
        (
            {"y": "fft", "every": "week"},
            "Say how the values of one week make one point: sum, mean or median (agg), "
            "or give a denominator column (n).",
        ),
        (
            {"y": "fft", "n": "fft", "every": "week", "agg": "mean"},
            "With a denominator, numerators and denominators are added up, so “mean” cannot be used. "
            "Leave it out.",
        ),
        (
            {"where": "fft=1", "every": "week", "agg": "median"},
            "Counted rows are added up, so “median” cannot be used. Leave it out.",
        ),
        (
            {"y": "fft", "agg": "sum"},
            "“sum” gathers values into periods. Say which: day, week, month or quarter (every).",
        ),
        (
            {"y": "fft", "missing_dates": "zero"},
            "How to treat missing dates (zero) only means something with periods. "
            "Say which: day, week, month or quarter (every).",
        ),
        (
            {"y": "fft", "every": "week", "agg": "sum", "allow_repeats": True},
            "This chart needs each value of a sample, so values cannot be gathered as “sum”. Leave it out.",
        ),
        (
            {"y": "fft", "every": "week", "missing_dates": "zero", "allow_repeats": True},
            "A period without values is not a sample of zeros. Choose gap or omit for missing dates.",
        ),
        (
            {"y": "fft", "sd": "fft"},
            "Standard deviations (“fft”) need the means (y) and sizes (n) of their samples beside them.",
        ),
        (
            {"y": "fft", "n": "fft", "sd": "fft", "every": "week"},
            "Standard deviations (“fft”) cannot be gathered by week. Give one row for each sample.",
        ),
    ],
)  # fmt: skip
def test_choices_that_do_not_go_together_are_refused(choice: dict[str, str], sentence: str) -> None:
    assert problems(ANSWERS, x="date", **choice) == [sentence]
