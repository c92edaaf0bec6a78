"""Exact figures of one series, as the release takes them: cut to its period, months gathered into quarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from alongside.improvement.models import Measure
from alongside.improvement.queries import charts
from alongside.improvement.queries.series import Part
from alongside.improvement.releasing.choosing import QUARTER, Choices, Chosen

SHARE, RATE, COUNT, STATISTIC = "share", "rate", "count", "statistic"
MONTHS_A_QUARTER = 3
# Charts whose points are something else than the value of a period: what stands behind one is not known.
OF_EVENTS = {"g", "t"}


@dataclass(frozen=True)
class Exact:
    """A series before control: what its figures are, period by period."""

    kind: str
    step: str
    labels: tuple[str, ...]
    x: np.ndarray  # numerators, counts or values
    n: np.ndarray | None


def kind_of(measure: Measure, part: Part, chosen: Chosen) -> str:
    """What the figures are: so many of a group, events over a size, counts, or values worked out from something."""
    y = part.y[~np.isnan(part.y)]
    whole = bool(((y >= 0) & (y == np.round(y))).all())
    if part.n is not None:
        n = part.n[~np.isnan(part.n)]
        sized = bool(((n >= 0) & (n == np.round(n))).all())
        if not whole or not sized:
            return STATISTIC
        events = measure.chart in charts.RATES or (part.y > part.n).any()
        return RATE if events else SHARE
    # Whole numbers are counts, unless somebody answers for it that they are means or medians of enough.
    return COUNT if whole and not chosen.enough_behind and measure.chart not in OF_EVENTS else STATISTIC


def exact(measure: Measure, part: Part, chosen: Chosen, choices: Choices) -> Exact:
    """The figures that a release takes of a series."""
    taken = [place for place, label in enumerate(part.labels) if choices.takes(label)]
    kind = kind_of(measure, part, chosen)
    found = Exact(
        kind=kind,
        step=measure.step,
        labels=tuple(part.labels[place] for place in taken),
        x=part.y[taken],
        n=None if part.n is None else part.n[taken],
    )
    if chosen.every == QUARTER and measure.step == Measure.Step.MONTH and kind != STATISTIC:
        return _by_quarter(found)
    return found


def _by_quarter(found: Exact) -> Exact:
    """Months added up. A quarter in which a month is missing, or not there yet, is missing: it would look low."""
    months: dict[str, list[int]] = {}
    for place, label in enumerate(found.labels):
        months.setdefault(quarter_of(label), []).append(place)

    def added(values: np.ndarray, places: list[int]) -> float:
        return float(values[places].sum()) if len(places) == MONTHS_A_QUARTER else np.nan

    return Exact(
        kind=found.kind,
        step=QUARTER,
        labels=tuple(months),
        x=np.array([added(found.x, places) for places in months.values()], dtype=float),
        n=None
        if found.n is None
        else np.array([added(found.n, places) for places in months.values()], dtype=float),
    )


def quarter_of(label: str) -> str:
    """The first day of the quarter that a month lies in."""
    day = date.fromisoformat(label)
    return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1).isoformat()
