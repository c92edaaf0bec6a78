"""Samples for xbar and s charts: the rows of one x become its mean, its size and its standard deviation."""

from __future__ import annotations

import argparse

import numpy as np

from alongside.cli import BadInput
from alongside.stats.spc import sample_figures
from alongside.tabular import Series

SAMPLED = frozenset({"xbar", "s"})


def refuse_half_of_a_sample(options: argparse.Namespace) -> None:
    """Raise BadInput where samples are given neither by their values nor by all three figures."""
    if options.sd and options.chart not in SAMPLED:
        raise BadInput(
            f"--sd {options.sd}: only xbar and s charts have samples. Add --chart xbar or --chart s."
        )
    if options.chart not in SAMPLED or options.sd:
        return
    if options.where:
        raise BadInput(
            f"--chart {options.chart}: this chart needs values, not counted rows. Give their column with --y."
        )
    if options.n:
        raise BadInput(
            f"--chart {options.chart} --n {options.n}: samples are either their values (--y alone, a row for "
            "each) or their mean, size and standard deviation (--y, --n and --sd, a row for each sample)."
        )


def as_samples(series: Series) -> Series:
    """Return one point for each x, in the order in which they first appear, of the rows that have it."""
    place = {label: number for number, label in enumerate(dict.fromkeys(series.labels))}
    sample = np.array([place[label] for label in series.labels], dtype=np.int64)
    means, sizes, spreads = sample_figures(series.y, sample, len(place))
    lines = np.zeros(len(place), dtype=np.int64)
    lines[sample[::-1]] = series.lines[::-1]
    return Series(
        series.key, list(place), means, sizes.astype(float), lines, series.dated, series.notes, spreads
    )
