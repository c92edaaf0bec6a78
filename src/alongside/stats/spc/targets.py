"""A target in the wrong unit: 95 where the values lie below 1, or 0.95 where they lie between 60 and 90."""

import numpy as np

from .arrays import Flags, Floats, quietly
from .constants import SLIP, TARGET_FAR, TARGET_NEAR


def meant_targets(target: Floats, values: Floats, usable: Flags, highest_possible: float | None) -> Floats:
    """What each target may have been meant to be; NaN where it lies as near the values as targets do.

    A target is doubted if it lies far outside the values, or above all there can be, and if a hundredth of it
    or a hundred times it lies among them or near. target : (series,), NaN for none. values : (series, rows).

    >>> values = np.array([[0.6, 0.9], [60.0, 90.0], [0.6, 0.9], [11.0, 12.0]])
    >>> meant_targets(np.array([95.0, 0.95, 0.95, 7.0]), values, np.ones((4, 2), bool), None).tolist()
    [0.95, 95.0, nan, nan]
    """
    meant = np.full(target.shape, np.nan)
    if np.isnan(target).all():
        return meant
    sizes = np.where(usable, np.abs(values), 0.0)
    highest = sizes.max(axis=1, initial=0.0)
    lowest = np.where(sizes > 0, sizes, np.inf).min(axis=1, initial=np.inf)
    size = np.abs(target)
    with quietly():
        doubted = (size < lowest / TARGET_FAR) | (size > highest * TARGET_FAR)
        if highest_possible is not None:
            doubted |= size > highest_possible * (1 + 1e-9)
        doubted &= (size > 0) & (highest > 0)
        for other in (target / SLIP, target * SLIP):
            near = (lowest / TARGET_NEAR <= np.abs(other)) & (np.abs(other) <= highest * TARGET_NEAR)
            meant = np.where(doubted & near, other, meant)
    return meant
