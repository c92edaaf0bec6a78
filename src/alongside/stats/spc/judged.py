"""The result of judging a block of series."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import Flags, Floats, Whole
from .book import Notes
from .phases import Phases
from .rules import RULES, SIDES
from .runs import Runs
from .settings import Settings
from .verdicts import VERDICTS, Names


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A block of series with its lines, signals and icons. Remembers the settings it was made with.

    Arrays have the shape (series, rows) unless said otherwise; rows beyond a series' `length` are NaN,
    0 or False. Numbers are in the unit plotted.
    """

    settings: Settings
    length: Whole  # (series,)
    y: Floats  # as plotted; NaN where missing
    n: Floats | None  # denominators as given
    phase: Whole  # from 1
    judged_by: Whole  # the phase whose lines judge the point
    in_baseline: Flags  # a row of its phase's baseline, blank or not
    excluded: Flags
    usable: Flags  # present and not excluded
    centre: Floats  # the lines the point is judged on …
    lower: Floats
    upper: Floats
    lower_2s: Floats
    upper_2s: Floats
    own_centre: Floats  # … and those of its own phase
    own_lower: Floats
    own_upper: Floats
    provisional: Flags  # too few points stand behind the lines it is judged on
    own_provisional: Flags
    signals: Flags  # (rules, sides, series, rows), in the order of RULES and SIDES
    counted: Flags  # those of them that count towards verdicts; same shape
    conflict: Flags  # improvement and concern meet
    verdict: NDArray[np.int8]  # places in VERDICTS
    last: Whole  # the last usable row, -1 without one; (series,)
    variation: Names  # (series,)
    assurance: Names  # (series,)
    phases: Phases  # (series, phases)
    runs: Runs  # (series, phases)
    notes: Notes  # of each series, like a tuple of tuples of Note

    def signals_at(self, series: int, row: int) -> list[tuple[str, str]]:
        """Every rule that holds at a point with its side; the first names the point in words."""
        held = np.argwhere(self.signals[:, :, series, row])
        return [(RULES[rule], SIDES[side]) for rule, side in held]

    def verdict_at(self, series: int, row: int) -> str | None:
        """The verdict of a point in words; None for a missing or excluded point."""
        return VERDICTS[self.verdict[series, row]]

    def runs_of(self, series: int) -> list[dict[str, int | bool]]:
        """The runs analysis of one series, one entry for each phase; where its chart cannot be tested for runs, none
        is a signal."""
        runs = self.runs
        return [
            {
                "phase": int(phase) + 1,
                "useful": int(runs.useful[series, phase]),
                "longest": int(runs.longest[series, phase]),
                "longest_max": int(runs.longest_max[series, phase]),
                "crossings": int(runs.crossings[series, phase]),
                "crossings_min": int(runs.crossings_min[series, phase]),
                "signal": bool(runs.signal[series, phase]),
            }
            for phase in np.flatnonzero(self.phases.exists[series])
        ]
