"""Counts and statistics that stand alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .cells import BASIS, MISSING, OK, ROUNDED, SMALL, UNKNOWN, Controlled, begun, hide
from .profiles import Profile
from .rounding import rounded


def protect_counts(counts: ArrayLike, *, profile: Profile) -> Controlled:
    """Counts of any shape: small ones hidden, 0 shown if the profile says so, the others rounded.

    NaN is missing and stays so. Raises ValueError for a count that is negative, infinite or no whole number.

    >>> list(protect_counts([0, 7, 8, float("nan")], profile=Profile()).cells())
    [(0.0, 'ok', ''), (None, 'suppressed', 'small'), (10.0, 'rounded', ''), (None, 'missing', '')]
    """
    values = whole(counts)
    cells = begun(values)
    hide(cells, small(values, profile), SMALL)
    show(cells, profile)
    return cells


def protect_statistics(
    values: ArrayLike, n: ArrayLike | None, *, profile: Profile, known_to_be_enough: bool = False
) -> Controlled:
    """Means, medians and the like, of `n` each: shown where enough stand behind them, to a few significant figures.

    Without `n`, or where it is missing, they are hidden as unknown, unless somebody answers for it (`known_to_be_enough`).

    >>> list(protect_statistics([11.4321, 9.0], [8, 7], profile=Profile()).cells())
    [(11.4, 'rounded', ''), (None, 'suppressed', 'basis')]
    """
    given = np.asarray(values, dtype=np.float64)
    if np.isinf(given).any():
        raise ValueError("a statistic must be a finite number")
    cells = begun(given)
    if n is None or known_to_be_enough:
        behind = np.full(given.shape, np.nan) if n is None else whole(n)
    else:
        behind = whole(n)
    if behind.shape != given.shape:
        raise ValueError(f"there are {behind.size} sizes for {given.size} statistics")
    if not known_to_be_enough:
        hide(cells, np.isnan(behind), UNKNOWN)
    hide(cells, behind < profile.statistic_n_min, BASIS)
    shown = cells.status == OK
    cells.values[shown] = _figures(cells.values[shown], profile.statistic_figures)
    cells.status[shown] = ROUNDED
    return cells


def whole(counts: ArrayLike) -> NDArray[np.float64]:
    """Counts as an array, checked."""
    values = np.array(counts, dtype=np.float64)
    there = values[~np.isnan(values)]
    if (there < 0).any() or np.isinf(there).any() or (there != np.round(there)).any():
        raise ValueError("counts are whole numbers of 0 or more")
    return values


def small(values: NDArray[np.float64], profile: Profile) -> NDArray[np.bool_]:
    """Which counts are too small to be shown."""
    lowest = 1 if profile.zero_shown else 0
    return (values >= lowest) & (values < profile.count_min)


def show(cells: Controlled, profile: Profile) -> None:
    """Round what is not hidden. Nothing is no more and no less than nothing: a shown 0 is exact."""
    shown = (cells.status != MISSING) & ~cells.hidden
    values = cells.values[shown]
    cells.values[shown] = rounded(values, profile)
    cells.status[shown] = np.where((values == 0) | (not profile.rounds), OK, ROUNDED)


def _figures(values: NDArray[np.float64], figures: int) -> NDArray[np.float64]:
    return np.array([float(f"{value:.{figures}g}") for value in values.tolist()], dtype=np.float64)
