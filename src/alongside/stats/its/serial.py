"""Errors that follow one another: AR(1), its parameter by restricted maximum likelihood (REML).

Neighbours d periods apart have the correlation ρ to the power d, so a gap is a longer step, never bridged as
if it were not there. All series are worked on together; arrays are (series, rows).

Restricted likelihood: Patterson & Thompson 1971, Biometrika 58, 545-554; for regressions with AR(1) errors
in short series: Cheang & Reinsel 2000, JASA 95, 1173-1184.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .constants import AR1_BOUND

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# The grid on which each series' best likeness is first sought, and rounds of the golden section around it:
# 0.13 wide at first, 0.618 of it after each.
GRID = np.linspace(-AR1_BOUND, AR1_BOUND, 31)
GOLDEN = (5**0.5 - 1) / 2
ROUNDS = 36


@dataclass(frozen=True)
class Steps:
    """For each point the one before it in its series: which row, and how many periods ago (0 for the first).

    All of shape (patterns, rows): one pattern if every series has the same gaps, else one for each series.
    """

    seen: Flags
    before: Whole
    gap: Whole


def steps(seen: Flags, time: Whole, group: Whole | None = None) -> Steps:
    """Find the steps of series with points where `seen` (patterns, rows); rows go up in time in each group.

    A point has no point before it at the start of its group.
    """
    rows = np.arange(seen.shape[1])
    here = np.where(seen, rows, -1)
    before = np.full(seen.shape, -1)
    before[:, 1:] = np.maximum.accumulate(here, axis=1)[:, :-1]
    linked = (before >= 0) & seen
    if group is not None:
        linked &= group[before] == group[rows]
    gap = np.where(linked, time[rows] - time[before], 0)
    return Steps(seen, np.where(linked, before, 0), gap)


def whiten(values: Floats, ar1: Floats, links: Steps) -> tuple[Floats, Floats]:
    """Turn rows with AR(1) errors into rows whose errors are independent and equally wide.

    values : (series or 1, rows) or (series or 1, rows, columns), finite where seen.
    ar1 : (series or 1,) the correlation of neighbours one period apart.
    Returns the turned rows (rows not seen become 0), and the log-determinant of the correlations (series or
    1,).
    """
    linked = links.gap > 0
    pull = np.where(linked, np.power(ar1[:, None], links.gap), 0.0)
    left = 1 - pull**2
    scale = np.where(links.seen, 1 / np.sqrt(left), 0.0)
    if values.ndim == 3:
        scale, pull = scale[..., None], pull[..., None]
    turned = scale * (values - pull * _before(values, links))
    return turned, np.where(links.seen, np.log(left), 0.0).sum(axis=1)


def _before(values: Floats, links: Steps) -> Floats:
    """For each row of `values` the row before it."""
    if len(links.before) == 1:
        return values[:, links.before[0]]
    if len(values) == 1:
        return values[0][links.before]
    return np.take_along_axis(values, links.before, axis=1)


def restricted(y: Floats, basis: Floats, ar1: Floats, links: Steps) -> tuple[Floats, Floats, Floats, Floats]:
    """Fit at a given likeness: estimates (series, terms), the inverse of their information, the variance
    (series,) and the restricted log-likelihood (series,), a constant left out.

    y : (series, rows), 0 where not seen. basis : (rows, terms). ar1 : (series,) or (1,).
    A series that the terms fit exactly has the variance 0 and the log-likelihood infinity.
    """
    turned_x, log_det = whiten(basis[None], ar1, links)
    turned_y, _ = whiten(y, ar1, links)
    across = np.swapaxes(turned_x, 1, 2)
    information = across @ turned_x
    inverse: Floats = np.linalg.inv(information).astype(np.float64, copy=False)
    estimate = (inverse @ (across @ turned_y[..., None]))[..., 0]
    residuals = turned_y - (turned_x @ estimate[..., None])[..., 0]
    rows = links.seen.sum(axis=1)
    free = rows - basis.shape[1]
    variance = (residuals**2).sum(axis=1) / free
    _, log_information = np.linalg.slogdet(information)
    with np.errstate(divide="ignore"):
        likelihood = -0.5 * (free * np.log(variance) + log_det + log_information)
    return estimate, inverse, variance, likelihood


def likeness(y: Floats, basis: Floats, links: Steps) -> Floats:
    """The REML estimate of the AR(1) parameter of each series (series,), between −0.99 and 0.99.

    y : (series, rows), 0 where not seen. basis : (rows, terms), best with orthogonal columns.
    """
    best = np.stack([restricted(y, basis, np.array([each]), links)[3] for each in GRID]).argmax(axis=0)
    low, high = GRID[np.maximum(best - 1, 0)], GRID[np.minimum(best + 1, len(GRID) - 1)]
    inner = high - GOLDEN * (high - low)
    outer = low + GOLDEN * (high - low)
    at_inner = restricted(y, basis, inner, links)[3]
    at_outer = restricted(y, basis, outer, links)[3]
    for _ in range(ROUNDS):
        down = at_inner > at_outer
        low, high = np.where(down, low, inner), np.where(down, outer, high)
        fresh = np.where(down, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
        at_fresh = restricted(y, basis, fresh, links)[3]
        inner, outer, at_inner, at_outer = (
            np.where(down, fresh, outer),
            np.where(down, inner, fresh),
            np.where(down, at_fresh, at_outer),
            np.where(down, at_inner, at_fresh),
        )
    return (low + high) / 2
