"""A table as it stood in somebody's file: named columns, and rows that remember where they were."""

from __future__ import annotations

import difflib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from alongside.tabular.cells import Merged, column_letters
from alongside.tabular.headers import SEARCHED_ROWS, Header, find_header, named
from alongside.tabular.limits import Limits
from alongside.tabular.problems import Note, Problem, Problems, Unreadable
from alongside.tabular.texts import Texts

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its name, its letter, and its cells as numbers of texts."""

    name: str
    letter: str
    _cells: npt.NDArray[np.int32] = field(repr=False)
    _texts: Texts = field(repr=False)

    def __len__(self) -> int:
        return len(self._cells)

    def head(self, rows: int) -> Column:
        """The first rows of this column."""
        return replace(self, _cells=self._cells[:rows])

    def text(self, row: int) -> str:
        """The cell in a row, counted from 0."""
        return self._texts[int(self._cells[row])]

    @cached_property
    def _different(self) -> tuple[list[str], Integers]:
        numbers, cells = np.unique(self._cells, return_inverse=True)
        texts: dict[str, int] = {}
        places = [texts.setdefault(self._texts[int(number)], len(texts)) for number in numbers]
        return list(texts), np.array(places, dtype=np.int64)[cells]

    @property
    def texts(self) -> list[str]:
        """The different texts of this column, so that each need be understood only once."""
        return self._different[0]

    @property
    def cells(self) -> Integers:
        """For each row, which of `texts` it has."""
        return self._different[1]


@dataclass(frozen=True, eq=False)
class Table:
    """What `read` makes of a file. Columns have different names; empty rows are left out."""

    filename: str
    columns: tuple[Column, ...]
    lines: npt.NDArray[np.int64]
    """For each row, its number in the file as a spreadsheet shows it."""
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Rows that cannot be right; nothing is gathered from a table that has any."""
    sheet: str | None = None
    delimiter: str | None = None
    limits: Limits = field(default_factory=Limits)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def head(self, rows: int) -> Table:
        """The first rows as a table of their own."""
        return replace(self, columns=tuple(each.head(rows) for each in self.columns), lines=self.lines[:rows])

    def row(self, number: int) -> list[str]:
        """The cells of one row, counted from 0."""
        return [column.text(number) for column in self.columns]

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, list[str]]]:
        """Yield the number in the file and the cells of each row of a part of the table."""
        for number in range(len(self))[start:stop]:
            yield int(self.lines[number]), self.row(number)

    def column(self, name: str) -> Column | Problem:
        """Return the column of that name, whatever its capitals and blanks, or a problem."""
        for column in self.columns:
            if column.name == name:
                return column
        found = [column for column in self.columns if _plain(column.name) == _plain(name)]
        if len(found) == 1:
            return found[0]
        if found:
            return Problem(
                "column_twice", column=name, params={"columns": _listed(column.name for column in found)}
            )
        everything = {"columns": _listed(self.header)}
        names = {_plain(column.name): column.name for column in self.columns}
        close = [names[plain] for plain in difflib.get_close_matches(_plain(name), names, n=3)]
        if close:
            return Problem(
                "column_not_found_close", column=name, params={"close": _listed(close), **everything}
            )
        return Problem("column_not_found", column=name, params=everything)


