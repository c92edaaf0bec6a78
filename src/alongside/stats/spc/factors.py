"""The factors of control charts for samples: c4, d2 and d3, computed and not looked up."""

from functools import cache
from math import erfc, gamma, sqrt

import numpy as np

from .arrays import Floats

# From here on the series in 1/(n − 1) is exact to the last digit; below it the gamma function is.
_SERIES_FROM = 300


@cache
def c4(size: int) -> float:
    """The mean standard deviation of samples of so many normal values, in standard deviations; 2 or more.

    Source: Montgomery, appendix VI.

    >>> [round(c4(size), 4) for size in (2, 5, 25)]
    [0.7979, 0.94, 0.9896]
    """
    if size < 2:
        raise ValueError("a sample of one value has no standard deviation")
    if size < _SERIES_FROM:
        return sqrt(2 / (size - 1)) * gamma(size / 2) / gamma((size - 1) / 2)
    # Γ(x + ½)/Γ(x) over √x (Abramowitz & Stegun 6.1.37 twice) with x = (n − 1)/2.
    x = 2 / (size - 1)
    return 1 - x / 8 * (1 - x / 16 * (1 + 5 * x / 8 * (1 - 21 * x / 160 * (1 + 19 * x / 8))))


def c4_of_sizes(size: Floats) -> Floats:
    """c4 of each size, shape of `size`; NaN under 2 and where a size is missing."""
    largest = int(np.nanmax(size, initial=1))
    if largest <= 4 * _SERIES_FROM:
        known = np.array([np.nan, np.nan, *(c4(each) for each in range(2, largest + 1))])
        found: Floats = known[np.nan_to_num(size, nan=0.0).astype(np.int64)]
        return found
    different, place = np.unique(size, return_inverse=True)
    each = [c4(int(value)) if value >= 2 else np.nan for value in different.tolist()]
    return np.array(each, dtype=np.float64)[place].reshape(size.shape)


def d2(size: int) -> float:
    """The mean range of samples of so many normal values, in standard deviations; 2 or more.

    Source: Tippett (1925), Biometrika 17, 364-387.

    >>> [round(d2(size), 3) for size in (2, 5, 25)]
    [1.128, 2.326, 3.931]
    """
    return _range_moments(size)[0]


def d3(size: int) -> float:
    """The standard deviation of the ranges of samples of so many normal values, in standard deviations.

    >>> [round(d3(size), 3) for size in (2, 5, 25)]
    [0.853, 0.864, 0.708]
    """
    return _range_moments(size)[1]


@cache
def _range_moments(size: int) -> tuple[float, float]:
    """Mean and standard deviation of the range, from the chance that it is over each width.

    A range is at most w with chance n ∫ φ(x) (Φ(x + w) − Φ(x))^(n − 1) dx. Over x the trapezium rule
    converges as fast as any, since the integrand and all its slopes die out; over w, Gauss-Legendre.
    """
    if size < 2:
        raise ValueError("one value has no range")
    x = np.linspace(-10.0, 10.0, 401)
    nodes, weights = np.polynomial.legendre.leggauss(120)
    width, weights = 8.0 * (nodes + 1), 8.0 * weights
    below = np.frompyfunc(lambda value: erfc(-value / sqrt(2)) / 2, 1, 1)
    density = np.exp(-(x**2) / 2) / sqrt(2 * np.pi)
    between = below(x + width[:, None]).astype(float) - below(x).astype(float)
    within = size * (density * between ** (size - 1)).sum(axis=1) * (x[1] - x[0])
    mean = float((weights * (1 - within)).sum())
    square = float((weights * 2 * width * (1 - within)).sum())
    return mean, sqrt(square - mean**2)
