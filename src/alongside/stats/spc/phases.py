"""Which phase's lines each point is judged on, and those lines drawn over every point.

Rebasing to look better is the commonest abuse of these charts. A new phase is therefore judged on the
lines of the phase before it, drawn on, until it has enough usable points to stand on its own.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Floats, Whole
from .block import Block
from .chart_types import ChartType
from .constants import FEWEST_FOR_LIMITS
from .limits import Estimate, Lines, Points
from .settings import Settings

LINE_NAMES = ("centre", "lower", "upper", "lower_2s", "upper_2s")
FLAG_NAMES = ("floored", "capped")


@dataclass(frozen=True, slots=True)
class Phases:
    """What is known of each phase, shape (series, phases); a series may lack its last phases."""

    exists: Flags
    usable: Whole  # points present and not excluded
    behind: Whole  # of these, the points behind the phase's lines
    drawn: Flags  # the phase has a centre line, and limits if its chart has them
    judged_by: Whole  # the phase whose lines judge it; 0 where the phase does not exist
    firm: Flags  # enough points stand behind its lines
    screened: Floats  # moving ranges left out by screening
    sigma_z: Floats  # Laney's, where the chart needed it


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines at each point: those it is judged on, and those of its own phase."""

    judged: Lines
    own: Lines
    judged_by: Whole  # (series, rows); 0 beyond the end of a series


def draw(block: Block, kind: ChartType, settings: Settings) -> tuple[Phases, Drawn]:
    """Estimate the lines of every phase, decide who judges whom, and draw both sets of lines."""
    window = block.in_baseline(settings.baseline)
    given = settings.centres(len(block.y)) / settings.multiply
    each = [_lines(block, kind, settings, window, given, phase) for phase in range(1, block.phases + 1)]
    phases = _phases(block, window, each, settings)
    row_phase = np.maximum(block.phase - 1, 0)
    judged_by = np.where(block.inside, np.take_along_axis(phases.judged_by, row_phase, axis=1), 0)
    own = _choose(each, block.phase)
    judged = own if np.array_equal(judged_by, block.phase) else _choose(each, judged_by)
    return phases, Drawn(judged, own, judged_by)


def _lines(
    block: Block, kind: ChartType, settings: Settings, window: Flags, given: Floats, phase: int
) -> Estimate:
    within = block.in_phase(phase) & window
    points = Points(
        y=block.y,
        value=block.value,
        size=block.size,
        behind=within & block.usable,
        excluded=within & block.excluded & block.present,
        sd=block.sd,
    )
    return kind.lines(points, given, settings.method)


def _phases(block: Block, window: Flags, each: list[Estimate], settings: Settings) -> Phases:
    numbers = range(1, block.phases + 1)
    usable = _count(block, block.usable, numbers)
    behind = _count(block, block.usable & window, numbers)
    exists = _count(block, block.inside, numbers) > 0
    has_limits = settings.chart != "run"
    drawn = np.stack([_has_lines(estimate.lines, has_limits) for estimate in each], axis=1)
    drawn &= behind >= FEWEST_FOR_LIMITS
    conventions = settings.conventions
    earned = (usable >= conventions.firm_after) | (conventions.new_phase == "own")
    judged_by = np.ones(usable.shape, dtype=np.int64)
    for phase in range(2, block.phases + 1):
        before = judged_by[:, phase - 2]
        nothing_before = ~np.take_along_axis(drawn, before[:, None] - 1, axis=1)[:, 0]
        judged_by[:, phase - 1] = np.where(earned[:, phase - 1] | nothing_before, phase, before)
    return Phases(
        exists=exists,
        usable=usable,
        behind=behind,
        drawn=drawn,
        judged_by=np.where(exists, judged_by, 0),
        firm=behind >= conventions.firm_after,
        screened=np.stack([estimate.screened for estimate in each], axis=1),
        sigma_z=np.stack([estimate.sigma_z for estimate in each], axis=1),
    )


def _count(block: Block, which: Flags, numbers: range) -> Whole:
    return np.stack([(which & block.in_phase(phase)).sum(axis=1) for phase in numbers], axis=1)


def _has_lines(lines: Lines, has_limits: bool) -> Flags:
    line = lines.upper if has_limits else lines.centre
    missing: Whole = np.isnan(line).sum(axis=1)
    found: Flags = missing < line.shape[1]
    return found


def _choose(each: list[Estimate], phase: Whole) -> Lines:
    """At each point the line of the phase named there; missing where none is."""
    if len(each) == 1 and phase.all():
        return each[0].lines
    lines = {name: np.full(phase.shape, np.nan) for name in LINE_NAMES}
    flags = {name: np.zeros(phase.shape, dtype=bool) for name in FLAG_NAMES}
    for number, estimate in enumerate(each, start=1):
        for found in (lines, flags):
            for name, values in found.items():
                np.copyto(values, getattr(estimate.lines, name), where=phase == number)
    return Lines(**lines, **flags)
