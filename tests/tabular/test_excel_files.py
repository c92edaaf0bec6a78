"""Excel files: dates, percentages, formulas, sheets; and the same cells as openpyxl finds in them."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.tabular import Unreadable
from alongside.tabular.cells import column_letters, column_number
from alongside.tabular.excel_dates import date_text, shows_date
from tests.tabular.files import (
    HEADER,
    OFFICE,
    archive,
    from_excel,
    notes,
    only,
    parts,
    problems,
    saved,
    sentences,
    sheet_of,
    values,
    why,
    workbook,
)

SERIES = [["month", "falls", "good"], [date(2026, 1, 1), 3, 0.5], [datetime(2026, 2, 1), 4, 0.25]]


def test_a_plain_workbook_becomes_a_series() -> None:
    series = only(from_excel(workbook(*SERIES)), x="month", y="falls", n=None)
    assert series.labels == ["2026-01-01", "2026-02-01"]
    assert values(series.y) == [3.0, 4.0]


def test_cells_read_as_a_person_would_have_typed_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["a", "b", "c", "d", "e", "f", "g", "h"])
    sheet.append(
        [date(2026, 3, 27), datetime(2026, 3, 27, 10, 30), 0.1234, 1e-7, True, "#N/A", " 12 ", time(10, 30)]
    )
    sheet["C2"].number_format = "0.0%"
    row = from_excel(saved(book)).row(0)
    assert row == ["2026-03-27", "2026-03-27 10:30:00", "12.34%", "1e-07", "TRUE", "#N/A", "12", "0.4375"]


@pytest.mark.parametrize(
    "style",
    ["dd/mm/yyyy", "mmm-yy", "d mmmm yyyy;@", "[$-809]dd mmmm yyyy", "yyyy\\-mm", 'mmm "FY"', "m/d/yy h:mm"],
)
def test_a_number_shown_as_a_date_is_a_date(style: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["when", "falls"])
    sheet.append([46108, 3])
    sheet["A2"].number_format = style
    assert only(from_excel(saved(book)), x="when", y="falls").labels == ["2026-03-27"]


@pytest.mark.parametrize(
    "style",
    [
        "0.00",
        "General",
        "#,##0",
        '0 "days"',
        "[h]:mm",
        "h:mm:ss",
        "mm:ss",
        "[Red]0",
        '"£"#,##0',
        "0.0E+00",
        "_-* #,##0_-",
    ],
)
def test_a_number_shown_otherwise_is_a_number(style: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ward", "falls"])
    sheet.append(["Ash", 12.5])
    sheet["B2"].number_format = style
    assert values(only(from_excel(saved(book)), x="ward", y="falls").y) == [12.5]


def test_workbooks_that_count_days_from_1904_are_understood() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in SERIES:
        book.active.append(row)
    assert only(from_excel(saved(book)), x="month", y="falls").labels == ["2026-01-01", "2026-02-01"]


def test_the_leap_day_that_never_was_does_not_shift_later_dates() -> None:
    assert date_text(1) == "1900-01-01"
    assert date_text(59) == "1900-02-28"
    assert date_text(61) == "1900-03-01"
    assert date_text(0.5) is None
    assert date_text(3_000_000) is None


def test_every_builtin_date_format_is_known_and_no_time_of_day() -> None:
    dates = {n for n in range(164) if shows_date(n, None)}
    assert {14, 15, 16, 17, 22} <= dates
    assert not dates & {0, 1, 2, 9, 10, 18, 19, 20, 21, 45, 46, 47, 49}


def formulas(*cells: str) -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>2026-0{n - 1}</t></is></c>{cell}</row>'
        for n, cell in enumerate(cells, start=2)
    )
    return archive(parts(sheet_of(HEADER + rows)))


def test_a_formula_counts_as_the_value_that_excel_stored_for_it() -> None:
    data = formulas(
        '<c r="B2"><f>1+2</f><v>3</v></c>',
        '<c r="B3" t="str"><f>""</f><v></v></c>',
        '<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    )
    assert values(only(from_excel(data), x="month", y="falls").y) == [3.0, None, None]


def test_a_formula_without_a_stored_value_is_named_by_its_cell() -> None:
    data = formulas(
        '<c r="B2"><f>1+2</f><v>3</v></c>',
        '<c r="B3"><f>SUM(C1:C9)</f></c>',
        '<c r="B4"><f t="shared" si="0"/><v/></c>',
    )
    assert problems(from_excel(data), x="month", y="falls") == [
        f"Row {n}, column “falls”: cell B{n} is a formula without a worked-out value. "
        "Open the file in Excel, save it and try again, or put the number itself there."
        for n in (3, 4)
    ]


def test_formulas_written_by_a_program_that_never_worked_them_out_are_named() -> None:
    data = workbook(["month", "falls"], ["2026-01", "=1+2"], ["=A2", 4])
    said = problems(from_excel(data), x="month", y="falls")
    assert [sentence.split(" is a formula")[0] for sentence in said] == [
        "Row 2, column “falls”: cell B2",
        "Row 3, column “month”: cell A3",
    ]


def test_a_formula_in_a_column_nobody_chose_does_not_matter() -> None:
    data = workbook(["month", "falls", "total"], ["2026-01", 3, "=SUM(B2:B9)"])
    assert values(only(from_excel(data), x="month", y="falls").y) == [3.0]


def test_the_first_visible_sheet_with_anything_in_it_is_read_and_the_others_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    hidden = book.create_sheet("Lists")
    hidden.sheet_state = "hidden"
    hidden.append(["a", "b"])
    hidden.append([1, 2])
    for name in ("Falls", "Beds"):
        sheet = book.create_sheet(name)
        sheet.append(["month", name])
        sheet.append(["2026-01", 3])
    found = from_excel(saved(book))
    assert found.sheet == "Falls"
    assert sentences(found.notes) == ["The sheet “Falls” was read. Not read: Cover, Lists, Beds."]


def test_a_sheet_can_be_asked_for_by_name() -> None:
    data = workbook(
        Falls=[["month", "falls"], ["2026-01", 3]], Beds=[["month", "beds"], ["2026-01", 30]], Empty=[]
    )
    assert from_excel(data, sheet="beds").header == ("month", "beds")
    with pytest.raises(Unreadable, match="There is no sheet “Bods”. The sheets are: Falls, Beds, Empty."):
        from_excel(data, sheet="Bods")
    with pytest.raises(Unreadable, match="The sheet “Empty” has nothing in it."):
        from_excel(data, sheet="Empty")


def test_a_workbook_with_nothing_in_it_is_refused() -> None:
    assert why(workbook()) == ("no_sheets", None)


def test_links_to_other_workbooks_are_ignored_and_their_stored_values_kept() -> None:
    link = (
        f'<Relationship Id="r9" Type="{OFFICE}/worksheet" '
        'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    content = parts(
        sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>[1]Sheet1!A1</f><v>7</v></c></row>')
    )
    relations = "xl/_rels/workbook.xml.rels"
    content[relations] = content[relations].replace("</Relationships>", link)
    content["xl/externalLinks/externalLink1.xml"] = "<externalLink/>"
    assert values(only(from_excel(archive(content)), x="month", y="falls").y) == [7.0]


def test_a_sheet_that_is_said_to_be_elsewhere_is_not_read() -> None:
    content = parts(sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>'))
    relations = "xl/_rels/workbook.xml.rels"
    content[relations] = content[relations].replace('sheet1.xml"', 'sheet1.xml" TargetMode="External"')
    assert why(archive(content)) == ("no_sheets", None)


def test_parts_may_be_named_from_the_root_and_elements_may_have_prefixes() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>'
        "<x:row><x:c><x:v>5</x:v></x:c><x:c><x:v>6</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    content = parts(sheet)
    relations = "xl/_rels/workbook.xml.rels"
    content[relations] = content[relations].replace('"worksheets/', '"/xl/worksheets/')
    found = from_excel(archive(content))
    assert list(found.rows()) == [(2, ["5", "6"])]


def test_rich_text_is_joined_and_reading_aids_are_left_out() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>mon</t></r><r><t>th</t></r>'
        "<rPh><t>げつ</t></rPh></si><si><t>falls_x000D_</t></si></sst>"
    )
    data = archive(
        parts(
            sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'),
            **{"xl/sharedStrings.xml": strings},
        )
    )
    assert from_excel(data).header == ("month", "falls")


def test_rows_keep_the_numbers_that_excel_shows() -> None:
    data = archive(parts(sheet_of(HEADER + '<row r="7"><c r="A7"><v>1</v></c><c r="B7"><v>2</v></c></row>')))
    assert list(from_excel(data).rows()) == [(7, ["1", "2"])]


def test_uploaded_and_pasted_percentages_are_the_same_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["month", "good"], ["2026-01", 0.07], ["2026-02", 0.333]):
        sheet.append(row)
    for cell in ("B2", "B3"):
        sheet[cell].number_format = "0%"
    found = from_excel(saved(book))
    assert values(only(found, x="month", y="good").y) == [0.07, 0.333]
    assert values(only("month,good\n2026-01,7%\n2026-02,33.3%\n", x="month", y="good").y) == [0.07, 0.333]
    assert len(notes(found, x="month", y="good")) == 1


def test_columns_have_the_letters_that_excel_gives_them() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


@given(st.integers(0, 20_000))
def test_letters_and_numbers_of_columns_belong_together(number: int) -> None:
    assert column_number(column_letters(number)) == number


CELL = st.one_of(
    st.none(),
    st.integers(-(2**50), 2**50),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2150, 1, 1)),
    st.from_regex("[A-Za-z][A-Za-z0-9 &<>_]{0,10}[a-z]", fullmatch=True),
)


@settings(max_examples=30)  # openpyxl takes its time
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=15))
def test_openpyxl_finds_the_same_cells(rows: list[list[object]]) -> None:
    data = workbook(["first", "second", "third"], ["x", "y", "z"], *rows)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    theirs = [
        [_typed(cell) for cell in row]
        for row in book.worksheets[0].iter_rows(min_row=2, max_col=3, values_only=True)
    ]
    book.close()
    ours = dict(from_excel(data).rows())
    assert [ours.get(line, ["", "", ""]) for line in range(2, 2 + len(theirs))] == theirs


def _typed(cell: object) -> str:
    """What a person would have typed for a cell as openpyxl gives it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).strip()
