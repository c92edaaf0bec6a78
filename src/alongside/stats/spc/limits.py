"""Centre lines and limits: one function for each way of estimating them.

All work in the natural unit of the chart, before `multiply`, for a block of series and for one phase:
`behind` marks the points that stand behind its lines, and the lines are drawn over all rows, so that
a later phase can be judged on them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Floats, closed_up, mean_where, median_where, quietly
from .constants import FEWEST_FOR_LIMITS, INNER_SIGMAS, LIMIT_SIGMAS, RANGE_CONSTANTS, RangeConstants
from .ranges import MeanRange, mean_range

# The standard deviation of a point, from the centre (series, 1) and the denominators (series, rows).
PointSigma = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Method:
    """How the spread behind limits is estimated; see Settings and Conventions."""

    constants: RangeConstants = RANGE_CONSTANTS["published"]
    screen: bool = True
    bridge: bool = False
    sigma: str | None = None  # "sbar" or "pooled"; None: what suits the sizes of the samples


@dataclass(frozen=True, slots=True)
class Points:
    """What limits are computed from; each of shape (series, rows)."""

    y: Floats  # as plotted, before multiply
    value: Floats  # numerator, or value
    size: Floats  # denominator; 1 on a c chart, NaN where there is none
    behind: Flags
    excluded: Flags
    sd: Floats | None = None  # standard deviations of samples, where the chart needs them beside y


@dataclass(frozen=True, slots=True)
class Lines:
    """A phase's lines drawn over every row, shape (series, rows); NaN where there is none."""

    centre: Floats
    lower: Floats
    upper: Floats
    lower_2s: Floats
    upper_2s: Floats
    floored: Flags  # the lower limit would be below the lowest possible value, and stands there
    capped: Flags  # the upper limit would be above the highest


@dataclass(frozen=True, slots=True)
class Estimate:
    """The lines of one phase and what their spread rests on."""

    lines: Lines
    screened: Floats  # moving ranges left out by screening, shape (series,)
    sigma_z: Floats  # Laney's, shape (series,); NaN where the chart does not need it


def median_only(points: Points, given: Floats, method: Method) -> Estimate:
    """A run chart: the median, and no limits.

    Source: Perla, Provost & Murray (2011), BMJ Quality & Safety 20(1), 46-51.
    """
    centre = or_given(median_where(points.y, points.behind), given)
    return around(centre, np.full(points.y.shape, np.nan), points)


def individuals(points: Points, given: Floats, method: Method) -> Estimate:
    """An XmR chart: mean ± 2.66 × the mean moving range.

    Limits may be negative even where the measure cannot be. Equal values give three equal lines; without
    two neighbouring points there are no limits.

    Sources: Nelson 1982; Provost & Murray, pp. 155, 192.
    """
    centre = or_given(mean_where(points.y, points.behind), given)
    spread = mean_range_of(points.y, points, method, method.constants)
    reach = method.constants.to_limits * spread.mean
    return around(centre, np.broadcast_to(reach[:, None], points.y.shape), points, screened=spread.left_out)


def ranges_chart(points: Points, given: Floats, method: Method) -> Estimate:
    """An mr chart: the mean moving range, 0 and 3.267 times the mean. Not screened.

    Source: Montgomery, section 6.4.
    """
    centre = or_given(mean_where(points.y, points.behind), given)
    reach = (method.constants.screen - 1) * centre
    return around(centre, np.broadcast_to(reach[:, None], points.y.shape), points, floor=0.0)


