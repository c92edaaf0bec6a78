"""From estimates of several sites to one, with what it hides."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
import numpy.typing as npt

from . import between
from .between import Floats
from .notes import FEW_SITES, Note
from .refusals import Refused

METHODS = ("reml", "dl", "pm", "ee")
INTERVALS = ("hk", "z")
OUTSIDE = 0.05
# Paule-Mandel makes the Knapp-Hartung factor 1, but for rounding.
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Pooled:
    """A pooled estimate.

    k : sites pooled. estimate, se, lower, upper, p : with a 95 % interval, p against 0.
    tau2, tau2_lower, tau2_upper : variance between sites and its Q-profile interval (NaN for one site).
    i2 : per cent of the variation that is between sites. q, q_p : Cochran's test that sites do not differ.
    predict_lower, predict_upper : where the effect of a further site lies, 95 % (NaN for one site or for ee).
    weights : (k,) per cent, of the sites pooled. used : which of the sites given those are.
    """

    method: str
    ci: str
    k: int
    estimate: float
    se: float
    lower: float
    upper: float
    p: float
    tau2: float
    tau2_lower: float
    tau2_upper: float
    i2: float
    q: float
    q_p: float
    predict_lower: float
    predict_upper: float
    weights: Floats
    used: npt.NDArray[np.bool_]
    notes: tuple[Note, ...]


def pool(
    estimates: npt.ArrayLike, variances: npt.ArrayLike, *, method: str = "reml", ci: str | None = None
) -> Pooled:
    """Pool the estimates of several sites by the inverse of their variances.

    estimates, variances : (sites,), in one unit (ratios as logarithms); variances above 0. A site with NaN in
        either is left out, with a note.
    method : "reml" (default), "dl", "pm" (Paule-Mandel) let sites differ; "ee" takes one true effect.
    ci : "hk" Knapp-Hartung with Student's t on k − 1 (default where sites may differ), never narrower than
        plain; "z" the normal distribution (default for ee).
    The prediction interval goes with `ci`. One site is given back as it is, with z.

    Raises Refused for nothing to pool, infinite numbers, variances of 0 or less.

    Hartung & Knapp 2001, Statistics in Medicine 20, 3875-3889, with the truncation of Röver et al. 2015, BMC
    Medical Research Methodology 15:99. Prediction: Higgins et al. 2009, JRSS A 172, 137-159, on k − 1.

    >>> found = pool([0.1, 0.4, 0.9], [0.04, 0.05, 0.06])
    >>> found.k, round(found.estimate, 3), found.lower < found.estimate < found.upper
    (3, 0.45, True)
    """
    for name, given, choices in (("method", method, METHODS), ("ci", ci, INTERVALS)):
        if given is not None and given not in choices:
            raise Refused("unknown_choice", name=name, given=given, choices=", ".join(choices))
    y, v, used = _checked(estimates, variances)
    k = len(y)
    ci = ci or ("z" if method == "ee" else "hk")
    if k == 1:
        ci = "z"
    tau2 = {
        "reml": between.reml, "dl": between.dersimonian_laird, "pm": between.paule_mandel,
        "ee": lambda *_: 0.0,
    }[method](y, v) if k > 1 else 0.0  # fmt: skip
    weights, mean = between.weighted_mean(y, v, tau2)
    se = 1 / sqrt(weights.sum())
    notes = []
    if ci == "hk":
        factor = float(weights @ (y - mean) ** 2) / (k - 1)
        if factor < 1 - ROUNDING:
            notes.append(Note("truncated", {"factor": factor}))
        se *= sqrt(max(factor, 1.0))
    reach, p = _reach_and_p(mean, se, k - 1 if ci == "hk" else None)
    predicts = k > 1 and method != "ee"
    apart = reach * sqrt(tau2 + se**2) if predicts else nan
    q = between.q_at(y, v, 0.0) if k > 1 else 0.0
    tau2_lower, tau2_upper = between.q_profile(y, v, OUTSIDE) if k > 1 else (nan, nan)
    notes += _notes(k, method, ci, int((~used).sum()))
    return Pooled(
        method=method, ci=ci, k=k, estimate=mean, se=se, lower=mean - reach * se, upper=mean + reach * se, p=p,
        tau2=tau2, tau2_lower=tau2_lower, tau2_upper=tau2_upper, i2=_i2(v, q, tau2, method), q=q,
        q_p=_q_p(q, k - 1), predict_lower=mean - apart, predict_upper=mean + apart,
        weights=100 * weights / weights.sum(), used=used, notes=tuple(notes),
    )  # fmt: skip


def _checked(
    estimates: npt.ArrayLike, variances: npt.ArrayLike
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    y, v = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if y.ndim != 1 or v.shape != y.shape:
        name, given = ("estimates", y.shape) if y.ndim != 1 else ("variances", v.shape)
        raise Refused("wrong_shape", name=name, given=given, expected="(sites,)" if y.ndim != 1 else y.shape)
    for name, values in (("estimate", y), ("variance", v)):
        for row in np.flatnonzero(np.isinf(values))[:1]:
            raise Refused("infinite", row=int(row) + 1, name=name)
    for row in np.flatnonzero(v <= 0)[:1]:
        code = "no_variance" if v[row] == 0 else "negative_variance"
        raise Refused(code, row=int(row) + 1, value=float(v[row]))
    used = np.isfinite(y) & np.isfinite(v)
    if not used.any():
        raise Refused("nothing_there")
    return y[used], v[used], used


def _reach_and_p(mean: float, se: float, df: int | None) -> tuple[float, float]:
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    if df is None:
        return float(ndtri(1 - OUTSIDE / 2)), float(2 * ndtr(-abs(mean / se)))
    return float(stdtrit(df, 1 - OUTSIDE / 2)), float(2 * stdtr(df, -abs(mean / se)))


def _i2(v: Floats, q: float, tau2: float, method: str) -> float:
    """From τ² and the typical variance within sites where τ² is fitted, from Q for dl and ee (where, for dl,
    they are the same).
    """
    if len(v) == 1:
        return 0.0
    if method in ("dl", "ee"):
        return 100 * max(0.0, (q - (len(v) - 1)) / q) if q > 0 else 0.0
    return 100 * tau2 / (tau2 + between.typical_variance(v))


def _q_p(q: float, df: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(df, q)) if df > 0 else 1.0


def _notes(k: int, method: str, ci: str, missing: int) -> list[Note]:
    notes = []
    if k == 1:
        notes.append(Note("one"))
    elif method == "ee":
        notes.append(Note("ee"))
    else:
        if ci == "z":
            notes.append(Note("z", {"k": k}))
        if k < FEW_SITES:
            notes.append(Note("few", {"k": k}))
    if missing:
        notes.append(Note("missing", {"count": missing}))
    return notes
