"""A column of figures into an array of numbers, with a problem for each cell that is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.tabular.missing import is_broken, is_formula, is_missing
from alongside.tabular.numbers import Fault, is_grouped_by_comma, is_percentage, read_number
from alongside.tabular.problems import Note, Problem, Problems, shown, some_rows
from alongside.tabular.table import Column, Table

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]


@dataclass
class Figures:
    """The numbers of a column, NaN where there is none, and how they were read."""

    column: Column
    values: Floats
    notes: list[Note] = field(default_factory=list)

    @property
    def missing(self) -> Rows:
        """Which rows have no number."""
        return np.isnan(self.values)


def read_figures(table: Table, column: Column, problems: Problems) -> Figures:
    """Understand each different text of the column once, and say which rows have the ones that are no
    numbers.
    """
    texts = column.texts
    commas = _has_decimal_commas([text for text in texts if not is_missing(text)])
    values = np.full(len(texts), np.nan)
    faults: dict[int, str] = {}
    for number, text in enumerate(texts):
        if is_missing(text):
            continue
        read = read_number(text, decimal_comma=commas)
        if isinstance(read, Fault):
            faults[number] = _fault(text, read, commas)
        else:
            values[number] = read
    faults |= _mixed_percentages(texts, values)
    _report(table, column, faults, problems)
    notes = [
        *_about_commas(table, column, values, commas),
        *_about_percentages(column, values),
    ]
    return Figures(column, values[column.cells], notes)


def missing_note(table: Table, column: Column, rows: Rows, code: str, among: Rows) -> list[Note]:
    """Say how many of the rows `among` lack a value, which, and what is written there instead."""
    count = int(rows.sum())
    if not count:
        return []
    written = Counter(column.texts[number] for number in column.cells[rows] if column.texts[number])
    tokens = ", ".join(shown(token) for token, _ in written.most_common(5))
    which = some_rows((int(line) for line in table.lines[rows][:10]), count)
    particulars = {"count": count, "rows": int(among.sum()), "which": which, "tokens": tokens}
    return [Note(code, column=column.name, params=particulars)]


def _has_decimal_commas(texts: list[str]) -> bool:
    """One number that can only have a decimal comma (12,5) decides for its column, if no other number forbids
    it.
    """
    decided = False
    for text in texts:
        with_point = not isinstance(read_number(text), Fault)
        with_comma = not isinstance(read_number(text, decimal_comma=True), Fault)
        if with_point and not with_comma:
            return False
        decided = decided or (with_comma and not with_point)
    return decided


def _fault(text: str, read: Fault, commas: bool) -> str:
    if is_broken(text):
        return "excel_error"
    if is_formula(text):
        return "formula"
    if (
        read is Fault.NOT_A_NUMBER
        and not commas
        and not isinstance(read_number(text, decimal_comma=True), Fault)
    ):
        return "decimal_comma"
    return str(read.value)


def _mixed_percentages(texts: list[str], values: Floats) -> dict[int, str]:
    """12% and 12 in one column differ a hundredfold, and one of them is a slip. A plain 0 is 0 either way."""
    numbers = [n for n, text in enumerate(texts) if not np.isnan(values[n])]
    signed = [n for n in numbers if is_percentage(texts[n])]
    plain = [n for n in numbers if not is_percentage(texts[n]) and values[n] != 0]
    fewer = min(signed, plain, key=len)
    return dict.fromkeys(fewer, "percent_mixed")


def _report(table: Table, column: Column, faults: dict[int, str], problems: Problems) -> None:
    if not faults:
        return
    bad = np.zeros(len(column.texts), dtype=bool)
    bad[list(faults)] = True
    rows = np.flatnonzero(bad[column.cells])
    problems.add_some(
        (
            cell_problem(table, column, int(row), faults[int(column.cells[row])])
            for row in rows[: problems.most]
        ),
        len(rows),
    )


def cell_problem(table: Table, column: Column, row: int, code: str, **params: object) -> Problem:
    """Return a problem with one cell, naming its row, its column, what it says and its place (B7)."""
    line = int(table.lines[row])
    particulars = {"value": shown(column.text(row)), "cell": f"{column.letter}{line}", **params}
    return Problem(code, line, column.name, particulars)


def _about_commas(table: Table, column: Column, values: Floats, commas: bool) -> list[Note]:
    example = next(
        (n for n, text in enumerate(column.texts) if "," in text and not np.isnan(values[n])), None
    )
    if example is None:
        return []
    particulars = {"value": shown(column.texts[example]), "meaning": f"{values[example]:.15g}"}
    if commas:
        return [Note("decimal_commas", column=column.name, params=particulars)]
    # Where semicolons divide the columns, figures often have decimal commas: say it if nothing settles the
    # matter.
    with_commas = [text for text in column.texts if "," in text]
    settled = any(text.count(",") > 1 or "." in text for text in with_commas)
    if table.delimiter == ";" and not settled and all(map(is_grouped_by_comma, with_commas)):
        return [Note("thousands_commas", column=column.name, params=particulars)]
    return []


def _about_percentages(column: Column, values: Floats) -> list[Note]:
    for number, text in enumerate(column.texts):
        if is_percentage(text) and not np.isnan(values[number]):
            particulars = {"value": shown(text), "meaning": f"{values[number]:.15g}"}
            return [Note("percentages", column=column.name, params=particulars)]
    return []
