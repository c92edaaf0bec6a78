"""What somebody asks of a chart."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite, isnan
from numbers import Real

import numpy as np

from .arrays import Floats
from .chart_types import CHART_TYPES
from .constants import TREND_POINTS
from .conventions import OURS, Conventions
from .limits import Method
from .refusals import Refused

PerSeries = float | None | tuple[float | None, ...]

CHOICES: dict[str, tuple[object, ...]] = {
    "rules": ("nhs", "anhoej"),
    "better": ("up", "down", "neither"),
    "trend": TREND_POINTS,
    "two_in_three": ("beyond", "within"),
    "sigma": (None, "sbar", "pooled"),
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a block of series is charted and judged; checked when made.

    chart : one of CHART_TYPES.
    rules : "nhs" (outside, shift of 7, trend, two in three) or "anhoej" (outside, unusually long
        runs, unusually few crossings). Default: anhoej for a run chart, nhs for every other.
    better : which way is better: "up", "down" or "neither".
    target : in the unit plotted, or one for each series (None or NaN for a series without).
    baseline : the first so many rows of each phase, blank rows included, set centre and limits. Default: all.
    centre : a given centre line in the unit plotted, or one for each series; limits are drawn around it.
    multiply : what is plotted is the value times this (100 for per cent).
    screen : leave out, once, moving ranges at or above 3.267 times their mean.
    trend : points that make a trend, 7 or 6.
    two_in_three : "beyond" counts every point beyond two sigma (NHS since November 2023), "within" only
        those inside the limits (before).
    sigma : "sbar" or "pooled" for xbar and s charts. Default: sbar for equal sizes, pooled for varying.
    balancing : a balancing measure: where improvement and concern meet, concern is shown.
    per_year : points in a year, where that is known: 12 for months. Only a note depends on it.
    conventions : the choices that tools make in silence.

    Raises Refused for anything else. Settings of equal content are equal and hash alike.

    >>> Settings(chart="run").rules
    'anhoej'
    >>> Settings(chart="xmr", trend=5)
    Traceback (most recent call last):
    alongside.stats.spc.refusals.Refused: “5” is not a choice for trend. Choose one of: 6, 7.
    """

    chart: str
    rules: str = ""
    better: str = "neither"
    target: PerSeries = None
    baseline: int | None = None
    centre: PerSeries = None
    multiply: float = 1.0
    screen: bool = True
    trend: int = 7
    two_in_three: str = "beyond"
    sigma: str | None = None
    balancing: bool = False
    per_year: int | None = None
    conventions: Conventions = OURS

    def __post_init__(self) -> None:
        if self.chart not in CHART_TYPES:
            raise Refused("unknown_chart", chart=self.chart, choices=", ".join(CHART_TYPES))
        if not self.rules:
            object.__setattr__(self, "rules", "anhoej" if self.chart == "run" else "nhs")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                listed = ", ".join(str(choice) for choice in choices if choice is not None)
                raise Refused("unknown_choice", name=name, given=getattr(self, name), choices=listed)
        for name in ("target", "centre"):
            object.__setattr__(self, name, _plain(getattr(self, name), name))
        if not isfinite(self.multiply) or self.multiply <= 0:
            raise Refused("not_positive", name="multiply")
        if self.baseline is not None and self.baseline < 2:
            raise Refused("baseline_too_short", fewest=2, given=self.baseline)
        if self.per_year is not None and self.per_year < 1:
            raise Refused("not_positive", name="per_year")
        self._check_centre()

    def _check_centre(self) -> None:
        kind = CHART_TYPES[self.chart]
        if kind.floor is None:
            return
        lowest = kind.floor * self.multiply
        highest = np.inf if kind.cap is None else kind.cap * self.multiply
        given = self.centre if isinstance(self.centre, tuple) else (self.centre,)
        for centre in given:
            if centre is None or lowest <= centre <= highest:
                continue
            code = "centre_too_low" if kind.cap is None else "centre_out_of_range"
            raise Refused(code, centre=centre, chart=self.chart, lowest=lowest, highest=highest)

    @property
    def method(self) -> Method:
        """How the spread behind the limits is estimated."""
        return Method(
            constants=self.conventions.range_constants,
            screen=self.screen,
            bridge=self.conventions.excluded_range == "bridge",
            sigma=self.sigma,
        )

    def part(self, where: slice) -> "Settings":
        """The settings of some of the series, one after another."""
        if not (isinstance(self.target, tuple) or isinstance(self.centre, tuple)):
            return self
        target, centre = (
            each[where] if isinstance(each, tuple) else each for each in (self.target, self.centre)
        )
        return replace(self, target=target, centre=centre)

    def target_of(self, series: int) -> float | None:
        """The target of one series, counted from 0."""
        return self.target[series] if isinstance(self.target, tuple) else self.target

    def targets(self, series: int) -> Floats:
        """One target for each of so many series, NaN for none."""
        return _spread(self.target, "target", series)

    def centres(self, series: int) -> Floats:
        """One given centre for each of so many series, NaN for none."""
        return _spread(self.centre, "centre", series)


def _plain(value: object, name: str) -> PerSeries:
    """A number, None, or a tuple of them, from whatever sequence or array was given."""
    if value is None or isinstance(value, Real):
        return _finite(value, name)
    if isinstance(value, Iterable) and not isinstance(value, str):
        plain = np.asarray(value).tolist()
        if not isinstance(plain, list):
            return _finite(plain, name)
        return tuple(_finite(each, name) for each in plain)
    raise Refused("not_a_number", name=name)


def _finite(value: object, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Real):
        raise Refused("not_a_number", name=name)
    if isnan(value):
        return None
    if not isfinite(value):
        raise Refused("not_a_number", name=name)
    return float(value)


def _spread(value: PerSeries, name: str, series: int) -> Floats:
    if not isinstance(value, tuple):
        return np.full(series, np.nan if value is None else value)
    if len(value) != series:
        raise Refused("per_series_length", given=len(value), name=name, series=series)
    return np.array(value, dtype=np.float64)
