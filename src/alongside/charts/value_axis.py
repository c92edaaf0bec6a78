"""The y axis: round marks that hold all values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_LEVEL_SHARE = 0.4
# Closer than this, numbers are one number, and 10 to the power of their difference is none.
_NOTHING = 1e-200
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class ValueAxis:
    """The y axis: its ends, its marks, and the decimals and magnitude that its labels need, in units as
    shown.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int
    magnitude: float = 1.0

    def place(self, value: float, top: float, bottom: float) -> float:
        """Return how far down the picture a value lies."""
        return bottom - (value - self.low) / (self.high - self.low) * (bottom - top)


def value_axis(values: Sequence[float], *, percent: bool = False, about: int = 5) -> ValueAxis:
    """Return an axis of round marks that holds all values.

    It starts at zero where the values reach down near it, as a share of their height; a share never goes
    beyond 0 to 100 %.
    """
    factor = 100.0 if percent else 1.0
    shown = [value * factor for value in values] or [0.0, 1.0]
    low, high = min(shown), max(shown)
    ceiling = 100.0 if percent and high <= 100.0 * (1 + 1e-9) else math.inf
    if high - low <= max(1e-9 * max(abs(high), abs(low)), _NOTHING):
        # One value tells nothing about scale: it stands in the middle between zero and its double.
        low, high = min(0.0, 2 * low), min(max(0.0, 2 * high), ceiling)
        high = high if high - low > _NOTHING else 1.0
    elif low > 0 and low <= _LEVEL_SHARE * high:
        low = 0.0
    step = _nice_step((high - low) / about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if last * step > ceiling:
        last = math.floor(ceiling / step + 1e-9)
    tallest = max(abs(first * step), abs(last * step))
    magnitude = 1e6 if tallest >= 1e6 else 1e3 if tallest >= 1e5 else 1.0
    decimals = _decimals_of_step(step / magnitude)
    ticks = tuple(position * step / factor for position in range(first, last + 1))
    # A share near its floor or ceiling may lie beyond the last mark.
    return ValueAxis(
        low=min(ticks[0], low / factor),
        high=max(ticks[-1], high / factor),
        ticks=ticks,
        decimals=decimals,
        magnitude=magnitude,
    )


def _decimals_of_step(step: float) -> int:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    whole = step * 10**decimals
    return decimals if abs(whole - round(whole)) < 1e-6 else decimals + 1


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in _NICE if nice * power >= rough * (1 - 1e-9))
