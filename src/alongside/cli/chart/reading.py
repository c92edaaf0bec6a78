"""From a file and a choice of columns to series."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date, datetime

from alongside.cli import BadInput
from alongside.cli.chart.samples import SAMPLED, as_samples, refuse_half_of_a_sample
from alongside.tabular import Columns, Problem, Series, Table, Unreadable, gather, read, sentence
from alongside.tabular.dates import Read, read_date


@dataclass(frozen=True)
class ReadFile:
    """The series of a file, and what should be known about how it was read."""

    name: str
    series: tuple[Series, ...]
    notes: tuple[str, ...]


def read_series(options: argparse.Namespace) -> ReadFile:
    """Read the file and gather its rows. Raises BadInput naming the file, and the row and column if it is
    one.
    """
    columns = Columns(
        x=options.x,
        y=options.y,
        n=options.n,
        sd=options.sd,
        by=options.by,
        where=options.where,
        of=options.of,
        every=options.every,
        agg=options.agg,
        missing_dates=options.missing_dates,
        as_of=_as_of(options.as_of),
        # Samples given by their figures have a row each; else the rows of one x are a sample.
        allow_repeats=options.chart in SAMPLED and not options.sd,
    )
    refuse_half_of_a_sample(options)
    gathered = gather(_table(options), columns)
    if gathered.problems:
        raise BadInput(f"{options.file}: {_told(gathered.problems)}")
    series = gathered.series
    if columns.allow_repeats:
        series = tuple(map(as_samples, series))
    return ReadFile(options.file, series, tuple(sentence(note) for note in gathered.notes))


def _table(options: argparse.Namespace) -> Table:
    try:
        return read(options.file, sheet=options.sheet)
    except Unreadable as problem:
        raise BadInput(f"{options.file}: {problem}") from problem


def _as_of(given: str | None) -> date:
    if given is None:
        return datetime.now().astimezone().date()
    found = read_date(given)
    if not isinstance(found, Read):
        raise BadInput(f"--as-of {given}: this is not a date. Write it like 2026-03-27.")
    return found.date


def _told(problems: tuple[Problem, ...]) -> str:
    """Say the first problem, and how many more there are."""
    first, *others = problems
    more = sum(int(str(other.params["count"])) if other.code == "more" else 1 for other in others)
    return sentence(first) + (f" ({more:,} more of the file's rows have problems.)" if more else "")
