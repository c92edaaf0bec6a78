"""CSV, TSV and pasted text: encodings, delimiters, quotes, and rows that do not fit."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tabular import Unreadable, parse_pasted, read
from tests.tabular.files import notes, only, problems, read_or_refused, sentences, table, values, why

FALLS = "month,ward,falls\n2026-01,Café,3\n2026-02,Año,4\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_file_reads_the_same_in_every_encoding(encoding: str) -> None:
    found = table(FALLS.encode(encoding))
    assert found.header == ("month", "ward", "falls")
    assert list(found.rows()) == [(2, ["2026-01", "Café", "3"]), (3, ["2026-02", "Año", "4"])]


def test_windows_1252_is_a_guess_and_is_said() -> None:
    assert notes(FALLS.encode("cp1252"), x="month", y="falls") == [
        "The file is not UTF-8, so its letters were read as Windows-1252. "
        "Check that names with accents look right."
    ]
    assert notes(FALLS.encode(), x="month", y="falls") == []


def test_a_nul_is_refused_with_its_line() -> None:
    assert why("month,falls\n2026-01,3\n2026-02,\0\n") == ("nul", 3)
    assert why("month,falls\n2026-01,3\n2026-02,\0\n".encode("utf-16")) == ("nul", 3)


def test_a_nul_far_into_a_long_file_is_refused_with_its_line() -> None:
    text = "month,falls\n" + "2026-01,3\n" * 60_000 + "2026-02,\0\n"
    assert why(text) == ("nul", 60_002)
    assert why(text.encode("utf-16")) == ("nul", 60_002)


def test_two_encodings_in_one_file_are_refused_with_the_line_of_the_odd_one() -> None:
    assert why("ward,falls\nCafé,1\n".encode() + "Año,2\n".encode("cp1252")) == ("mixed_encodings", 3)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    assert why(b"ward,falls\nAsh,1\n\x81\x8d,2\n") == ("not_text", 3)
    assert why(b"ward,falls\nAsh,1\n\xed\xa0\x80,2\n") == ("not_text", 3)  # half a character
    assert why(b"\xef\xbb\xbfward,falls\nCaf\xe9,1\n") == ("not_text", 2)  # its mark says UTF-8
    assert why("ward,falls\nAsh,1\n".encode("utf-16") + b"\x00\xd8\n\x00") == ("not_text", 3)


def test_right_to_left_names_emoji_and_combining_marks_are_kept_exactly() -> None:
    names = ["עדה", "\u202eabc", "👩‍👩‍👧", "e\u0301\u0302\u0303", "اسم"]
    found = table("ward,falls\n" + "".join(f"{name},1\n" for name in names))
    assert [cells[0] for _, cells in found.rows()] == names


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    found = table(FALLS.replace(",", delimiter))
    assert found.delimiter == delimiter
    assert found.header == ("month", "ward", "falls")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("month;falls\n2026-01;1,5\n2026-02;2,5\n2026-03;3\n", ";"),
        ("month;a;b\n2026-01;1,5;2,5\n2026-02;2,5;3,5\n", ";"),
        ("month\tfalls\n1/1/2026\t1,234\n1/2/2026\t2,345\n", "\t"),
        ("month\tfalls, all\n1/1/2026\t1,234\n1/2/2026\t2,345\n", "\t"),
        ('month,falls\n2026-01,"1;2"\n2026-02,"3;4"\n', ","),
        ("month,remark\n2026-01,one; two\n2026-02,three; four; five\n", ","),
        ("Falls by ward\n\nmonth;falls\n2026-01;1,5\n2026-02;2,5\n", ";"),
        ("falls\n1\n2\n", ","),
    ],
)  # fmt: skip
def test_figures_with_commas_do_not_fool_the_search_for_the_delimiter(text: str, delimiter: str) -> None:
    assert table(text).delimiter == delimiter


def test_a_first_line_may_say_the_delimiter_as_excel_does() -> None:
    found = table("sep=;\nmonth;falls\n2026-01;1,5\n")
    assert found.header == ("month", "falls")
    assert list(found.rows()) == [(3, ["2026-01", "1,5"])]
    assert found.notes == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_understood(ending: str) -> None:
    assert [line for line, _ in table(FALLS.replace("\n", ending)).rows()] == [2, 3]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    found = table('month,remark\n\n2026-01,"one\ntwo"\n,\n2026-02,three\n')
    assert list(found.rows()) == [(3, ["2026-01", "one\ntwo"]), (5, ["2026-02", "three"])]
    assert "Empty rows that were skipped: 2." in sentences(found.notes)


def test_a_quotation_mark_left_open_is_named_and_swallows_nothing() -> None:
    assert why('month,falls\n2026-01,"3\n2026-02,4\n2026-03,5\n') == ("quote_left_open", 2)


def test_a_stray_quotation_mark_is_named() -> None:
    assert why('month,falls\n2026-01,3\n"2026"-02,4\n') == ("stray_quote", 3)


def test_inches_within_a_cell_are_only_a_character() -> None:
    assert table('month,bed\n2026-01,6" mattress\n').row(0) == ["2026-01", '6" mattress']


def test_a_thousands_comma_that_cuts_a_number_in_two_is_named() -> None:
    assert problems("month,falls\n2026-01,999\n2026-02,1,234\n", x="month", y="falls") == [
        "Row 3 has 3 cells but the header has 2. If a number has a comma in it (1,234), "
        "put it in quotation marks or leave the comma out."
    ]


def test_short_rows_and_empty_columns_at_the_end_do_no_harm() -> None:
    found = table("month,falls,remark,,\n2026-01,3,,,\n2026-02,4\n")
    assert found.header == ("month", "falls", "remark")
    assert values(only("month,falls,,\n2026-01,3\n2026-02,4,,\n", x="month", y="falls").y) == [3.0, 4.0]


def test_a_column_that_the_header_leaves_unnamed_is_no_number_cut_in_two() -> None:
    found = table("month,falls,\n2026-01,3,moved\n2026-02,4,\n")
    assert found.header == ("month", "falls", "column C")
    assert found.problems == ()


def test_text_pasted_from_excel_is_read_at_its_tabs() -> None:
    found = parse_pasted("Month\tFalls\r\nJan-26\t1,234\r\nFeb-26\t2,000\r\n")
    series = only(found, x="month", y="falls")
    assert series.labels == ["2026-01-01", "2026-02-01"]
    assert values(series.y) == [1234.0, 2000.0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (" \n ", "empty", None),
        ("a,b\n1,\0", "nul", 2),
        ("a,b\n\ud800,1", "not_text", 2),
        ("a,b\n\n", "no_rows_under_header", None),
    ],
)
def test_pasted_text_that_is_no_table_is_refused(text: str, code: str, line: int | None) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse_pasted(text)
    assert (refusal.value.problem.code, refusal.value.problem.line) == (code, line)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"a,b\n", "no_rows_under_header"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf<html xmlns='x'>", "web_page"),
        (b"%PDF-1.7 ...", "other_kind"),
        (b"\x89PNG\r\n\x1a\n", "other_kind"),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(data: bytes, code: str) -> None:
    assert why(data)[0] == code


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path) -> None:
    with pytest.raises(Unreadable, match="There is no file “.*absent.csv”. Check the name and the folder."):
        read(tmp_path / "absent.csv")
    with pytest.raises(Unreadable, match="cannot be opened"):
        read(tmp_path)


def test_a_path_and_a_stream_give_the_same_table(tmp_path) -> None:
    (tmp_path / "falls.csv").write_text(FALLS, encoding="utf-8")
    found = read(tmp_path / "falls.csv")
    assert found.filename == "falls.csv"
    assert list(found.rows()) == list(table(FALLS).rows())


# Words only: a header of its own, and nothing that this room would take for blanks or for a number.
WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp"]), min_size=1, max_size=12
)


@given(
    st.lists(st.tuples(WORD, WORD, st.integers(-9999, 9999)), min_size=1, max_size=30),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_as_csv_is_read_back(
    rows: list[tuple[str, str, int]], delimiter: str, encoding: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["first name", "second name", "figure"])
    writer.writerows(rows)
    found = table(text.getvalue().encode(encoding))
    assert found.header == ("first name", "second name", "figure")
    assert [tuple(cells) for _, cells in found.rows()] == [(a, b, str(c)) for a, b, c in rows]


@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(str.encode)
    | st.binary(max_size=300).map(b"PK\x03\x04".__add__)
)
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    read_or_refused(lambda: read(io.BytesIO(data)))


@given(st.text(max_size=300))
def test_no_pasted_text_raises_anything_but_unreadable(text: str) -> None:
    read_or_refused(lambda: parse_pasted(text))
