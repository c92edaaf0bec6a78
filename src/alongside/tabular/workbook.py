"""An Excel workbook: which sheets it has, its shared texts and its number formats."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from alongside.tabular import excel_dates
from alongside.tabular.archive import DAMAGE, open_archive
from alongside.tabular.cells import unescaped
from alongside.tabular.limits import Limits
from alongside.tabular.markup import each, events
from alongside.tabular.problems import Unreadable
from alongside.tabular.table import Table, TableBuilder
from alongside.tabular.worksheet import Reader


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name, the part of the archive it is in, and whether people see it."""

    name: str
    part: str
    visible: bool


def read_workbook(file: BinaryIO, *, filename: str, sheet: str | None, limits: Limits) -> Table:
    """Read the named sheet, or the first visible one with anything in it."""
    try:
        with open_archive(file, limits) as archive:
            return _Workbook(archive, limits).read(filename, sheet)
    except (*DAMAGE, expat.ExpatError, IndexError) as error:
        raise Unreadable("broken_workbook") from error


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._from_1904 = False
        part = self._related("", "officeDocument").get("officeDocument", [""])[0]
        if part not in archive.namelist():
            raise Unreadable("not_a_workbook")
        self._sheets = self._find_sheets(part)
        others = self._related(part, "sharedStrings", "styles")
        self._texts = self._shared_texts(others.get("sharedStrings", []))
        self._dates, self._percents = self._formats(others.get("styles", []))

    def read(self, filename: str, wanted: str | None) -> Table:
        if not self._sheets:
            raise Unreadable("no_sheets")
        for sheet in self._chosen(wanted):
            builder = TableBuilder(filename, self._limits)
            reader = Reader(self._texts, self._dates, self._percents, self._from_1904, self._limits)
            for line, cells in reader.rows(self._archive, sheet.part):
                builder.add(line, cells)
            builder.merged = reader.merged
            if builder:
                others = [other.name for other in self._sheets if other.name != sheet.name]
                return builder.finish(sheet=sheet.name, other_sheets=others)
        if wanted is not None:
            raise Unreadable("sheet_is_empty", sheet=wanted)
        raise Unreadable("no_sheets")

    def _chosen(self, wanted: str | None) -> list[Sheet]:
        if wanted is None:
            return [sheet for sheet in self._sheets if sheet.visible]
        found = [
            sheet for sheet in self._sheets if sheet.name.strip().casefold() == wanted.strip().casefold()
        ]
        if not found:
            raise Unreadable(
                "no_such_sheet", sheet=wanted, sheets=", ".join(sheet.name for sheet in self._sheets)
            )
        return found

    def _find_sheets(self, part: str) -> list[Sheet]:
        """In the order of their tabs. Chart sheets, and sheets in other workbooks, are not among them."""
        parts = self._related_ids(part, "worksheet")
        sheets: list[Sheet] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self._from_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet":
                related = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                if related in parts:
                    visible = attributes.get("state", "visible") == "visible"
                    sheets.append(Sheet(attributes.get("name", ""), parts[related], visible))

        each(self._archive, part, self._limits, start)
        return sheets

    def _related(self, part: str, *kinds: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for kind in kinds:
            found[kind] = list(self._related_ids(part, kind).values())
        return {kind: parts for kind, parts in found.items() if parts}

    def _related_ids(self, part: str, kind: str) -> dict[str, str]:
        """Return id → part for the parts of one kind. Links to anything outside the archive are left out."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", name + ".rels")
        names = set(self._archive.namelist())
        found: dict[str, str] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element != "Relationship" or attributes.get("TargetMode") == "External":
                return
            target = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", ""))).lstrip(
                "/"
            )
            if attributes.get("Type", "").rpartition("/")[2] == kind and target in names:
                found[attributes.get("Id", "")] = target

        if relations in names:
            each(self._archive, relations, self._limits, start)
        return found

    def _shared_texts(self, parts: list[str]) -> list[str]:
        """Return the texts that cells refer to by number, without the reading aids of East Asian scripts."""
        texts: list[str] = []
        pieces: list[str] = []
        inside = {"t": False, "rPh": False}
        kept = 0

        def start(name: str, _attributes: dict[str, str]) -> None:
            if name == "si":
                pieces.clear()
            elif name in inside:
                inside[name] = True

        def end(name: str) -> None:
            nonlocal kept
            if name == "si":
                texts.append(unescaped("".join(pieces)))
                kept += len(texts[-1]) + 50  # an empty text costs memory too
                if kept > self._limits.shared_text:
                    raise Unreadable("archive_unpacked", limit=self._limits.unpacked_bytes // 1_000_000)
            elif name in inside:
                inside[name] = False

        def text(data: str) -> None:
            nonlocal kept
            if inside["t"] and not inside["rPh"]:
                kept += len(data)
                if kept > self._limits.shared_text:
                    raise Unreadable("archive_unpacked", limit=self._limits.unpacked_bytes // 1_000_000)
                pieces.append(data)

        for part in parts[:1]:
            for _ in events(self._archive, part, self._limits, start=start, end=end, text=text):
                pass
        return texts

    def _formats(self, parts: list[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Return the styles that show a date, and those that show a percentage, by the numbers cells give
        them.
        """
        codes: dict[int, str] = {}
        numbers: list[int] = []
        within = ""

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal within
            if name in ("cellXfs", "cellStyleXfs", "dxfs"):
                within = name
            elif name == "numFmt" and within != "dxfs":
                codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
            elif name == "xf" and within == "cellXfs":
                numbers.append(int(attributes.get("numFmtId", "0")))

        for part in parts[:1]:
            each(self._archive, part, self._limits, start)
        dates = [str(i) for i, n in enumerate(numbers) if excel_dates.shows_date(n, codes.get(n))]
        percents = [str(i) for i, n in enumerate(numbers) if excel_dates.shows_percent(n, codes.get(n))]
        return frozenset(dates), frozenset(percents)
