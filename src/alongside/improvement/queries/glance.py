"""Every chart of a project at a glance: judged in a few blocks, however many measures there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low
from typing import Any

import numpy as np
from django.db.models import QuerySet

from alongside.charts.documents import series_document
from alongside.charts.language import Say, in_english
from alongside.improvement.models import Measure
from alongside.improvement.queries import charts, marked, series
from alongside.improvement.queries.blocks import Pairs, blocks
from alongside.improvement.queries.lateness import due_on
from alongside.improvement.queries.marked import Marked
from alongside.improvement.queries.periods import EVERYTHING, Period
from alongside.improvement.queries.series import Part
from alongside.programmes.viewers import Viewer
from alongside.stats.spc import Judged, icons_at, icons_by_chance

# What a verdict and a target make of a chart, that first which needs somebody most.
CONCERN, NEUTRAL, COMMON, IMPROVEMENT, TOO_FEW = "concern", "neutral", "common", "improvement", "too_few"
VARIATIONS = (CONCERN, NEUTRAL, COMMON, IMPROVEMENT, TOO_FEW)
FAIL, HIT_OR_MISS, PASS, NO_TARGET = "fail", "hit_or_miss", "pass", "none"
ASSURANCES = (FAIL, HIT_OR_MISS, PASS, NO_TARGET)
# Beyond so many points a longer series doesn't change what chance does to its latest point.
ENOUGH_ROWS = 60


@dataclass(frozen=True)
class OneChart:
    """One series of a measure, as a glance takes it in."""

    measure: Measure
    part: Part
    block: Judged = field(repr=False, compare=False)
    row: int
    variation: str | None
    assurance: str | None
    place: int  # of the latest point in the period; -1 where there is none
    first: int  # places of the first and last figures in the period
    last: int
    percent: bool
    is_stale: bool
    marks: Marked = field(default=Marked(), repr=False, compare=False)

    @property
    def says(self) -> str:
        """The variation icon without its side: one of VARIATIONS."""
        return self.variation.partition("_")[0] if self.variation else TOO_FEW

    @property
    def target(self) -> str:
        """Whether the target will be met: one of ASSURANCES."""
        return self.assurance or NO_TARGET

    @property
    def usable(self) -> int:
        """How many points there are to judge by."""
        return int(self.block.usable[self.row].sum())

    def document(self, say: Say = in_english) -> dict[str, Any]:
        """The chart as plain data, for its picture and its words."""
        step = self.measure.step if self.measure.step in charts.KNOWN_STEPS else None
        return series_document(
            self.block,
            self.row,
            key=self.part.name or None,
            x_labels=self.part.labels,
            step=step,
            phase_reasons=self.marks.phase_reasons(self.part),
            exclusion_reasons=self.marks.exclusion_reasons(self.part),
            say=say,
        )


@dataclass(frozen=True)
class Glance:
    """What a project's measures say together."""

    charts: tuple[OneChart, ...]
    without_figures: tuple[Measure, ...]
    outside: tuple[OneChart, ...]  # charts without a figure in the period

    @property
    def oldest(self) -> date | None:
        """The day of the oldest figure, of those that have dates."""
        days = [_day(one.part.labels[0]) for one in (*self.charts, *self.outside)]
        return min((day for day in days if day is not None), default=None)

    def of(self, wanted: Callable[[Measure], bool]) -> Glance:
        """The same for some of the measures."""
        return Glance(
            charts=tuple(one for one in self.charts if wanted(one.measure)),
            without_figures=tuple(measure for measure in self.without_figures if wanted(measure)),
            outside=tuple(one for one in self.outside if wanted(one.measure)),
        )

    def having(self, says: str, target: str | None = None) -> list[OneChart]:
        """The charts of one cell of the matrix, or of one of its rows."""
        return [one for one in self.charts if one.says == says and target in (None, one.target)]

    @property
    def judged(self) -> list[OneChart]:
        """Charts with enough points for an icon."""
        return [one for one in self.charts if one.variation is not None]

    @property
    def coloured(self) -> int:
        """How many icons say that something changed."""
        return sum(one.says != COMMON for one in self.judged)

    @property
    def by_chance(self) -> float:
        """How many of these icons chance alone would colour if nothing had changed at all."""
        expected = 0.0
        for rules in sorted({one.block.settings.rules for one in self.judged}):
            those = [one for one in self.judged if one.block.settings.rules == rules]
            # One simulation for the typical length: one for each would take seconds, and say the same.
            rows = min(median_low(one.usable for one in those), ENOUGH_ROWS)
            expected += len(those) * icons_by_chance(rows, those[0].block.settings)
        return expected


