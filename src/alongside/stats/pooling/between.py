"""How much sites differ: the variance between them, τ².

"Viechtbauer 2005": Journal of Educational and Behavioral Statistics 30(3), 261-293 (REML and others).
"DerSimonian & Laird 1986": Controlled Clinical Trials 7, 177-188. "Paule & Mandel 1982": Journal of Research
of the National Bureau of Standards 87, 377-385. "Viechtbauer 2007": Statistics in Medicine 26, 37-52
(Q-profile interval).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Where REML's likelihood is looked at before its top is sought: it can have more than one.
GRID_POINTS = 200


def weighted_mean(y: Floats, v: Floats, tau2: float) -> tuple[Floats, float]:
    """Weights 1/(v + τ²) (sites,), and the mean with these weights."""
    weights = 1 / (v + tau2)
    return weights, float(weights @ y / weights.sum())


def q_at(y: Floats, v: Floats, tau2: float) -> float:
    """The weighted squares around the weighted mean; at τ² = 0 Cochran's Q. It falls as τ² rises."""
    weights, mean = weighted_mean(y, v, tau2)
    return float(weights @ (y - mean) ** 2)


def typical_variance(v: Floats) -> float:
    """The typical variance within a site (Higgins & Thompson 2002, Statistics in Medicine 21, 1539-1558)."""
    weights = 1 / v
    total = weights.sum()
    return float((len(v) - 1) * total / (total**2 - (weights**2).sum()))


def dersimonian_laird(y: Floats, v: Floats) -> float:
    """The moment estimate, 0 at least."""
    weights = 1 / v
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    return float(max(0.0, (q_at(y, v, 0.0) - (len(y) - 1)) / spare))


def paule_mandel(y: Floats, v: Floats) -> float:
    """The τ² at which Q is what it is expected to be, one less than the sites; 0 at least."""
    return _where_q_is(y, v, len(y) - 1.0)


def reml(y: Floats, v: Floats) -> float:
    """The restricted maximum likelihood estimate, 0 at least."""
    most = _far(y, v)
    grid = np.concatenate([[0.0], most * np.logspace(-8, 0, GRID_POINTS)])
    best = int(np.argmax([_restricted(y, v, each) for each in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    if best == 0 and _score(y, v, 0.0) <= 0:
        return 0.0
    return _crossing(lambda tau2: _score(y, v, tau2), low, high)


def q_profile(y: Floats, v: Floats, outside: float) -> tuple[float, float]:
    """The Q-profile interval of τ², which holds the truth but for `outside` of the time. (0, 0) where the
    sites lie too close together for any τ².
    """
    from scipy.special import chdtri

    df = len(y) - 1
    lower, upper = (_where_q_is(y, v, float(chdtri(df, tail))) for tail in (outside / 2, 1 - outside / 2))
    return lower, upper


def _where_q_is(y: Floats, v: Floats, sought: float) -> float:
    if q_at(y, v, 0.0) <= sought:
        return 0.0
    high = _far(y, v)
    while q_at(y, v, high) > sought:
        high *= 4
    return _crossing(lambda tau2: q_at(y, v, tau2) - sought, 0.0, high)


def _restricted(y: Floats, v: Floats, tau2: float) -> float:
    weights, mean = weighted_mean(y, v, tau2)
    return float(0.5 * np.log(weights).sum() - 0.5 * np.log(weights.sum()) - 0.5 * weights @ (y - mean) ** 2)


def _score(y: Floats, v: Floats, tau2: float) -> float:
    """The slope of the restricted likelihood."""
    weights, mean = weighted_mean(y, v, tau2)
    squares = weights**2
    return float(squares @ (y - mean) ** 2 - weights.sum() + squares.sum() / weights.sum()) / 2


def _far(y: Floats, v: Floats) -> float:
    """A τ² beyond any that the estimates could ask for."""
    return float((y.max() - y.min()) ** 2 + v.max()) * 4


def _crossing(falls: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that falls from above 0 to below it is 0, to the last digit, by halving."""
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        low, high = (middle, high) if falls(middle) > 0 else (low, middle)
