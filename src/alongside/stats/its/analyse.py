"""From a series and a dated change to estimates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from . import remarks
from .analysis import Analysis
from .constants import FEWEST_FOR_AR1, FEWEST_ON_A_SIDE, newey_west_lag
from .counts import fit_counts
from .design import Design, Flags, Floats, Whole
from .least_squares import least_squares
from .refusals import Refused
from .serial import likeness, steps, whiten
from .specification import DEFAULT, Specification

# Residuals this small beside the values are rounding: the model fits every point.
ROUNDING = 64 * np.finfo(np.float64).eps
# Counts are fitted in rounds until they settle, which is less exact.
EXACT_COUNTS = 1e-9


class _Points(NamedTuple):
    """The points that are used, in order of time within each group."""

    x: Floats
    y: Floats
    size: Floats | None
    time: Whole
    group: Whole


class _Found(NamedTuple):
    estimates: Floats
    covariance: Floats
    df: float | None
    ar1: float | None
    dispersion: float | None
    deviance: float
    fitted: Floats
    residuals: Floats
    exact: bool


def analyse(
    y: npt.ArrayLike,
    *,
    change: int,
    n: npt.ArrayLike | None = None,
    time: npt.ArrayLike | None = None,
    control: npt.ArrayLike | None = None,
    inside: bool = False,
    specification: Specification = DEFAULT,
) -> Analysis:
    """Fit a segmented regression around a change.

    y : (rows,) values or counts in any order of rows, NaN for missing.
    change : the period of the change, as `time` counts. inside : it falls inside that period, which is then
        left out.
    n : (rows,) denominators, above 0 or NaN; divides y for ols, is the log offset for counts.
    time : (rows,) whole numbers that count periods, gaps kept. Default: 1, 2, 3 in the order given.
    control : (rows,) 0 for the series that changed and 1 for its control; each period once in each.

    Raises Refused, with a sentence, for what can't be analysed.

    >>> found = analyse([5, 6, 7, 8, 13, 14.5, 15, 16], change=5)
    >>> [name.name for name in found.terms], round(found.term("level_change").estimate, 2)
    (['intercept', 'trend', 'level_change', 'trend_change'], 4.2)
    """
    values = _numbers("values", y)
    rows = len(values)
    size = None if n is None else _numbers("denominators", n, rows)
    period = np.arange(1, rows + 1) if time is None else np.asarray(time, dtype=np.int64)
    if period.shape != values.shape:
        raise Refused("wrong_shape", name="time", given=period.shape, expected=values.shape)
    group = _groups(control, rows)
    design = Design(specification, change, inside, controlled=control is not None)
    _check_counts(values, size, specification)
    seen = np.isfinite(values) if size is None else np.isfinite(values) & np.isfinite(size)
    out = design.left_out(period)
    used = seen & ~out
    _check_points(used, period, group, change)
    order = np.flatnonzero(used)
    order = order[np.lexsort((period[order], group[order]))]
    _refuse_twice(period[order], group[order])
    points = _Points(
        design.columns(period[order], group[order] if design.controlled else None),
        values[order],
        None if size is None else size[order],
        period[order],
        group[order],
    )
    if len(order) <= len(design.terms):
        raise Refused("too_few_for_terms", terms=len(design.terms), rows=len(order))
    sides = _sides(points, change)
    errors = specification.errors or _default_errors(specification, sides)
    lag = None
    if errors == "newey-west":
        lag = newey_west_lag(len(order)) if specification.nw_lag is None else specification.nw_lag
        if lag >= len(order):
            raise Refused("lag_too_long", lag=lag, rows=len(order))
    fit = _fit_counts if specification.log_link else _fit_values
    found = fit(points, specification, errors, lag)
    residuals = found.residuals
    span = int(period.max() - period.min() + 1)
    return Analysis(
        design=design,
        rows=len(order),
        errors="none" if found.exact else errors,
        estimates=found.estimates,
        covariance=found.covariance,
        df=found.df,
        ar1=found.ar1,
        durbin_watson=remarks.durbin_watson(residuals, points.time, points.group),
        dispersion=found.dispersion,
        deviance=found.deviance,
        time=points.time,
        fitted=found.fitted,
        residuals=residuals,
        used=used,
        before=sides[0],
        after=sides[1],
        notes=remarks.notes_of(
            design, errors, lag, found.ar1, found.dispersion, residuals, points.time, points.group, sides,
            exact=found.exact, span=span, gaps=_gaps(period, group, seen | out, span),
            left_out=len(np.unique(period[out])), whole=bool((points.y == np.round(points.y)).all()),
        ),
    )  # fmt: skip


def _fit_values(points: _Points, asked: Specification, errors: str, lag: int | None) -> _Found:
    y = points.y if points.size is None else points.y / points.size
    plain = least_squares(points.x, y)
    free = len(y) - points.x.shape[1]
    exact = bool(np.abs(plain.residuals).max() <= ROUNDING * np.abs(y).max(initial=0.0))
    ar1, fit, variance = None, plain, plain.rss / free
    if exact:
        return _exact(points, plain.estimate, y, free, None)
    if errors == "ar1":
        ar1 = _likeness(points, y)
        links = steps(np.ones((1, len(y)), dtype=bool), points.time, points.group)
        at = np.array([ar1])
        turned_x, turned_y = whiten(points.x[None], at, links)[0][0], whiten(y[None], at, links)[0][0]
        fit = least_squares(turned_x, turned_y)
        covariance = fit.unscaled * fit.rss / free
    elif errors == "newey-west":
        covariance = _sandwich(points, plain.unscaled, plain.residuals, lag or 0)
    else:
        covariance = plain.unscaled * variance
    fitted = points.x @ fit.estimate
    return _Found(fit.estimate, covariance, free, ar1, None, plain.rss, fitted, plain.residuals, exact=False)


def _exact(
    points: _Points, estimates: Floats, y: Floats, free: float | None, dispersion: float | None
) -> _Found:
    """What is found where the model meets every point: no spread, and rounding is no estimate."""
    moves = np.abs(estimates) * np.abs(points.x).max(axis=0)
    rounding = moves <= ROUNDING * np.abs(y).max(initial=0.0)
    return _Found(
        np.where(rounding, 0.0, estimates),
        np.full((len(estimates), len(estimates)), np.nan),
        free, None, dispersion, 0.0, y, np.zeros_like(y), exact=True,
    )  # fmt: skip


def _likeness(points: _Points, y: Floats) -> float:
    basis, _ = np.linalg.qr(points.x)
    left = y - basis @ (basis.T @ y)
    scale = np.abs(left).max()
    links = steps(np.ones((1, len(y)), dtype=bool), points.time, points.group)
    return float(likeness((left / scale)[None], basis, links)[0])


def _fit_counts(points: _Points, asked: Specification, errors: str, lag: int | None) -> _Found:
    offset = np.zeros_like(points.y) if points.size is None else np.log(points.size)
    _refuse_zeros(points)
    fit = fit_counts(points.x, points.y, offset)
    free = len(points.y) - points.x.shape[1]
    pearson = (points.y - fit.expected) / np.sqrt(fit.expected)
    dispersion = float(pearson @ pearson / free)
    rate = points.y if points.size is None else points.y / points.size
    exact = bool(np.abs(points.y - fit.expected).max() <= EXACT_COUNTS * np.abs(points.y).max(initial=0.0))
    if exact and (asked.model == "quasipoisson" or errors == "newey-west"):
        return _exact(points, fit.estimate, rate, None, 0.0)
    if errors == "newey-west":
        covariance = _sandwich(points, fit.unscaled, points.y - fit.expected, lag or 0)
    else:
        covariance = fit.unscaled * (dispersion if asked.model == "quasipoisson" else 1.0)
    fitted = fit.expected if points.size is None else fit.expected / points.size
    pearson = np.zeros_like(pearson) if exact else pearson
    return _Found(
        fit.estimate, covariance, None, None, dispersion, fit.deviance, fitted, pearson, exact=False
    )


def _sandwich(points: _Points, bread: Floats, residuals: Floats, lag: int) -> Floats:
    """Newey & West 1987, Econometrica 55(3), 703-708: Bartlett weights, no small-sample factor. Lags are
    periods, so a gap counts as long as it is; series do not reach into one another.
    """
    apart = np.abs(points.time[:, None] - points.time[None, :])
    weight = np.maximum(0.0, 1 - apart / (lag + 1)) * (points.group[:, None] == points.group[None, :])
    scores = points.x * residuals[:, None]
    covariance: Floats = bread @ (scores.T @ weight @ scores) @ bread
    return covariance


def _default_errors(asked: Specification, sides: tuple[int, int]) -> str:
    return "ar1" if asked.model == "ols" and min(sides) >= FEWEST_FOR_AR1 else "none"


def _numbers(name: str, given: npt.ArrayLike, rows: int | None = None) -> Floats:
    values = np.asarray(given, dtype=np.float64)
    if values.ndim != 1 or (rows is not None and len(values) != rows):
        raise Refused(
            "wrong_shape", name=name, given=values.shape, expected="(rows,)" if rows is None else (rows,)
        )
    wild = np.flatnonzero(np.isinf(values))
    if len(wild):
        raise Refused("infinite", row=int(wild[0]) + 1, name=name.removesuffix("s"))
    return values


def _groups(control: npt.ArrayLike | None, rows: int) -> Whole:
    if control is None:
        return np.zeros(rows, dtype=np.int64)
    given = np.asarray(control, dtype=np.float64)
    if given.shape != (rows,):
        raise Refused("wrong_shape", name="control", given=given.shape, expected=(rows,))
    if not np.isin(given, (0, 1)).all():
        raise Refused("control_not_binary")
    if len(np.unique(given)) < 2:
        raise Refused("one_series_only")
    return given.astype(np.int64)


def _check_counts(values: Floats, size: Floats | None, asked: Specification) -> None:
    if size is not None:
        for row in np.flatnonzero(size <= 0)[:1]:
            raise Refused("no_size", row=int(row) + 1, value=float(size[row]))
    if not asked.log_link:
        return
    for row in np.flatnonzero(values < 0)[:1]:
        raise Refused("negative", row=int(row) + 1, name="count", value=float(values[row]))
    if asked.model == "poisson":
        for row in np.flatnonzero(np.isfinite(values) & (values != np.round(values)))[:1]:
            raise Refused("not_whole", row=int(row) + 1, value=float(values[row]))


def _check_points(used: Flags, time: Whole, group: Whole, change: int) -> None:
    if not used.any():
        raise Refused("nothing_there")
    for each in np.unique(group):
        before = int((used & (group == each) & (time < change)).sum())
        after = int((used & (group == each) & (time >= change)).sum())
        if before < FEWEST_ON_A_SIDE:
            raise Refused("too_few_before", count=before, fewest=FEWEST_ON_A_SIDE)
        if after < FEWEST_ON_A_SIDE:
            raise Refused("too_few_after", count=after, fewest=FEWEST_ON_A_SIDE)


def _refuse_twice(time: Whole, group: Whole) -> None:
    for row in np.flatnonzero((np.diff(time) == 0) & (np.diff(group) == 0))[:1]:
        raise Refused("time_twice", time=int(time[row]))


def _sides(points: _Points, change: int) -> tuple[int, int]:
    """Points on each side, of the series that has fewer there."""
    sides = [
        (int((points.time[points.group == each] < change).sum()),
         int((points.time[points.group == each] >= change).sum()))
        for each in np.unique(points.group)
    ]  # fmt: skip
    return min(before for before, _ in sides), min(after for _, after in sides)


def _refuse_zeros(points: _Points) -> None:
    after = points.x[:, 2] == 1
    for each in np.unique(points.group):
        here = points.group == each
        if not points.y[here & ~after].any():
            raise Refused("all_zero_before")
        if not points.y[here & after].any():
            raise Refused("all_zero_after")


def _gaps(time: Whole, group: Whole, there: Flags, span: int) -> int:
    """Periods of the span without a value, those left out on purpose not counted."""
    return sum(span - len(np.unique(time[there & (group == each)])) for each in np.unique(group))
