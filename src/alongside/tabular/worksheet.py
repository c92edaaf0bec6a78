"""One worksheet as rows of text cells, read as a stream."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from alongside.tabular import excel_dates
from alongside.tabular.cells import Merged, column_number, unescaped
from alongside.tabular.limits import Limits
from alongside.tabular.markup import events
from alongside.tabular.problems import Unreadable

_CACHED_TEXTS = 100_000
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


class Reader:
    """Turns the cells of one sheet into the texts that the rest of this room understands.

    Dates become ISO text and percentages `12.5%`, as a person would have typed them. A formula counts as the
    value that Excel stored for it; one without a stored value is given as the formula, with its `=`.
    """

    def __init__(
        self,
        texts: list[str],
        dates: frozenset[str],
        percents: frozenset[str],
        from_1904: bool,
        limits: Limits,
    ) -> None:
        self.merged: list[Merged] = []
        self._shared, self._dates, self._percents, self._from_1904 = texts, dates, percents, from_1904
        self._limits = limits
        self._finished: list[tuple[int, list[str]]] = []
        self._line = 0
        self._cells: list[str] = []
        self._column = -1
        self._columns: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], str] = {}
        self._pieces: list[str] | None = None
        self._length = 0
        self._phonetic = False
        self._kind = self._style = ""
        self._value: str | None = None
        self._inline: str | None = None
        self._formula: str | None = None

    def rows(self, archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that has cells: its number and its texts."""
        for _ in events(archive, part, self._limits, start=self._start, end=self._end, text=self._text):
            yield from self._finished
            self._finished.clear()
        yield from self._finished
        self._finished.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._value = self._inline = self._formula = None
            reference = attributes.get("r")
            self._column = self._column_of(reference) if reference else self._column + 1
        elif name in ("v", "f", "t"):
            self._pieces = []
            self._length = 0
        elif name == "row":
            line = int(attributes.get("r", self._line + 1))
            if line <= self._line or line > 10_000_000:
                raise Unreadable("broken_workbook")
            self._line = line
            self._cells = []
            self._column = -1
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _text(self, data: str) -> None:
        if self._pieces is not None:
            self._length += len(data)
            if self._length > self._limits.cell_length:
                raise Unreadable("cell_too_long", self._line, limit=self._limits.cell_length)
            self._pieces.append(data)

    def _end(self, name: str) -> None:
        if name == "c":
            text = self._cell()
            if text:
                self._place(text)
        elif name == "v":
            self._value = "".join(self._pieces or ())
            self._pieces = None
        elif name == "f":
            self._formula = "".join(self._pieces or ())
            self._pieces = None
        elif name == "t":
            if not self._phonetic:
                self._inline = (self._inline or "") + "".join(self._pieces or ())
            self._pieces = None
        elif name == "row":
            if self._cells:
                self._finished.append((self._line, self._cells))
        elif name == "rPh":
            self._phonetic = False

    def _place(self, text: str) -> None:
        column = self._column
        if column < len(self._cells):
            raise Unreadable("broken_workbook")
        if column >= self._limits.columns:
            raise Unreadable("too_many_columns", self._line, limit=self._limits.columns)
        self._cells.extend([""] * (column - len(self._cells)))
        self._cells.append(text)

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
                raise Unreadable("broken_workbook")
            column = self._columns[letters] = column_number(letters)
        return column

    def _cell(self) -> str:
        kind, value = self._kind, self._value
        if kind == "inlineStr":
            return unescaped(self._inline or "")
        if not value:
            if self._formula is not None and kind != "str":
                return "=" + self._formula
            return ""
        if kind == "s":
            return self._shared[int(value)]
        if kind == "n":
            key = (value, self._style)
            text = self._numbers.get(key)
            if text is None:
                if len(self._numbers) >= _CACHED_TEXTS:
                    self._numbers.clear()
                text = self._numbers[key] = self._number(value)
            return text
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        return unescaped(value)  # a formula's text, an error such as #N/A, or an ISO date

    def _number(self, value: str) -> str:
        value = value.strip()
        if self._style in self._dates:
            text = excel_dates.date_text(float(value), from_1904=self._from_1904)
            return text or excel_dates.number_text(value)
        if self._style in self._percents:
            return excel_dates.percent_text(value)
        return excel_dates.number_text(value)

    def _merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if found and len(self.merged) < self._limits.merged_ranges:
            first, last = column_number(found[1]), column_number(found[3])
            self.merged.append(Merged(first, int(found[2]), last, int(found[4])))
