"""The icons of series as they stood at an earlier point, on the lines that the whole of each series gave."""

import numpy as np
from numpy.typing import ArrayLike

from .chart_types import CHART_TYPES
from .comparing import tolerance
from .judged import Judged
from .verdicts import Names, assurance, at_last, variation


def icons_at(judged: Judged, rows: ArrayLike) -> tuple[Names, Names]:
    """The variation and assurance icons of each series at one of its points; both of shape (series,).

    rows : the row of the point in each series, (series,); -1 for a series without one, which has no icons.
        A row whose point is missing or left out has no icons either.

    Nothing is judged anew: lines, signals and what counts are those of `judged`, so a later shift may have
    moved the lines that an earlier point stands on. At the last usable rows the icons are those of `judged`.

    >>> from .judge import judge
    >>> from .settings import Settings
    >>> steady = [5, 7, 6, 5, 7, 6, 5, 7, 6, 5, 7, 6, 20, 6, 5, 7]
    >>> judged = judge(steady, settings=Settings(chart="xmr", better="up"))
    >>> judged.variation[0], icons_at(judged, [12])[0][0]
    ('common', 'improvement_high')
    """
    at = np.where(at_last(judged.usable, np.asarray(rows)), rows, -1)
    firm = (at >= 0) & ~at_last(judged.provisional, at) & ~np.isnan(at_last(judged.centre, at))
    settings, kind = judged.settings, CHART_TYPES[judged.settings.chart]
    lower, upper = at_last(judged.lower, at), at_last(judged.upper, at)
    floored, capped = np.zeros(lower.shape, dtype=bool), np.zeros(lower.shape, dtype=bool)
    if kind.floor is not None:
        floored = lower <= kind.floor * settings.multiply
    if kind.cap is not None:
        capped = upper >= kind.cap * settings.multiply
    told = variation(judged.verdict, judged.counted, at, firm, better=settings.better)
    met = assurance(
        settings.targets(len(at)), lower, upper, floored, capped, tolerance(judged.y, judged.usable), firm,
        better=settings.better, on_limit=settings.conventions.target_on_limit,
    )  # fmt: skip
    last = at == judged.last
    return np.where(last, judged.variation, told), np.where(last, judged.assurance, met)
