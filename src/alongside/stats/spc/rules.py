"""The rules that make a point a signal, as small predicates over rows.

Each takes arrays of shape (series, rows) and returns two arrays of flags of that shape: the points
that signal on the high side, and on the low side. `joined` says that a row continues the row before
it: both have a value, and both are in one phase. Rules never count across a row that is not joined.
Excluded rows have been taken out before (see `arrays.closed_up`), so that they neither break nor extend.

Sources: Nelson (1984), Journal of Quality Technology 16(4), 237-239; NHS England, Making Data Count;
Anhøj & Olesen 2014.
"""

import numpy as np

from .arrays import Flags, Sides
from .constants import SHIFT_POINTS

# In the order that decides which rule names a point when several hold.
RULES = ("outside", "trend", "two_in_three", "shift")
SIDES = ("high", "low")

BothSides = tuple[Flags, Flags]


def in_stretches(continues: Flags, points: int) -> Flags:
    """The rows in stretches of at least so many, two or more.

    continues : a row belongs to one stretch with the row before it.

    >>> in_stretches(np.array([[False, True, True, False, True]]), 3).tolist()
    [[True, True, True, False, False]]
    """
    rows = continues.shape[1]
    if rows < points:
        return np.zeros(continues.shape, dtype=bool)
    # A window of so many rows is whole if all but its first continue: doubled again and again, not counted.
    whole, length = continues[:, 1:], 1
    while length < points - 1:
        more = min(length, points - 1 - length)
        whole, length = whole[:, : whole.shape[1] - more] & whole[:, more:], length + more
    found = np.zeros(continues.shape, dtype=bool)
    found[:, : whole.shape[1]] = whole
    length = 1
    while length < points:
        more = min(length, points - length)
        found[:, more:] |= found[:, :-more].copy()
        length += more
    return found


def outside(above: Sides, below: Sides) -> BothSides:
    """Points beyond a limit; a point on it is inside.

    above : side of the upper limit each value is on. below : side of the lower limit.

    >>> high, low = outside(np.array([[1, 0, -1]]), np.array([[1, 1, -1]]))
    >>> high.tolist(), low.tolist()
    ([[True, False, False]], [[False, False, True]])
    """
    return above > 0, below < 0


def shift(side: Sides, joined: Flags, points: int = SHIFT_POINTS) -> BothSides:
    """Runs of at least so many points on one side of the centre; a point on the line breaks a run.

    side : 1 above, -1 below, 0 on the line or missing.

    >>> high, low = shift(np.array([[1, 1, 1, -1]]), np.ones((1, 4), bool), points=3)
    >>> high.tolist(), low.tolist()
    ([[True, True, True, False]], [[False, False, False, False]])
    """
    high, low = (in_stretches(_continues(on_side, joined), points) for on_side in (side > 0, side < 0))
    return high, low


def _continues(flags: Flags, joined: Flags) -> Flags:
    both = joined & flags
    both[:, 1:] &= flags[:, :-1]
    return both


def trend(step: Sides, points: int) -> BothSides:
    """Stretches of at least so many points, each higher (or each lower) than the one before; ties break.

    step : 1 where a row is higher than the row before it, -1 where lower, 0 where equal or not joined.
    A point where a rise turns into a fall belongs to both.

    >>> high, low = trend(np.array([[0, 1, 1, -1, -1]]), points=3)
    >>> high.tolist(), low.tolist()
    ([[True, True, True, False, False]], [[False, False, True, True, True]])
    """
    return in_stretches(step > 0, points), in_stretches(step < 0, points)


def two_in_three(side: Sides, far_high: Flags, far_low: Flags, joined: Flags) -> BothSides:
    """The far points of any three neighbours on one side of the centre of which at least two are far.

    far_high, far_low : points beyond two sigma. The third point is not flagged, nor are two far points
    whose neighbours are on the other side.

    >>> side = np.array([[1, 1, 1, -1]])
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
    whole &= (
        (far[:, first] & far[:, second]) | (far[:, second] & far[:, third]) | (far[:, first] & far[:, third])
    )
    in_window = np.zeros(far.shape, dtype=bool)
    for place in (first, second, third):
        in_window[:, place] |= whole
    return in_window & far
