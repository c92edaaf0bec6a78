"""From a file and its columns to estimates with their variances."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.cli import BadInput
from alongside.tabular import Column, Problem, Table, Unreadable, read, sentence
from alongside.tabular.figures import Figures, read_figures
from alongside.tabular.missing import is_empty
from alongside.tabular.problems import Problems


@dataclass(frozen=True)
class Sites:
    """A row for each site: what it is called, its estimate, its variance (NaN for none), its row in the file."""

    labels: list[str]
    estimates: npt.NDArray[np.float64]
    variances: npt.NDArray[np.float64]
    lines: npt.NDArray[np.int64]
    notes: tuple[str, ...]


def read_sites(options: argparse.Namespace) -> Sites:
    """Read the file. Raises BadInput naming what is wrong, and where."""
    try:
        table = read(options.file, sheet=options.sheet)
    except Unreadable as unreadable:
        raise BadInput(f"{options.file}: {unreadable}") from unreadable
    problems = Problems(table.limits.problems)
    for problem in table.problems:
        problems.add(problem)
    columns = [_found(table, name, problems) for name in (options.yi, options.vi, options.label) if name]
    _refuse(options, problems)
    figures = [read_figures(table, column, problems) for column in columns[:2] if column]
    _refuse(options, problems)
    estimates, variances = figures
    label = columns[2] if options.label else None
    there = _rows(table, label, figures)
    labels = [
        str(label.text(row)) if label is not None else f"row {int(table.lines[row]):,}"
        for row in np.flatnonzero(there).tolist()
    ]
    return Sites(
        labels,
        estimates.values[there],
        variances.values[there],
        table.lines[there],
        tuple(sentence(note) for note in (*table.notes, *estimates.notes, *variances.notes)),
    )


def _found(table: Table, name: str, problems: Problems) -> Column | None:
    column = table.column(name)
    if isinstance(column, Problem):
        problems.add(column)
        return None
    return column


def _refuse(options: argparse.Namespace, problems: Problems) -> None:
    if problems:
        first, *others = problems.listed()
        more = f" ({len(others):,} more of the file's rows have problems.)" if others else ""
        raise BadInput(f"{options.file}: {sentence(first)}{more}")


def _rows(table: Table, label: Column | None, figures: list[Figures]) -> npt.NDArray[np.bool_]:
    """Which rows are sites: those with a figure or a name."""
    there = ~np.logical_and.reduce([each.missing for each in figures])
    if label is not None:
        named = np.array([not is_empty(text) for text in label.texts], dtype=bool)
        there |= named[label.cells]
    return there