def measures_of(viewer: Viewer) -> QuerySet[Measure]:
    """The measures in use that the viewer sees, by name."""
    return (
        Measure.objects.visible_to(viewer)
        .standing()
        .select_related("service", "project")
        .order_by("name", "pk")
    )


def look(measures: Sequence[Measure], *, today: date, period: Period = EVERYTHING) -> Glance:
    """Judge every series of these measures; three queries, and one block for measures that are judged alike.

    A period narrows which point counts as the latest, and which are drawn. Lines and signals stay those of the whole series.
    """
    points = series.of_measures(measures) if measures else {}
    marks = marked.of_measures(measures) if measures else {}
    percent: dict[object, bool] = {
        measure.pk: charts.shows_percent(measure, points[measure.pk]) for measure in measures
    }
    seen: dict[object, list[OneChart]] = {}
    for block, pairs in blocks(measures, points, marks):
        for one in _look_at(block, pairs, percent, marks, today, period):
            seen.setdefault(one.measure.pk, []).append(one)
    # In the order of the measures, and of their parts.
    found = [one for measure in measures for one in seen.get(measure.pk, [])]
    return Glance(
        charts=tuple(one for one in found if one.first >= 0),
        without_figures=tuple(measure for measure in measures if not points[measure.pk]),
        outside=tuple(one for one in found if one.first < 0),
    )


def _look_at(
    block: Judged,
    pairs: Pairs,
    percent: dict[object, bool],
    marks: dict[object, Marked],
    today: date,
    period: Period,
) -> Iterable[OneChart]:
    spans = [_span(measure, part, period) for measure, part in pairs]
    rows = np.array([_latest(block, row, *span) for row, span in enumerate(spans)])
    variation, assurance = icons_at(block, rows)
    for row, ((measure, part), (first, last)) in enumerate(zip(pairs, spans, strict=True)):
        due = due_on(measure, _latest_label(part))
        yield OneChart(
            measure=measure, part=part, block=block, row=row, variation=variation[row], assurance=assurance[row],
            place=int(rows[row]), first=first, last=last, percent=percent[measure.pk],
            is_stale=due is not None and due < today, marks=marks[measure.pk],
        )  # fmt: skip


def _span(measure: Measure, part: Part, period: Period) -> tuple[int, int]:
    """The places of the first and last figures in the period; (-1, -1) without any."""
    if period.is_everything:
        return 0, len(part.labels) - 1
    if measure.step == Measure.Step.ORDER:
        return -1, -1
    places = [place for place, label in enumerate(part.labels) if period.has(label)]
    return (places[0], places[-1]) if places else (-1, -1)


def _latest(block: Judged, row: int, first: int, last: int) -> int:
    if first < 0:
        return -1
    usable = np.flatnonzero(block.usable[row, first : last + 1])
    return first + int(usable[-1]) if len(usable) else -1


def _latest_label(part: Part) -> str | None:
    present = np.flatnonzero(~np.isnan(part.y))
    return part.labels[present[-1]] if len(present) else None


def _day(label: str) -> date | None:
    try:
        return date.fromisoformat(label)
    except ValueError:
        return None


def by_concern(one: OneChart) -> tuple[object, ...]:
    """What needs somebody first: concern, then a target that will not be met, then what changed, then the rest."""
    will_fail = one.says in (COMMON, NEUTRAL) and one.target == FAIL
    place = 0.5 if will_fail else VARIATIONS.index(one.says)
    return place, ASSURANCES.index(one.target), one.measure.name.casefold(), one.part.name.casefold()
