"""Small files for tests, and short ways of asking about them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import openpyxl
import pytest

from alongside.tabular import Columns, Gathered, Problem, Series, Table, Unreadable, gather, read, sentence

TODAY = date(2026, 11, 23)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def table(text: str | bytes, **options: Any) -> Table:
    """Read text as an uploaded CSV file."""
    data = text.encode() if isinstance(text, str) else text
    return read(io.BytesIO(data), filename="figures.csv", **options)


def gathered(text: str | bytes | Table, **columns: Any) -> Gathered:
    """Read and gather in one go; today is fixed."""
    columns.setdefault("as_of", TODAY)
    return gather(text if isinstance(text, Table) else table(text), Columns(**columns))


def only(text: str | bytes | Table, **columns: Any) -> Series:
    """Return the one series, which must be there without a problem."""
    result = gathered(text, **columns)
    assert sentences(result.problems) == []
    (series,) = result.series
    return series


def problems(text: str | bytes | Table, **columns: Any) -> list[str]:
    """Return the sentences of what is wrong; then there must be no series."""
    result = gathered(text, **columns)
    assert result.series == ()
    assert result.problems
    return sentences(result.problems)


def sentences(said: Iterable[Problem]) -> list[str]:
    """Say each in English."""
    return [sentence(each) for each in said]


def notes(text: str | bytes | Table, **columns: Any) -> list[str]:
    """Return the sentences of all notes, of the file and then of each series."""
    result = gathered(text, **columns)
    assert sentences(result.problems) == []
    return sentences([*result.notes, *(note for series in result.series for note in series.notes)])


def why(source: bytes | str, **options: Any) -> tuple[str, int | None]:
    """Return the code and the line of the reason why the file cannot be read."""
    data = source.encode() if isinstance(source, str) else source
    with pytest.raises(Unreadable) as refusal:
        read(io.BytesIO(data), **options)
    assert "%(" not in str(refusal.value)
    return refusal.value.problem.code, refusal.value.problem.line


def read_or_refused(reading: Callable[[], Table]) -> None:
    """Nothing but `Unreadable` may come of reading, whatever the file; and it must have its words."""
    try:
        found = reading()
    except Unreadable as refusal:
        words = str(refusal)
    else:
        words = f"{len(list(found.rows()))} rows"
        assert len(found.header) == len(set(found.header))
    assert words
    assert "%(" not in words


def values(numbers: Iterable[float] | None) -> list[float | None]:
    """Return numbers with None for a gap."""
    return [] if numbers is None else [None if number != number else float(number) for number in numbers]


def workbook(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    """Make a workbook with openpyxl: rows of one sheet, or several named sheets."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, content in (sheets or {"Data": list(rows)}).items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def from_excel(data: bytes, **options: Any) -> Table:
    """Read a workbook."""
    return read(io.BytesIO(data), filename="figures.xlsx", **options)


def parts(sheet: str, **others: str) -> dict[str, str]:
    """Return the parts of a small workbook whose one sheet has the XML given, with `others`."""
    found = {
        "_rels/.rels": _relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>month</t></si><si><t>falls</t></si></sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    return found | others


def sheet_of(rows: str, before: str = "", after: str = "") -> str:
    """Return the XML of a sheet around its rows."""
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


HEADER = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def archive(members: dict[str, str] | dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts into an archive as they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


def _relations(*relations: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{ident}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for ident, kind, target in relations
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'
