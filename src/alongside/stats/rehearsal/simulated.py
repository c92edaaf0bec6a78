"""Figures as the plan says they might fall."""

from math import pi

import numpy as np
from numpy.typing import NDArray

from .plan import RATES, SHARES, Plan

Floats = NDArray[np.float64]


def simulate(
    plan: Plan, series: int, *, random: np.random.Generator, changed: bool = True
) -> tuple[Floats, Floats | None]:
    """Draw so many series of the plan: values or numerators, and denominators, each (series, rows); NaN for missing.

    changed : whether the expected change happens, from the first period after `before` on.

    Values are normal about their level, with an autoregression of the first order whose marginal standard deviation
    is `spread`. Counts are binomial (p, pp) or Poisson about a level that itself varies, normal and autoregressive, by
    as much as makes sigma z what the plan says: extra variance = (sigma z squared - 1) times that of chance. A level
    that would leave what is possible is held at its edge.

    >>> y, n = simulate(Plan(chart="p", level=0.5, effect=0.1, size=40, before=5, after=4), 2,
    ...                 random=np.random.default_rng(1))
    >>> y.shape, float(n[0, 0])
    ((2, 9), 40.0)
    """
    rows = np.arange(plan.rows)
    level = plan.level + plan.season * np.cos(2 * pi * rows / plan.season_length)
    if changed:
        level = level + np.where(rows >= plan.before, plan.effect, 0.0)
    shape = (series, plan.rows)
    n: Floats | None = None
    if not plan.counts:
        assert plan.spread is not None
        y = level + plan.spread * _neighbourly(shape, plan.autocorrelation, random)
    else:
        size = np.resize(np.array(plan.sizes or (1.0,), dtype=float), plan.rows)
        extra = np.sqrt((plan.overdispersion**2 - 1) * _chance_variance(plan, level, size))
        shifting = level + extra * _neighbourly(shape, plan.autocorrelation, random)
        if plan.chart in SHARES:
            y = random.binomial(np.round(size).astype(int), np.clip(shifting, 0.0, 1.0)).astype(float)
            size = np.round(size)
        else:
            y = random.poisson(np.maximum(shifting, 0.0) * size).astype(float)
        if plan.has_size:
            n = np.array(np.broadcast_to(size, shape))
    if plan.missing:
        lost = random.random(shape) < plan.missing
        y[lost] = np.nan
        if n is not None:
            n[lost] = np.nan
    return y, n


def _chance_variance(plan: Plan, level: Floats, size: Floats) -> Floats:
    if plan.chart in SHARES:
        kept = np.clip(level, 0.0, 1.0)
        return kept * (1 - kept) / size
    return np.maximum(level, 0.0) / (size if plan.chart in RATES else 1.0)


def _neighbourly(shape: tuple[int, int], rho: float, random: np.random.Generator) -> Floats:
    """Normal numbers of variance 1, each resembling the one before it by `rho`."""
    drawn = random.standard_normal(shape)
    if rho:
        fresh = np.sqrt(1 - rho**2)
        for row in range(1, shape[1]):
            drawn[:, row] = rho * drawn[:, row - 1] + fresh * drawn[:, row]
    return drawn
