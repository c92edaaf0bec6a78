"""Inside the frame and along its edges: lines, points, marks of the axes, names of the lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

from alongside.charts import palette
from alongside.charts.asked import Asked, Frame, tick_words
from alongside.charts.line_labels import spread
from alongside.charts.lines import lines_of, stretches
from alongside.charts.marks import SHAPES, circle, cycle_quarters
from alongside.charts.picture import ON_LINE, Mark, Marks, Paths, Picture, Texts
from alongside.charts.point_words import point_words
from alongside.charts.text import width

# The colour, width and dashes of a kind of line.
PROVISIONAL = (palette.QUIET, 1.25, "5 4")
TWO_SIGMA = (palette.LINE, 1.0, "1 3")
_AIM = "10 3 2 3"


def add_background(out: Picture, asked: Asked, frame: Frame) -> None:
    """Add what lies under everything: the band between the limits, the grid, the axis."""
    lines = lines_of(
        asked.series, frame.xs, frame.time.half_step * frame.room, frame.down, two_sigma=asked.two_sigma
    )
    grid = "".join(f"M{frame.left},{frame.down(tick):.1f}H{frame.right}" for tick in frame.values.ticks)
    ticks = "".join(f"M{frame.across(tick.place):.1f},{frame.bottom}v5" for tick in frame.time.ticks)
    target = asked.series["target"]
    aim = "" if target is None else f"M{frame.left},{frame.down(target):.1f}H{frame.right}"
    out.paths[:0] = [
        Paths("band", "".join(lines.band), fill=palette.BAND),
        Paths("grid", grid, palette.FAINT),
    ]
    out.paths += [
        Paths("time-axis", f"M{frame.left},{frame.bottom}H{frame.right}{ticks}", palette.LINE),
        Paths("two-sigma", "".join(lines.two_sigma), *TWO_SIGMA),
        Paths("limits", "".join(lines.limits), palette.QUIET, 1.25),
        Paths("limits provisional", "".join(lines.limits_provisional), *PROVISIONAL),
        Paths("centre", "".join(lines.centre), palette.INK, 1.25),
        Paths("centre provisional", "".join(lines.centre_provisional), palette.INK, 1.25, PROVISIONAL[2]),
        Paths("target", aim, palette.TARGET, 1.75, _AIM),
        Paths("values", "".join(lines.values), palette.LINE, 1.5, round=True),
        Paths("values left-out", "".join(lines.values_left_out), palette.LINE, 1, "2 3"),
    ]


def add_points(out: Picture, asked: Asked, frame: Frame) -> None:
    """Add the points, those that mean something on top; for exploring by keyboard, each with its words."""
    points = asked.series["points"]
    radius = min(asked.size.point, max(frame.room / len(points) * 0.42, 1.4))
    edge = 1.0 if radius > 2 else 0.5
    groups = {verdict: Marks(verdict, colour, width=edge) for verdict, colour in palette.VERDICTS.items()}
    left_out = Marks("left-out", palette.PAPER, stroke=palette.QUIET, width=1.5)
    spoken = {}
    if asked.interactive:
        spoken = point_words(asked.series, asked.numbers, asked.exclusion_reasons, asked.say)
    for position, (point, x) in enumerate(zip(points, frame.xs, strict=True)):
        if point["y"] is None:
            continue
        y, verdict = frame.down(point["y"]), point["verdict"]
        if point["excluded"] or verdict is None:
            group, d = left_out, circle(x, y, max(radius * 0.95, 2))
        else:
            # However crowded, what means something stays large enough to see.
            shown = radius if verdict == "common" else max(radius, 2.6)
            group, d = groups[verdict], SHAPES[verdict](x, y, shown)
        words = spoken.get(position, "")
        group.marks.append(Mark(d, words, circle(x, y, max(radius, 8)) if words else ""))
    out.marks += [group for group in (*groups.values(), left_out) if group.marks]


def add_cycle_signs(
    out: Picture, places: Sequence[tuple[float, float]], radius: float, name: str = "cycle"
) -> None:
    """Add the sign of a cycle of change at each place: a ring with two of its four quarters filled."""
    rings = "".join(circle(x, y, radius) for x, y in places)
    quarters = "".join(cycle_quarters(x, y, radius) for x, y in places)
    out.paths.append(Paths(name, rings, palette.INK, 1.5, fill=palette.PAPER))
    out.paths.append(Paths(f"{name} quarters", quarters, fill=palette.INK))


def add_value_axis(out: Picture, asked: Asked, frame: Frame) -> None:
    """Add the numbers of the y axis."""
    words = Texts("value-axis", fill=palette.QUIET, anchor="end")
    for tick in frame.values.ticks:
        words.add(
            frame.left - 6,
            frame.down(tick) + asked.size.text * ON_LINE,
            tick_words(asked, frame.values, tick),
        )
    out.texts.append(words)


def add_time_axis(out: Picture, asked: Asked, frame: Frame) -> float:
    """Add the labels of the x axis; return the height where they end."""
    text, y = asked.size.text, frame.bottom
    dates = frame.time.days is not None
    first = Texts("time-axis", palette.QUIET, anchor="middle")
    second = Texts("time-axis second", palette.INK if dates else palette.QUIET, anchor="middle")
    above = below = -math.inf
    for tick in frame.time.ticks:
        wide, wide_below = width(tick.label, text), width(tick.below, text)
        half = max(wide, wide_below) / 2
        x = min(max(frame.across(tick.place), half + 2), asked.size.width - half - 2)
        # A label moved in from the picture's edge may touch its neighbour.
        if x - wide / 2 < above + 1 or (tick.below and x - wide_below / 2 < below + 1):
            continue
        first.add(x, y + 6 + text, tick.label)
        above = x + wide / 2
        if tick.below:
            second.add(x, y + 6 + text * 2.25, tick.below)
            below = x + wide_below / 2
    out.texts += [group for group in (first, second) if group.texts]
    return y + 6 + text * (2.6 if second.texts else 1.35)


def add_line_labels(out: Picture, asked: Asked, frame: Frame) -> None:
    """Add the names of the lines at their right ends, moved apart where they would touch."""
    text = asked.size.text
    wanted = [frame.down(label.value) for label in frame.lines]
    joins = ""
    for label, line_at, at in zip(
        frame.lines, wanted, spread(wanted, text * 1.2, frame.top, frame.bottom), strict=True
    ):
        words = Texts(f"line-label {label.name}", fill=label.colour, bold=label.name == "centre")
        words.add(frame.right + 10, at + text * ON_LINE, label.text)
        out.texts.append(words)
        if abs(at - line_at) > 2:
            joins += f"M{frame.right + 1},{line_at:.1f}L{frame.right + 8},{at:.1f}"
    out.paths.append(Paths("line-label-join", joins, palette.LINE))


def add_earlier_centres(out: Picture, asked: Asked, frame: Frame) -> None:
    """Add the value of the centre line at the start of each phase whose lines end before the chart does."""
    points, text, half = asked.series["points"], asked.size.text, frame.time.half_step * frame.room
    words = Texts("earlier-centre", halo=True)
    for first, end in stretches(points):
        centre = points[first]["centre"]
        if centre is None or points[first]["judged_by"] == points[-1]["judged_by"]:
            continue
        left, right = max(frame.xs[first] - half, frame.left), frame.xs[end - 1] + half
        label = asked.numbers.brief(centre)
        if right - left < width(label, text) + 8:
            continue
        line = frame.down(centre)
        above = line - text - 4 > frame.top
        words.add(left + 4, line - 4 if above else line + text + 2, label)
    out.texts += [words] if words.texts else []
