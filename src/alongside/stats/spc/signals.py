"""Which rules hold at which points: the rule set of a chart applied to a block."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .arrays import Flags, Floats, Whole, closed_up, put_back
from .comparing import side_of
from .limits import Lines
from .rules import RULES, SIDES, outside, shift, trend, two_in_three
from .runs import Runs, analyse
from .settings import Settings


def find_signals(
    y: Floats,
    usable: Flags,
    present: Flags,
    phase: Whole,
    lines: Lines,
    allowed: Floats,
    tested: Flags,
    settings: Settings,
    *,
    nhs_rules: Sequence[str] = RULES,
) -> tuple[Flags, Runs]:
    """Every rule that holds at every point, shape (rules, sides, series, rows), and the runs analysis.

    usable : present and not excluded; no other point signals. allowed : the tolerance of each series.
    tested : phases whose runs may signal. nhs_rules : those of the NHS set that this chart can be asked; the
    first, outside, always can. A point keeps every rule that holds; none hides another.
    """
    values = np.where(usable, y, np.nan)
    side = side_of(values, lines.centre, allowed)
    beyond = outside(side_of(values, lines.upper, allowed), side_of(values, lines.lower, allowed))
    runs, long_runs = analyse(side, phase, tested)
    found = np.zeros((len(RULES), len(SIDES), *y.shape), dtype=bool)
    found[RULES.index("outside")] = beyond
    if settings.rules == "anhoej":
        found[RULES.index("shift")] = long_runs
        return found, runs

    far_high, far_low = (
        side_of(values, lines.upper_2s, allowed) > 0,
        side_of(values, lines.lower_2s, allowed) < 0,
    )
    if settings.two_in_three == "within":
        far_high, far_low = far_high & ~beyond[0], far_low & ~beyond[1]

    # The rules look at neighbours: excluded rows step aside, so that they neither break nor extend.
    excluded = present & ~usable
    order = closed_up(excluded) if excluded.any() else None
    values, side, far_high, far_low, usable, phase = (
        _in_order(each, order) for each in (values, side, far_high, far_low, usable, phase)
    )
    joined = np.zeros(y.shape, dtype=bool)
    joined[:, 1:] = usable[:, 1:] & usable[:, :-1] & (phase[:, 1:] == phase[:, :-1])
    if "shift" in nhs_rules:
        _keep(found, "shift", shift(side, joined), order)
    if "trend" in nhs_rules:
        step = np.zeros(y.shape, dtype=np.int8)
        step[:, 1:] = side_of(values[:, 1:], values[:, :-1], allowed)
        step[~joined] = 0
        _keep(found, "trend", trend(step, settings.trend), order)
    if "two_in_three" in nhs_rules:
        _keep(found, "two_in_three", two_in_three(side, far_high, far_low, joined), order)
    return found, runs


def _in_order(values: Any, order: Whole | None) -> Any:
    return values if order is None else np.take_along_axis(values, order, axis=1)


def _keep(found: Flags, rule: str, both: tuple[Flags, Flags], order: Whole | None) -> None:
    for side, flags in enumerate(both):
        found[RULES.index(rule), side] = flags if order is None else put_back(flags, order)
