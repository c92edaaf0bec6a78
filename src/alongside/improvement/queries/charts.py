"""A measure's series, judged: the documents that its pages, pictures, tables and words are made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from alongside.charts.documents import series_document
from alongside.charts.language import Say, in_english
from alongside.improvement.models import Measure
from alongside.improvement.queries.series import Part
from alongside.stats.spc import Judged, Settings, judge

# Points in a year, where the step says it: a note on seasons depends on it.
PER_YEAR = {Measure.Step.MONTH: 12, Measure.Step.QUARTER: 4, Measure.Step.WEEK: 52}


def settings_of(measure: Measure) -> Settings:
    """How a measure is judged."""
    return Settings(
        chart=measure.chart,
        better=measure.better,
        target=measure.target,
        balancing=measure.kind == Measure.Kind.BALANCING,
        per_year=PER_YEAR.get(Measure.Step(measure.step)),
    )


def judged(measure: Measure, series: Sequence[Part]) -> Judged | None:
    """All the series in one block; None without any."""
    if not series:
        return None
    longest = max(len(part.labels) for part in series)
    y = np.full((len(series), longest), np.nan)
    n = np.full_like(y, np.nan) if measure.is_share else None
    for row, part in enumerate(series):
        y[row, : len(part.labels)] = part.y
        if n is not None and part.n is not None:
            n[row, : len(part.labels)] = part.n
    return judge(y, n, length=[len(part.labels) for part in series], settings=settings_of(measure))


def documents(measure: Measure, series: Sequence[Part], *, say: Say = in_english) -> list[dict[str, Any]]:
    """One document for each series, as `alongside chart --json` writes them."""
    block = judged(measure, series)
    if block is None:
        return []
    return [
        series_document(block, row, key=part.name or None, x_labels=part.labels, say=say)
        for row, part in enumerate(series)
    ]
