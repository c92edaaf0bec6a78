"""Judging a block of series: numbers in; lines, signals, icons and notes out."""

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Flags, quietly
from .block import Block, lay_out
from .chart_types import CHART_TYPES, ChartType
from .comparing import tolerance
from .constants import FEWEST_EXPECTED
from .joining import joined
from .judged import Judged
from .limits import Lines
from .phases import LINE_NAMES, draw
from .remarks import notes_of
from .settings import Settings
from .signals import find_signals
from .verdicts import assurance, at_last, counted_signals, last_rows, variation, verdicts

# So many series at a time keep what is worked on near the processor.
SERIES_AT_ONCE = 2000


def judge(
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    sd: ArrayLike | None = None,
    phase: ArrayLike | None = None,
    excluded: ArrayLike | None = None,
    length: ArrayLike | None = None,
    settings: Settings,
) -> Judged:
    """Draw the lines of a block of series, apply the rules, and say what they mean.

    y : (series, rows) values, counts or numerators in time order, NaN for missing; one series may be flat.
    n : denominators of the same shape; a denominator of 0 makes the point missing. The rate is plotted. On an
        xbar or s chart, how many values each sample has: y is then its mean, or its standard deviation.
    sd : the standard deviation of each sample of an xbar chart, of the shape of y; see `sample_figures`.
    phase : whole numbers from 1 that grow one at a time; (series, rows), or (rows,) for all. Default: 1.
    excluded : points to leave out of centre line, limits, rules and icons; shaped as phase. Default: none.
    length : the rows that each series really has, (series,); what is behind them is padding. Default: all.
    settings : see Settings; target and centre may be one for each series.

    Never raises for missing points: without any usable point there are no lines and no icons, with one there
    is a centre line, from two on there are limits, from 13 on there are icons.
    Raises Refused, with the series and row, for numbers that cannot be charted so: infinite, a negative
    count, a numerator over its denominator, a denominator or standard deviations missing or not wanted, a
    sample size that is not whole, phases out of order, a wrong shape.

    Sources: see constants, limits, rules and runs. The example is that of NHSRplotthedots' vignette on
    deviations, and agrees with it:

    >>> weekly = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> judged = judge(weekly, settings=Settings(chart="xmr", better="up"))
    >>> [round(float(line[0, 0]), 2) for line in (judged.lower, judged.centre, judged.upper)]
    [-0.72, 1.94, 4.6]
    >>> judged.signals_at(0, 4), judged.verdict_at(0, 4), judged.variation[0]
    ([('outside', 'high')], 'improvement', 'common')
    """
    kind = CHART_TYPES[settings.chart]
    block = lay_out(
        y, n, sd=sd, phase=phase, excluded=excluded, length=length, kind=kind, chart=settings.chart
    )
    series = len(block.y)
    if series <= SERIES_AT_ONCE:
        return _judged(block, kind, settings)
    # A centre or target too few or too many is refused for the whole block, not for a part of it.
    settings.targets(series), settings.centres(series)
    parts = (slice(start, start + SERIES_AT_ONCE) for start in range(0, series, SERIES_AT_ONCE))
    pieces = ((part, _judged(block.part(part), kind, settings.part(part))) for part in parts)
    return joined(pieces, series, settings)


def _judged(block: Block, kind: ChartType, settings: Settings) -> Judged:
    phases, drawn = draw(block, kind, settings)
    judged_lines = _scaled(drawn.judged, settings)
    own_lines = judged_lines if drawn.own is drawn.judged else _scaled(drawn.own, settings)
    plotted = block.y if settings.multiply == 1 else block.y * settings.multiply
    usable = block.usable
    allowed = tolerance(plotted, usable)
    tested = phases.exists & kind.runs
    signals, runs = find_signals(
        plotted,
        usable,
        block.present,
        block.phase,
        judged_lines,
        allowed,
        tested,
        settings,
        nhs_rules=kind.nhs_rules,
    )
    guarded = _few_expected(drawn.judged, block, kind, settings)
    counted = counted_signals(signals, guarded)
    verdict, conflict = verdicts(
        counted,
        usable,
        better=settings.better,
        balancing=settings.balancing,
        conflict=settings.conventions.conflict,
    )

    firm = _at_phase(phases.firm & phases.drawn, drawn.judged_by)
    last = last_rows(usable)
    shown = at_last(firm, last) & (last >= 0)
    return Judged(
        settings=settings,
        length=block.length,
        y=plotted,
        n=block.given_size,
        phase=block.phase,
        judged_by=drawn.judged_by,
        in_baseline=block.in_baseline(settings.baseline),
        excluded=block.excluded,
        usable=usable,
        centre=judged_lines.centre,
        lower=judged_lines.lower,
        upper=judged_lines.upper,
        lower_2s=judged_lines.lower_2s,
        upper_2s=judged_lines.upper_2s,
        own_centre=own_lines.centre,
        own_lower=own_lines.lower,
        own_upper=own_lines.upper,
        provisional=block.inside & ~_at_phase(phases.firm, drawn.judged_by),
        own_provisional=block.inside & ~_at_phase(phases.firm, block.phase),
        signals=signals,
        counted=counted,
        conflict=conflict,
        verdict=verdict,
        last=last,
        variation=variation(verdict, counted, last, shown, better=settings.better),
        assurance=assurance(
            settings.targets(len(plotted)),
            at_last(judged_lines.lower, last),
            at_last(judged_lines.upper, last),
            at_last(judged_lines.floored, last),
            at_last(judged_lines.capped, last),
            allowed,
            shown,
            better=settings.better,
            on_limit=settings.conventions.target_on_limit,
        ),
        phases=phases,
        runs=runs,
        notes=notes_of(block, kind, settings, phases, judged_lines, runs, guarded, conflict, last),
    )


def _scaled(lines: Lines, settings: Settings) -> Lines:
    """The lines in the unit plotted."""
    if settings.multiply == 1:
        return lines
    scaled = {name: getattr(lines, name) * settings.multiply for name in LINE_NAMES}
    return Lines(**scaled, floored=lines.floored, capped=lines.capped)


def _few_expected(lines: Lines, block: Block, kind: ChartType, settings: Settings) -> Flags:
    """Usable points where too few events, or non-events, are expected for a run to mean anything."""
    if kind.expected is None or settings.conventions.low_counts == "counted":
        return np.zeros(block.y.shape, dtype=bool)
    with quietly():
        # A hair below five is five: 0.1 of 50 is not always 5 in floating point.
        return block.usable & (kind.expected(lines.centre, block.size) < FEWEST_EXPECTED * (1 - 1e-9))


def _at_phase(flags: Flags, phase: np.ndarray) -> Flags:
    """Flags of phases (series, phases) at the rows of those phases; False where there is no phase."""
    if flags.shape[1] == 1:
        return flags & (phase > 0)
    return np.take_along_axis(flags, np.maximum(phase - 1, 0), axis=1) & (phase > 0)
