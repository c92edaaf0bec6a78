"""From series to judged charts: which chart, which settings, and the document of each."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.charts.documents import series_document
from alongside.charts.periods import step_of
from alongside.charts.words import chart_name
from alongside.cli import BadInput
from alongside.cli.chart.marked import Marked, marked, reasons_at, refuse_first_points
from alongside.cli.chart.reading import ReadFile
from alongside.stats.spc import CHART_TYPES, Judged, Refused, Settings, judge, suited_charts
from alongside.tabular import Series, above_denominator, sentence

Floats = npt.NDArray[np.float64]

_PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4}
_SHARES = {"p", "pp"}

_WHY = {
    "xmr": "there is no denominator (--n)",
    "p": "each numerator is a whole number and no larger than its denominator",
    "pp": "these are shares that vary more than chance allows (sigma z over 1.2)",
    "u": "some numerators are not whole, or are larger than their denominators",
    "up": "these are rates that vary more than chance allows (sigma z over 1.2)",
}


@dataclass(frozen=True)
class Told:
    """One judged series: its document, the codes of its notes, and those notes that are about reading the
    file.

    `why` says why this type of chart, if nobody chose it.
    """

    document: dict[str, Any]
    settings: Settings
    codes: tuple[str, ...]
    reading_notes: tuple[str, ...]
    why: str


def judged_series(read: ReadFile, options: argparse.Namespace) -> list[Told]:
    """Judge all series, those of one chart type together. Raises BadInput with a sentence."""
    series = read.series
    phases = reasons_at("--phase", options.phase, series)
    exclusions = reasons_at("--exclude", options.exclude, series)
    refuse_first_points(phases, series)
    marks = [marked(one, phases, exclusions) for one in series]
    try:
        charts = _charts(series, marks, options)
        told: dict[int, Told] = {}
        for chart in dict.fromkeys(charts):
            members = [i for i, each in enumerate(charts) if each == chart]
            settings = _settings(chart, options, [series[i] for i in members])
            block = _judged(read, [series[i] for i in members], [marks[i] for i in members], settings)
            for place, i in enumerate(members):
                why = "" if options.chart else f"{chart_name(chart)}, because {_WHY[chart]}"
                notes = [*marks[i].notes, *(sentence(note) for note in series[i].notes), *read.notes]
                document = series_document(
                    block,
                    place,
                    key=series[i].key,
                    x_labels=series[i].labels,
                    step=options.every,
                    phase_reasons=marks[i].phase_reasons,
                    exclusion_reasons=marks[i].exclusion_reasons,
                    notes=[why, *notes] if why else notes,
                )
                codes = tuple(note.code for note in block.notes[place])
                told[i] = Told(document, settings, codes, tuple(notes), why)
    except Refused as refused:
        raise BadInput(refused.sentence()) from refused
    return [told[i] for i in range(len(series))]


def _charts(series: Sequence[Series], marks: Sequence[Marked], options: argparse.Namespace) -> list[str]:
    if options.chart is not None:
        if options.chart not in CHART_TYPES:
            raise Refused("unknown_chart", chart=options.chart, choices=", ".join(CHART_TYPES))
        return [options.chart] * len(series)
    return list(
        suited_charts(
            _padded([one.y for one in series]),
            _denominators(series),
            phase=_padded_phases(marks),
            excluded=_padded([mark.excluded for mark in marks], fill=0.0).astype(bool),
            length=[len(one) for one in series],
            baseline=options.baseline,
        )
    )


def _settings(chart: str, options: argparse.Namespace, series: Sequence[Series]) -> Settings:
    multiply = 1.0 if options.multiply is None else number("--multiply", options.multiply)
    target = None if options.target is None else number("--target", options.target, percent_of=multiply)
    centre = None if options.centre is None else number("--centre", options.centre, percent_of=multiply)
    if chart in _SHARES and target is not None and not 0 <= target <= multiply:
        raise BadInput(
            f"--target {options.target}: a share lies between 0 and {multiply:g}, as plotted. "
            f"Did you mean {target / 100:g}? Write --target {target / 100:g}, or --target {target:g}%."
            if 0 < target <= 100 and multiply == 1
            else f"--target {options.target}: a share lies between 0 and {multiply:g}, as plotted."
        )
    return Settings(
        chart=chart,
        rules=options.rules or "",
        better=options.better,
        target=target,
        baseline=options.baseline,
        centre=centre,
        multiply=multiply,
        screen=options.screen,
        trend=options.trend,
        two_in_three=options.two_in_three,
        sigma=options.sigma,
        per_year=_PER_YEAR.get(options.every or step_of(max((one.labels for one in series), key=len))),
    )


def number(option: str, text: str, *, percent_of: float | None = None) -> float:
    """Return the number of an option. Raises BadInput for anything else."""
    percent = percent_of is not None and text.strip().endswith("%")
    try:
        value = float(text.strip().removesuffix("%") if percent else text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"{option} {text}: this is not a number. Write it like 12.5.")
    return value / 100 * percent_of if percent and percent_of else value


def _judged(read: ReadFile, series: Sequence[Series], marks: Sequence[Marked], settings: Settings) -> Judged:
    if settings.chart in _SHARES:
        for one in series:
            for problem in above_denominator(one)[:1]:
                raise BadInput(f"{read.name}: {sentence(problem)}")
    try:
        spreads = _padded([_nothing(one) if one.sd is None else one.sd for one in series])
        means = _padded([one.y for one in series])
        return judge(
            spreads if settings.chart == "s" else means,
            _denominators(series),
            sd=spreads if settings.chart == "xbar" else None,
            phase=_padded_phases(marks),
            excluded=_padded([mark.excluded for mark in marks], fill=0.0).astype(bool),
            length=[len(one) for one in series],
            settings=settings,
        )
    except Refused as refused:
        place, row = refused.params.get("series"), refused.params.get("row")
        if not isinstance(place, int) or not isinstance(row, int):
            raise
        # Judging knows places in a block; a person knows rows of a file.
        one = series[place - 1]
        line, what = int(one.lines[row - 1]), refused.sentence().partition(": ")[2]
        where = f"row {line:,} ({one.labels[row - 1]})" if line else one.labels[row - 1]
        raise BadInput(f"{read.name}, {where}: {what}") from refused


def _denominators(series: Sequence[Series]) -> Floats | None:
    if all(one.n is None for one in series):
        return None
    return _padded([_nothing(one) if one.n is None else one.n for one in series])


def _nothing(series: Series) -> Floats:
    return np.full(len(series), np.nan)


def _padded(rows: Sequence[npt.NDArray[Any]], fill: float = np.nan) -> Floats:
    block = np.full((len(rows), max((len(row) for row in rows), default=0)), fill)
    for place, row in enumerate(rows):
        block[place, : len(row)] = row
    return block


def _padded_phases(marks: Sequence[Marked]) -> npt.NDArray[np.int64]:
    return _padded([mark.phase for mark in marks], fill=1.0).astype(np.int64)
