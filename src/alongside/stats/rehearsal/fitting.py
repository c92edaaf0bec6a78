"""Whether the planned time series analysis notices: the same analysis of every simulated series."""

from dataclasses import dataclass

import numpy as np

from alongside.stats.its import Specification, analyse_many

from .chances import Chance
from .plan import Plan
from .simulated import Floats

# As `alongside its` decides: with fewer points on a side neighbours that resemble each other can't be estimated.
ENOUGH_FOR_ERRORS = 12
JUMP = "level_change"


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the planned analysis would find; a jump is its `level_change`.

    notices : the 95 % interval of the jump leaves out 0, on the side of the change.
    false_alarm : where nothing changed, the interval leaves out 0 on either side. 5 in 100 are promised.
    covers : where the change happened, the interval holds it. 95 in 100 are promised.
    typical_width : the median width of the interval, in the unit of the level; None where no interval was made.
    stuck : series with too few points for an analysis; they count as not noticed, and not for the others. of : all series.
    """

    errors: str
    slope: bool
    notices: Chance
    false_alarm: Chance
    covers: Chance
    typical_width: float | None
    stuck: int
    of: int


def fit(
    plan: Plan,
    with_change: tuple[Floats, Floats | None],
    without: tuple[Floats, Floats | None],
    *,
    slope: bool,
) -> Fitted:
    """Fit a segmented regression to the values, shares or rates of each series, with its change in the first period after."""
    long_enough = min(plan.before, plan.after) >= ENOUGH_FOR_ERRORS
    specification = Specification(slope=slope, errors="ar1" if long_enough else "none")
    _, lower, upper = _jumps(plan, with_change, specification)
    _, idle_lower, idle_upper = _jumps(plan, without, specification)
    made, idle = ~np.isnan(lower), ~np.isnan(idle_lower)
    noticed = (lower > 0) if plan.effect > 0 else (upper < 0)
    held = (lower <= plan.effect) & (plan.effect <= upper)
    false = (idle_lower > 0) | (idle_upper < 0)
    widths = (upper - lower)[made]
    return Fitted(
        errors=specification.errors or "",
        slope=slope,
        notices=Chance(int(noticed.sum()), len(lower)),
        false_alarm=Chance(int(false[idle].sum()), int(idle.sum())),
        covers=Chance(int(held[made].sum()), int(made.sum())),
        typical_width=float(np.median(widths)) if len(widths) else None,
        stuck=int((~made).sum()),
        of=len(lower),
    )


def _jumps(
    plan: Plan, drawn: tuple[Floats, Floats | None], specification: Specification
) -> tuple[Floats, Floats, Floats]:
    y, n = drawn
    plotted = y if n is None else y / n
    return analyse_many(plotted, change=plan.before + 1, specification=specification).of(JUMP)
