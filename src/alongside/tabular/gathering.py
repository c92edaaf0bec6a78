"""From a table and a choice of columns to series."""

from __future__ import annotations

from alongside.tabular.columns import Columns
from alongside.tabular.gathered_rows import by_period, samples_by_period
from alongside.tabular.problems import Problem, Problems
from alongside.tabular.rowwise import understand
from alongside.tabular.series import Gathered
from alongside.tabular.single_rows import row_by_row
from alongside.tabular.table import Table


def gather(table: Table, columns: Columns) -> Gathered:
    """Make series of the rows, as `columns` says. If anything is wrong there are problems, in order of rows,
    and no series.
    """
    if table.problems:
        return Gathered(problems=table.problems, notes=table.notes)
    problems = Problems(table.limits.problems)
    rowwise = understand(table, columns, problems)
    if rowwise is None or problems:
        return Gathered(problems=tuple(problems.listed()), notes=table.notes)
    if columns.every:
        into_points = samples_by_period if columns.allow_repeats else by_period
        series = into_points(rowwise, problems)
    else:
        series = row_by_row(rowwise, problems)
    if not series and not problems:
        problems.add(Problem("no_rows", params={"rows": len(table)}))
    if problems:
        return Gathered(problems=tuple(problems.listed()), notes=table.notes)
    return Gathered(series=tuple(series), notes=(*table.notes, *rowwise.notes))
