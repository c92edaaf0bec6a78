"""Counts: a Poisson regression with a log link, by iteratively reweighted least squares.

McCullagh & Nelder 1989, Generalized Linear Models, chapter 2. Quasi-Poisson estimates are the same; their
intervals are as much wider as the counts vary more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .least_squares import Floats, least_squares
from .refusals import Refused

ROUNDS = 100
SETTLED = 1e-12
# Counts expected this rarely mean that the fit is on its way to an infinite slope.
NOTHING = 1e-9


@dataclass(frozen=True)
class CountFit:
    """estimate (terms,), unscaled covariance (terms, terms), expected counts (rows,), deviance."""

    estimate: Floats
    unscaled: Floats
    expected: Floats
    deviance: float


def fit_counts(x: Floats, y: Floats, offset: Floats) -> CountFit:
    """Fit counts y (rows,), 0 or more, with means exp(x · estimate + offset).

    Raises Refused("no_answer") when the fit runs away, as it does where a term meets only zeros.
    """
    expected = y + 0.5
    deviance = np.inf
    for _ in range(ROUNDS):
        linear = np.log(expected)
        weight = np.sqrt(expected)
        fit = least_squares(weight[:, None] * x, weight * (linear - offset + (y - expected) / expected))
        linear = x @ fit.estimate + offset
        if not (np.abs(linear) < 300).all():
            raise Refused("no_answer")
        expected = np.exp(linear)
        before, deviance = deviance, _deviance(y, expected)
        if expected.min() < NOTHING:
            raise Refused("no_answer")
        if abs(before - deviance) <= SETTLED * (abs(deviance) + 0.1):
            final = least_squares(np.sqrt(expected)[:, None] * x, np.zeros_like(y))
            return CountFit(fit.estimate, final.unscaled, expected, deviance)
    raise Refused("no_answer")


def _deviance(y: Floats, expected: Floats) -> float:
    ratio = np.log(np.where(y > 0, y, expected) / expected)
    return float(2 * (y * ratio - (y - expected)).sum())
