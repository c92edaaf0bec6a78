"""Student's t and the normal distribution, from scipy's special functions (scipy.stats loads for seconds)."""

from __future__ import annotations


def two_sided(value: float, df: float | None) -> float:
    """How often chance alone goes at least as far from 0 as `value`, either way. df None is the normal.

    >>> round(two_sided(1.959964, None), 6)
    0.05
    """
    from scipy.special import ndtr, stdtr

    return float(2 * (ndtr(-abs(value)) if df is None else stdtr(df, -abs(value))))


def quantile(share: float, df: float | None) -> float:
    """Below which value the share lies.

    >>> round(quantile(0.975, None), 6), round(quantile(0.975, 20), 6)
    (1.959964, 2.085963)
    """
    from scipy.special import ndtri, stdtrit

    return float(ndtri(share) if df is None else stdtrit(df, share))
