"""Every row of a table understood: its x, its series, its figures."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from alongside.tabular.columns import Columns
from alongside.tabular.figures import Figures, Floats, Rows, cell_problem, missing_note, read_figures
from alongside.tabular.missing import is_broken, is_empty, is_formula
from alongside.tabular.moments import Moments, read_moments
from alongside.tabular.periods import Integers
from alongside.tabular.problems import Note, Problem, Problems, some_rows
from alongside.tabular.selections import Selection, select
from alongside.tabular.table import Column, Table


@dataclass
class Rowwise:
    """What points are made of, one entry a row of the table."""

    table: Table
    choice: Columns
    moments: Moments
    groups: Integers
    """Which series each row belongs to, -1 for none."""
    keys: list[str | None]
    used: Rows
    y: Floats
    n: Floats | None
    sd: Floats | None = None
    notes: list[Note] = field(default_factory=list)


def understand(table: Table, choice: Columns, problems: Problems) -> Rowwise | None:
    """Understand the columns chosen; None if they cannot be found, and problems for the cells that cannot be
    read.
    """
    for problem in choice.problems():
        problems.add(problem)
    x = _found(table, choice.x, problems)
    y, n, sd, by = (
        _found(table, name, problems) if name else None for name in (choice.y, choice.n, choice.sd, choice.by)
    )
    where, of = (_selected(table, text, problems) if text else None for text in (choice.where, choice.of))
    if problems or x is None:
        return None
    moments = read_moments(table, x, choice.every, problems)
    groups, keys = _groups(table, by, problems)
    if where:
        rowwise = _counted(table, choice, moments, groups, keys, where, of)
    else:
        figures = [read_figures(table, column, problems) for column in (y, n, sd) if column]
        rowwise = _measured(table, choice, moments, groups, keys, figures)
        _refuse_negative(table, figures[1:2], problems)
    for column in [by, *(selection.column for selection in (where, of) if selection)]:
        if column:
            _refuse_formulas(table, column, problems)
    _refuse_without_x(rowwise, problems)
    rowwise.notes = [*moments.notes, *rowwise.notes]
    if by:
        rowwise.notes += _without_series(rowwise, by)
    rowwise.used &= groups >= 0
    return rowwise


def _found(table: Table, name: str, problems: Problems) -> Column | None:
    column = table.column(name)
    if isinstance(column, Problem):
        problems.add(column)
        return None
    return column


def _selected(table: Table, text: str, problems: Problems) -> Selection | None:
    selection = select(table, text)
    if isinstance(selection, Problem):
        problems.add(selection)
        return None
    return selection


def _groups(table: Table, by: Column | None, problems: Problems) -> tuple[Integers, list[str | None]]:
    """Number the series in the order in which they first appear."""
    if by is None:
        return np.zeros(len(table), dtype=np.int64), [None]
    numbers, first = np.unique(by.cells, return_index=True)
    order = [int(n) for n in numbers[np.argsort(first)]]
    named = [n for n in order if not (is_empty(by.texts[n]) or is_broken(by.texts[n]))]
    if len(named) > table.limits.series:
        params = {"count": len(named), "limit": table.limits.series}
        problems.add(Problem("too_many_series", column=by.name, params=params))
    place = np.full(len(by.texts), -1, dtype=np.int64)
    place[named] = np.arange(len(named))
    return place[by.cells], [by.texts[n] for n in named]


def _counted(
    table: Table,
    choice: Columns,
    moments: Moments,
    groups: Integers,
    keys: list[str | None],
    where: Selection,
    of: Selection | None,
) -> Rowwise:
    """Count rows: 1 for one of the numerator, 1 for one of the denominator; not at all if a cell that decides
    is empty.
    """
    selections = [selection for selection in (where, of) if selection]
    used = ~np.logical_or.reduce([selection.empty for selection in selections])
    n = of.chosen.astype(np.float64) if of else None
    notes = [note for selection in selections for note in selection.notes]
    columns = {selection.column.name: selection for selection in selections}
    for name, selection in columns.items():
        which = some_rows(
            (int(line) for line in table.lines[selection.empty][:10]), int(selection.empty.sum())
        )
        if which:
            params = {"count": int(selection.empty.sum()), "rows": len(table), "which": which}
            notes.append(Note("not_counted", column=name, params=params))
    outside = int((where.chosen & ~of.chosen & used).sum()) if of else 0
    if outside:
        notes.append(Note("outside_denominator", params={"count": outside}))
    y = where.chosen.astype(np.float64)
    return Rowwise(table, choice, moments, groups, keys, used, y, n, notes=notes)


def _measured(
    table: Table,
    choice: Columns,
    moments: Moments,
    groups: Integers,
    keys: list[str | None],
    figures: list[Figures],
) -> Rowwise:
    """Take values as they stand. A row with nothing in x and no figures is no row; one with only its x is a
    gap.
    """
    nothing = np.logical_and.reduce([each.missing for each in figures])
    used = ~(moments.empty & nothing)
    notes = [note for each in figures for note in each.notes]
    here = used & (groups >= 0)
    # A sample of one value has no standard deviation, which is no gap.
    for each in figures[:2]:
        code = "missing_in_period" if choice.every else "missing"
        notes += missing_note(table, each.column, each.missing & here, code, here)
    n, sd = (figures[k].values if len(figures) > k else None for k in (1, 2))
    return Rowwise(table, choice, moments, groups, keys, used, figures[0].values, n, sd, notes)


def _refuse_negative(table: Table, denominators: list[Figures], problems: Problems) -> None:
    for each in denominators:
        rows = np.flatnonzero(each.values < 0)
        problems.add_some(
            (
                cell_problem(table, each.column, int(row), "negative_denominator")
                for row in rows[: problems.most]
            ),
            len(rows),
        )


def _refuse_formulas(table: Table, column: Column, problems: Problems) -> None:
    formulas = np.array([is_formula(text) for text in column.texts], dtype=bool)
    rows = np.flatnonzero(formulas[column.cells])
    problems.add_some(
        (cell_problem(table, column, int(row), "formula") for row in rows[: problems.most]), len(rows)
    )


def _refuse_without_x(rowwise: Rowwise, problems: Problems) -> None:
    column = rowwise.moments.column
    rows = np.flatnonzero(rowwise.moments.empty & rowwise.used & (rowwise.groups >= 0))
    problems.add_some(
        (cell_problem(rowwise.table, column, int(row), "no_x") for row in rows[: problems.most]), len(rows)
    )


def _without_series(rowwise: Rowwise, by: Column) -> list[Note]:
    rows = rowwise.used & (rowwise.groups < 0)
    count = int(rows.sum())
    if not count:
        return []
    which = some_rows((int(line) for line in rowwise.table.lines[rows][:10]), count)
    return [
        Note("no_series", column=by.name, params={"count": count, "rows": len(rowwise.table), "which": which})
    ]