class TableBuilder:
    """Takes rows one by one, refuses at the limits, and finds the header at the end."""

    def __init__(self, filename: str, limits: Limits) -> None:
        self.merged: list[Merged] = []
        self._filename = filename
        self._limits = limits
        self._lines = array("q")
        self._columns: list[array[int]] = []
        self._texts: list[Texts] = []
        self._widths = array("H")
        self._lengths: dict[int, int] = {}
        self._blank = 0

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, line: int, cells: list[str]) -> None:
        """Take one row."""
        if not any(cells):
            self._blank += 1
            return
        if len(lines := self._lines) < SEARCHED_ROWS:
            self._lengths[line] = len(cells)
        if len(cells) > len(self._columns):
            cells = self._widened(line, cells)
        columns = self._columns
        if len(lines) >= self._limits.rows + SEARCHED_ROWS:
            raise Unreadable("too_many_rows", limit=self._limits.rows)
        if (len(lines) + 1) * len(columns) > self._limits.cells:
            raise Unreadable("too_many_cells", limit=self._limits.cells)
        longest = self._limits.cell_length
        width = 0
        for number, cell in enumerate(cells):
            if len(cell) > longest:
                raise Unreadable("cell_too_long", line, limit=longest)
            text = self._texts[number].number(cell)
            columns[number].append(text)
            if text:
                width = number + 1
        for column in columns[len(cells) :]:
            column.append(0)
        self._widths.append(width)
        lines.append(line)

    def _widened(self, line: int, cells: list[str]) -> list[str]:
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) > self._limits.columns:
            raise Unreadable("too_many_columns", line, limit=self._limits.columns)
        for _ in range(len(self._columns), len(cells)):
            self._columns.append(array("i", bytes(4 * len(self._lines))))
            self._texts.append(Texts())
        return cells

    def finish(
        self,
        *,
        notes: Sequence[Note] = (),
        sheet: str | None = None,
        other_sheets: Sequence[str] = (),
        delimiter: str | None = None,
    ) -> Table:
        """Find the header and return the table beneath it."""
        for texts in self._texts:
            texts.forget()
        widths = np.frombuffer(self._widths, dtype=np.uint16)
        filled = np.flatnonzero(widths)
        if not len(filled):
            raise Unreadable("empty")
        first = [
            (self._lines[row], [self._texts[c][self._columns[c][row]] for c in range(int(widths[row]))])
            for row in map(int, filled[:SEARCHED_ROWS])
        ]
        header = find_header(first, len(self._columns), self.merged)
        kept = filled[header.rows_above_figures :]
        if not len(kept):
            raise Unreadable("no_rows_under_header")
        if len(kept) > self._limits.rows:
            raise Unreadable("too_many_rows", limit=self._limits.rows)
        cells = [np.frombuffer(column, dtype=np.int32)[kept] for column in self._columns]
        lines = np.frombuffer(self._lines, dtype=np.int64)[kept]
        problems = self._too_wide(lines, widths[kept], header) if delimiter is not None else []
        header = named(header, [bool(column.any()) for column in cells])
        columns = [
            Column(name, column_letters(number), cells[number], self._texts[number])
            for number, name in enumerate(header.names)
            if name
        ]
        blank = self._blank + len(widths) - len(filled)
        return Table(
            filename=self._filename,
            columns=tuple(columns),
            lines=lines,
            notes=(*notes, *_sheet_note(sheet, other_sheets), *header.notes, *_blank_note(blank)),
            problems=tuple(problems),
            sheet=sheet,
            delimiter=delimiter,
            limits=self._limits,
        )

    def _too_wide(self, lines: Integers, widths: npt.NDArray[np.uint16], header: Header) -> list[Problem]:
        """In text, a cell beyond the header is nearly always a number cut in two at its own comma."""
        if header.line is None:
            return []
        end = max(number + 1 for number, name in enumerate(header.names) if name)
        end = max(end, self._lengths.get(header.line, 0))
        wide = np.flatnonzero(widths > end)
        problems = Problems(self._limits.problems)
        problems.add_some(
            (
                Problem("too_many_in_row", int(lines[row]), params={"cells": int(widths[row]), "header": end})
                for row in wide[: problems.most]
            ),
            len(wide),
        )
        return problems.listed()


def _sheet_note(sheet: str | None, others: Sequence[str]) -> list[Note]:
    return [Note("sheet", params={"sheet": sheet, "others": _listed(others)})] if sheet and others else []


def _blank_note(count: int) -> list[Note]:
    return [Note("blank_rows", params={"count": count})] if count else []


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _listed(names: Sequence[str] | Iterator[str], most: int = 20) -> str:
    names = list(names)
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")
