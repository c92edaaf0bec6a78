"""Which notes belong beside which series of a block."""

import numpy as np

from .arrays import Flags, Floats, Whole, mean_where, quietly
from .block import Block
from .book import Book, Notes
from .chart_types import CHART_TYPES, ChartType
from .comparing import side_of, tolerance
from .constants import (
    AUTOCORRELATION_ERRORS,
    FEWEST_FOR_LIMITS,
    MEDIAN_OF_MEAN,
    OVERDISPERSED,
    YEARS_FOR_SEASON,
)
from .laney import sigma_z_of
from .limits import Lines
from .phases import Phases
from .runs import Runs
from .samples import sizes_vary
from .settings import Settings
from .targets import meant_targets


def notes_of(
    block: Block,
    kind: ChartType,
    settings: Settings,
    phases: Phases,
    lines: Lines,
    runs: Runs,
    guarded: Flags,
    conflict: Flags,
    last: Whole,
) -> Notes:
    """The notes of every series, those that change how a chart is read first."""
    book = Book(len(block.y))
    usable = block.usable
    book.each_series("nothing_to_judge", last < 0)
    _about_phases(book, block, settings, phases)
    if settings.rules == "anhoej":
        book.each_phase(
            "few_crossings",
            runs.too_few_crossings,
            crossings=runs.crossings,
            fewest=runs.crossings_min,
        )
    _about_spread(book, block, kind, settings, phases)
    book.each_count("few_expected", guarded)
    if kind.floor is not None:
        lowest, highest = (
            np.nan if end is None else end * settings.multiply for end in (kind.floor, kind.cap)
        )
        book.each_count("no_fall_below", usable & (lines.lower == lowest))
        book.each_count("no_rise_above", usable & (lines.upper == highest))
    book.each_count("conflict_concern" if settings.balancing else "conflict_improvement", conflict)
    book.each_count("excluded", block.excluded & block.present)
    if not kind.samples:
        book.each_count("no_denominator", block.empty_sizes)
    target = settings.targets(len(block.y))
    most = None if kind.cap is None else kind.cap * settings.multiply
    meant = meant_targets(target, block.y * settings.multiply, usable, most)
    book.each_series("target_unit", ~np.isnan(meant), target=target, meant=meant)
    _about_rare_events(book, block, settings)
    _about_samples(book, block, settings)
    book.each_series("not_the_last_row", (last >= 0) & (last < block.length - 1), row=last)
    if settings.per_year is not None:
        fewest = YEARS_FOR_SEASON * settings.per_year
        book.each_series("season_unknown", (last >= 0) & (usable.sum(axis=1) < fewest), fewest=fewest)
    return book.written()


def _about_phases(book: Book, block: Block, settings: Settings, phases: Phases) -> None:
    fewest = settings.conventions.firm_after
    numbers = np.arange(1, block.phases + 1)
    alone = phases.behind < FEWEST_FOR_LIMITS
    seen = phases.exists & (phases.usable > 0)
    only_centre = settings.chart == "run"
    suffix = "_centre" if only_centre else ""
    drawn = phases.behind > 0 if only_centre else phases.drawn
    book.each_phase("provisional" + suffix, seen & drawn & ~phases.firm, fewest=fewest)
    earlier = phases.exists & (phases.judged_by != numbers)
    book.each_phase("judged_on_earlier" + suffix, earlier, judged_by=phases.judged_by, fewest=fewest)
    if only_centre:
        book.each_phase("no_centre", seen & (phases.behind == 0))
    else:
        book.each_phase("no_limits", seen & alone)
        samples = CHART_TYPES[settings.chart].samples
        nothing = "no_spread" if samples else "no_neighbours"
        book.each_phase(nothing, seen & ~alone & ~phases.drawn)


def _about_rare_events(book: Book, block: Block, settings: Settings) -> None:
    if settings.chart == "t":
        book.each_count("no_time_between", block.usable & (block.y == 0))
    if settings.chart == "g":
        given = settings.centres(len(block.y))
        book.each_series("centre_is_mean", ~np.isnan(given), mean=given, median=MEDIAN_OF_MEAN * given)


def _about_samples(book: Book, block: Block, settings: Settings) -> None:
    if not CHART_TYPES[settings.chart].samples:
        return
    book.each_count("samples_of_one", block.inside & ~np.isnan(block.value) & (block.size == 1))
    if settings.sigma is None:
        window = block.in_baseline(settings.baseline) & block.usable
        vary = [sizes_vary(block.size, window & block.in_phase(k)) for k in range(1, block.phases + 1)]
        book.each_phase("spread_pooled", np.stack(vary, axis=1))


def _about_spread(book: Book, block: Block, kind: ChartType, settings: Settings, phases: Phases) -> None:
    window = block.in_baseline(settings.baseline)
    book.each_phase("ranges_screened", phases.screened > 0, count=phases.screened.astype(np.int64))
    if kind.dispersed is not None:
        given = settings.centres(len(block.y)) / settings.multiply
        sigma_z = sigma_z_of(block, kind, window, given, settings.method)
        with quietly():
            wide = sigma_z > OVERDISPERSED
        book.each_phase("varies_more", wide, sigma_z=sigma_z, instead=kind.dispersed)
    if kind.runs:
        lag_one, alike = neighbours_alike(block, window)
        book.each_phase("neighbours_alike", alike & phases.firm, lag_one=lag_one)


def neighbours_alike(block: Block, window: Flags) -> tuple[Floats, Flags]:
    """The lag-one autocorrelation of each phase's baseline, and whether it is beyond chance.

    Both of shape (series, phases); NaN where the values do not vary. Beyond chance is over 2/√n.
    Only neighbouring rows are compared; a gap is not bridged.
    """
    found = np.full((len(block.y), block.phases), np.nan)
    bound = np.full(found.shape, np.nan)
    for phase in range(1, block.phases + 1):
        behind = block.in_phase(phase) & window & block.usable
        count = behind.sum(axis=1)
        mean = mean_where(block.y, behind)[:, None]
        above_or_below = side_of(block.y, mean, tolerance(block.y, behind)) != 0
        with quietly():
            # Rows that do not count are 0, so that a product over a gap is 0 as well; and so are rows
            # that differ from the mean by rounding only.
            apart = np.where(behind & above_or_below, block.y - mean, 0.0)
            found[:, phase - 1] = (apart[:, 1:] * apart[:, :-1]).sum(axis=1) / (apart**2).sum(axis=1)
            bound[:, phase - 1] = AUTOCORRELATION_ERRORS / np.sqrt(count)
    with quietly():
        return found, found > bound
