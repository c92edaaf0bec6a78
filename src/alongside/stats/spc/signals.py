"""Which rules hold at which points: the rule set of a chart applied to a block."""

from collections.abc import Sequence

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
    excluded = present & ~usable
    order = closed_up(excluded)
    seen = {
        name: np.take_along_axis(values, order, axis=1)
        for name, values in {
            "y": np.where(usable, y, np.nan),
            "usable": usable,
            "phase": phase,
            "centre": lines.centre,
            "lower": lines.lower,
            "upper": lines.upper,
            "lower_2s": lines.lower_2s,
            "upper_2s": lines.upper_2s,
        }.items()
    }
    values = seen["y"]
    joined = np.zeros(y.shape, dtype=bool)
    joined[:, 1:] = (
        seen["usable"][:, 1:] & seen["usable"][:, :-1] & (seen["phase"][:, 1:] == seen["phase"][:, :-1])
    )
    side = side_of(values, seen["centre"], allowed)
    beyond = outside(side_of(values, seen["upper"], allowed), side_of(values, seen["lower"], allowed))

    runs, long_runs = analyse(side_of(np.where(usable, y, np.nan), lines.centre, allowed), phase, tested)
    found = np.zeros((len(RULES), len(SIDES), *y.shape), dtype=bool)
    _keep(found, "outside", beyond, order)
    if settings.rules == "anhoej":
        found[RULES.index("shift")] = long_runs
        return found, runs

    if "shift" in nhs_rules:
        _keep(found, "shift", shift(side, joined), order)
    if "trend" not in nhs_rules:
        return found, runs
    step = np.zeros(y.shape)
    step[:, 1:] = np.where(joined[:, 1:], side_of(values[:, 1:], values[:, :-1], allowed), 0.0)
    far_high = side_of(values, seen["upper_2s"], allowed) > 0
    far_low = side_of(values, seen["lower_2s"], allowed) < 0
    if settings.two_in_three == "within":
        far_high, far_low = far_high & ~beyond[0], far_low & ~beyond[1]
    _keep(found, "trend", trend(step, settings.trend), order)
    _keep(found, "two_in_three", two_in_three(side, far_high, far_low, joined), order)
    return found, runs


def _keep(found: Flags, rule: str, both: tuple[Flags, Flags], order: Whole) -> None:
    for side, flags in enumerate(both):
        found[RULES.index(rule), side] = put_back(flags, order)
