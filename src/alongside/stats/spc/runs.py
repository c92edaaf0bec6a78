"""Runs analysis of each phase: unusually long runs and unusually few crossings.

A useful point is present, not excluded and not on the centre line; the others are skipped and neither
break nor extend a run. A phase signals when its longest run is longer than round(log2 n) + 3, or
when the centre is crossed less often than the lower 5 % point of a binomial distribution with n − 1 trials.

Source: Anhøj & Olesen 2014.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Floats, Whole, closed_up, put_back
from .constants import fewest_crossings_allowed, longest_run_allowed
from .rules import BothSides, run_lengths


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


def analyse(side: Floats, phase: Whole, tested: Flags) -> tuple[Runs, BothSides]:
    """The runs analysis, and the points of runs that are too long, high side and low side.

    side : 1 above the centre, -1 below; 0 on it, missing or excluded. phase : from 1, 0 for no row.
    Both of shape (series, rows). tested : phases whose runs may signal, shape (series, phases).

    >>> side = np.array([[1.0, 1.0, 0.0, 1.0, 1.0, -1.0, 1.0]])
    >>> runs, _ = analyse(side, np.ones((1, 7), int), np.ones((1, 1), bool))
    >>> int(runs.useful[0, 0]), int(runs.longest[0, 0]), int(runs.crossings[0, 0]), bool(runs.signal[0, 0])
    (6, 4, 2, False)
    """
    order = closed_up(side == 0)
    side_in_order = np.take_along_axis(side, order, axis=1)
    phase_in_order = np.take_along_axis(phase, order, axis=1)
    useful = side_in_order != 0
    joined = np.zeros(side.shape, dtype=bool)
    joined[:, 1:] = (phase_in_order[:, 1:] == phase_in_order[:, :-1]) & useful[:, 1:] & useful[:, :-1]
    crossed = np.zeros(side.shape, dtype=bool)
    crossed[:, 1:] = joined[:, 1:] & (side_in_order[:, 1:] != side_in_order[:, :-1])
    lengths = run_lengths(side_in_order, joined)

    members = [phase_in_order == number for number in range(1, tested.shape[1] + 1)]
    count = np.stack([(useful & member).sum(axis=1) for member in members], axis=1)
    runs = Runs(
        tested=tested,
        useful=count,
        longest=np.stack([(lengths * member).max(axis=1, initial=0) for member in members], axis=1),
        longest_max=_for_each(count, longest_run_allowed),
        crossings=np.stack([(crossed & member).sum(axis=1) for member in members], axis=1),
        crossings_min=_for_each(count, fewest_crossings_allowed),
    )
    allowed = np.take_along_axis(runs.longest_max, np.maximum(phase_in_order - 1, 0), axis=1)
    may = np.take_along_axis(tested, np.maximum(phase_in_order - 1, 0), axis=1)
    long = put_back((lengths > allowed) & may, order)
    return runs, (long & (side > 0), long & (side < 0))


def _for_each(count: Whole, bound: Callable[[int], int]) -> Whole:
    """`bound` of every count, worked out once for each different count."""
    counts, place = np.unique(count, return_inverse=True)
    bounds = np.array([bound(int(each)) for each in counts], dtype=np.int64)
    return bounds[place].reshape(count.shape)
