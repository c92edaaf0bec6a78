"""Does a share or a rate vary more than chance allows? And which chart suits a series?"""

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Flags, Floats
from .block import Block, lay_out
from .chart_types import CHART_TYPES, ChartType
from .constants import OVERDISPERSED, RANGE_CONSTANTS
from .limits import Method, Points, overall_rate, standardised_range
from .refusals import Refused


def laney_sigma_z(
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    chart: str = "p",
    phase: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    length: ArrayLike | None = None,
    baseline: int | None = None,
    screen: bool = True,
) -> Floats:
    """Laney's sigma z of each phase of each series, shape (series, phases).

    The points of a p or u chart, measured in their own standard deviations, are charted as individuals;
    sigma z is their mean moving range (screened once) over 1.128. 1: they vary as chance allows. 2: limits
    that allow for chance alone are half as wide as they should be. NaN without two neighbouring points.

    The arguments are those of `judge`. Raises Refused as it does, and for a chart without such a measure.

    Source: Laney 2002. The example is the first weeks of those in Mohammed, Panesar, Laney & Wilson (2013),
    BMJ Quality & Safety 22(4), 362-368: so many people that chance alone allows hardly any variation.

    >>> seen, met = [280443, 276823, 291681, 296155, 282343], [266501, 264225, 276532, 281461, 269071]
    >>> round(float(laney_sigma_z(met, seen)[0, 0]), 1)
    8.5
    """
    kind = CHART_TYPES.get(chart)
    if kind is None or kind.chance is None:
        choices = ", ".join(name for name, each in CHART_TYPES.items() if each.chance)
        raise Refused("unknown_chart", chart=chart, choices=choices)
    block = lay_out(y, n, phase=phase, excluded=excluded, length=length, kind=kind, chart=chart)
    return sigma_z_of(
        block, kind, block.in_baseline(baseline), np.full(len(block.y), np.nan), Method(screen=screen)
    )


def sigma_z_of(block: Block, kind: ChartType, window: Flags, given: Floats, method: Method) -> Floats:
    """As `laney_sigma_z`, for a block laid out and a given centre (NaN for none), in its natural unit."""
    if kind.chance is None:
        raise ValueError("individual values have no variation that chance alone would give")
    found = np.full((len(block.y), block.phases), np.nan)
    for phase in range(1, block.phases + 1):
        within = block.in_phase(phase) & window
        points = Points(
            block.y, block.value, block.size, within & block.usable, within & block.excluded & block.present
        )
        centre = np.where(np.isnan(given), overall_rate(points), given)
        with np.errstate(divide="ignore", invalid="ignore"):
            sigma = kind.chance(centre[:, None], block.size)
        found[:, phase - 1] = standardised_range(points, centre, sigma, method).mean
    return found / RANGE_CONSTANTS["published"].to_sigma


def suited_charts(
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    phase: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    length: ArrayLike | None = None,
    baseline: int | None = None,
) -> tuple[str, ...]:
    """The chart type that suits each series, when nobody has chosen one.

    Without a denominator xmr. With whole numerators that never exceed it p, else u; pp or up where sigma z
    of the phase with the most points behind its limits is over 1.2.

    >>> suited_charts([3, 1, 2]), suited_charts([3, 1, 2], [10, 10, 10]), suited_charts([5, 4], [2, 2])
    (('xmr',), ('p',), ('u',))
    """
    if n is None:
        return ("xmr",) * len(np.atleast_2d(np.asarray(y, dtype=np.float64)))
    kind = CHART_TYPES["u"]
    block = lay_out(y, n, phase=phase, excluded=excluded, length=length, kind=kind, chart="u")
    whole = np.isnan(block.y) | ((block.value == np.round(block.value)) & (block.value <= block.size))
    shares = whole.all(axis=1)
    window = block.in_baseline(baseline)
    behind = [(block.in_phase(k) & window & block.usable).sum(axis=1) for k in range(1, block.phases + 1)]
    largest = np.argmax(np.stack(behind, axis=1), axis=1)[:, None]
    charts = np.where(shares, "p", "u").astype(object)
    for chart, these in (("p", shares), ("u", ~shares)):
        kind = CHART_TYPES[chart]
        sigma_z = sigma_z_of(block, kind, window, np.full(len(shares), np.nan), Method())
        dispersed = np.take_along_axis(sigma_z, largest, axis=1)[:, 0] > OVERDISPERSED
        charts[these & dispersed] = kind.dispersed
    return tuple(charts)
