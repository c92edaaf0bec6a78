"""The lines of a chart as paths: through the points, along centre and limits. Lines never bridge a gap."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from alongside.charts.signals import Point, Series, provisional_phases

Placing = Callable[[float], float]


class Place(NamedTuple):
    """Where a point is, and how far its lines reach: half a step, or half way to a nearer neighbour."""

    x: float
    left: float
    right: float


@dataclass
class Lines:
    """Paths by what they are: through the points, firm and provisional lines, the band between the limits."""

    values: list[str] = field(default_factory=list)
    values_left_out: list[str] = field(default_factory=list)
    centre: list[str] = field(default_factory=list)
    centre_provisional: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    limits_provisional: list[str] = field(default_factory=list)
    two_sigma: list[str] = field(default_factory=list)
    band: list[str] = field(default_factory=list)


def lines_of(
    series: Series, xs: Sequence[float], half_step: float, down: Placing, *, two_sigma: bool
) -> Lines:
    """Return all lines of a series: `xs` are its points' places in pixels, `down` turns a value into one."""
    points = series["points"]
    found = Lines()
    _through_points(points, xs, down, found)
    provisional = provisional_phases(series)
    places = _places(xs, half_step)
    for first, end in stretches(points):
        stretch, at = points[first:end], places[first:end]
        dashed = stretch[0]["judged_by"] in provisional
        centre, limits = (
            (found.centre_provisional, found.limits_provisional) if dashed else (found.centre, found.limits)
        )
        centre += _line(stretch, "centre", at, down)
        for name in ("lower", "upper"):
            limits += _line(stretch, name, at, down)
        found.band += _band(stretch, at, down)
        if two_sigma:
            for name in ("lower_2s", "upper_2s"):
                found.two_sigma += _line(stretch, name, at, down)
        if stretch[0]["judged_by"] != stretch[0]["phase"]:
            # A young phase is judged on older lines; its own are on their way.
            found.centre_provisional += _line(stretch, "own_centre", at, down)
            for name in ("own_lower", "own_upper"):
                found.limits_provisional += _line(stretch, name, at, down)
    return found


def _places(xs: Sequence[float], half_step: float) -> list[Place]:
    middles = [(a + b) / 2 for a, b in pairwise(xs)]
    lefts = [-math.inf, *middles]
    rights = [*middles, math.inf]
    return [
        Place(x, max(x - half_step, left), min(x + half_step, right))
        for x, left, right in zip(xs, lefts, rights, strict=True)
    ]


def _through_points(points: Sequence[Point], xs: Sequence[float], down: Placing, found: Lines) -> None:
    """Join neighbours within a phase; steps to and from a point that is left out are kept apart, to be
    drawn lightly.
    """
    run: list[str] = []
    for position, point in enumerate(points):
        here = None if point["y"] is None else f"{xs[position]:.1f},{down(point['y']):.1f}"
        before = points[position - 1] if position else None
        joined = here and before and before["y"] is not None and before["phase"] == point["phase"]
        if joined and before and (before["excluded"] or point["excluded"]):
            found.values_left_out.append(f"M{xs[position - 1]:.1f},{down(before['y']):.1f}L{here}")
            joined = False
        if not joined and len(run) > 1:
            found.values.append("M" + "L".join(run))
        if not joined:
            run = []
        if here:
            run.append(here)
    if len(run) > 1:
        found.values.append("M" + "L".join(run))


def stretches(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Yield where the points keep one phase and one set of lines to be judged by."""
    first = 0
    for position in range(1, len(points) + 1):
        if position == len(points) or any(
            points[position][k] != points[first][k] for k in ("phase", "judged_by")
        ):
            yield first, position
            first = position


def _runs(values: Sequence[float | None]) -> Iterator[tuple[int, int]]:
    """Yield where values stand without a gap."""
    first = None
    for position, value in enumerate([*values, None]):
        if value is None and first is not None:
            yield first, position
            first = None
        elif value is not None and first is None:
            first = position


def _line(stretch: Sequence[Point], name: str, at: Sequence[Place], down: Placing) -> list[str]:
    values: list[Any] = [point.get(name) for point in stretch]
    return ["M" + _along(values[a:b], at[a:b], down) for a, b in _runs(values)]


def _along(values: Sequence[float], at: Sequence[Place], down: Placing) -> str:
    """Run along the values and half a step beyond: one point has a line, and phases meet."""
    if all(value == values[0] for value in values):
        return f"{at[0].left:.1f},{down(values[0]):.1f}H{at[-1].right:.1f}"
    middle = "L".join(f"{place.x:.1f},{down(value):.1f}" for place, value in zip(at, values, strict=True))
    return f"{at[0].left:.1f},{down(values[0]):.1f}L{middle}H{at[-1].right:.1f}"


def _band(stretch: Sequence[Point], at: Sequence[Place], down: Placing) -> list[str]:
    both = [None if p["lower"] is None or p["upper"] is None else 1.0 for p in stretch]
    found = []
    for a, b in _runs(both):
        upper = _along([p["upper"] for p in stretch[a:b]], at[a:b], down)
        back = [p["lower"] for p in stretch[a:b]]
        lower = [f"{at[b - 1].right:.1f},{down(back[-1]):.1f}"]
        if any(value != back[0] for value in back):
            lower += [
                f"{place.x:.1f},{down(v):.1f}"
                for place, v in zip(reversed(at[a:b]), reversed(back), strict=True)
            ]
        found.append(f"M{upper}L{'L'.join(lower)}L{at[a].left:.1f},{down(back[0]):.1f}z")
    return found
