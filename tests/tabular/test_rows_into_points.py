"""One row, one point: order, gaps, series, repeats and denominators."""

from datetime import date

from tests.tabular.files import gathered, notes, only, problems, values


def test_rows_become_points_in_the_order_of_their_dates() -> None:
    series = only("month,falls\nMar-26,3\nJan-26,1\nFeb-26,2\n", x="month", y="falls")
    assert series.labels == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert values(series.y) == [1.0, 2.0, 3.0]
    assert list(series.lines) == [3, 4, 2]
    assert series.n is None
    assert series.dated
    assert series.key is None


def test_plain_dates_invent_no_gaps() -> None:
    assert len(only("month,falls\n2026-01,1\n2026-05,2\n", x="month", y="falls")) == 2


def test_a_row_with_only_its_date_is_a_gap() -> None:
    assert values(only("month,falls\n2026-01,1\n2026-02,\n2026-03,2\n", x="month", y="falls").y) == [
        1.0,
        None,
        2.0,
    ]


def test_empty_rows_and_remarks_in_other_columns_are_no_points() -> None:
    text = "month,falls,remark\n2026-01,1,\n,,\n,,moved wards\n2026-03,2,\n"
    assert only(text, x="month", y="falls").labels == ["2026-01-01", "2026-03-01"]


def test_figures_without_a_date_are_refused() -> None:
    assert problems("month,falls\n2026-01,1\n,2\n", x="month", y="falls") == [
        "Row 3, column “month” is empty, but the row has figures. "
        "Write its date or label there, or delete the row."
    ]


def test_a_period_twice_is_refused_with_both_rows() -> None:
    assert problems("month,falls\nJan-26,1\n2026-02,2\n1/1/2026,3\n", x="month", y="falls") == [
        "Row 4, column “month”: “1/1/2026” is already in row 2. "
        "Keep one of the two rows, or gather the rows into periods (every)."
    ]


def test_a_label_twice_is_refused_too() -> None:
    assert problems("ward,falls\nAsh,1\nAsh,2\nAsh,3\n", x="ward", y="falls") == [
        f"Row {row}, column “ward”: “Ash” is already in row 2. "
        "Keep one of the two rows, or gather the rows into periods (every)."
        for row in (3, 4)
    ]


def test_one_period_in_two_series_is_no_repeat_but_twice_in_one_is() -> None:
    text = "month,ward,falls\n2026-01,Ash,1\n2026-01,Beech,2\n2026-02,Ash,3\n"
    result = gathered(text, x="month", y="falls", by="ward")
    assert [(series.key, values(series.y)) for series in result.series] == [
        ("Ash", [1.0, 3.0]),
        ("Beech", [2.0]),
    ]
    assert problems(text + "2026-01,Ash,9\n", x="month", y="falls", by="ward") == [
        "Row 5, column “month”: “2026-01” is already in row 2 for “Ash”. "
        "Keep one of the two rows, or gather the rows into periods (every)."
    ]


def test_samples_for_xbar_and_s_may_repeat_their_period() -> None:
    text = "month,stay\n2026-02,5\n2026-01,1\n2026-02,4\n2026-01,2\n"
    series = only(text, x="month", y="stay", allow_repeats=True)
    assert series.labels == ["2026-01-01", "2026-01-01", "2026-02-01", "2026-02-01"]
    assert values(series.y) == [1.0, 2.0, 5.0, 4.0]


def test_a_sample_of_figures_has_its_standard_deviation_and_one_of_a_single_value_has_none() -> None:
    text = "month,mean,size,sd\n2026-02,5,3,1.5\n2026-01,4,1,\n"
    series = only(text, x="month", y="mean", n="size", sd="sd")
    assert series.labels == ["2026-01-01", "2026-02-01"]
    assert series.n is not None
    assert values(series.n) == [1, 3]
    assert series.sd is not None
    assert values(series.sd) == [None, 1.5]


