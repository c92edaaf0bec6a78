"""What the signals mean: better or worse, and whether the target will be met.

The words: a point is "common" (nothing signals), "improvement", "concern", or "neutral" (a signal
where neither direction is better). The variation of a series is the verdict of its last point with the side
of the signal; its assurance compares the target with the limits at that point.
"""

import numpy as np
from numpy.typing import NDArray

from .arrays import Flags, Floats, Whole, quietly
from .rules import RULES, SIDES

# A verdict is a place in this table.
VERDICTS = (None, "common", "improvement", "concern", "neutral")
NONE, COMMON, IMPROVEMENT, CONCERN, NEUTRAL = range(len(VERDICTS))

HIGH, LOW = range(len(SIDES))

Names = NDArray[np.object_]


def counted_signals(signals: Flags, guarded: Flags) -> Flags:
    """The signals that count towards verdicts, shape of `signals` (rules, sides, series, rows).

    guarded : points, shape (series, rows), where too few events are expected for a run on one side or
        two in three to mean anything.
    """
    kept = signals.copy()
    for rule in ("shift", "two_in_three"):
        kept[RULES.index(rule)] &= ~guarded
    return kept


def verdicts(
    signals: Flags, usable: Flags, *, better: str, balancing: bool, conflict: str = "improvement"
) -> tuple[NDArray[np.int8], Flags]:
    """The verdict of every point, and the points where improvement and concern meet; (series, rows).

    signals : (rules, sides, series, rows). usable : points present and not excluded; no other has a verdict.
    Where both meet, improvement is shown; concern, on a balancing measure. With conflict="first_rule" the
    rule that comes first in RULES decides instead.
    """
    high, low = signals[:, HIGH].any(axis=0), signals[:, LOW].any(axis=0)
    found = np.where(usable, COMMON, NONE).astype(np.int8)
    if better == "neither":
        found[(high | low) & usable] = NEUTRAL
        return found, np.zeros(found.shape, dtype=bool)
    on_high, on_low = (IMPROVEMENT, CONCERN) if better == "up" else (CONCERN, IMPROVEMENT)
    # Each overwrites the one before, so the one that decides comes last.
    if conflict == "first_rule":
        order = [(signals[rule, side], side) for rule in reversed(range(len(RULES))) for side in (LOW, HIGH)]
    else:
        order = [(high, HIGH), (low, LOW)]
        order.sort(key=lambda each: ((on_high, on_low)[each[1]] == IMPROVEMENT) != balancing)
    for flags, side in order:
        found[flags & usable] = (on_high, on_low)[side]
    return found, high & low & usable


def last_rows(usable: Flags) -> Whole:
    """The last usable row of each series, shape (series,); -1 where there is none.

    >>> last_rows(np.array([[True, True, False], [False, False, False]])).tolist()
    [1, -1]
    """
    rows = usable.shape[1]
    numbers = np.where(usable, np.arange(rows), -1)
    last: Whole = numbers.max(axis=1, initial=-1)
    return last


def at_last(values: np.ndarray, last: Whole) -> np.ndarray:
    """The values at each series' last row, shape (series,); those of its first row where it has none."""
    if values.shape[1] == 0:
        return np.zeros(values.shape[0], dtype=values.dtype)
    return values[np.arange(len(last)), np.maximum(last, 0)]


def variation(verdict: NDArray[np.int8], signals: Flags, last: Whole, shown: Flags, *, better: str) -> Names:
    """The variation icon of each series: a name, or None where it is withheld; shape (series,).

    shown : the series whose icon may be shown. The side is that of the signal behind the verdict; where
    neither direction is better it is that of the rule that comes first in RULES, high before low.
    """
    at = at_last(verdict, last)
    sides = [[at_last(signals[rule, side], last) for side in (HIGH, LOW)] for rule in range(len(RULES))]
    low = np.zeros(len(at), dtype=bool)
    for on_high, on_low in reversed(sides):
        low = np.where(on_high, False, np.where(on_low, True, low))
    if better != "neither":
        low = (at == IMPROVEMENT) == (better == "down")
    names = np.array([f"{name}_{side}" for name in VERDICTS for side in SIDES], dtype=object)
    icons: Names = names[at * len(SIDES) + low]
    icons[at == COMMON] = VERDICTS[COMMON]
    icons[~shown | (last < 0)] = None
    return icons


def assurance(
    target: Floats,
    lower: Floats,
    upper: Floats,
    floored: Flags,
    capped: Flags,
    allowed: Floats,
    shown: Flags,
    *,
    better: str,
    on_limit: str,
) -> Names:
    """The assurance icon of each series, from the limits at its last point; all of shape (series,).

    "pass": the target will be met, "fail": it will not, "hit_or_miss": it may be. None without a target or
    a better direction, and where `shown` is False or there are no limits.
    on_limit : a target equal to a limit "decides", or is "hit_or_miss". A limit that stands on a floor or a
    cap can be reached, so a target there has not failed.

    >>> one = np.ones(1, bool)
    >>> lines = np.array([4.0]), np.array([8.0])
    >>> for target in (4.0, 5.0, 8.0):
    ...     print(assurance(np.array([target]), *lines, ~one, ~one, np.array([1e-9]), one,
    ...                     better="up", on_limit="decides")[0])
    pass
    hit_or_miss
    fail
    """
    icons = np.full(len(target), None, dtype=object)
    if better == "neither":
        return icons
    with quietly():
        limits = ((target - lower, floored), (upper - target, capped))
        # `near` is the limit that, with the target beyond it, is always met.
        (to_near, _), (to_far, reachable) = limits if better == "up" else limits[::-1]
        decides = on_limit == "decides"
        on_near, on_far = np.abs(to_near) <= allowed, np.abs(to_far) <= allowed
        passes = np.where(on_near, decides, to_near < 0)
        fails = np.where(on_far, decides & ~reachable, to_far < 0)
    icons[:] = "hit_or_miss"
    icons[fails] = "fail"
    icons[passes] = "pass"
    icons[~shown | np.isnan(target) | np.isnan(lower) | np.isnan(upper)] = None
    return icons
