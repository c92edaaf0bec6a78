"""CSV for Excel: nothing in it is taken for a formula, and it can be read back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tabular.writing import csv_text, neutralised, restored

START = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−"]


@pytest.mark.parametrize("start", START)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", "\ufeff"])
def test_text_that_could_be_a_formula_gets_an_apostrophe(start: str, before: str) -> None:
    text = f"{before}{start}HYPERLINK(A1)"
    assert neutralised(text) == "'" + text
    assert restored(neutralised(text)) == text


@pytest.mark.parametrize(
    "text", ["-5", "+5", "-0.25", "-1e-7", "Ash ward", "5 - 3", "a=b", "me@example.org", "% good", ""]
)
def test_numbers_and_harmless_text_stay_as_they_are(text: str) -> None:
    assert neutralised(text) == text
    assert restored(text) == text


@pytest.mark.parametrize("text", ["-1+cmd|' /C calc'!A0", "+44 7700 900123", "-5-3", "--5"])
def test_what_only_begins_like_a_number_is_neutralised(text: str) -> None:
    assert neutralised(text) == "'" + text


def test_rows_are_written_with_their_numbers_as_numbers() -> None:
    text = csv_text([["ward", "change"], ["=SUM(A1)", -5], ["Ash, upper", -0.5], [None, True], ["@x", 3.0]])
    assert text == "ward,change\r\n'=SUM(A1),-5\r\n\"Ash, upper\",-0.5\r\n,True\r\n'@x,3.0\r\n"


TRICKY = st.text(st.sampled_from("'=+-@% \t\r\n,\"\u200b\ufeff＝a1.e"), max_size=8) | st.text(max_size=20)


@given(TRICKY)
def test_every_text_comes_back_exactly(text: str) -> None:
    assert restored(neutralised(text)) == text


@given(st.lists(st.lists(TRICKY, min_size=2, max_size=2), min_size=1, max_size=5))
def test_no_cell_that_is_written_begins_like_a_formula_unless_it_is_a_number(rows: list[list[str]]) -> None:
    written = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert [[restored(cell) for cell in row] for row in written] == rows
    for cell in (cell for row in written for cell in row):
        if cell.lstrip("\u200b\ufeff \t\r\n")[:1] in list("=+-@＝"):
            assert float(cell) == float(cell)
