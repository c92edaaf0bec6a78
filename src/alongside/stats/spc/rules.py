"""The rules that make a point a signal, as small predicates over rows.

Each takes arrays of shape (series, rows) and returns two arrays of flags of that shape: the points
that signal on the high side, and on the low side. `joined` says that a row continues the row before
it: both have a value, and both are in one phase. Rules never count across a row that is not joined.
Excluded rows have been taken out before (see `arrays.closed_up`), so that they neither break nor extend.

Sources: Nelson (1984), Journal of Quality Technology 16(4), 237-239; NHS England, Making Data Count;
Anhøj & Olesen 2014.
"""

import numpy as np

from .arrays import Flags, Floats, Whole
from .constants import SHIFT_POINTS

# In the order that decides which rule names a point when several hold.
RULES = ("outside", "trend", "two_in_three", "shift")
SIDES = ("high", "low")

BothSides = tuple[Flags, Flags]


def run_lengths(value: Floats, joined: Flags) -> Whole:
    """Length of the unbroken stretch of equal values that each row is in; 0 where the value is 0.

    >>> run_lengths(np.array([[1.0, 1.0, 0.0, 1.0, -1.0]]), np.ones((1, 5), bool)).tolist()
    [[2, 2, 0, 1, 1]]
    """
    starts = np.ones(value.shape, dtype=bool)
    starts[:, 1:] = ~joined[:, 1:] | (value[:, 1:] != value[:, :-1])
    stretch = np.cumsum(starts.ravel()) - 1
    lengths = np.bincount(stretch)[stretch].reshape(value.shape) if value.size else np.zeros(value.shape)
    return np.where(value == 0, 0, lengths).astype(np.int64)


def outside(above: Floats, below: Floats) -> BothSides:
    """Points beyond a limit; a point on it is inside.

    above : side of the upper limit each value is on. below : side of the lower limit.

    >>> high, low = outside(np.array([[1.0, 0.0, -1.0]]), np.array([[1.0, 1.0, -1.0]]))
    >>> high.tolist(), low.tolist()
    ([[True, False, False]], [[False, False, True]])
    """
    return above > 0, below < 0


def shift(side: Floats, joined: Flags, points: int = SHIFT_POINTS) -> BothSides:
    """Runs of at least so many points on one side of the centre; a point on the line breaks a run.

    side : 1 above, -1 below, 0 on the line or missing.

    >>> high, low = shift(np.array([[1.0, 1.0, 1.0, -1.0]]), np.ones((1, 4), bool), points=3)
    >>> high.tolist(), low.tolist()
    ([[True, True, True, False]], [[False, False, False, False]])
    """
    long = run_lengths(side, joined) >= points
    return long & (side > 0), long & (side < 0)


def trend(step: Floats, points: int) -> BothSides:
    """Stretches of at least so many points, each higher (or each lower) than the one before; ties break.

    step : 1 where a row is higher than the row before it, -1 where lower, 0 where equal or not joined.
    A point where a rise turns into a fall belongs to both.

    >>> high, low = trend(np.array([[0.0, 1.0, 1.0, -1.0, -1.0]]), points=3)
    >>> high.tolist(), low.tolist()
    ([[True, True, True, False, False]], [[False, False, True, True, True]])
    """
    long = run_lengths(step, np.ones(step.shape, dtype=bool)) >= points - 1
    return _with_start(long & (step > 0)), _with_start(long & (step < 0))


def _with_start(steps: Flags) -> Flags:
    """The rows that steps lead to, and the rows they start from."""
    rows = steps.copy()
    rows[:, :-1] |= steps[:, 1:]
    return rows


def two_in_three(side: Floats, far_high: Flags, far_low: Flags, joined: Flags) -> BothSides:
    """The far points of any three neighbours on one side of the centre of which at least two are far.

    far_high, far_low : points beyond two sigma. The third point is not flagged, nor are two far points
    whose neighbours are on the other side.

    >>> side = np.array([[1.0, 1.0, 1.0, -1.0]])
    >>> far = np.array([[True, False, True, False]])
    >>> two_in_three(side, far, np.zeros((1, 4), bool), np.array([[False, True, True, True]]))[0].tolist()
    [[True, False, True, False]]
    """
    return (
        _two_in_three(side > 0, far_high & (side > 0), joined),
        _two_in_three(side < 0, far_low & (side < 0), joined),
    )


def _two_in_three(on_side: Flags, far: Flags, joined: Flags) -> Flags:
    first, second, third = slice(None, -2), slice(1, -1), slice(2, None)
    whole = joined[:, second] & joined[:, third]
    whole &= on_side[:, first] & on_side[:, second] & on_side[:, third]
    whole &= far[:, first].astype(int) + far[:, second] + far[:, third] >= 2
    in_window = np.zeros(far.shape, dtype=bool)
    for place in (first, second, third):
        in_window[:, place] |= whole
    return in_window & far
