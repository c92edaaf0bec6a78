"""Moving ranges: how far each value is from the one before it."""

from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Floats, mean_where, quietly
from .comparing import tolerance


@dataclass(frozen=True, slots=True)
class MeanRange:
    """The mean moving range of each series and what it rests on; each of shape (series,)."""

    mean: Floats  # NaN without any range
    left_out: Floats  # ranges left out by screening


def moving_ranges(values: Floats, counted: Flags) -> tuple[Floats, Flags]:
    """Absolute differences between neighbouring rows, and which of them count.

    values : shape (series, rows). counted : which of them may stand behind limits.
    Both results have the shape of `values`; the range of a row is that to the row before it, and
    counts only if both rows do. A range never reaches over a row that does not count.

    >>> ranges, counts = moving_ranges(np.array([[1.0, 4.0, np.nan, 5.0, 3.0]]),
    ...                                np.array([[True, True, False, True, True]]))
    >>> ranges[counts].tolist()
    [3.0, 2.0]
    """
    ranges = np.full(values.shape, np.nan)
    ranges[:, 1:] = np.abs(values[:, 1:] - values[:, :-1])
    counts = np.zeros(values.shape, dtype=bool)
    counts[:, 1:] = counted[:, 1:] & counted[:, :-1]
    return ranges, counts


def mean_range(
    values: Floats, counted: Flags, *, screen: bool, screen_at: float, sizes: Floats | None = None
) -> MeanRange:
    """The mean moving range of each series, screened once if asked.

    sizes : each range is divided by √(1/n + 1/m), n and m the sizes of its two values, so that ranges of
        values which rest on more or less can be compared (Taylor 2018); shape of `values`.

    Screening (Nelson 1982) leaves out ranges at or above `screen_at` times their mean, so that one
    wild point does not widen the limits. Where it would leave a mean of zero, as in a flat series with
    one step, the unscreened mean stands: the limits of a series that moved must have some width.

    >>> found = mean_range(np.array([[1.0, 2.0] * 10 + [30.0]]), np.ones((1, 21), bool),
    ...                    screen=True, screen_at=3.267)
    >>> found.mean.tolist(), found.left_out.tolist()
    ([1.0], [1.0])
    """
    ranges, counts = moving_ranges(values, counted)
    if sizes is not None:
        with quietly():
            ranges[:, 1:] /= np.sqrt(1 / sizes[:, 1:] + 1 / sizes[:, :-1])
    mean = mean_where(ranges, counts)
    if not screen:
        return MeanRange(mean, np.zeros(len(mean)))
    with quietly():
        kept = counts & (ranges < screen_at * mean[:, None])
    left_out = (counts & ~kept).sum(axis=1).astype(np.float64)
    changed = np.flatnonzero(left_out)
    if len(changed):
        screened = mean_where(ranges[changed], kept[changed])
        with quietly():
            # Not `== 0`: rates such as 3/10 and 6/20 may differ in their last digit.
            holds = screened > tolerance(values[changed], counted[changed])
        mean[changed] = np.where(holds, screened, mean[changed])
        left_out[changed[~holds]] = 0.0
    return MeanRange(mean, left_out)
