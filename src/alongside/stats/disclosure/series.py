"""Series of numerators and denominators: both controlled, and percentages and rates from controlled figures alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .cells import (
    ATTRIBUTE,
    BASE,
    COMPLEMENT,
    MISSING,
    OK,
    ROUNDED,
    SMALL,
    SUPPRESSED,
    Controlled,
    begun,
    hide,
)
from .counts import show, small, whole
from .profiles import Profile
from .rounding import rounded


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A series after control. The totals are those of exact figures, rounded on their own; None where a figure of theirs is hidden."""

    x: Controlled
    n: Controlled
    ratio: Controlled  # x over n, of controlled figures
    total_x: float | None
    total_n: float | None


def protect_series(x: ArrayLike, n: ArrayLike, *, profile: Profile, share: bool = True) -> Series:
    """Numerators over denominators, (rows,): of a group (`share`), or events over a size such as bed days.

    Small numerators and denominators are hidden. Of a group, so are those of whom few are left, and nobody or everybody of it. A
    percentage needs more than its cells; it is worked out from the rounded cells, never above 1. A rate needs its two counts.
    A total is given only where each of its figures is shown: else the hidden one would be what is left over.

    NaN is missing. Raises ValueError for figures that are no counts, or a numerator above its group.

    >>> made = protect_series([40, 3, 30, 60], [60, 60, 40, 60], profile=Profile())
    >>> [status for _, status, _ in made.ratio.cells()], [reason for _, _, reason in made.ratio.cells()]
    (['rounded', 'suppressed', 'suppressed', 'suppressed'], ['', 'small', 'base', 'attribute'])
    """
    over, under = whole(x), whole(n)
    if over.shape != under.shape:
        raise ValueError(f"there are {over.size} numerators for {under.size} denominators")
    if share and (over > under).any():
        raise ValueError("a numerator is more than its group")
    tops, sizes = begun(over), begun(under)
    left = under - over
    hide(sizes, small(under, profile), SMALL)
    hide(tops, small(under, profile), SMALL)  # of a hidden group nothing is told
    hide(tops, small(over, profile), SMALL)
    if share:
        if profile.complements:
            hide(tops, (left >= 1) & (left < profile.count_min), COMPLEMENT)
        if profile.attributes:
            hide(tops, (under > 0) & ((over == 0) | (left == 0)), ATTRIBUTE)
    show(tops, profile)
    show(sizes, profile)
    return Series(
        x=tops,
        n=sizes,
        ratio=_ratio(tops, sizes, over, under, profile, share),
        total_x=_total(over, tops, profile),
        total_n=_total(under, sizes, profile),
    )


def _ratio(
    tops: Controlled,
    sizes: Controlled,
    over: NDArray[np.float64],
    under: NDArray[np.float64],
    profile: Profile,
    share: bool,
) -> Controlled:
    with np.errstate(divide="ignore", invalid="ignore"):
        values = tops.values / sizes.values
    status = np.where(
        (tops.status == MISSING) | (sizes.status == MISSING) | (under == 0), MISSING, OK
    ).astype(np.int8)
    reason = np.zeros(values.shape, dtype=np.int8)
    made = Controlled(np.where(status == OK, values, np.nan), status, reason)
    for cells in (tops, sizes):
        where = cells.hidden & (made.status == OK)
        made.values[where], made.status[where], made.reason[where] = np.nan, SUPPRESSED, cells.reason[where]
    if share:
        few = (
            (under < profile.percent_n_min)
            | (over < profile.percent_cell_min)
            | (under - over < profile.percent_cell_min)
        )
        hide(made, few, BASE)
        made.values[made.status == OK] = np.minimum(made.values[made.status == OK], 1.0)
    if profile.rounds:
        made.status[made.status == OK] = ROUNDED
    return made


def _total(values: NDArray[np.float64], cells: Controlled, profile: Profile) -> float | None:
    there = values[~np.isnan(values)]
    if cells.hidden.any() or not len(there):
        return None
    return float(rounded(there.sum(), profile))