def test_samples_of_a_period_keep_their_values_and_a_period_without_any_is_a_gap() -> None:
    text = "day,stay\n2026-02-03,5\n2026-01-09,1\n2026-02-01,4\n2026-04-02,2\n2026-05-02,2\n"
    choice = {"x": "day", "y": "stay", "every": "month", "allow_repeats": True, "as_of": date(2026, 5, 9)}
    series = only(text, **choice)
    assert series.labels == ["2026-01-01", "2026-02-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    assert values(series.y) == [1.0, 5.0, 4.0, None, 2.0]
    assert series.lines.tolist() == [3, 2, 4, 0, 5]
    assert "There are no rows for 2026-03-01: a gap." in notes(text, **choice)
    assert only(text, **choice, missing_dates="omit").labels[2:] == ["2026-02-01", "2026-04-01"]


def test_series_come_in_the_order_of_the_file_and_rows_without_one_are_counted() -> None:
    text = "month,ward,falls\n2026-01,Oak,1\n2026-01,Ash,2\n2026-01,,3\n2026-02,#N/A,3\n"
    assert [series.key for series in gathered(text, x="month", y="falls", by="ward").series] == ["Oak", "Ash"]
    assert notes(text, x="month", y="falls", by="ward") == [
        "Rows without a value in column “ward” are in no series: 2 of 4 (4, 5)."
    ]


def test_labels_keep_the_order_of_the_file_within_each_series() -> None:
    text = "round,ward,falls\nb,Ash,1\na,Oak,2\na,Ash,3\nb,Oak,4\n"
    result = gathered(text, x="round", y="falls", by="ward")
    assert [(series.key, series.labels) for series in result.series] == [
        ("Ash", ["b", "a"]),
        ("Oak", ["a", "b"]),
    ]


def test_a_zero_denominator_is_a_gap_and_its_row_is_named() -> None:
    text = "month,falls,days\n2026-01,1,10\n2026-02,0,0\n2026-03,2,30\n2026-04,1,0\n"
    series = only(text, x="month", y="falls", n="days")
    assert values(series.y) == [1.0, None, 2.0, None]
    assert values(series.n) == [10.0, 0.0, 30.0, 0.0]
    assert notes(text, x="month", y="falls", n="days") == [
        "Rows with a denominator of 0, which are gaps because there is nothing to divide by: 3, 5."
    ]


def test_a_negative_denominator_is_refused() -> None:
    assert problems("month,falls,days\n2026-01,1,-10\n", x="month", y="falls", n="days") == [
        "Row 2, column “days”: the denominator is “-10”. It cannot be negative: correct the cell."
    ]


def test_a_missing_denominator_is_named() -> None:
    text = "month,falls,days\n2026-01,1,\n2026-02,1,20\n"
    series = only(text, x="month", y="falls", n="days")
    assert values(series.n) == [None, 20.0]
    assert notes(text, x="month", y="falls", n="days") == [
        "Column “days” has no value in 1 of 2 rows (2). Each is a gap, not a zero."
    ]


def test_all_problems_come_at_once_in_the_order_of_rows_and_no_series_with_them() -> None:
    text = "month,falls,days\n2026-01,x,10\n2026-02,1,y\nnever,2,30\n2026-04,1,-1\n"
    assert [sentence.split(":")[0] for sentence in problems(text, x="month", y="falls", n="days")] == [
        "Row 2, column “falls”",
        "Row 3, column “days”",
        "Row 4, column “month”",
        "Row 5, column “days”",
    ]


def test_after_fifty_problems_the_rest_are_counted() -> None:
    text = "month,falls\n" + "".join(f"2026-01-{day:02},x\n" for day in range(1, 32)) * 4
    said = problems(text, x="month", y="falls")
    assert len(said) == 51
    # Repeated dates are only looked for in a table whose cells can all be read.
    assert said[-1] == "And 74 more. Correct these first, and then try again."


def test_problems_of_several_kinds_are_counted_together() -> None:
    text = "month,falls,days\n" + "".join(f"2026-01-{day:02},x,y\n" for day in range(1, 32))
    assert problems(text, x="month", y="falls", n="days")[-1].startswith("And 12 more.")


def test_a_table_without_a_usable_row_is_refused() -> None:
    assert problems("month,falls,remark\n,,one\n,,two\n", x="month", y="falls") == [
        "No row can be plotted: 2 rows, none with what the chart needs. Check the columns you chose."
    ]
