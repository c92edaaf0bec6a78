"""Numbers: thousands, decimal commas, percentages, brackets, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tabular.missing import is_missing
from alongside.tabular.numbers import Fault, read_number
from tests.tabular.files import notes, only, problems, values


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7.0),
        ("-7", -7.0),
        ("−7", -7.0),
        ("+7", 7.0),
        ("7.50", 7.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1,234", 1234.0),
        ("1,234,567.8", 1234567.8),
        ("1 234", 1234.0),
        ("1\u00a0234\u00a0567", 1234567.0),
        ("1'234", 1234.0),
        ("(1,234)", -1234.0),
        ("12%", 0.12),
        ("12.5 %", 0.125),
        ("(3%)", -0.03),
        ("1.2E+3", 1200.0),
        ("'42", 42.0),
        ("007", 7.0),
    ],
)
def test_each_of_these_is_a_number(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "abc", "12 patients", "1,23", "1,2345", "12,34,567", "1 234,567", "1..2", "--5", "(5", "5)", "(-5)",
        "1_000",
        "%", ".", "e5", "٣", "７", "0x1F", "infinity", "1/2", "<5", "12%%", "5 6", "9" * 61,
    ],
)  # fmt: skip
def test_none_of_these_is_a_number(text: str) -> None:
    assert read_number(text) is Fault.NOT_A_NUMBER


@pytest.mark.parametrize("text", ["£12", "£1,234.50", "12 GBP", "€5", "$5.00", "50p", "-£3", "3 pounds"])
def test_amounts_of_money_are_called_that(text: str) -> None:
    assert read_number(text) is Fault.CURRENCY


def test_words_about_money_are_only_not_a_number() -> None:
    assert read_number("we spent pounds on 3 long trips") is Fault.NOT_A_NUMBER


def test_a_number_too_large_for_a_chart_is_called_that() -> None:
    assert read_number("1e400") is Fault.TOO_LARGE


@pytest.mark.parametrize("text", ["", "#N/A", "#DIV/0!", "NA", "n/a", "-", "–", "*", "null", "NaN"])
def test_signs_for_nothing_are_missing(text: str) -> None:
    assert is_missing(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_that_python_writes_is_read_back(number: float) -> None:
    assert read_number(repr(number)) == number


@given(st.integers(-(10**15), 10**15))
def test_grouping_by_commas_spaces_or_brackets_does_not_change_a_number(number: int) -> None:
    assert read_number(f"{number:,}") == number
    assert read_number(f"{number:,}".replace(",", "\u202f")) == number
    assert read_number(f"({abs(number):,})") == -abs(number)
    assert read_number(
        f"{number:,}.25".replace(".", ";").replace(",", ".").replace(";", ","), decimal_comma=True
    ) == (abs(number) + 0.25) * (-1 if number < 0 else 1)


@given(st.decimals(-1000, 1000, places=4))
def test_a_percentage_is_its_hundredth_to_the_last_digit(number: object) -> None:
    assert read_number(f"{number}%") == float(f"{number}e-2")


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_a_fault(text: str) -> None:
    read = read_number(text)
    assert isinstance(read, Fault) or read == read


def test_one_decimal_comma_decides_for_its_column() -> None:
    text = "month;falls\n2026-01;1,5\n2026-02;2\n2026-03;1,234\n2026-04;1.234,5\n"
    assert values(only(text, x="month", y="falls").y) == [1.5, 2.0, 1.234, 1234.5]
    assert "Column “falls” has decimal commas: “1,5” was read as 1.5." in notes(text, x="month", y="falls")


def test_commas_that_can_only_group_thousands_need_no_note() -> None:
    text = 'month,falls\n2026-01,"1,234"\n2026-02,"2,345,678"\n'
    assert values(only(text, x="month", y="falls").y) == [1234.0, 2345678.0]
    assert notes(text, x="month", y="falls") == []


def test_between_semicolons_a_lone_thousands_comma_is_explained() -> None:
    said = notes("month;falls\n2026-01;1,234\n", x="month", y="falls")
    assert said == ["Column “falls”: a comma was read as a thousands separator, so “1,234” is 1234."]


def test_decimal_commas_among_decimal_points_are_refused() -> None:
    said = problems("month;falls\n2026-01;1,5\n2026-02;2.75\n", x="month", y="falls")
    assert said == [
        "Row 2, column “falls”: “1,5” can only have a decimal comma, but other rows have a decimal point. "
        "Write them all the same way."
    ]


def test_percentages_are_shares_and_that_is_said() -> None:
    text = "month,good\n2026-01,12%\n2026-02,0\n2026-03,8.5%\n"
    assert values(only(text, x="month", y="good").y) == [0.12, 0.0, 0.085]
    assert notes(text, x="month", y="good") == [
        "Column “good” has percentages. They are read as shares, as Excel stores them: “12%” is 0.12."
    ]


def test_a_percentage_sign_forgotten_once_is_found() -> None:
    said = problems("month,good\n2026-01,12%\n2026-02,13\n2026-03,14%\n", x="month", y="good")
    assert said == [
        "Row 3, column “good”: some values have a % sign and some have none, and “13” is one of the fewer. "
        "Write them all the same way."
    ]


def test_cells_that_are_no_numbers_are_named_with_row_and_column_and_what_to_do() -> None:
    said = problems(
        "month,breaches\n2026-01,4\n\n2026-02,abc\n2026-03,£5\n2026-04,#REF!\n", x="month", y="breaches"
    )
    assert said == [
        "Row 4, column “breaches”: “abc” is not a number. Correct the cell, or leave it empty for a gap.",
        "Row 5, column “breaches”: “£5” is an amount of money. Take out the currency sign, "
        "so that only the number is left.",
        "Row 6, column “breaches”: the cell shows Excel's error “#REF!”. Correct its formula, "
        "or leave the cell empty for a gap.",
    ]


def test_missing_values_are_gaps_counted_and_named() -> None:
    text = "month,falls\n2026-01,4\n2026-02,#N/A\n2026-03,\n2026-04,n/a\n2026-05,-\n2026-06,#DIV/0!\n"
    assert values(only(text, x="month", y="falls").y) == [4.0, None, None, None, None, None]
    assert notes(text, x="month", y="falls") == [
        "Column “falls” has no value in 5 of 6 rows (3, 4, 5, 6, 7); written there: #N/A, n/a, -, #DIV/0!. "
        "Each is a gap, not a zero."
    ]


def test_numbers_stored_as_text_are_numbers() -> None:
    assert values(only('month,falls\n2026-01," \'12 "\n', x="month", y="falls").y) == [12.0]
