"""When two numbers are equal for a rule.

Computed numbers are seldom exactly equal, and a rule that compares them exactly flags every point
of a constant series, or misses a tie. Here two numbers of one series are equal when they differ by no
more than a billionth of the range of the series, or eight rounding steps of its largest value.
"""

import numpy as np

from .arrays import Flags, Floats, Sides, quietly
from .constants import EQUAL_SHARE, EQUAL_STEPS


def tolerance(values: Floats, counted: Flags) -> Floats:
    """How far apart two values of each series may be and still be equal; shape (series,).

    0 for a series without counted values.

    >>> values = np.array([[0.0, 5.0], [0.95, 0.95]])
    >>> tolerance(values, np.ones((2, 2), bool)).tolist()
    [5e-09, 1.6875389974302379e-15]
    """
    everything = bool(counted.all())
    highest = (values if everything else np.where(counted, values, -np.inf)).max(axis=1, initial=-np.inf)
    lowest = (values if everything else np.where(counted, values, np.inf)).min(axis=1, initial=np.inf)
    largest = np.maximum(np.abs(highest), np.abs(lowest))
    with quietly():
        allowed = np.maximum(
            EQUAL_SHARE * (highest - lowest), EQUAL_STEPS * np.finfo(np.float64).eps * largest
        )
    return np.where(np.isfinite(allowed), allowed, 0.0)


def side_of(values: Floats, line: Floats, allowed: Floats) -> Sides:
    """1 above the line, -1 below, 0 on it or where either is missing; shape of `values`.

    allowed : the tolerance of each series, shape (series,).

    >>> side_of(np.array([[1.0, 2.0, 3.0, np.nan]]), np.array([[2.0]]), np.array([1e-9])).tolist()
    [[-1, 0, 1, 0]]
    """
    with quietly():
        apart = values - line
    within = allowed[:, None]
    side: Sides = (apart > within).view(np.int8) - (apart < -within).view(np.int8)
    return side