def counted(
    sigma: PointSigma, *, cap: float | None = None, laney: bool = False
) -> Callable[[Points, Floats, Method], Estimate]:
    """Charts of events counted: the overall rate ± 3 standard deviations at each point's own size.

    cap : the highest possible rate, if there is one. The lowest is 0.
    laney : widen (or narrow) by sigma z, so that points which vary more than chance allows do not all
        signal (pp and up charts).

    Sources: Montgomery, chapter 7; Laney 2002.
    """

    def lines(points: Points, given: Floats, method: Method) -> Estimate:
        centre = or_given(overall_rate(points), given)
        with quietly():
            each = sigma(centre[:, None], points.size)
        if not laney:
            return around(centre, LIMIT_SIGMAS * each, points, floor=0.0, cap=cap)
        spread = standardised_range(points, centre, each, method)
        sigma_z = spread.mean / RANGE_CONSTANTS["published"].to_sigma
        reach = LIMIT_SIGMAS * each * sigma_z[:, None]
        return around(centre, reach, points, floor=0.0, cap=cap, screened=spread.left_out, sigma_z=sigma_z)

    return lines


def overall_rate(points: Points) -> Floats:
    """All events over all denominators of the points behind the lines, shape (series,); NaN without any."""
    events = np.where(points.behind, points.value, 0.0).sum(axis=1)
    with quietly():
        rate: Floats = events / np.where(points.behind, points.size, 0.0).sum(axis=1)
    return rate


def standardised_range(points: Points, centre: Floats, sigma: Floats, method: Method) -> MeanRange:
    """The mean moving range of the points measured in their own standard deviations (Laney 2002)."""
    with quietly():
        # Where no variation is possible (a rate of 0, or of 1) the points do not vary.
        z = np.where(sigma > 0, (points.y - centre[:, None]) / sigma, 0.0)
    return mean_range_of(z, points, method, RANGE_CONSTANTS["published"])


def mean_range_of(
    values: Floats, points: Points, method: Method, constants: RangeConstants, sizes: Floats | None = None
) -> MeanRange:
    """The mean moving range of the points behind the lines, as `method` says; see `ranges.mean_range`."""
    behind = points.behind
    if method.bridge and points.excluded.any():
        order = closed_up(points.excluded)
        values = np.take_along_axis(values, order, axis=1)
        behind = np.take_along_axis(behind, order, axis=1)
        sizes = None if sizes is None else np.take_along_axis(sizes, order, axis=1)
    return mean_range(values, behind, screen=method.screen, screen_at=constants.screen, sizes=sizes)


def or_given(centre: Floats, given: Floats) -> Floats:
    """The given centre lines, and the found ones where none is given (NaN)."""
    return np.where(np.isnan(given), centre, given)


def around(
    centre: Floats,
    reach: Floats,
    points: Points,
    *,
    floor: float | None = None,
    cap: float | None = None,
    screened: Floats | None = None,
    sigma_z: Floats | None = None,
    drawn: Floats | None = None,
) -> Estimate:
    """Lines at `reach` (three sigma) from the centre; no limits where fewer than two points stand behind.

    drawn : a centre line to draw instead of the one that the limits stand around, shape (series,).
    """
    enough = points.behind.sum(axis=1) >= FEWEST_FOR_LIMITS
    reach = np.where(enough[:, None], reach, np.nan)
    inner = reach * INNER_SIGMAS / LIMIT_SIGMAS
    middle = np.broadcast_to(centre[:, None], reach.shape)
    lower, upper, lower_2s, upper_2s = middle - reach, middle + reach, middle - inner, middle + inner
    line = middle if drawn is None else np.broadcast_to(drawn[:, None], reach.shape)
    floored, capped = np.zeros(reach.shape, dtype=bool), np.zeros(reach.shape, dtype=bool)
    if floor is not None:
        floored = lower < floor
        lower, lower_2s = np.maximum(lower, floor), np.maximum(lower_2s, floor)
    if cap is not None:
        capped = upper > cap
        upper, upper_2s = np.minimum(upper, cap), np.minimum(upper_2s, cap)
    return Estimate(
        Lines(line, lower, upper, lower_2s, upper_2s, floored, capped),
        np.zeros(len(centre)) if screened is None else screened,
        np.full(len(centre), np.nan) if sigma_z is None else sigma_z,
    )
