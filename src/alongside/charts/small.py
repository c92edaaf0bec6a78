"""A chart small enough for a grid of many: the values, their lines, and the points that signalled. No words, no key.

What it says in words stands beside it on the page, and the whole chart is behind a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import escape

from alongside.charts.marks import SHAPES, circle
from alongside.charts.palette import BAND, FAINT, INK, LINE, PAPER, QUIET, TARGET, VERDICTS
from alongside.charts.signals import Point, Series, provisional_phases
from alongside.charts.text import clean

WIDTH, HEIGHT = 240, 72
_EDGE = 7  # room for the marks at the edges


def draw_small(series: Series, *, name: str = "", first: int = 0, last: int | None = None) -> str:
    """Return the SVG of a series, or of its points from `first` to `last` (places, both shown).

    The lines are those that the whole series was judged on. `name` is what a screen reader says of the picture.
    """
    points = series["points"][first : None if last is None else last + 1]
    told = escape(clean(name))
    drawn = _drawn(series, points) if any(point["y"] is not None for point in points) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{told}"><rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{drawn}</svg>'
    )


def _drawn(series: Series, points: Sequence[Point]) -> str:
    target = series["target"]
    values = [point[key] for point in points for key in ("y", "centre", "lower", "upper")] + [target]
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    spread = (high - low) or 1.0
    low, high = (low, high) if high > low else (low - spread / 2, high + spread / 2)

    def y(value: float) -> float:
        return HEIGHT - _EDGE - (value - low) / (high - low) * (HEIGHT - 2 * _EDGE)

    step = (WIDTH - 2 * _EDGE) / max(len(points) - 1, 1)

    def x(place: int) -> float:
        return _EDGE + place * step if len(points) > 1 else WIDTH / 2

    provisional = provisional_phases(series)
    parts = []
    for phase, places in _stretches(points):
        dash = ' stroke-dasharray="4 3"' if phase in provisional else ""
        parts.append(_band(points, places, x, y))
        for key, stroke, width in (("upper", LINE, 0.75), ("lower", LINE, 0.75), ("centre", QUIET, 1)):
            for line in _lines(points, places, key, x, y):
                parts.append(f'<path d="{line}" fill="none" stroke="{stroke}" stroke-width="{width}"{dash}/>')
    if target is not None:
        parts.append(
            f'<path d="M0,{y(target):.1f}H{WIDTH}" stroke="{TARGET}" stroke-width="1.25" stroke-dasharray="7 2.5 2 2.5"/>'
        )
    for line in _lines(points, range(len(points)), "y", x, y):
        parts.append(
            f'<path d="{line}" fill="none" stroke="{INK}" stroke-width="1.25" stroke-linejoin="round"/>'
        )
    parts += _marks(points, x, y)
    return "".join(part for part in parts if part)


def _stretches(points: Sequence[Point]) -> Iterator[tuple[int, range]]:
    """The points of each phase, one after the other: lines break where a phase begins."""
    start = 0
    for place in range(1, len(points) + 1):
        if place == len(points) or points[place]["phase"] != points[start]["phase"]:
            yield points[start]["judged_by"], range(start, place)
            start = place


Place = Callable[[int], float]
Height = Callable[[float], float]


def _lines(points: Sequence[Point], places: range, key: str, x: Place, y: Height) -> Iterator[str]:
    """A path for each unbroken stretch of a column; nothing is drawn across a gap."""
    line: list[str] = []
    for place in [*places, None]:
        value = None if place is None else points[place][key]
        if place is not None and value is not None:
            line.append(f"{x(place):.1f},{y(value):.1f}")
            continue
        if len(line) > 1:
            yield "M" + "L".join(line)
        line = []


def _band(points: Sequence[Point], places: range, x: Place, y: Height) -> str:
    both = [
        place for place in places if points[place]["lower"] is not None and points[place]["upper"] is not None
    ]
    if len(both) < 2:
        return ""
    above = [f"{x(place):.1f},{y(points[place]['upper']):.1f}" for place in both]
    below = [f"{x(place):.1f},{y(points[place]['lower']):.1f}" for place in reversed(both)]
    return f'<path d="M{"L".join(above + below)}z" fill="{BAND}" stroke="{FAINT}" stroke-width="0.5"/>'


def _marks(points: Sequence[Point], x: Place, y: Height) -> Iterator[str]:
    """Only what stands out is marked, and the latest point; so a glance finds it."""
    present = [place for place, point in enumerate(points) if point["y"] is not None]
    latest = next((place for place in reversed(present) if not points[place]["excluded"]), None)
    alone = {
        place for place in present
        if not any(0 <= near < len(points) and points[near]["y"] is not None for near in (place - 1, place + 1))
    }  # fmt: skip
    for place in present:
        point, at = points[place], (x(place), y(points[place]["y"]))
        if point["excluded"]:
            yield f'<path d="{circle(*at, 2.6)}" fill="{PAPER}" stroke="{QUIET}" stroke-width="1.25"/>'
        elif point["verdict"] not in (None, "common") or place in alone or place == latest:
            verdict = point["verdict"] or "common"
            r = 4.2 if place == latest else 2.8
            yield f'<path d="{SHAPES[verdict](*at, r)}" fill="{VERDICTS[verdict]}" stroke="{PAPER}" stroke-width="0.75"/>'
