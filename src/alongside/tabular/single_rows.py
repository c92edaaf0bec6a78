"""One row, one point."""

from __future__ import annotations

import numpy as np

from alongside.tabular.figures import cell_problem
from alongside.tabular.periods import Integers, iso
from alongside.tabular.problems import Note, Problem, Problems, some_rows
from alongside.tabular.rowwise import Rowwise
from alongside.tabular.series import Series


def row_by_row(rowwise: Rowwise, problems: Problems) -> list[Series]:
    """Make each row a point: in order of dates if x is a date, else as the file has them. One x twice is a
    problem.
    """
    rows = np.flatnonzero(rowwise.used)
    if not rowwise.choice.allow_repeats:
        _refuse_repeats(rowwise, rows, problems)
    if problems:
        return []
    groups, x = rowwise.groups[rows], rowwise.moments.values[rows]
    order = np.lexsort((x, groups)) if rowwise.moments.dated else np.argsort(groups, kind="stable")
    rows, groups = rows[order], groups[order]
    rowwise.notes += _in_the_future(rowwise, rows)
    bounds = np.searchsorted(groups, np.arange(len(rowwise.keys) + 1))
    made = (
        _series(rowwise, key, rows[start:stop])
        for key, start, stop in zip(rowwise.keys, bounds[:-1], bounds[1:], strict=True)
    )
    return [series for series in made if len(series)]


def _series(rowwise: Rowwise, key: str | None, rows: Integers) -> Series:
    moments = rowwise.moments
    x = moments.values[rows]
    labels = iso(x) if moments.dated else [moments.labels[number] for number in x]
    y, lines, notes = rowwise.y[rows], rowwise.table.lines[rows], []
    n = None if rowwise.n is None else rowwise.n[rows]
    if n is not None:
        zero = n == 0
        if zero.any():
            which = some_rows(map(int, lines[zero]), int(zero.sum()))
            notes.append(Note("zero_denominator", int(lines[zero][0]), rowwise.choice.n, {"which": which}))
        y = np.where(zero, np.nan, y)
    sd = None if rowwise.sd is None else rowwise.sd[rows]
    return Series(key, labels, y, n, lines, moments.dated, tuple(notes), sd)


def _refuse_repeats(rowwise: Rowwise, rows: Integers, problems: Problems) -> None:
    """Name each row whose x an earlier row of its series has, and that earlier row."""
    groups, x = rowwise.groups[rows], rowwise.moments.values[rows]
    order = np.lexsort((x, groups))  # stable: rows with one x stay in file order
    again = np.zeros(len(order), dtype=bool)
    again[1:] = (groups[order][1:] == groups[order][:-1]) & (x[order][1:] == x[order][:-1])
    firsts = np.maximum.accumulate(np.where(again, 0, np.arange(len(order))))
    repeated = np.stack([rows[order[again]], rows[order[firsts[again]]]], axis=1)
    repeated = repeated[np.argsort(repeated[:, 0])]
    problems.add_some(
        (_repeat(rowwise, int(row), int(first)) for row, first in repeated[: problems.most]), len(repeated)
    )


def _repeat(rowwise: Rowwise, row: int, first: int) -> Problem:
    params: dict[str, object] = {"first": int(rowwise.table.lines[first])}
    key = rowwise.keys[int(rowwise.groups[row])]
    if key is not None:
        params["series"] = key
    code = "twice" if key is None else "twice_in_series"
    return cell_problem(rowwise.table, rowwise.moments.column, row, code, **params)


def _in_the_future(rowwise: Rowwise, rows: Integers) -> list[Note]:
    as_of = rowwise.choice.as_of
    if as_of is None or not rowwise.moments.dated:
        return []
    day = int(np.datetime64(as_of, "D").astype(np.int64))
    late = np.sort(rows[rowwise.moments.values[rows] > day])
    if not len(late):
        return []
    params = {"count": len(late), "as_of": as_of.isoformat()}
    return [Note("future", int(rowwise.table.lines[late[0]]), rowwise.moments.column.name, params)]
