"""A target in the wrong unit: 95 where the figures lie below 1, or 0.95 where they lie between 60 and 90."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

# The step between a share and per cent, in which people slip.
HUNDRED = 100
# A target may lie this many times above the highest figure, or below the lowest, and be meant so.
FAR = 10


def meant(target: float, figures: Iterable[float]) -> float | None:
    """What a target may have been meant to be; None where it lies as near the figures as targets do.

    It is doubted only if it lies far outside the figures, and if a hundred times it, or a hundredth, lies among them or near.

    >>> meant(95, [0.6, 0.9]), meant(0.95, [60, 90]), meant(0.95, [0.6, 0.9]), meant(7, [11, 12])
    (0.95, 95.0, None, None)
    """
    sizes = sorted(abs(figure) for figure in figures if isfinite(figure) and figure)
    if not sizes or not target:
        return None
    lowest, highest = sizes[0], sizes[-1]
    if lowest / FAR <= abs(target) <= highest * FAR:
        return None
    for other in (target * HUNDRED, target / HUNDRED):
        if lowest / 2 <= abs(other) <= highest * 2:
            return float(f"{other:.12g}")
    return None
