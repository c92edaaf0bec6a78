"""A measure's series, judged: the documents that its pages, pictures, tables and words are made from."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np

from alongside.charts.documents import series_document
from alongside.charts.language import Say, in_english
from alongside.improvement.models import Measure
from alongside.improvement.queries import marked
from alongside.improvement.queries.marked import Marked
from alongside.improvement.queries.series import Part
from alongside.stats.spc import CHART_TYPES, Judged, Refused, Settings, Working, judge, workings

# Points in a year, where the step says it: a note on seasons depends on it.
PER_YEAR = {"month": 12, "quarter": 4, "week": 52}
KNOWN_STEPS = {"day", "week", "month", "quarter"}
UNDECIDED = "xmr"
# Events for so many: never a share, however few there are.
RATES = frozenset({"u", "up"})
# Numbers of events, nothing divided.
WHOLE = frozenset({"c", "g"})


def settings_of(measure: Measure) -> Settings:
    """How a measure is judged."""
    return Settings(
        chart=measure.chart or UNDECIDED,
        better=measure.better,
        target=measure.target,
        balancing=measure.kind == Measure.Kind.BALANCING,
        per_year=PER_YEAR.get(measure.step),
        rules=measure.rules,
        trend=measure.trend,
        two_in_three=measure.two_in_three,
        screen=measure.screen,
        multiply=measure.multiply,
        baseline=measure.baseline,
        centre=measure.centre,
    )


def judged(measure: Measure, series: Sequence[Part], marks: Marked | None = None) -> Judged | None:
    """All the series in one block; None without any. Where there are denominators a rate is plotted.

    `marks` are the phases and the points left out; without them they are fetched. A page of many measures fetches them
    for all at once, with `marked.of_measures`.
    """
    if not series:
        return None
    marks = marked.of(measure) if marks is None else marks
    longest = max(len(part.labels) for part in series)
    y = np.full((len(series), longest), np.nan)
    bare = all(part.n is None for part in series) and not needs_denominators(measure)
    n = None if bare else np.full_like(y, np.nan)
    for row, part in enumerate(series):
        y[row, : len(part.labels)] = part.y
        if n is not None and part.n is not None:
            n[row, : len(part.labels)] = part.n
    return judge(
        y,
        n,
        phase=marks.phases_in(series, longest),
        excluded=marks.excluded_in(series, longest),
        length=[len(part.labels) for part in series],
        settings=settings_of(measure),
    )


def refusal(measure: Measure, series: Sequence[Part], marks: Marked | None = None, *, say: Say) -> str:
    """Why these series cannot be drawn as the measure says, as a sentence; nothing where they can."""
    try:
        if needs_denominators(measure) and any(_lacks_denominators(part) for part in series):
            raise Refused("denominator_needed", chart=measure.chart)
        judged(measure, series, marks)
    except Refused as refused:
        place, row = refused.params.get("series"), refused.params.get("row")
        said = refused.sentence(say)
        if not isinstance(place, int) or not isinstance(row, int):
            return said
        # Judging knows places in a block; a person knows series and periods.
        part = series[place - 1]
        where = ", ".join(filter(None, (part.name, part.labels[row - 1])))
        return f"{where}: {said.partition(': ')[2]}"
    return ""


def needs_denominators(measure: Measure) -> bool:
    """Whether its chart shows so many out of so many, or for so many."""
    return measure.chart in CHART_TYPES and CHART_TYPES[measure.chart].denominator == "required"


def _lacks_denominators(part: Part) -> bool:
    """Whether a value says nothing of how many it is out of."""
    present = ~np.isnan(part.y)
    return bool(present.any() if part.n is None else (present & np.isnan(part.n)).any())


def drawable(measure: Measure, series: Sequence[Part], marks: Marked | None = None) -> list[str]:
    """The charts that these series can be drawn as; without any, every chart there is.

    Counts of events are whole: a chart of counts alone is not offered for other numbers.
    """
    marks = marked.of(measure) if marks is None else marks
    whole = all(np.array_equal(part.y, np.round(part.y), equal_nan=True) for part in series)
    found = []
    for chart in Measure.Chart.values:
        if chart in CHART_TYPES and (whole or chart not in WHOLE or chart == measure.chart):
            as_if = copy(measure)
            as_if.chart = chart
            if chart == measure.chart or not refusal(as_if, series, marks, say=in_english):
                found.append(chart)
    return found


def plotted(measure: Measure, series: Sequence[Part]) -> list[float]:
    """Every value as it stands on the charts, missing ones left out."""
    block = judged(measure, series, Marked())
    return [] if block is None else block.y[~np.isnan(block.y)].tolist()


def suggested(measure: Measure, series: Sequence[Part], marks: Marked | None = None) -> str:
    """The chart that allows for what these series show: more variation than chance gives. Nothing where theirs does."""
    instead = CHART_TYPES[measure.chart].dispersed if measure.chart in CHART_TYPES else None
    block = judged(measure, series, marks) if instead else None
    if block is None:
        return ""
    wide = any(note.code == "varies_more" for notes in block.notes for note in notes)
    return instead or "" if wide else ""


def worked_out(measure: Measure, part: Part, marks: Marked) -> tuple[Working, ...]:
    """How the lines of each phase of one series came about."""
    rows = len(part.labels)
    n = np.full(rows, np.nan) if part.n is None and needs_denominators(measure) else part.n
    return workings(
        part.y,
        n,
        phase=marks.phases_in([part], rows)[0],
        excluded=marks.excluded_in([part], rows)[0],
        settings=settings_of(measure),
    )


def documents(
    measure: Measure, series: Sequence[Part], marks: Marked | None = None, *, say: Say = in_english
) -> list[dict[str, Any]]:
    """One document for each series, as `alongside chart --json` writes them. For `marks` see `judged`."""
    marks = (marked.of(measure) if marks is None else marks) if series else Marked()
    block = judged(measure, series, marks)
    if block is None:
        return []
    # Labels alone may not tell: two points of a yearly habit look like years.
    step = measure.step if measure.step in KNOWN_STEPS else None
    return [
        series_document(
            block,
            row,
            key=part.name or None,
            x_labels=part.labels,
            step=step,
            phase_reasons=marks.phase_reasons(part),
            exclusion_reasons=marks.exclusion_reasons(part),
            say=say,
        )
        for row, part in enumerate(series)
    ]


def shows_percent(measure: Measure, series: Sequence[Part]) -> bool:
    """Whether what is plotted is a share, which people read as a percentage."""
    if measure.is_share:
        return True
    # Days, hours and the like are no share, even where there is less than one to each.
    if (
        measure.unit.strip(" %")
        or measure.multiply != 1
        or measure.chart in RATES
        or any(part.n is None for part in series)
    ):
        return False
    return bool(series) and all(not (part.y > part.n).any() for part in series)
