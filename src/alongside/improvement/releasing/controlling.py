"""Exact figures through disclosure control: points as they leave, and why each hidden one is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.improvement.releasing.gathering import COUNT, RATE, SHARE, STATISTIC, Exact
from alongside.stats.disclosure import (
    PUBLIC_REASONS,
    REASONS,
    Controlled,
    Profile,
    protect_counts,
    protect_series,
    protect_statistics,
)


@dataclass(frozen=True, eq=False)
class Points:
    """A series after control."""

    points: list[dict[str, Any]]  # as they leave
    reasons: list[str]  # for whoever prepares it: more than may leave
    y: np.ndarray  # what charts are made from: NaN where hidden
    n: np.ndarray | None
    total_x: float | None
    total_n: float | None

    @property
    def hidden(self) -> int:
        """How many points are not shown."""
        return sum(point["status"] == "suppressed" for point in self.points)

    @property
    def missing(self) -> int:
        """How many periods have no figure."""
        return sum(point["status"] == "missing" for point in self.points)

    @property
    def shown(self) -> int:
        """How many points are shown."""
        return len(self.points) - self.hidden - self.missing


def controlled(found: Exact, profile: Profile, *, enough_behind: bool) -> Points:
    """The points of a series under a profile."""
    if found.kind in (SHARE, RATE):
        assert found.n is not None
        return _of_group(found, profile)
    if found.kind == COUNT:
        cells = protect_counts(found.x, profile=profile)
    else:
        assert found.kind == STATISTIC
        # A denominator that is no whole number counts nobody.
        n = found.n if found.n is not None and (found.n == np.round(found.n)).all() else None
        cells = protect_statistics(found.x, n, profile=profile, known_to_be_enough=enough_behind)
    points = [
        _point(label, value, status, reason, None, None)
        for label, (value, status, reason) in zip(found.labels, cells.cells(), strict=True)
    ]
    return Points(points, _reasons(cells), cells.values, None, None, None)


def _of_group(found: Exact, profile: Profile) -> Points:
    made = protect_series(found.x, found.n, profile=profile, share=found.kind == SHARE)  # type: ignore[arg-type]
    ratios, tops, sizes = (list(cells.cells()) for cells in (made.ratio, made.x, made.n))
    points = []
    for label, ratio, top, size in zip(found.labels, ratios, tops, sizes, strict=True):
        value, status, reason = ratio
        points.append(_point(label, value, status, reason, top, size))
    shown = ~np.isnan(made.ratio.values)
    return Points(
        points=points,
        reasons=_reasons(made.ratio),
        # Where the percentage is not shown, its numerator makes no point either.
        y=np.where(
            shown, np.minimum(made.x.values, made.n.values) if found.kind == SHARE else made.x.values, np.nan
        ),
        n=made.n.values,
        total_x=made.total_x,
        total_n=made.total_n,
    )


def _point(
    label: str,
    value: float | None,
    status: str,
    reason: str,
    top: tuple[float | None, str, str] | None,
    size: tuple[float | None, str, str] | None,
) -> dict[str, Any]:
    """One point as it leaves. Its count and its group each say what became of them."""
    point: dict[str, Any] = {
        "x": label, "y": _whole(value), "status": status, "reason": _told(reason),
        "count": None, "count_status": "", "n": None, "n_status": "",
    }  # fmt: skip
    if top is not None and size is not None:
        point |= {"count": _whole(top[0]), "count_status": top[1], "n": _whole(size[0]), "n_status": size[1]}
    return point


def _told(reason: str) -> str:
    return PUBLIC_REASONS[REASONS.index(reason)]


def _reasons(cells: Controlled) -> list[str]:
    return [reason for _, _, reason in cells.cells()]


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
