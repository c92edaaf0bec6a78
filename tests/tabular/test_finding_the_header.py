"""The header: titles above it, merged cells, names twice or missing, none at all."""

from __future__ import annotations

import openpyxl
import pytest

from tests.tabular.files import from_excel, only, problems, saved, sentences, table, values, workbook

TITLED: list[list[object]] = [
    ["Falls report, Harbour project"],
    ["Made on 27/3/2026"],
    [],
    ["month", "falls", "bed days"],
    ["2026-01", 3, 300],
    ["2026-02", 4, 280],
]


def test_a_title_above_the_header_is_left_out_and_that_is_said() -> None:
    found = from_excel(workbook(*TITLED))
    assert found.header == ("month", "falls", "bed days")
    assert list(found.rows()) == [(5, ["2026-01", "3", "300"]), (6, ["2026-02", "4", "280"])]
    assert sentences(found.notes) == ["Row 4 was taken for the header. The rows above it were left out."]


def test_the_same_holds_in_a_csv_file() -> None:
    text = "\n".join(",".join(map(str, [*row, "", "", ""][:3])) for row in TITLED)
    assert table(text).header == ("month", "falls", "bed days")


def grouped(merge: bool) -> bytes:
    """A header in two rows, the upper one with a name for every two columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Falls report"])
    sheet.append([None, "Ash ward", None, "Beech ward", None])
    sheet.append(["month", "falls", "bed days", "falls", "bed days"])
    sheet.append(["2026-01", 1, 10, 2, 20])
    sheet.append(["2026-02", 3, 30, 4, 40])
    if merge:
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("D2:E2")
    return saved(book)


@pytest.mark.parametrize("merge", [True, False])
def test_merged_header_cells_give_their_name_to_the_columns_under_them(merge: bool) -> None:
    found = from_excel(grouped(merge))
    assert found.header == (
        "month",
        "Ash ward falls",
        "Ash ward bed days",
        "Beech ward falls",
        "Beech ward bed days",
    )
    assert sentences(found.notes) == [
        "Rows 2 and 3 were taken together for the header: for instance “Ash ward falls”."
    ]
    assert values(only(found, x="month", y="Beech ward falls").y) == [2.0, 4.0]


def test_a_merged_header_saved_as_csv_is_understood_too() -> None:
    found = table(
        ",Ash ward,,Beech ward,\nmonth,falls,days,falls,days\n2026-01,1,10,2,20\n2026-02,3,30,4,40\n"
    )
    assert found.header == ("month", "Ash ward falls", "Ash ward days", "Beech ward falls", "Beech ward days")


def test_a_header_merged_downwards_is_read_with_its_second_row() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["month", "Ash ward", None, "Beech ward", None])
    sheet.append([None, "falls", "days", "falls", "days"])
    sheet.append(["2026-01", 1, 10, 2, 20])
    sheet.append(["2026-02", 3, 30, 4, 40])
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(cells)
    found = from_excel(saved(book))
    assert found.header == ("month", "Ash ward falls", "Ash ward days", "Beech ward falls", "Beech ward days")
    assert [line for line, _ in found.rows()] == [3, 4]


def test_a_title_merged_over_some_columns_is_no_part_of_their_names() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Falls report"],
        ["month", "falls", "days", "beds"],
        ["2026-01", 1, 10, 2],
        ["2026-02", 3, 30, 4],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    assert from_excel(saved(book)).header == ("month", "falls", "days", "beds")


def test_two_words_above_the_header_are_only_a_title() -> None:
    found = table("Report:,Falls by ward,,\nmonth,falls,days,beds\n2026-01,1,10,2\n")
    assert found.header == ("month", "falls", "days", "beds")


def test_a_name_used_twice_is_told_apart_and_that_is_said() -> None:
    found = table("month,falls,falls,Falls\n2026-01,1,2,3\n")
    assert found.header == ("month", "falls", "falls (2)", "Falls (3)")
    assert sentences(found.notes) == [
        "Two columns are called “falls”. The one in column C is called “falls (2)” here.",
        "Two columns are called “Falls”. The one in column D is called “Falls (3)” here.",
    ]
    assert values(only(found, x="month", y="falls (2)").y) == [2.0]


def test_a_name_made_up_for_a_second_column_is_never_a_third_ones() -> None:
    header = table("falls,falls (2),falls,falls\n1,2,3,4\n5,6,7,8\n").header
    assert len({name.casefold() for name in header}) == 4


def test_a_column_without_a_name_gets_its_letter_if_there_is_anything_in_it() -> None:
    found = table(",month,falls,\n0,2026-01,3,\n1,2026-02,4,\n")
    assert found.header == ("column A", "month", "falls")
    assert "Column A has no name in the header. Here it is called “column A”." in sentences(found.notes)


def test_without_a_header_columns_are_called_by_their_letters_and_that_is_said() -> None:
    found = table("2026-01,3\n2026-02,4\n")
    assert values(only(found, x="A", y="B").y) == [3.0, 4.0]
    assert sentences(found.notes) == [
        "There is no header row, so the columns are called by their letters: A, B."
    ]


def test_line_breaks_within_a_name_are_blanks() -> None:
    assert table('month,"number\nof  falls"\n2026-01,3\n').header == ("month", "number of falls")


def test_a_header_over_sparse_rows_is_found() -> None:
    found = table("month,a,b,c,d\n2026-01,1,,,\n2026-02,,2,,\n2026-03,,,3,\n")
    assert found.header == ("month", "a", "b", "c", "d")
    assert len(found) == 3


def test_words_all_the_way_down_have_the_first_row_as_header() -> None:
    found = table("date,service,answer\n,Ash,good\n,Beech,poor\n")
    assert found.header == ("date", "service", "answer")
    assert len(found) == 2


def test_capitals_and_blanks_in_a_name_do_not_matter() -> None:
    assert values(only("Month , Number of  Falls\n2026-01,3\n", x="MONTH", y="number of falls").y) == [3.0]


def test_a_column_that_is_not_there_is_named_with_the_closest_ones() -> None:
    text = "month,breaches,attendances\n2026-01,3,30\n"
    assert problems(text, x="month", y="breeches", n="zzz") == [
        "There is no column “breeches”. Did you mean: breaches? "
        "The columns are: month, breaches, attendances.",
        "There is no column “zzz”. The columns are: month, breaches, attendances.",
    ]
