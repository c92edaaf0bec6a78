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
PER_YEAR = {"month": 12, "quarter": 4, "week": 52}
KNOWN_STEPS = {"day", "week", "month", "quarter"}
UNDECIDED = "xmr"


def settings_of(measure: Measure) -> Settings:
    """How a measure is judged."""
    return Settings(
        chart=measure.chart or UNDECIDED,
        better=measure.better,
        target=measure.target,
        balancing=measure.kind == Measure.Kind.BALANCING,
        per_year=PER_YEAR.get(measure.step),
    )


def judged(measure: Measure, series: Sequence[Part]) -> Judged | None:
    """All the series in one block; None without any. Where there are denominators a rate is plotted."""
    if not series:
        return None
    longest = max(len(part.labels) for part in series)
    y = np.full((len(series), longest), np.nan)
    n = None if all(part.n is None for part in series) and not measure.is_share else np.full_like(y, np.nan)
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
    # Labels alone may not tell: two points of a yearly habit look like years.
    step = measure.step if measure.step in KNOWN_STEPS else None
    return [
        series_document(block, row, key=part.name or None, x_labels=part.labels, step=step, say=say)
        for row, part in enumerate(series)
    ]


def shows_percent(measure: Measure, series: Sequence[Part]) -> bool:
    """Whether what is plotted is a share, which people read as a percentage."""
    if measure.is_share:
        return True
    if any(part.n is None for part in series):
        return False
    return bool(series) and all(not (part.y > part.n).any() for part in series)
