"""Series that add up to another: of three wards and their sum, a hidden ward is the sum less the other two.

What is known here is what the figures say themselves. That somebody elsewhere holds a sum of them, only people know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from alongside.improvement.models import Measure
from alongside.improvement.releasing.controlling import Points
from alongside.improvement.releasing.gathering import STATISTIC, Exact

# Two numbers may agree by chance, and a sum that holds twice seldom does.
PERIODS_AGREEING = 2


@dataclass(frozen=True, eq=False)
class Controlled:
    """One series of a measure that is released, with what control made of it; and whether it is itself part of the release."""

    measure: Measure
    exact: Exact
    points: Points
    leaves: bool


def without_sums(every: Sequence[Controlled]) -> list[Points]:
    """The points of each series, those of a sum hidden where a part of it is hidden and another can be read."""
    found = [one.points for one in every]
    for place, whole in enumerate(every):
        if not whole.leaves or whole.exact.kind == STATISTIC:
            continue
        for parts in _may_add_up(whole, every):
            if any(part.leaves for part in parts):
                found[place] = _hidden(whole, found[place], parts)
    return found


def _may_add_up(whole: Controlled, every: Sequence[Controlled]) -> Iterator[list[Controlled]]:
    """What a series may be the sum of: the other series of its measure, those of another, those counted by the same words."""
    others = [
        one
        for one in every
        if one is not whole and one.exact.step == whole.exact.step and one.exact.kind != STATISTIC
    ]
    by_measure: dict[object, list[Controlled]] = {}
    for one in others:
        by_measure.setdefault(one.measure.pk, []).append(one)
    yield from (parts for parts in by_measure.values() if len(parts) > 1)
    alike = [
        one
        for one in others
        if one.measure.pk != whole.measure.pk and one.measure.definition == whole.measure.definition
    ]
    # Measures of a service each; one that has several series is above already.
    alone = [one for one in alike if len(by_measure[one.measure.pk]) == 1]
    if len(alone) > 1:
        yield alone


def _hidden(whole: Controlled, points: Points, parts: Sequence[Controlled]) -> Points:
    counts = _adds_up(
        whole.exact.labels, whole.exact.x, [(part.exact.labels, part.exact.x) for part in parts]
    )
    sizes = whole.exact.n is not None and all(part.exact.n is not None for part in parts)
    sizes = sizes and _adds_up(
        whole.exact.labels, whole.exact.n, [(part.exact.labels, part.exact.n) for part in parts]
    )
    hide_count = _labels_hidden(parts, "count_status") if counts else set()
    hide_size = _labels_hidden(parts, "n_status") if sizes else set()
    return _without(points, hide_count | hide_size, hide_size)


def _adds_up(
    labels: Sequence[str], whole: np.ndarray | None, parts: Sequence[tuple[Sequence[str], np.ndarray | None]]
) -> bool:
    assert whole is not None
    held = [dict(zip(of, values, strict=True)) for of, values in parts if values is not None]
    agreeing = 0
    for label, value in zip(labels, whole, strict=True):
        added = sum(each.get(label, 0.0) for each in held)
        if np.isnan(value) or np.isnan(added):
            continue
        if added != value:
            return False
        agreeing += value > 0
    return agreeing >= PERIODS_AGREEING


def _labels_hidden(parts: Sequence[Controlled], status: str) -> set[str]:
    """Where a part is hidden. A count that stands alone has no status beside that of its point."""
    return {
        point["x"]
        for part in parts
        for point in part.points.points
        if (point[status] or point["status"]) == "suppressed"
    }


def _without(points: Points, counts: set[str], sizes: set[str]) -> Points:
    """The points with the counts of these periods hidden, and the groups of those."""
    made, reasons, y = [], list(points.reasons), points.y.copy()
    n = None if points.n is None else points.n.copy()
    for place, point in enumerate(points.points):
        if point["x"] not in counts or point["status"] == "missing":
            made.append(point)
            continue
        gone = {"y": None, "status": "suppressed", "reason": "too_few", "count": None}
        if point["count_status"]:
            gone["count_status"] = "suppressed"
        if point["x"] in sizes:
            gone |= {"n": None, "n_status": "suppressed"}
            if n is not None:
                n[place] = np.nan
        if point["y"] is not None or point["count"] is not None or point["x"] in sizes:
            reasons[place] = "secondary"
        y[place] = np.nan
        made.append({**point, **gone})
    changed = made != points.points
    return replace(
        points,
        points=made,
        reasons=reasons,
        y=y,
        n=n,
        # Else what is hidden would be the total less what is shown.
        total_x=None if changed and counts else points.total_x,
        total_n=None if changed and sizes else points.total_n,
    )
