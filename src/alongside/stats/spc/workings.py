"""How the lines of one series came about: every number that goes in, so that somebody with a calculator gets them out.

Nothing is judged here, and nothing is computed in another way than for the chart: the means and ranges are those of `limits`,
`ranges`, `rare_events` and `sized_values`.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Flags, Floats, closed_up, mean_where, quietly
from .block import Block, lay_out
from .chart_types import CHART_TYPES
from .constants import EXPONENTIAL_TO_NORMAL, LIMIT_SIGMAS, RANGE_CONSTANTS, RangeConstants
from .limits import Points, mean_range_of, overall_rate
from .phases import Drawn, Phases, draw
from .ranges import moving_ranges
from .refusals import Refused
from .settings import Settings
from .sized_values import SIGMA_OF_RANGE

# Charts whose centre is all events over all denominators.
RATIO = frozenset({"p", "pp", "u", "up", "c", "ip"})
# Charts whose spread is taken from moving ranges.
RANGED = frozenset({"xmr", "pp", "up", "t", "ip"})
LANEY = frozenset({"pp", "up"})


@dataclass(frozen=True, slots=True)
class Ranges:
    """The moving ranges behind the limits of a phase: all of them, then what screening left."""

    count: int
    total: float
    mean: float
    # Ranges of this width or more are left out, once; None where nothing is screened.
    screen_at: float | None
    left_out: tuple[int, ...]  # rows whose range to the row before was left out
    used: int
    used_total: float
    used_mean: float


@dataclass(frozen=True, slots=True)
class Worked:
    """One point as it goes into the workings."""

    row: int
    value: float  # numerator, or value; NaN where missing
    size: float  # denominator; NaN where there is none
    y: float  # what is plotted, before `multiply`
    used: bool
    # The moving range to the point before, on the scale of the chart; NaN where there is none.
    range: float
    range_used: bool
    # The limits of its own phase there, as drawn; NaN where there are none.
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Working:
    """What the lines of one phase rest on. All in the natural unit of the chart: times `multiply` is what is drawn."""

    chart: str
    phase: int
    judged_by: int  # the phase whose lines judge this one
    first: int  # its rows
    last: int
    used: int  # points behind its lines
    missing: int
    excluded: int
    beyond: int  # usable points behind the baseline, which set no lines
    total: float  # of the values, or numerators, of the points used; on a t chart of their powers
    size_total: float  # of their denominators; NaN where there is none
    mean: float  # what the limits stand around: on a t chart a power
    middle: tuple[float, ...]  # the one or two middle values, where the centre is a median
    given: bool  # the centre was given, not found
    centre: float  # as drawn
    constant: float  # what the spread is multiplied by: 2.66 on an xmr chart, 3 on others
    ranges: Ranges | None
    sigma_z: float  # Laney's; NaN elsewhere
    row: int  # the point whose limits are worked out: the last of the phase with a value
    row_size: float
    sigma: float  # its standard deviation by chance alone, or as the ranges say; NaN where limits have none
    reach: float  # from the mean to its limits, before floor and cap
    lower: float  # as drawn
    upper: float
    floored: bool
    capped: bool
    multiply: float
    points: tuple[Worked, ...]


def workings(
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    phase: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    settings: Settings,
) -> tuple[Working, ...]:
    """The workings of each phase of one series, in order.

    y, n, phase, excluded : as `judge` takes them, for one series, shape (rows,). NaN marks what is missing or does not apply;
    a phase of fewer than two points has a centre at most. Raises Refused as `judge` does, and for the charts of samples
    (xbar, s) and of ranges (mr), whose points are not values of their own.

    The example is NHSRplotthedots' vignette on deviations: 35 over 18 is 1.94, and its limits are 1.94 ± 2.66 × 1.

    >>> weekly = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> found, = workings(weekly, settings=Settings(chart="xmr"))
    >>> found.used, found.total, found.ranges.left_out, found.ranges.used_mean, round(found.upper, 2)
    (18, 35.0, (4, 5), 1.0, 4.6)
    """
    kind = CHART_TYPES[settings.chart]
    if kind.samples or kind.plots_ranges:
        choices = ", ".join(
            name for name, each in CHART_TYPES.items() if not each.samples and not each.plots_ranges
        )
        raise Refused("unknown_chart", chart=settings.chart, choices=choices)
    block = lay_out(y, n, phase=phase, excluded=excluded, length=None, kind=kind, chart=settings.chart)
    phases, drawn = draw(block, kind, settings)
    own = [number for number in range(1, block.phases + 1) if block.in_phase(number).any()]
    return tuple(_working(block, settings, phases, drawn, number) for number in own)


def _working(block: Block, settings: Settings, phases: Phases, drawn: Drawn, number: int) -> Working:
    within = block.in_phase(number)[0]
    usable, window = block.usable[0], block.in_baseline(settings.baseline)[0]
    behind = within & window & usable
    points = Points(
        y=block.y,
        value=block.value,
        size=block.size,
        behind=behind[None],
        excluded=(within & window & block.excluded[0] & block.present[0])[None],
    )
    given = settings.centres(1)[0] / settings.multiply
    mean = _mean(settings.chart, points, given)
    sigma, constant = _chance(settings, points, mean)
    scaled = _scale(settings.chart, points, mean, sigma)
    ranges, apart, kept = _ranges(settings, points, scaled)
    rows = np.flatnonzero(within)
    present = np.flatnonzero(within & usable)
    row = int(present[-1]) if len(present) else int(rows[-1])
    sigma_z = (
        ranges.used_mean / RANGE_CONSTANTS["published"].to_sigma
        if ranges and settings.chart in LANEY
        else np.nan
    )
    own_sigma, reach = _reach(settings, points, mean, sigma, ranges, sigma_z, row, constant)
    centre, lower, upper, floored, capped = _lines_of(drawn, row)
    values = block.y if settings.chart not in RATIO else block.value
    return Working(
        chart=settings.chart,
        phase=number,
        judged_by=int(phases.judged_by[0, number - 1]),
        first=int(rows[0]),
        last=int(rows[-1]),
        used=int(behind.sum()),
        missing=int((within & ~block.present[0]).sum()),
        excluded=int((within & block.excluded[0] & block.present[0]).sum()),
        beyond=int((within & usable & ~window).sum()),
        total=float(np.sum((scaled if settings.chart == "t" else values)[0][behind])),
        size_total=float(np.sum(block.size[0][behind])) if settings.chart in RATIO else np.nan,
        mean=mean,
        middle=_middle(block.y[0][behind]) if settings.chart in ("run", "g") else (),
        given=not np.isnan(given),
        centre=centre,
        constant=constant,
        ranges=ranges,
        sigma_z=float(sigma_z),
        row=row,
        row_size=float(block.size[0, row]),
        sigma=own_sigma,
        reach=reach,
        lower=lower,
        upper=upper,
        floored=floored,
        capped=capped,
        multiply=settings.multiply,
        points=tuple(
            Worked(
                row=int(each),
                value=float(block.value[0, each]),
                size=float(block.size[0, each]),
                y=float(block.y[0, each]),
                used=bool(behind[each]),
                range=float(apart[each]),
                range_used=bool(kept[each]),
                lower=float(drawn.own.lower[0, each]),
                upper=float(drawn.own.upper[0, each]),
            )
            for each in rows
        ),
    )


def _mean(chart: str, points: Points, given: float) -> float:
    """What the limits stand around."""
    if not np.isnan(given):
        return float(given ** (1 / EXPONENTIAL_TO_NORMAL)) if chart == "t" else float(given)
    if chart in RATIO:
        return float(overall_rate(points)[0])
    values = points.y ** (1 / EXPONENTIAL_TO_NORMAL) if chart == "t" else points.y
    return float(mean_where(values, points.behind)[0])


def _chance(settings: Settings, points: Points, mean: float) -> tuple[Floats, float]:
    """The standard deviation that chance alone gives each point (NaN without one), and what spread is multiplied by."""
    kind = CHART_TYPES[settings.chart]
    if settings.chart == "xmr":
        return np.full(points.y.shape, np.nan), settings.method.constants.to_limits
    if kind.chance is not None:
        with quietly():
            return kind.chance(np.array([[mean]]), points.size), LIMIT_SIGMAS
    if settings.chart == "g":
        return np.full(points.y.shape, sqrt(mean * (mean + 1)) if mean >= 0 else np.nan), LIMIT_SIGMAS
    return np.full(points.y.shape, np.nan), LIMIT_SIGMAS


def _scale(chart: str, points: Points, mean: float, sigma: Floats) -> Floats:
    """The values whose ranges are taken: themselves, their powers, or how many standard deviations from the mean."""
    if chart == "t":
        return points.y ** (1 / EXPONENTIAL_TO_NORMAL)
    if chart in LANEY:
        with quietly():
            return np.where(sigma > 0, (points.y - mean) / sigma, 0.0)
    return points.y


def _constants(settings: Settings) -> RangeConstants:
    if settings.chart == "ip":
        return RANGE_CONSTANTS["exact"]
    return RANGE_CONSTANTS["published"] if settings.chart in LANEY else settings.method.constants


def _ranges(settings: Settings, points: Points, scaled: Floats) -> tuple[Ranges | None, Floats, Flags]:
    """The ranges in short, each row's own, and which of them were used."""
    rows = scaled.shape[1]
    apart, used = np.full(rows, np.nan), np.zeros(rows, dtype=bool)
    if settings.chart not in RANGED:
        return None, apart, used
    method, constants = settings.method, _constants(settings)
    sizes = points.size if settings.chart == "ip" else None
    found = mean_range_of(scaled, points, method, constants, sizes)
    order = closed_up(points.excluded)[0] if method.bridge else np.arange(rows)
    ranges, counts = moving_ranges(scaled[:, order], points.behind[:, order])
    if sizes is not None:
        with quietly():
            ranges[:, 1:] /= np.sqrt(1 / sizes[:, order][:, 1:] + 1 / sizes[:, order][:, :-1])
    apart[order] = np.where(counts[0], ranges[0], np.nan)
    counted = ~np.isnan(apart)
    total, count = float(np.nansum(apart)), int(counted.sum())
    mean = float(mean_where(apart[None], counted[None])[0])
    screen_at = constants.screen * mean if method.screen else None
    used = counted.copy()
    if screen_at is not None and found.left_out[0]:
        used &= apart < screen_at
    left = np.flatnonzero(counted & ~used)
    return (
        Ranges(
            count=count,
            total=total,
            mean=mean,
            screen_at=screen_at,
            left_out=tuple(int(row) for row in left),
            used=int(used.sum()),
            used_total=float(np.sum(apart[used])),
            used_mean=float(found.mean[0]),
        ),
        apart,
        used,
    )


