"""Series of many measures, judged in a few blocks: as many as there are ways of judging, however many measures there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from alongside.improvement.models import Measure
from alongside.improvement.queries.charts import needs_denominators, settings_of
from alongside.improvement.queries.marked import Marked
from alongside.improvement.queries.series import Part
from alongside.stats.spc import Judged, judge

Pairs = list[tuple[Measure, Part]]


def blocks(
    measures: Sequence[Measure],
    points: Mapping[object, Sequence[Part]],
    marks: Mapping[object, Marked],
) -> Iterator[tuple[Judged, Pairs]]:
    """Each block with the series in its rows; every series of these measures is in one of them.

    `marks` are the phases and left-out points of each measure.
    """
    alike: dict[tuple[object, ...], Pairs] = {}
    for measure in measures:
        if parts := points[measure.pk]:
            alike.setdefault(_way(measure, parts), []).extend((measure, part) for part in parts)
    for pairs in alike.values():
        yield _judged(pairs, marks), pairs


def _way(measure: Measure, series: Sequence[Part]) -> tuple[object, ...]:
    """What measures must share to be judged in one block: all but their targets, and whether there are denominators."""
    return replace(settings_of(measure), target=None), _has_n(measure, series)


def _has_n(measure: Measure, series: Sequence[Part]) -> bool:
    return needs_denominators(measure) or any(part.n is not None for part in series)


def _judged(pairs: Pairs, marks: Mapping[object, Marked]) -> Judged:
    longest = max(len(part.labels) for _, part in pairs)
    y = np.full((len(pairs), longest), np.nan)
    n = np.full_like(y, np.nan) if any(_has_n(measure, [part]) for measure, part in pairs) else None
    phase, excluded = np.ones(y.shape, dtype=np.int64), np.zeros(y.shape, dtype=bool)
    for row, (measure, part) in enumerate(pairs):
        phase[row] = marks[measure.pk].phases_in([part], longest)
        excluded[row] = marks[measure.pk].excluded_in([part], longest)
        y[row, : len(part.labels)] = part.y
        if n is not None and part.n is not None:
            n[row, : len(part.labels)] = part.n
    settings = replace(settings_of(pairs[0][0]), target=tuple(measure.target for measure, _ in pairs))
    return judge(
        y,
        n,
        phase=phase,
        excluded=excluded,
        length=[len(part.labels) for _, part in pairs],
        settings=settings,
    )
