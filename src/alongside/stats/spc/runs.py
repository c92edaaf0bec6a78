"""Runs analysis of each phase: unusually long runs and unusually few crossings.

A useful point is present, not excluded and not on the centre line; the others are skipped and neither
break nor extend a run. A phase signals when its longest run is longer than round(log2 n) + 3, or
when the centre is crossed less often than the lower 5 % point of a binomial distribution with n − 1 trials.

Source: Anhøj & Olesen 2014.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Sides, Whole
from .constants import fewest_crossings_allowed, longest_run_allowed
from .rules import BothSides


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs analysis of each phase, arrays of shape (series, phases).

    With no useful point the bounds are those for one, which nothing can break.
    """

    tested: Flags  # the phase exists, and its chart can be tested for runs
    useful: Whole
    longest: Whole
    longest_max: Whole
    crossings: Whole
    crossings_min: Whole

    @property
    def too_long(self) -> Flags:
        return self.tested & (self.longest > self.longest_max)

    @property
    def too_few_crossings(self) -> Flags:
        return self.tested & (self.crossings < self.crossings_min)

    @property
    def signal(self) -> Flags:
        return self.too_long | self.too_few_crossings


def analyse(side: Sides, phase: Whole, tested: Flags) -> tuple[Runs, BothSides]:
    """The runs analysis, and the points of runs that are too long, high side and low side.

    side : 1 above the centre, -1 below; 0 on it, missing or excluded. phase : from 1, 0 for no row.
    Both of shape (series, rows). tested : phases whose runs may signal, shape (series, phases).

    >>> side = np.array([[1, 1, 0, 1, 1, -1, 1]])
    >>> runs, _ = analyse(side, np.ones((1, 7), int), np.ones((1, 1), bool))
    >>> int(runs.useful[0, 0]), int(runs.longest[0, 0]), int(runs.crossings[0, 0]), bool(runs.signal[0, 0])
    (6, 4, 2, False)
    """
    series, phases = tested.shape
    useful = (side != 0) & (phase > 0)
    # All useful points one after another, series by series and phase by phase: the others are thereby skipped.
    sides = side[useful]
    member = (np.arange(series)[:, None] * phases + phase - 1)[useful]
    begins = np.ones(len(sides), dtype=bool)
    begins[1:] = (member[1:] != member[:-1]) | (sides[1:] != sides[:-1])
    starts = np.flatnonzero(begins)
    lengths = np.diff(starts, append=len(sides))
    owner = member[starts]
    # The runs of one phase lie together; their number is one more than its crossings.
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    longest = np.zeros(series * phases, dtype=np.int64)
    longest[owner[first]] = np.maximum.reduceat(lengths, first) if len(first) else 0
    count = np.bincount(member, minlength=series * phases).reshape(series, phases)
    crossings = np.maximum(np.bincount(owner, minlength=series * phases) - 1, 0)
    runs = Runs(
        tested=tested,
        useful=count,
        longest=longest.reshape(series, phases),
        longest_max=_for_each(count, longest_run_allowed),
        crossings=crossings.reshape(series, phases),
        crossings_min=_for_each(count, fewest_crossings_allowed),
    )
    long = np.zeros(side.shape, dtype=bool)
    if runs.too_long.any():
        beyond = (lengths > runs.longest_max.ravel()[owner]) & tested.ravel()[owner]
        long[useful] = np.repeat(beyond, lengths)
    return runs, (long & (side > 0), long & (side < 0))


def _for_each(count: Whole, bound: Callable[[int], int]) -> Whole:
    """`bound` of every count, worked out once for each different count."""
    counts, place = np.unique(count, return_inverse=True)
    bounds = np.array([bound(int(each)) for each in counts], dtype=np.int64)
    return bounds[place].reshape(count.shape)
