"""Dates: ISO, day first, with month names, months alone; and what is refused or noted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tabular.dates import EARLIEST, LATEST, Fault, Read, read_date
from tests.tabular.files import notes, only, problems


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-27", "2026/3/27", "2026.03.27", "20260327", "2026-03-27T23:30:00Z", "2026-03-27 00:00:00",
        "2026-03-27T10:11:12.123+01:00", "27/3/2026", "27/03/26", "27.3.2026", "27-03-2026", "27 3 2026",
        "27/03/2026 14:05", "27/03/2026 2:05 pm", "27 Mar 2026", "27-Mar-26", "27 March 2026",
        "27th March 2026",
        "27th of March 2026", "March 27, 2026", "Mar 27 2026", "Fri 27 Mar 2026", "Friday, 27 March 2026",
        "2026-Mar-27", "27Mar2026", "27 MARCH 2026",
    ],
)  # fmt: skip
def test_each_of_these_is_27_march_2026(text: str) -> None:
    read = read_date(text)
    assert isinstance(read, Read)
    assert read.date == date(2026, 3, 27)


@pytest.mark.parametrize(
    "text",
    [
        "Mar-26",
        "Mar 26",
        "March 2026",
        "Mar 2026",
        "Mar-2026",
        "2026-03",
        "3/2026",
        "2026 Mar",
        "Mar26",
        "Mar '26",
    ],
)
def test_a_month_alone_is_its_first_day(text: str) -> None:
    read = read_date(text)
    assert isinstance(read, Read)
    assert read.date == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    ["", "Ward 3", "Q1 2026", "week 12", "2026", "202603", "2025-26", "2025/26", "1.5", "12/13", "hello",
     "10000-01-01",
     "Smarch 2026", "a" * 5000],
)  # fmt: skip
def test_none_of_these_looks_like_a_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "31/2/2026",
        "29 Feb 2026",
        "2026-02-30",
        "0/1/2026",
        "2026-13-01",
        "27/3/2026 25:00",
        "27/3/2026 13:00 pm",
        "13/13/2026",
    ],
)
def test_days_that_never_were_are_refused(text: str) -> None:
    assert read_date(text) is Fault.NO_SUCH_DATE


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01"])
def test_years_that_can_only_be_slips_are_refused(text: str) -> None:
    assert read_date(text) is Fault.OUT_OF_RANGE


@pytest.mark.parametrize(
    "text", ["29/2/2024", "2024-02-29", "31/12/2199", "1/1/1900", "27/3/2026 23:59:60", "27/3/2026 24:00"]
)
def test_days_at_the_edges_are_read(text: str) -> None:
    assert isinstance(read_date(text), Read)


@given(st.dates(EARLIEST, LATEST))
def test_every_day_is_read_back_from_each_way_of_writing_it(day: date) -> None:
    for style in (
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d %b %Y",
        "%d %B %Y",
        "%Y%m%d",
        "%d.%m.%Y",
        "%A %d %B %Y",
        "%B %d, %Y",
    ):
        read = read_date(day.strftime(style))
        assert isinstance(read, Read)
        assert read.date == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_two_figures_for_the_year_mean_1970_to_2069(day: date) -> None:
    read = read_date(day.strftime("%d/%m/%y"))
    assert isinstance(read, Read)
    assert read.date == day


@given(
    st.text(max_size=70) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,4}", fullmatch=True)
)
def test_any_text_is_a_date_a_fault_or_neither(text: str) -> None:
    read = read_date(text)
    assert read is None or isinstance(read, Read | Fault)


def test_three_styles_in_one_column_are_one_series_in_order() -> None:
    text = "when,falls\n27 Mar 2026,3\n2026-01-05,1\n14/2/2026,2\n"
    series = only(text, x="when", y="falls")
    assert series.labels == ["2026-01-05", "2026-02-14", "2026-03-27"]
    assert list(series.y) == [1, 2, 3]
    assert list(series.lines) == [3, 4, 2]
    assert notes(text, x="when", y="falls") == []


def test_dates_that_could_be_american_are_read_day_first_and_that_is_said() -> None:
    text = "when,falls\n2/2/2026,1\n3/4/2026,1\n5/4/2026,2\n"
    assert only(text, x="when", y="falls").labels == ["2026-02-02", "2026-04-03", "2026-04-05"]
    assert notes(text, x="when", y="falls") == [
        "Dates are read day first: “3/4/2026” in row 3 is 2026-04-03. "
        "If that is wrong, write the dates like 2026-03-27."
    ]


def test_one_day_above_twelve_settles_that_the_day_comes_first() -> None:
    assert notes("when,falls\n3/4/2026,1\n13/4/2026,2\n", x="when", y="falls") == []


def test_a_date_with_the_month_first_is_refused_with_its_row() -> None:
    assert problems("when,falls\n3/4/2026,1\n3/27/2026,2\n", x="when", y="falls") == [
        "Row 3, column “when”: “3/27/2026” has its day where the month should be. "
        "Dates are read day first: write 27/3/2026."
    ]


def test_impossible_and_unlikely_dates_are_refused_with_their_rows() -> None:
    assert problems("when,falls\n2026-02-27,1\n2026-02-31,2\n0026-02-27,3\n", x="when", y="falls") == [
        "Row 3, column “when”: there is no such date as “2026-02-31”. Correct the cell.",
        "Row 4, column “when”: “0026-02-27” is before 1900-01-01 or after 2199-12-31. Check the year.",
    ]


def test_a_total_under_the_dates_is_named() -> None:
    assert problems("when,falls\n2026-01-01,1\n2026-02-01,2\nTotal,3\n", x="when", y="falls") == [
        "Row 4, column “when”: “Total” is not a date, but other rows have dates. Correct it, like 27/3/2026, "
        "or delete the row if it is a total or a remark."
    ]


def test_a_date_among_labels_is_named() -> None:
    assert problems("ward,falls\nAsh,1\nBeech,2\n2026-01-01,3\n", x="ward", y="falls") == [
        "Row 4, column “ward”: “2026-01-01” is a date, but most rows have labels. "
        "Write them all the same way."
    ]


def test_labels_stay_in_the_order_of_the_file() -> None:
    series = only("round,falls\nthird,3\nfirst,1\nsecond,2\n", x="round", y="falls")
    assert series.labels == ["third", "first", "second"]
    assert not series.dated


def test_financial_years_are_labels() -> None:
    series = only("year,falls\n2009/10,3\n2010/11,1\n2011/12,2\n", x="year", y="falls")
    assert series.labels == ["2009/10", "2010/11", "2011/12"]


def test_whole_numbers_are_labels_unless_they_are_excels_days() -> None:
    assert only("n,falls\n1,3\n2,1\n", x="n", y="falls").labels == ["1", "2"]
    assert only("n,falls\n32873,3\n54789,1\n", x="n", y="falls").labels == ["32873", "54789"]
    assert only("n,falls\n32874,3\n54788,1\n", x="n", y="falls").labels == ["1990-01-01", "2049-12-31"]
    text = "when,falls\n46108,3\n46109,1\n"
    assert only(text, x="when", y="falls").labels == ["2026-03-27", "2026-03-28"]
    assert notes(text, x="when", y="falls") == [
        "Numbers in column “when” were read as Excel's dates: “46108” in row 2 is 2026-03-27."
    ]


def test_times_of_day_are_left_out_and_that_is_said() -> None:
    text = "when,falls\n2026-03-27 10:15,3\n2026-03-28,1\n"
    assert only(text, x="when", y="falls").labels == ["2026-03-27", "2026-03-28"]
    assert notes(text, x="when", y="falls") == ["Column “when” has times of day. Only the dates are used."]


def test_rows_dated_in_the_future_are_plotted_and_pointed_out() -> None:
    late = date(2026, 11, 23) + timedelta(days=1)
    said = notes(f"when,falls\n2026-11-22,3\n{late},1\n", x="when", y="falls")
    assert said == ["Rows dated after 2026-11-23: 1 (the first is row 3). Check their dates."]
