"""An interrupted time series as SVG: the values, the line fitted to them, and the counterfactual, which is what
would have gone on without the change.

A plain document goes in, and everything comes from it: the picture, its text alternative, its table. In the
style of `svg`, and under the same rules: no style attribute, no script, nothing by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from alongside.charts import palette
from alongside.charts.asked import Asked, Frame, tick_words
from alongside.charts.events import NOTE, Annotation, Event, place_events
from alongside.charts.language import N_, Say, capital, in_english
from alongside.charts.line_labels import LineLabel
from alongside.charts.marks import circle
from alongside.charts.numbers import Numbers, numbers_for
from alongside.charts.periods import period_word, short_when, span, step_of, when
from alongside.charts.picture import LINE, SIZES, Mark, Marks, Paths, Picture, Texts
from alongside.charts.plot import add_line_labels, add_time_axis, add_value_axis
from alongside.charts.svg import written
from alongside.charts.table import Table
from alongside.charts.text import clean, isolate, width, wrap
from alongside.charts.time_axis import time_axis
from alongside.charts.value_axis import value_axis

Document = Mapping[str, Any]

# The line fitted from the change on, and the one that would have gone on; told apart by dashes as well.
_FITTED = (palette.INK, 2.0, "")
_WITHOUT = (palette.NEUTRAL, 2.0, "7 4")
_NAMES = {"fitted": N_("Fitted"), "without": N_("Without the change")}


@dataclass(frozen=True)
class AskedInterrupted(Asked):
    """As for other charts; the numbers also carry the fitted lines."""

    @cached_property
    def numbers(self) -> Numbers:
        points = self.series["points"]
        lines = [value for point in points for value in (point["fitted"], point["without"])]
        return numbers_for((point["y"] for point in points), lines, percent=self.percent, unit=self.unit)


def draw_interrupted(
    document: Document,
    *,
    title: str = "",
    unit: str = "",
    percent: bool = False,
    size: str = "wide",
    interactive: bool = False,
    name: str = "chart",
    say: Say = in_english,
) -> str:
    """Return the SVG of one interrupted series.

    The document has `points`, each with `x` (date or label), `y` and `n` (None for missing), `fitted`,
    `without` (the counterfactual), `left_out` and `since` (whether it is at or after the change); `change` (its
    date or label), `words` (what it was) and `step`. The rest is as for `svg.draw`.
    """
    asked = _asked(document, title, unit, percent, size, interactive, name, say)
    out = Picture(
        name=name,
        width=asked.size.width,
        text_size=asked.size.text,
        interactive=interactive,
        title=asked.title,
    )
    out.description = describe_interrupted(document, title=title, unit=unit, percent=percent, say=say)
    bottom = _heading(out, asked)
    frame = _framed(asked)
    bottom = _change(out, asked, frame, bottom)
    _lines(out, asked, frame)
    add_value_axis(out, asked, frame)
    add_line_labels(out, asked, frame)
    _points(out, asked, frame)
    bottom = add_time_axis(out, asked, frame)
    out.height = round(_key(out, asked, bottom) + asked.size.padding)
    return written(out)


def describe_interrupted(
    document: Document, *, title: str = "", unit: str = "", percent: bool = False, say: Say = in_english
) -> str:
    """Return what a sighted reader would see: from when to when, where the change is, how the lines end."""
    asked = _asked(document, title, unit, percent, "wide", False, "chart", say)
    points, numbers = document["points"], asked.numbers
    last = next(
        (point for point in reversed(points) if point["y"] is not None and not point["left_out"]), None
    )
    said = [
        say(N_("%(title)s: %(count)s %(periods)s, %(span)s.")) % {
            "title": asked.title, "count": f"{len(points):,}",
            "periods": period_word(asked.step, len(points), say),
            "span": span(points[0]["x"], points[-1]["x"], asked.step, say),
        },
        say(N_("The change, “%(what)s”, is at %(when)s.")) % {
            "what": isolate(clean(document["words"])), "when": when(document["change"], "day", say),
        },
    ]  # fmt: skip
    if last is not None:
        said.append(
            say(
                N_(
                    "At %(when)s the fitted line is at %(fitted)s; without the change it would be at %(without)s."
                )
            )
            % {
                "when": when(last["x"], asked.step, say),
                "fitted": numbers.line(last["fitted"]),
                "without": numbers.line(last["without"]),
            }
        )
    return " ".join(said)


def interrupted_table(
    document: Document, *, unit: str = "", percent: bool = False, say: Say = in_english
) -> Table:
    """Return one row for each point: when, its value, n, the fitted line, what would be without the change."""
    asked = _asked(document, "", unit, percent, "wide", False, "chart", say)
    numbers = asked.numbers
    columns: list[tuple[str, bool, list[str]]] = [
        (say(N_("When")), False, [short_when(p["x"], asked.step, say) for p in document["points"]]),
        (
            say(N_("Value")),
            True,
            [say(N_("missing")) if p["y"] is None else numbers.value(p["y"]) for p in document["points"]],
        ),
        (say(N_("n")), True, ["" if p["n"] is None else f"{p['n']:,g}" for p in document["points"]]),
        (say(_NAMES["fitted"]), True, [numbers.line(p["fitted"]) for p in document["points"]]),
        (
            say(_NAMES["without"]),
            True,
            [numbers.line(p["without"]) if p["since"] else "" for p in document["points"]],
        ),
        (
            say(N_("Left out")),
            False,
            [say(N_("left out")) if p["left_out"] else "" for p in document["points"]],
        ),
    ]
    kept = [column for place, column in enumerate(columns) if place < 2 or any(column[2])]
    return Table(
        headings=[heading for heading, _, _ in kept],
        numeric=[numeric for _, numeric, _ in kept],
        rows=[list(row) for row in zip(*(cells for _, _, cells in kept), strict=True)],
    )


def _asked(
    document: Document,
    title: str,
    unit: str,
    percent: bool,
    size: str,
    interactive: bool,
    name: str,
    say: Say,
) -> AskedInterrupted:
    if size not in SIZES:
        raise ValueError(f"there is no size {size!r}, only {', '.join(SIZES)}")
    step = document["step"] or step_of([point["x"] for point in document["points"]])
    return AskedInterrupted(
        series={**document, "step": step, "target": None},
        title=isolate(clean(title)),
        unit=clean(unit),
        percent=percent,
        annotations=[Annotation(document["change"], document["words"])],
        phase_reasons={},
        exclusion_reasons={},
        two_sigma=False,
        size=SIZES[size],
        interactive=interactive,
        name=name,
        say=say,
    )


def _framed(asked: AskedInterrupted) -> Frame:
    size, points = asked.size, asked.series["points"]
    held = [value for p in points for value in (p["y"], p["fitted"], p["without"]) if value is not None]
    axis = value_axis(held, percent=asked.percent)
    last = points[-1]
    lines = [
        LineLabel(name, last[name], asked.say(_NAMES[name]), colour)
        for name, (colour, _, _) in (("fitted", _FITTED), ("without", _WITHOUT))
    ]
    ticks = max(width(tick_words(asked, axis, tick), size.text) for tick in axis.ticks)
    left = round(size.padding + ticks + 8)
    # On a narrow picture the names of the lines stand in the key alone.
    words = max(width(line.text, size.text) for line in lines) if size.long_words else 0.0
    right = round(size.width - size.padding - words - (12 if words else 4))
    time = time_axis(asked.labels, right - left, size.text, step=asked.step, say=asked.say)
    return Frame(axis, time, lines if size.long_words else [], left, right, size.plot_height)


def _heading(out: Picture, asked: AskedInterrupted) -> float:
    size, y = asked.size, asked.size.padding
    room = size.width - 2 * size.padding
    heading = Texts("title", size=size.title, bold=True)
    for line in wrap(asked.title, room, size.title, bold=True, lines=size.title_lines):
        y += size.title * (1.25 if heading.texts else 1.0)
        heading.add(size.padding, y, line)
    points = asked.series["points"]
    covered = span(points[0]["x"], points[-1]["x"], asked.step, asked.say)
    counted = f"{len(points):,} {period_word(asked.step, len(points), asked.say)}"
    unit = "" if asked.unit == "%" else capital(asked.unit)
    under = Texts("subtitle", fill=palette.QUIET)
    for line in wrap(" · ".join(part for part in (unit, covered, counted) if part), room, size.text, lines=3):
        y += size.text * (LINE if under.texts else 1.5)
        under.add(size.padding, y, line)
    out.texts += [group for group in (heading, under) if group.texts]
    return y + size.text * 0.4


def _change(out: Picture, asked: AskedInterrupted, frame: Frame, y: float) -> float:
    """Write what the change was above the plot, which begins beneath it, and draw its line down through it."""
    text = asked.size.text
    points = asked.series["points"]
    first = next(place for place, point in enumerate(points) if point["since"])
    # Between the last period before and the first from the change on: a period is told by its start.
    at = (frame.time.places[first] + frame.time.places[max(first - 1, 0)]) / 2 * frame.room
    event = Event(
        at, isolate(clean(asked.series["words"])), short_when(asked.series["change"], "day", asked.say), NOTE
    )
    placed = place_events([event], frame.room, text, say=asked.say)
    row = text * 1.45
    words = placed.direct[0] if placed.direct else None
    lines = [] if words else wrap(event.text, frame.room, text, lines=3)
    frame.top = round(y + text * 1.2 + (len(lines) or placed.rows) * row)
    group = Texts("event", anchor=words.anchor if words else "start")
    if words:
        group.add(frame.left + words.x, frame.top - text * 0.5, words.text)
    # Words too long to stand beside the line stand above it, on lines of their own.
    for place, line in enumerate(lines):
        group.add(frame.left, frame.top - (len(lines) - 1 - place) * row - text * 0.5, line)
    out.texts.append(group)
    top = frame.top - text * 1.4 if words else frame.top
    out.paths.append(
        Paths("annotation", f"M{frame.left + at:.1f},{top:.1f}V{frame.bottom}", palette.QUIET, 1.25, "2 3")
    )
    return frame.bottom


def _lines(out: Picture, asked: AskedInterrupted, frame: Frame) -> None:
    points = asked.series["points"]
    grid = "".join(f"M{frame.left},{frame.down(tick):.1f}H{frame.right}" for tick in frame.values.ticks)
    ticks = "".join(f"M{frame.across(tick.place):.1f},{frame.bottom}v5" for tick in frame.time.ticks)
    values: list[list[str]] = []
    before: list[str] = []
    after: list[str] = []
    without: list[str] = []
    run: list[str] = []
    for x, point in zip(frame.xs, points, strict=True):
        if point["y"] is None or point["left_out"]:
            values.append(run)
            run = []
        if point["y"] is not None and not point["left_out"]:
            run.append(f"{x:.1f},{frame.down(point['y']):.1f}")
        fitted = f"{x:.1f},{frame.down(point['fitted']):.1f}"
        (after if point["since"] else before).append(fitted)
        if point["since"]:
            without.append(f"{x:.1f},{frame.down(point['without']):.1f}")
    values.append(run)
    through = "".join("M" + "L".join(each) for each in values if len(each) > 1)
    out.paths[:0] = [Paths("grid", grid, palette.FAINT)]
    out.paths += [
        Paths("time-axis", f"M{frame.left},{frame.bottom}H{frame.right}{ticks}", palette.LINE),
        Paths("values", through, palette.LINE, 1.25, round=True),
        Paths("fitted", "".join("M" + "L".join(each) for each in (before, after) if each), *_FITTED),
        Paths("without", "M" + "L".join([*before[-1:], *without]), *_WITHOUT),
    ]


def _points(out: Picture, asked: AskedInterrupted, frame: Frame) -> None:
    points = asked.series["points"]
    radius = min(asked.size.point, max(frame.room / len(points) * 0.42, 1.6))
    groups = {
        "before": Marks("before", palette.COMMON),
        "since": Marks("since", palette.INK),
        "left-out": Marks("left-out", palette.PAPER, stroke=palette.QUIET, width=1.5),
    }
    for x, point in zip(frame.xs, points, strict=True):
        if point["y"] is None:
            continue
        y = frame.down(point["y"])
        kind = "left-out" if point["left_out"] else "since" if point["since"] else "before"
        words = _point_words(asked, point) if asked.interactive else ""
        target = circle(x, y, max(radius, 8)) if words else ""
        groups[kind].marks.append(Mark(circle(x, y, radius), words, target))
    out.marks += [group for group in groups.values() if group.marks]


def _point_words(asked: AskedInterrupted, point: Mapping[str, Any]) -> str:
    numbers, say = asked.numbers, asked.say
    told = {
        "when": when(point["x"], asked.step, say),
        "value": numbers.value(point["y"]),
        "fitted": numbers.line(point["fitted"]),
        "without": numbers.line(point["without"]),
    }
    if point["left_out"]:
        return say(N_("%(when)s: %(value)s, left out of the comparison")) % told
    if point["since"]:
        return say(N_("%(when)s: %(value)s; fitted %(fitted)s, without the change %(without)s")) % told
    return say(N_("%(when)s: %(value)s; fitted %(fitted)s")) % told


def _key(out: Picture, asked: AskedInterrupted, y: float) -> float:
    """Name the marks and lines, in a row or as many rows as they need."""
    size, say, text = asked.size, asked.say, asked.size.text
    points = asked.series["points"]
    items: list[tuple[str, str]] = [
        ("before", say(N_("Before the change"))),
        ("since", say(N_("From the change on"))),
    ]
    if any(point["left_out"] and point["y"] is not None for point in points):
        items.append(("left-out", say(N_("Left out"))))
    items += [(name, say(words)) for name, words in _NAMES.items()]
    fills = {"before": palette.COMMON, "since": palette.INK, "left-out": palette.PAPER}
    words = Texts("key", fill=palette.INK)
    x, y = size.padding, y + text * 1.5
    for name, label in items:
        line = name in _NAMES
        sign = text * (2.4 if line else 1.2)
        wide = sign + width(label, text)
        if x > size.padding and x + wide > size.width - size.padding:
            x, y = size.padding, y + text * 1.4
        middle = y - text * 0.35
        if line:
            stroke = _FITTED if name == "fitted" else _WITHOUT
            out.paths.append(Paths(f"key-{name}", f"M{x:.1f},{middle:.1f}h{text * 2:.1f}", *stroke))
        else:
            stroke_colour = palette.QUIET if name == "left-out" else palette.PAPER
            mark = Mark(circle(x + 5, middle, size.point))
            out.marks.append(Marks("key-mark", fills[name], stroke=stroke_colour, width=1.5, marks=[mark]))
        words.add(x + sign, y, label)
        x += wide + text * 1.2
    out.texts.append(words)
    return y
