"""Samples of several values each: their means (xbar chart), and how much they vary within (s chart)."""

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Flags, Floats, Whole, mean_where, quietly
from .constants import LIMIT_SIGMAS
from .factors import c4_of_sizes
from .limits import Estimate, Method, Points, around, or_given


def sample_figures(values: ArrayLike, sample: ArrayLike, samples: int) -> tuple[Floats, Whole, Floats]:
    """The mean, size and standard deviation of each sample, each of shape (samples,).

    values : all values one after another, NaN for missing ones, which are not counted. sample : which
    sample each belongs to, from 0. The mean of no value is NaN; so is the deviation of fewer than two,
    which is that of n − 1.

    >>> means, sizes, spreads = sample_figures([1.0, 2.0, 3.0, 7.0], [0, 0, 0, 2], 3)
    >>> means.tolist(), sizes.tolist(), spreads.tolist()
    ([2.0, nan, 7.0], [3, 0, 1], [1.0, nan, nan])
    """
    number, place = np.asarray(values, dtype=np.float64), np.asarray(sample, dtype=np.int64)
    here = ~np.isnan(number)
    number, place = number[here], place[here]
    sizes = np.bincount(place, minlength=samples)

    def total(each: Floats) -> Floats:
        summed: Floats = np.bincount(place, weights=each, minlength=samples).astype(np.float64)
        return summed

    with quietly():
        # Twice, so that the mean of equal values is exactly that value.
        first = total(number) / sizes
        means = first + total(number - first[place]) / sizes
        apart = number - means[place]
        squares = total(apart**2) - total(apart) ** 2 / sizes
        spreads = np.sqrt(np.maximum(squares, 0.0) / (sizes - 1))
    return means, sizes, np.where(sizes > 1, spreads, np.nan)


def sample_means(points: Points, given: Floats, method: Method) -> Estimate:
    """An xbar chart: the mean of all values ± A3 of each sample's size × the spread within samples.

    A sample of one value has no limits.

    Source: Montgomery, section 6.3.
    """
    with quietly():
        share = points.size / np.where(points.behind, points.size, 0.0).sum(axis=1)[:, None]
        plain = mean_where(points.y, points.behind)
        # Weighted by size, around the plain mean so that equal means give exactly that mean.
        apart = np.where(points.behind, share * (points.y - plain[:, None]), 0.0).sum(axis=1)
    centre = or_given(plain + apart, given)
    assert points.sd is not None
    within = spread_within(points.sd, points.size, points.behind, method.sigma)
    with quietly():
        reach = LIMIT_SIGMAS * within[:, None] / (c4_of_sizes(points.size) * np.sqrt(points.size))
    return around(centre, reach, points)


def sample_spreads(points: Points, given: Floats, method: Method) -> Estimate:
    """An s chart: the spread within samples, B3 and B4 of each sample's size times it.

    Source: Montgomery, section 6.3.
    """
    within = or_given(spread_within(points.y, points.size, points.behind, method.sigma), given)
    with quietly():
        c4 = c4_of_sizes(points.size)
        reach = LIMIT_SIGMAS * within[:, None] * np.sqrt(np.maximum(1 - c4**2, 0.0)) / c4
    return around(within, reach, points, floor=0.0)


def spread_within(sd: Floats, size: Floats, behind: Flags, sigma: str | None) -> Floats:
    """The spread within the samples behind the lines, shape (series,); NaN without a sample of two.

    sigma : "sbar" is the mean of their standard deviations, "pooled" the root of their variances' mean, each
    weighted with n − 1. None: sbar where all are of one size, else pooled.
    """
    counted = behind & ~np.isnan(sd)
    sbar = mean_where(sd, counted)
    if sigma == "sbar":
        return sbar
    with quietly():
        free = np.where(counted, size - 1, 0.0)
        # Around sbar: the pooled spread of equal spreads is exactly that.
        relative = np.where(counted & (sbar > 0)[:, None], sd / sbar[:, None], 0.0)
        pooled = np.where(sbar > 0, sbar * np.sqrt((free * relative**2).sum(axis=1) / free.sum(axis=1)), sbar)
    if sigma == "pooled":
        return pooled
    return np.where(sizes_vary(size, behind), pooled, sbar)


def sizes_vary(size: Floats, behind: Flags) -> Flags:
    """The series whose samples behind the lines are not all of one size, shape (series,)."""
    largest = np.where(behind, size, -np.inf).max(axis=1, initial=-np.inf)
    smallest = np.where(behind, size, np.inf).min(axis=1, initial=np.inf)
    vary: Flags = largest > smallest
    return vary
