"""A chance found by trying: how many times of how many, and how sure that is."""

from dataclasses import dataclass
from math import sqrt

# Two-sided 95 % of the normal distribution.
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Chance:
    """So many times of so many, with the interval that such a count allows.

    The interval is Wilson's (1927), 95 %: it never leaves 0 to 1 and is not empty at either end.

    >>> Chance(0, 2000).upper < 0.002, Chance(1000, 2000).share
    (True, 0.5)
    >>> Chance(0, 0).share is None
    True
    """

    times: int
    of: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nothing was tried."""
        return self.times / self.of if self.of else None

    @property
    def lower(self) -> float | None:
        return self._end(-1)

    @property
    def upper(self) -> float | None:
        return self._end(1)

    def _end(self, side: int) -> float | None:
        if not self.of:
            return None
        if self.times == (0 if side < 0 else self.of):  # exactly, where rounding would come close
            return float(side > 0)
        share, weight = self.times / self.of, Z_95**2 / self.of
        reach = Z_95 * sqrt(share * (1 - share) / self.of + weight / (4 * self.of))
        return min(max((share + weight / 2 + side * reach) / (1 + weight), 0.0), 1.0)
