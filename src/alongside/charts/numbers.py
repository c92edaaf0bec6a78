"""Numbers for people: never more digits than they deserve."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

MAGNITUDES = {1.0: "", 1e3: "k", 1e6: "m"}
MINUS = "\u2212"
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class Numbers:
    """How the numbers of one chart are written: a share as a percentage, a unit behind, so many decimals."""

    percent: bool = False
    unit: str = ""
    decimals: int = 1
    value_decimals: int = 1

    def value(self, number: float) -> str:
        """Write a plotted value."""
        return self._written(number, self.value_decimals)

    def line(self, number: float) -> str:
        """Write where a centre or a limit lies."""
        return self._written(number, self.decimals)

    def brief(self, number: float) -> str:
        """Write where a line lies where there is little room: millions to three figures."""
        if abs(number) >= 1e6:
            figures = max(0, 2 - math.floor(math.log10(abs(number) / 1e6)))
            return self._written(number / 1e6, figures) + "m"
        return self.line(number)

    def tick(self, number: float, decimals: int, magnitude: float = 1.0) -> str:
        """Write a mark of the axis in its magnitude: with decimals as its step needs, "k" and "m" for big
        numbers.
        """
        if decimals > _MOST_DECIMALS + 3:
            return f"{number * (100 if self.percent else 1):.3g}{self.suffix}".replace("-", MINUS)
        return self._written(number / magnitude, decimals) + (MAGNITUDES[magnitude] if number else "")

    def exactly(self, number: float) -> str:
        """Write a number that somebody chose, such as a target, as they chose it."""
        shown = number * 100 if self.percent else number
        return self._written(number, _decimals_of(shown))

    @property
    def suffix(self) -> str:
        """What stands directly behind each number."""
        return "%" if self.percent or self.unit == "%" else ""

    def _written(self, number: float, decimals: int) -> str:
        shown = number * 100 if self.percent else number
        written = f"{shown:,.{decimals}f}"
        if written.startswith("-"):
            # A rounded nothing has no sign.
            written = MINUS + written[1:] if any(c in "123456789" for c in written) else written[1:]
        return written + self.suffix


def numbers_for(
    values: Iterable[float | None], lines: Iterable[float | None], *, percent: bool = False, unit: str = ""
) -> Numbers:
    """Return how to write the numbers of a chart with these plotted values and these lines.

    Decimals follow the spread: about three figures of it, and for lines at most one more than the values
    carry.
    """
    factor = 100.0 if percent else 1.0
    shown = [value * factor for value in values if value is not None]
    drawn = [line * factor for line in lines if line is not None]
    if not shown and not drawn:
        return Numbers(percent=percent, unit=unit, decimals=0, value_decimals=0)
    spread = max(shown + drawn) - min(shown + drawn)
    largest = max(map(abs, shown + drawn))
    if spread <= 1e-9 * largest or spread < 10**-_MOST_DECIMALS:
        spread = max(largest, 1.0)
    wanted = min(max(math.ceil(1.6 - math.log10(spread)), 0), _MOST_DECIMALS)
    if percent or unit == "%":
        wanted = min(wanted, max(1, 1 - math.floor(math.log10(spread))))
    carried = _carried(shown, wanted) if shown else _MOST_DECIMALS
    return Numbers(
        percent=percent, unit=unit, decimals=min(wanted, carried + 1), value_decimals=min(wanted, carried)
    )


def _carried(values: list[float], enough: int) -> int:
    """Return the most decimals that any value was written with; no more than enough are looked for."""
    most = 0
    for value in values:
        most = max(most, _decimals_of(value))
        if most >= enough:
            break
    return most


def _decimals_of(value: float) -> int:
    """Return how many decimals a value was written with, as far as a few go."""
    for decimals in range(_MOST_DECIMALS):
        if abs(value - round(value, decimals)) <= 1e-9 * max(1.0, abs(value)):
            return decimals
    return _MOST_DECIMALS
