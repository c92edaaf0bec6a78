"""Least squares to the digits that the numbers hold.

Solved by an orthogonal decomposition, never by normal equations, and then refined: residuals are worked out
in the widest floating point there is, and the estimates corrected by what they say (Björck 1967, BIT 7,
257-278). Reaches the certified values of NIST's Statistical Reference Datasets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .refusals import Refused

Floats = npt.NDArray[np.float64]

# A column that the others leave less of than this share of its length can't be told from them.
SAME_DIRECTION = 1e-11
# Rounds of refinement. Each gains about as many digits as the decomposition has; two suffice.
REFINEMENTS = 3


@dataclass(frozen=True)
class Fit:
    """The answer of one least-squares problem.

    estimate : (terms,) coefficients in the unit of y per unit of each column.
    unscaled : (terms, terms) the inverse of XᵀX: times the residual variance it is the covariance.
    residuals : (rows,) y less what is fitted.
    leverage : (rows,) how far each row draws its own fitted value, 0 to 1.
    """

    estimate: Floats
    unscaled: Floats
    residuals: Floats
    leverage: Floats

    @property
    def rss(self) -> float:
        """The sum of squared residuals."""
        return float(self.residuals @ self.residuals)


def least_squares(x: Floats, y: Floats) -> Fit:
    """Fit y (rows,) on the columns of x (rows, terms), at least as many rows as terms, all finite.

    Raises Refused("not_told_apart") when a column is, to working precision, a combination of the others.

    >>> import numpy as np
    >>> fit = least_squares(np.array([[1.0, 1], [1, 2], [1, 3]]), np.array([2.0, 4, 6]))
    >>> [round(float(each), 12) for each in fit.estimate]
    [0.0, 2.0]
    """
    length = np.sqrt((x**2).sum(axis=0))
    if not (length > 0).all():
        raise Refused("not_told_apart")
    scale = np.exp2(np.round(np.log2(length)))  # powers of two: scaling loses nothing
    scaled = x / scale
    q, r = np.linalg.qr(scaled)
    if np.abs(np.diag(r)).min() < SAME_DIRECTION * np.abs(np.diag(r)).max():
        raise Refused("not_told_apart")
    estimate = np.linalg.solve(r, q.T @ y)
    estimate, residuals = _refined(scaled, y, q, r, estimate)
    inverse = np.linalg.inv(r)
    return Fit(
        estimate / scale,
        (inverse @ inverse.T) / np.outer(scale, scale),
        residuals,
        (q**2).sum(axis=1),
    )


def _refined(x: Floats, y: Floats, q: Floats, r: Floats, estimate: Floats) -> tuple[Floats, Floats]:
    wide_x, wide_y = x.astype(np.longdouble), y.astype(np.longdouble)
    wide = estimate.astype(np.longdouble)
    residuals = wide_y - wide_x @ wide
    for _ in range(REFINEMENTS):
        missed = np.asarray(wide_y - residuals - wide_x @ wide, dtype=np.float64)
        slant = np.asarray(-(wide_x.T @ residuals), dtype=np.float64)
        turned = np.linalg.solve(r.T, slant)
        across = q.T @ missed
        wide = wide + np.linalg.solve(r, across - turned)
        residuals = residuals + q @ turned + (missed - q @ across)
    return np.asarray(wide, dtype=np.float64), np.asarray(residuals, dtype=np.float64)
