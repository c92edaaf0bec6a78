"""The chart types: one entry in this table makes one chart."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .limits import Estimate, Method, Points, counted, individuals, median_only, ranges_chart
from .rare_events import counts_between, times_between
from .rules import RULES
from .samples import sample_means, sample_spreads
from .sized_values import normalised

LinesOf = Callable[[Points, Floats, Method], Estimate]


@dataclass(frozen=True, slots=True)
class ChartType:
    """What a chart plots, what its lines are, and which rules may judge it."""

    lines: LinesOf
    # "optional": with a denominator the rate is plotted. "required" and "refused" say so.
    denominator: str = "optional"
    # Numerators must be 0 or more ("count"), and no more than the denominator ("share").
    counts: str = ""
    # The lowest and highest value there can be, for limits and for a given centre.
    floor: float | None = None
    cap: float | None = None
    # Events, and non-events, expected at a point: fewer than five guard shift and two in three.
    expected: Callable[[Floats, Floats], Floats] | None = None
    # The standard deviation that chance alone gives a point, for Laney's sigma z.
    chance: Callable[[Floats, Floats], Floats] | None = None
    # The chart that allows for more variation than chance gives.
    dispersed: str | None = None
    # Moving ranges of the values are plotted instead of the values.
    plots_ranges: bool = False
    # A point is a sample of so many values, and the denominator is how many: nothing is divided by it.
    samples: bool = False
    # Beside each mean the standard deviation of its sample is needed.
    needs_spread: bool = False
    # The rules that mean something here, of the NHS set.
    nhs_rules: tuple[str, ...] = RULES
    # Neighbouring points are independent, so that their runs mean something.
    runs: bool = True


def _share_sigma(centre: Floats, size: Floats) -> Floats:
    return np.sqrt(centre * (1 - centre) / size)


def _rate_sigma(centre: Floats, size: Floats) -> Floats:
    return np.sqrt(centre / size)


def _share_expected(centre: Floats, size: Floats) -> Floats:
    return size * np.minimum(centre, 1 - centre)


def _rate_expected(centre: Floats, size: Floats) -> Floats:
    return size * centre


CHART_TYPES: dict[str, ChartType] = {
    "run": ChartType(median_only),
    "xmr": ChartType(individuals),
    # Moving ranges overlap and lean to one side: only a point outside means anything.
    "mr": ChartType(ranges_chart, floor=0.0, plots_ranges=True, nhs_rules=("outside",), runs=False),
    "p": ChartType(
        counted(_share_sigma, cap=1.0),
        denominator="required",
        counts="share",
        floor=0.0,
        cap=1.0,
        expected=_share_expected,
        chance=_share_sigma,
        dispersed="pp",
    ),
    "pp": ChartType(
        counted(_share_sigma, cap=1.0, laney=True),
        denominator="required",
        counts="share",
        floor=0.0,
        cap=1.0,
        expected=_share_expected,
        chance=_share_sigma,
    ),
    "u": ChartType(
        counted(_rate_sigma),
        denominator="required",
        counts="count",
        floor=0.0,
        expected=_rate_expected,
        chance=_rate_sigma,
        dispersed="up",
    ),
    "up": ChartType(
        counted(_rate_sigma, laney=True),
        denominator="required",
        counts="count",
        floor=0.0,
        expected=_rate_expected,
        chance=_rate_sigma,
    ),
    # Each point counts over one same, unstated area: a u chart whose denominators are all 1.
    "c": ChartType(
        counted(_rate_sigma),
        denominator="refused",
        counts="count",
        floor=0.0,
        expected=_rate_expected,
        chance=_rate_sigma,
    ),
    # What lies between rare events leans far to one side, so of the rules about neighbours only that one is
    # asked which looks at the middle: the shift.
    "g": ChartType(
        counts_between, denominator="refused", counts="count", floor=0.0, nhs_rules=("outside", "shift")
    ),
    "t": ChartType(
        times_between, denominator="refused", counts="count", floor=0.0, nhs_rules=("outside", "shift")
    ),
    "ip": ChartType(normalised, denominator="required"),
    "xbar": ChartType(sample_means, denominator="required", samples=True, needs_spread=True),
    "s": ChartType(
        sample_spreads,
        denominator="required",
        samples=True,
        counts="count",
        floor=0.0,
        nhs_rules=("outside",),
    ),
}
