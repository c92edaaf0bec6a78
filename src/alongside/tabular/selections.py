"""Rows chosen by what a column says: `outcome=good|very good`."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from alongside.tabular.figures import Rows
from alongside.tabular.missing import is_broken, is_empty
from alongside.tabular.problems import Note, Problem, shown
from alongside.tabular.table import Column, Table

_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")


@dataclass
class Selection:
    """Which rows were chosen, and which have nothing in the column."""

    column: Column
    chosen: Rows
    empty: Rows
    notes: list[Note]


def select(table: Table, text: str) -> Selection | Problem:
    """Find the rows that `COL=A|B` chooses. Capitals and the blanks at the ends do not matter; 1 and 1.0 are
    the same.
    """
    parts = _parts(table, text)
    if isinstance(parts, Problem):
        return parts
    column, wanted = parts
    keys = {_key(value): value for value in wanted}
    matches: dict[str, list[str]] = {value: [] for value in keys.values()}
    chosen = np.zeros(len(column.texts), dtype=bool)
    for number, cell in enumerate(column.texts):
        value = keys.get(_key(cell))
        if value is not None:
            chosen[number] = True
            matches[value].append(cell)
    empty = np.array([is_empty(cell) or is_broken(cell) for cell in column.texts], dtype=bool)
    absent = [value for value, cells in matches.items() if not cells]
    if len(absent) == len(matches):
        named = ", ".join(f"“{shown(value)}”" for value in absent[:5])
        return Problem(
            "nothing_selected", column=column.name, params={"wanted": named, "values": some_texts(column)}
        )
    notes = [
        Note(
            "value_not_found",
            column=column.name,
            params={"value": shown(value), "values": some_texts(column)},
        )
        for value in absent[:5]
    ]
    spellings = [sorted(set(cells)) for cells in matches.values() if len(set(cells)) > 1]
    if spellings:
        listed = "; ".join(", ".join(shown(cell) for cell in cells[:5]) for cells in spellings[:5])
        notes.append(Note("spellings", column=column.name, params={"spellings": listed}))
    return Selection(column, chosen[column.cells], empty[column.cells], notes)


def some_texts(column: Column, most: int = 8) -> str:
    """Return the commonest texts of a column, for a sentence."""
    counts = np.bincount(column.cells, minlength=len(column.texts))
    order = [int(n) for n in np.argsort(-counts, kind="stable") if column.texts[n]]
    return ", ".join(shown(column.texts[n]) for n in order[:most]) + (", …" if len(order) > most else "")


def _parts(table: Table, text: str) -> tuple[Column, list[str]] | Problem:
    """Cut at the = after a column's name; a name may have one in it."""
    cuts = [position for position, character in enumerate(text) if character == "="]
    first: Problem | None = None
    for cut in cuts:
        column = table.column(text[:cut].strip())
        if isinstance(column, Column):
            wanted = [value.strip() for value in text[cut + 1 :].split("|")]
            wanted = [value for value in wanted if value]
            return (column, wanted) if wanted else Problem("bad_selection", params={"text": shown(text)})
        first = first or column
    return first or Problem("bad_selection", params={"text": shown(text)})


def _key(text: str) -> str | float:
    """Numbers by their value, unless zeros in front make them a code; words without regard to capitals."""
    return float(text) if _PLAIN_NUMBER.fullmatch(text) else " ".join(text.split()).casefold()
