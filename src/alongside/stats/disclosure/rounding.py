"""Rounding counts that are shown, and what a rounded count could have been."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .profiles import Profile

_SIX = 6


def rounded(counts: ArrayLike, profile: Profile) -> NDArray[np.float64]:
    """Counts rounded as the profile says, same shape; 0 stays 0, NaN stays NaN. Halves go up (no count of fives has any).

    midpoint6 : ceil(x / 6) · 6 − 3, OpenSAFELY's way to cut the bias of rounding.

    >>> rounded([0, 1, 7, 8, 12, 13], Profile()).tolist()
    [0.0, 0.0, 5.0, 10.0, 10.0, 15.0]
    >>> rounded([0, 6, 7, 12, 13], Profile(mode="midpoint6")).tolist()
    [0.0, 3.0, 9.0, 9.0, 15.0]
    """
    values = np.asarray(counts, dtype=np.float64)
    if profile.mode == "midpoint6":
        return np.where(values > 0, np.ceil(values / _SIX) * _SIX - _SIX / 2, values)
    if not profile.rounds:
        return values.copy()
    steps = _steps(values, profile)
    return np.floor(values / steps + 0.5) * steps


def _steps(values: NDArray[np.float64], profile: Profile) -> NDArray[np.float64]:
    if profile.mode == "nearest":
        return np.full(values.shape, float(profile.step))
    steps = np.full(values.shape, float(profile.bands[-1][1]))
    for below, step in reversed(profile.bands[:-1]):
        assert below is not None
        steps = np.where(values < below, float(step), steps)
    return steps


def span(shown: float, profile: Profile) -> tuple[int, int]:
    """The smallest and the largest count that is shown as `shown`; of (0, 0), nothing but 0.

    >>> span(10, Profile()), span(15, Profile()), span(0, Profile())
    ((8, 12), (13, 17), (0, 0))
    """
    if shown == 0:
        return 0, 0
    widest = max([_SIX, profile.step, *(step for _, step in profile.bands)])
    around = np.arange(max(profile.count_min, int(shown) - widest), int(shown) + widest + 1)
    same = around[rounded(around, profile) == shown]
    if not len(same):
        raise ValueError(f"no count is shown as {shown} under this profile")
    return int(same[0]), int(same[-1])
