"""Estimates in words: 3.2 days lower, 12 percentage points higher, 20% lower."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.charts.numbers import numbers_for
from alongside.ui import words

Term = Mapping[str, Any]
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Amounts:
    """How the estimates of one analysis are written. `ratios`: a change is a ratio, told in per cent.

    `decimals` is what the values deserve; an estimate has as many as its interval makes sense of.
    """

    percent: bool
    unit: str
    ratios: bool
    decimals: int

    @classmethod
    def of(cls, values: Sequence[float | None], *, percent: bool, unit: str, ratios: bool) -> Amounts:
        """For values as they were analysed."""
        factor = 100 if percent else 1
        numbers = numbers_for([None if value is None else value * factor for value in values], [])
        return cls(percent, unit, ratios, numbers.decimals)

    def moved(self, term: Term) -> str:
        """An estimate with its direction: 3.2 days lower."""
        (value, *_ends), decimals = self._shown(term), self._decimals(term)
        written = f"{abs(value):,.{decimals}f}"
        if _is_nothing(written):
            return _("no higher and no lower")
        return self._sided(self._amount(written), value)

    def interval(self, term: Term) -> str:
        """The ends of an interval: 1.2 to 5.3 days lower; across nothing: 1.2 lower to 0.4 days higher."""
        if certain(term) is None:
            return _("no interval")
        (_value, low, high), decimals = self._shown(term), self._decimals(term)
        lower, upper = (f"{abs(end):,.{decimals}f}" for end in (low, high))
        if low < 0 < high:
            return _("%(lower)s lower to %(upper)s higher") % {"lower": lower, "upper": self._amount(upper)}
        near, far = (upper, lower) if high <= 0 else (lower, upper)
        ends = _("%(from)s to %(to)s") % {"from": near, "to": far}
        return self._sided(self._amount(ends), low if high > 0 else -1.0)

    def exact(self, value: float | None) -> str:
        """A number for a statistician, to four figures."""
        return "–" if value is None else f"{value:,.4g}".replace("-", "−")

    def _shown(self, term: Term) -> list[float]:
        """The estimate and the ends of its interval, in the unit that is read."""
        if self.ratios:
            names = ("ratio", "ratio_lower", "ratio_upper")
            return [math.nan if term[name] is None else (term[name] - 1) * 100 for name in names]
        factor = 100 if self.percent else 1
        names = ("estimate", "lower", "upper")
        return [math.nan if term[name] is None else term[name] * factor for name in names]

    def _decimals(self, term: Term) -> int:
        """Two figures of the interval's width: a wider one deserves fewer digits."""
        low, high = self._shown(term)[1:]
        if math.isnan(low) or not high > low:
            return self.decimals
        return min(max(math.ceil(1 - math.log10(high - low)), 0), MOST_DECIMALS)

    def _amount(self, number: str) -> str:
        if self.ratios or (self.unit == "%" and not self.percent):
            return f"{number}%"
        if self.percent:
            return _("%(n)s percentage points") % {"n": number}
        return f"{number} {self.unit}".strip()

    @staticmethod
    def _sided(amount: str, value: float) -> str:
        return (_("%(amount)s higher") if value > 0 else _("%(amount)s lower")) % {"amount": amount}


def certain(term: Term) -> bool | None:
    """Whether the interval leaves out no change at all; None without an interval."""
    if term["lower"] is None or term["upper"] is None:
        return None
    return bool(term["lower"] > 0 or term["upper"] < 0)


def chance(p: float | None) -> str:
    """A p-value as papers print it; it stands beside its estimate and interval only."""
    if p is None:
        return "–"
    return _("under 0.001") if p < 0.001 else words.number(p, 3)


def _is_nothing(written: str) -> bool:
    return not any(character in "123456789" for character in written)