def _reach(
    settings: Settings,
    points: Points,
    mean: float,
    sigma: Floats,
    ranges: Ranges | None,
    sigma_z: float,
    row: int,
    constant: float,
) -> tuple[float, float]:
    """The standard deviation of one point, and how far its limits stand from the mean."""
    if settings.chart == "run":
        return np.nan, np.nan
    if ranges is not None and settings.chart == "xmr":
        return np.nan, constant * ranges.used_mean
    if ranges is not None and settings.chart == "t":
        each = ranges.used_mean / _constants(settings).to_sigma
    elif ranges is not None and settings.chart == "ip":
        each = SIGMA_OF_RANGE * ranges.used_mean / sqrt(points.size[0, row])
    else:
        each = float(sigma[0, row])
    return each, constant * each * (sigma_z if settings.chart in LANEY else 1)


def _lines_of(drawn: Drawn, row: int) -> tuple[float, float, float, bool, bool]:
    """The lines that the point's own phase draws there."""
    lines = drawn.own
    return (
        float(lines.centre[0, row]),
        float(lines.lower[0, row]),
        float(lines.upper[0, row]),
        bool(lines.floored[0, row]),
        bool(lines.capped[0, row]),
    )


def _middle(values: Floats) -> tuple[float, ...]:
    ordered = np.sort(values)
    if not len(ordered):
        return ()
    low, high = (len(ordered) - 1) // 2, len(ordered) // 2
    return (float(ordered[low]),) if low == high else (float(ordered[low]), float(ordered[high]))
