"""The same interrupted time series analysis of many series at once, for simulations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .constants import FEWEST_ON_A_SIDE, OUTSIDE
from .design import Design, Floats
from .distributions import quantile
from .refusals import Refused
from .serial import likeness, restricted, steps
from .specification import DEFAULT, Specification


@dataclass(frozen=True, eq=False)
class Many:
    """The estimates of every series: arrays (series, terms), and (series,) for ar1 (0 without) and df.

    A series with too few points on a side or for its terms, or without any spread, has NaN.
    """

    terms: tuple[str, ...]
    estimate: Floats
    se: Floats
    df: Floats
    ar1: Floats

    def of(self, term: str) -> tuple[Floats, Floats, Floats]:
        """Estimate, lower and upper end of the 95 % interval of one term, each (series,)."""
        place = self.terms.index(term)
        reach = self._reach() * self.se[:, place]
        value = self.estimate[:, place]
        return value, value - reach, value + reach

    def noticed(self, term: str = "level_change") -> npt.NDArray[np.bool_]:
        """Whether the 95 % interval of a term leaves out 0 (series,); never where there is no interval."""
        _, lower, upper = self.of(term)
        return (lower > 0) | (upper < 0)

    def _reach(self) -> Floats:
        found = {free: quantile(1 - OUTSIDE / 2, free) for free in np.unique(self.df) if free > 0}
        return np.array([found.get(free, np.nan) for free in self.df])


def analyse_many(
    y: npt.ArrayLike, *, change: int, inside: bool = False, specification: Specification = DEFAULT
) -> Many:
    """Fit `specification` (model ols; errors ar1 or none, None meaning ar1) to many series.

    y : (series, rows) values of periods 1, 2, 3, …; NaN where a month is missing, each series its own.
    change, inside : as for `analyse`. The AR(1) parameter of each series is sought on a grid of REML
    likelihoods and refined, as for one series: the two agree to about seven digits.

    Raises Refused for another model, Newey-West errors, or no room for the terms at all.

    >>> import numpy as np
    >>> flat = np.tile([5.0, 6, 5, 6, 5, 6, 9, 10, 9, 10, 9, 10], (3, 1))
    >>> many = analyse_many(flat, change=7, specification=Specification(slope=False, errors="none"))
    >>> many.estimate.shape, many.noticed().tolist()
    ((3, 3), [True, True, True])
    """
    asked = specification
    if asked.log_link:
        raise Refused("unknown_choice", name="model", given=asked.model, choices="ols")
    if asked.errors == "newey-west":
        raise Refused("unknown_choice", name="errors", given=asked.errors, choices="ar1, none")
    values = np.asarray(y, dtype=np.float64)
    if values.ndim != 2:
        raise Refused("wrong_shape", name="values", given=values.shape, expected="(series, rows)")
    time = np.arange(1, values.shape[1] + 1)
    design = Design(asked, change, inside)
    kept = ~design.left_out(time)
    time, values = time[kept], values[:, kept]
    columns = design.columns(time)
    after = time >= change
    seen = np.isfinite(values)
    counted = seen.sum(axis=1)
    fewest = np.minimum(seen[:, ~after].sum(axis=1), seen[:, after].sum(axis=1))
    fit = (fewest >= FEWEST_ON_A_SIDE) & (counted > columns.shape[1])
    if not fit.any():
        raise Refused("too_few_for_terms", terms=columns.shape[1], rows=int(counted.max(initial=0)))
    shape = (len(values), len(design.terms))
    estimate, se = np.full(shape, np.nan), np.full(shape, np.nan)
    ar1, df = np.full(len(values), np.nan), np.full(len(values), np.nan)
    estimate[fit], se[fit], ar1[fit] = _fit(values[fit], seen[fit], time, columns, asked)
    df[fit] = counted[fit] - columns.shape[1]
    return Many(design.terms, estimate, se, df, ar1)


def _fit(
    values: Floats, seen: npt.NDArray[np.bool_], time: npt.NDArray[np.int64], columns: Floats,
    asked: Specification,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    patterns = seen[:1] if (seen == seen[0]).all() else seen
    basis, turn = np.linalg.qr(columns)
    links = steps(patterns, time)
    filled = np.where(seen, values, 0.0)
    ar1 = np.zeros(len(values))
    if asked.errors != "none":
        ar1 = likeness(filled, basis, links)
    found, inverse, variance, _ = restricted(filled, basis, ar1, links)
    back = np.linalg.inv(turn)
    estimate = found @ back.T
    covariance = back @ inverse @ back.T * variance[:, None, None]
    spread = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    level = np.abs(filled).max(axis=1)
    exact = np.sqrt(variance) <= 64 * np.finfo(np.float64).eps * level
    return estimate, np.where(exact[:, None], np.nan, spread), ar1
