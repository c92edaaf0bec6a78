"""From a file and its columns to one series, or two, with periods counted and the change placed."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.charts.periods import step_of
from alongside.cli import BadInput
from alongside.cli.chart.reading import read_series
from alongside.tabular import Series, sentence
from alongside.tabular.dates import Read, read_date
from alongside.tabular.timeline import STEPS, Timeline, timeline_of

PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4}
_CONTROL = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}


@dataclass(frozen=True)
class Interrupted:
    """The rows that are analysed, the change among them, and what should be known about how they were read."""

    name: str
    labels: list[str]
    lines: npt.NDArray[np.int64]
    time: npt.NDArray[np.int64]
    y: npt.NDArray[np.float64]
    n: npt.NDArray[np.float64] | None
    control: npt.NDArray[np.int64] | None
    change: int
    inside: bool
    step: str
    notes: tuple[str, ...]


def read_interrupted(options: argparse.Namespace) -> Interrupted:
    """Read the file. Raises BadInput naming what is wrong, and where."""
    for name in ("where", "of", "missing_dates", "chart", "sd"):
        setattr(options, name, None)
    options.by = options.control
    read = read_series(options)
    series = _series(read.series, options)
    labels = _in_order(series)
    timeline = timeline_of(labels, options.every or step_of(sorted(labels)) if series[0].dated else "")
    if timeline is None:
        raise BadInput(
            f"{options.file}, column “{options.x}”: the dates keep no rhythm, so periods can't be counted. "
            "Gather them with --every month (or week) and --agg mean (or sum)."
        )
    change, inside = _place(timeline, options)
    control = None
    if options.control:
        control = np.concatenate([np.full(len(one), _CONTROL[str(one.key)]) for one in series])
    return Interrupted(
        options.file,
        [label for one in series for label in one.labels],
        np.concatenate([one.lines for one in series]),
        np.concatenate([timeline.times(one.labels) for one in series]),
        np.concatenate([one.y for one in series]),
        _sizes(series),
        control,
        change,
        inside,
        timeline.step,
        tuple(dict.fromkeys([*read.notes, *(sentence(note) for one in series for note in one.notes)])),
    )


def _series(series: tuple[Series, ...], options: argparse.Namespace) -> list[Series]:
    if not options.control:
        return list(series)
    keys = {str(one.key) for one in series}
    strange = sorted(keys - set(_CONTROL))
    if strange:
        raise BadInput(
            f"{options.file}, column “{options.control}”: “{strange[0]}” is neither 0 nor 1. Write 0 for rows "
            "of the series that changed and 1 for rows of its control."
        )
    if len({_CONTROL[key] for key in keys}) < 2:
        raise BadInput(
            f"{options.file}, column “{options.control}”: every row has {keys.pop()}. A controlled analysis "
            "needs rows with 0 and rows with 1."
        )
    return sorted(series, key=lambda one: _CONTROL[str(one.key)])


def _in_order(series: list[Series]) -> list[str]:
    """Every label once: dates by date, others as the file first has them."""
    if series[0].dated:
        return sorted({label for one in series for label in one.labels})
    first: dict[str, int] = {}
    for one in series:
        for label, line in zip(one.labels, one.lines.tolist(), strict=True):
            first[label] = min(line, first.get(label, line))
    return sorted(first, key=first.__getitem__)


def _place(timeline: Timeline, options: argparse.Namespace) -> tuple[int, bool]:
    asked = options.intervention.strip()
    found = read_date(asked) if timeline.step else None
    place = timeline.place(found.date if isinstance(found, Read) else asked)
    labels = timeline.labels
    where = f"{options.file}: --intervention {options.intervention}"
    if place is None:
        wanted = "a date, like 2026-03-27," if timeline.step in STEPS else "one of the labels"
        raise BadInput(
            f"{where} is not in column “{options.x}”. Write {wanted} after {labels[0]} and up to {labels[-1]}."
        )
    times = timeline.times(labels)
    if place[0] < times.min() or place[0] > times.max():
        raise BadInput(
            f"{where} is outside the data, which go from {labels[0]} to {labels[-1]}. "
            "Choose a date between them."
        )
    if place[0] == times.min():
        raise BadInput(
            f"{where} is in the first period, so there is nothing before it to compare with. "
            "Choose a later date or bring in earlier figures."
        )
    return place


def _sizes(series: list[Series]) -> npt.NDArray[np.float64] | None:
    if any(one.n is None for one in series):
        return None
    # A denominator of 0 is a gap, as reading has said; there is nothing to divide by.
    sizes = np.concatenate([one.n for one in series if one.n is not None])
    return np.where(sizes == 0, np.nan, sizes)
