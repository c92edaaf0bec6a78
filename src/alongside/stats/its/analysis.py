"""What an interrupted time series analysis found."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isnan, nan

import numpy as np

from .constants import OUTSIDE
from .design import Design, Floats, Whole
from .distributions import quantile, two_sided
from .notes import Note


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval. se, lower, upper and p are NaN where the points leave no spread.

    ratio and its interval are those of log links: exp of the estimate; None for ols.
    """

    name: str
    estimate: float
    se: float
    lower: float
    upper: float
    p: float
    log_link: bool

    @property
    def ratio(self) -> float | None:
        return exp(self.estimate) if self.log_link else None

    @property
    def ratio_lower(self) -> float | None:
        return exp(self.lower) if self.log_link else None

    @property
    def ratio_upper(self) -> float | None:
        return exp(self.upper) if self.log_link else None


@dataclass(frozen=True, eq=False)
class Analysis:
    """The fit of one specification to one series (or to one and its control).

    rows : points used. errors : how intervals were made ("ar1", "newey-west", "none").
    estimates, covariance : (terms,), (terms, terms). df : degrees of freedom of Student's t; None for the
    normal distribution (counts).
    ar1 : the AR(1) parameter where it was estimated. durbin_watson : of the ordinary residuals (Pearson
    residuals for counts). dispersion : Pearson's χ² over its degrees of freedom, for counts.
    deviance : for counts, else the residual sum of squares of ordinary least squares.
    time, fitted, residuals : of the points used. used : which of the rows given were used.
    """

    design: Design
    rows: int
    errors: str
    estimates: Floats
    covariance: Floats
    df: float | None
    ar1: float | None
    durbin_watson: float | None
    dispersion: float | None
    deviance: float
    time: Whole
    fitted: Floats
    residuals: Floats
    used: np.ndarray
    before: int
    after: int
    notes: tuple[Note, ...]

    @property
    def model(self) -> str:
        return self.design.specification.model

    @property
    def terms(self) -> tuple[Estimate, ...]:
        """Every term with its interval."""
        each = np.eye(len(self.estimates))
        return tuple(self.combined(name, each[i]) for i, name in enumerate(self.design.terms))

    def term(self, name: str) -> Estimate:
        """One term by its name."""
        return self.terms[self.design.terms.index(name)]

    def combined(self, name: str, weights: Floats) -> Estimate:
        """The estimate of a combination of terms (weights (terms,)), with its interval."""
        value = float(weights @ self.estimates)
        with np.errstate(invalid="ignore"):
            se = float(np.sqrt(weights @ self.covariance @ weights))
        reach = quantile(1 - OUTSIDE / 2, self.df) * se
        p = nan if isnan(se) else two_sided(value / se, self.df) if se else float(value == 0)
        return Estimate(name, value, se, value - reach, value + reach, p, self.design.specification.log_link)

    def change_by(self, time: float) -> Estimate:
        """How much higher or lower period `time` is than it would be without the change; with a control,
        beyond the control's own change.
        """
        return self.combined("change", self.design.difference(time))

    def line(self, time: Whole) -> Floats:
        """The fitted values at these periods, of the series that changed; a rate, with log links."""
        return self._values(self.design.columns(time, self._no_control(time)) @ self.estimates)

    def without_change(self, time: Whole) -> Floats:
        """The counterfactual: what these periods would be, had what went before gone on (with a control: had
        only the control's change happened).
        """
        time = np.asarray(time)
        change = np.array([self.design.difference(float(each)) for each in time])
        since = (time >= self.design.change)[:, None]
        columns = self.design.columns(time, self._no_control(time)) - np.where(since, change, 0.0)
        return self._values(columns @ self.estimates)

    def _no_control(self, time: Whole) -> Whole | None:
        return np.zeros(len(time), dtype=np.int64) if self.design.controlled else None

    def _values(self, linear: Floats) -> Floats:
        return np.exp(linear) if self.design.specification.log_link else linear
