"""What happened in a series: points that fired the same rule together, and how firm the lines behind them
are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from alongside.stats.spc.constants import FIRM_AFTER

Series = dict[str, Any]
Point = dict[str, Any]

RULES = ("outside", "trend", "two_in_three", "shift")
"""The rules, the one that names a point first coming first."""


@dataclass(frozen=True)
class Happening:
    """One rule fired by some points together: all of one shift, one trend, two near a limit, or one
    outside.
    """

    rule: str
    side: str
    points: tuple[int, ...]
    verdict: str
    older_lines: bool

    @property
    def first(self) -> int:
        return self.points[0]

    @property
    def last(self) -> int:
        return self.points[-1]


def was_judged(series: Series) -> bool:
    """Say whether rules were applied to the points. On figures that were rounded before they left a project none is."""
    return bool(series.get("judged", True))


def present(point: Point) -> bool:
    """Say whether a point is there and counts."""
    return point["y"] is not None and not point["excluded"]


def happenings(series: Series) -> list[Happening]:
    """Return what happened, in the order in which it was complete."""
    points = series["points"]
    sides: dict[tuple[str, str], list[int]] = {}
    for position, point in enumerate(points):
        for signal in point["signals"]:
            if not signal.get("counts", True):
                continue
            sides.setdefault((signal["rule"], signal["side"]), []).append(position)
    found = [
        Happening(rule, side, tuple(group), side_verdict(series, side), _on_older_lines(points, group))
        for (rule, side), flagged in sides.items()
        for group in _together(series, rule, side, flagged)
    ]
    return sorted(found, key=lambda happening: (happening.last, RULES.index(happening.rule)))


def side_verdict(series: Series, side: str) -> str:
    """Return what a signal on that side means: improvement, concern, or neutral where neither way is
    better.
    """
    if series["better"] not in {"up", "down"}:
        return "neutral"
    return "improvement" if (series["better"] == "up") == (side == "high") else "concern"


def _on_older_lines(points: list[Point], group: list[int]) -> bool:
    return any(points[i]["judged_by"] != points[i]["phase"] for i in group)


def _together(series: Series, rule: str, side: str, flagged: list[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for position in flagged:
        if group and not _goes_on(series, rule, side, group[-1], position):
            yield group
            group = []
        group.append(position)
    if group:
        yield group


def _goes_on(series: Series, rule: str, side: str, before: int, now: int) -> bool:
    """Say whether two neighbouring flagged points belong to one happening."""
    points = series["points"]
    if rule == "outside" or points[before]["phase"] != points[now]["phase"]:
        return False
    between = [point for point in points[before + 1 : now] if not point["excluded"]]
    if series["rules"] == "anhoej":
        # Missing points, and points on the line, are skipped.
        return all(point["y"] is None or _on_centre(point) for point in between)
    if any(point["y"] is None for point in between):
        return False
    if rule == "two_in_three":
        return len(between) <= 1
    if rule == "trend" and (points[now]["y"] > points[before]["y"]) != (side == "high"):
        return False
    return not between


def _on_centre(point: Point) -> bool:
    y, centre = point["y"], point["centre"]
    return centre is not None and abs(y - centre) <= 1e-9 * max(abs(y), abs(centre))


def points_behind(series: Series) -> dict[int, int]:
    """Return, for each phase, how many usable points stand behind its lines."""
    behind: dict[int, int] = {}
    for point in series["points"]:
        behind.setdefault(point["phase"], 0)
        if point["in_baseline"] and present(point):
            behind[point["phase"]] += 1
    return behind


def provisional_phases(series: Series) -> dict[int, int]:
    """Return the phases whose lines are provisional, each with the number of usable points behind them."""
    firm = series["settings"].get("firm_after", FIRM_AFTER)
    return {phase: count for phase, count in points_behind(series).items() if count < firm}


def latest(series: Series) -> Point | None:
    """Return the last point that is there and counts."""
    return next((point for point in reversed(series["points"]) if present(point)), None)


def asks_for_two_sigma(series: Series) -> bool:
    """Say whether the lines two thirds of the way to the limits help: where a rule that looks at them fired."""
    return any(
        signal["rule"] == "two_in_three" and signal.get("counts", True)
        for point in series["points"]
        for signal in point["signals"]
    )
