"""Where the header is, and what the columns are called."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from alongside.tabular.cells import Merged, column_letters, one_line
from alongside.tabular.dates import looks_like_date
from alongside.tabular.missing import is_missing
from alongside.tabular.numbers import looks_like_number
from alongside.tabular.problems import Note

SEARCHED_ROWS = 30
_FULL_ENOUGH = 0.6
"""A header fills at least this share of the cells that a row of figures fills."""


@dataclass
class Header:
    """The names of the columns, and how many of the rows looked at are above the first row of figures."""

    names: list[str]
    rows_above_figures: int
    line: int | None
    notes: list[Note] = field(default_factory=list)


def find_header(rows: list[tuple[int, list[str]]], width: int, merged: list[Merged]) -> Header:
    """Find the header among the first rows with anything in them: `(line, cells)`, cells without blanks at
    the ends.

    A title above it fills one cell or two; the header is the first row about as full as the rows of figures.
    A second row of names, under or over merged cells, is read together with it.
    """
    at = _first_full_row([cells for _, cells in rows])
    line, cells = rows[at]
    if not any(_is_name(cell) for cell in cells):
        return _lettered(width, at)
    notes: list[Note] = []
    names = [one_line(cell) for cell in _padded(cells, width)]
    above_figures = at + 1
    groups = _groups_above(rows, at, width, merged)
    if groups:
        names = [_joined(group, name) for group, name in zip(groups, names, strict=True)]
    elif _continues(rows, at, width):
        lower = [one_line(cell) for cell in _padded(rows[at + 1][1], width)]
        groups = _spread(names, [line, rows[at + 1][0]], merged, lower)
        names = [_joined(group, name) for group, name in zip(groups, lower, strict=True)]
        above_figures, line = at + 2, rows[at + 1][0]
    if groups:
        first = rows[above_figures - 2][0]
        example = next(
            (name for group, name in zip(groups, names, strict=True) if group and name != group), names[0]
        )
        notes.append(Note("header_rows", line, params={"first": first, "example": example}))
    elif at:
        notes.append(Note("header_row", line))
    return Header(names, above_figures, line, notes)


def named(header: Header, used: list[bool]) -> Header:
    """Give every used column a name of its own, and say so where the file did not."""
    taken: Counter[str] = Counter()
    names, notes = [], list(header.notes)
    for number, name in enumerate(header.names):
        letter = column_letters(number)
        if not name and used[number]:
            name = f"column {letter}"
            notes.append(Note("unnamed_column", header.line, name, {"letter": letter}))
        key = name.casefold()
        taken[key] += 1
        if name and taken[key] > 1:
            original, count = name, taken[key]
            while f"{key} ({count})" in taken:
                count += 1
            name = f"{original} ({count})"
            taken[name.casefold()] += 1
            notes.append(Note("header_twice", header.line, name, {"name": original, "letter": letter}))
        names.append(name)
    return Header(names, header.rows_above_figures, header.line, notes)


def _first_full_row(rows: list[list[str]]) -> int:
    """Find the first row about as full as the rows of figures.

    But a title of several cells yields to the fuller row of names under it.
    """
    filled = [sum(map(bool, cells)) for cells in rows]
    typical = median(filled[len(filled) // 2 :])
    enough = max(1, math.ceil(_FULL_ENOUGH * typical))
    at = next(index for index, count in enumerate(filled) if count >= enough)
    for later in range(at + 1, len(rows)):
        if filled[at] >= typical or (filled[later] >= enough and not _is_all_names(rows[later])):
            break
        if filled[later] > filled[at]:
            at = later
    return at


def _is_all_names(cells: list[str]) -> bool:
    return all(_is_name(cell) for cell in cells if cell)


def _is_name(cell: str) -> bool:
    """Say whether a cell is words: not a number, a date or a sign for "nothing"."""
    return bool(cell) and not (looks_like_number(cell) or looks_like_date(cell) or is_missing(cell))


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _lettered(width: int, at: int) -> Header:
    letters = [column_letters(number) for number in range(width)]
    columns = ", ".join(letters[:6]) + (", …" if width > 6 else "")
    return Header(letters, at, None, [Note("no_header", params={"columns": columns})])


def _groups_above(rows: list[tuple[int, list[str]]], at: int, width: int, merged: list[Merged]) -> list[str]:
    """Return the group of each column from the row above the header, or nothing if that is only a title."""
    if not at:
        return []
    line, cells = rows[at - 1]
    cells = [one_line(cell) for cell in _padded(cells, width)]
    words = [cell for cell in cells if cell]
    in_part = any(
        merge.first_row <= line <= merge.last_row and 0 < merge.last_column - merge.first_column < width - 1
        for merge in merged
    )
    below = [one_line(cell) for cell in _padded(rows[at][1], width)]
    told_apart = len(words) > 1 and len({name for name in below if name}) < sum(map(bool, below))
    not_a_title = len(words) > 1 or not cells[0]
    if not all(_is_name(word) for word in words) or not (told_apart or (in_part and not_a_title)):
        return []
    return _spread(cells, [line, rows[at][0]], merged, below)


def _continues(rows: list[tuple[int, list[str]]], at: int, width: int) -> bool:
    """Say whether the row under the header goes on with names where the header has blanks."""
    if at + 2 >= len(rows):
        return False
    cells, lower = _padded(rows[at][1], width), _padded(rows[at + 1][1], width)
    blanks_filled = any(not upper and under for upper, under in zip(cells, lower, strict=True))
    only_names = _is_all_names(lower)
    figures = any(not _is_name(cell) for _, row in rows[at + 2 :] for cell in row if cell)
    return blanks_filled and only_names and figures


def _spread(upper: list[str], lines: list[int], merged: list[Merged], lower: list[str]) -> list[str]:
    """Let each group's name reach over its columns: as far as its cells are merged, or else to the next name.

    A column whose name stands in the upper row alone keeps it, and is in no group.
    """
    spans = {merge.first_column: merge.last_column for merge in merged if merge.first_row == lines[0]}
    groups: list[str] = []
    current, reach = "", -1
    for column, name in enumerate(upper):
        if name:
            current = name
            reach = spans.get(column, column if spans else len(upper))
        groups.append(current if column <= reach and (name or lower[column]) else "")
    return groups


def _joined(group: str, name: str) -> str:
    return " ".join(part for part in (group, name) if part) if group != name else name
