"""Laying out one chart, from the title at the top to the key at the bottom."""

from __future__ import annotations

from alongside.charts import palette
from alongside.charts.asked import Asked, Frame, framed
from alongside.charts.events import CYCLE, NOTE, PHASE, RING, Placed, events_of, place_events
from alongside.charts.key import key_below
from alongside.charts.language import capital
from alongside.charts.picture import LINE, ON_LINE, Paths, Picture, Tag, Texts
from alongside.charts.plot import (
    add_background,
    add_cycle_signs,
    add_earlier_centres,
    add_line_labels,
    add_points,
    add_time_axis,
    add_value_axis,
)
from alongside.charts.text import wrap
from alongside.charts.words import NOTHING_YET, axis_title, describe, subtitle

_EVENT_LINES = ((PHASE, "phase-start", ""), (NOTE, "annotation", "2 3"), (CYCLE, "cycle-start", "6 3"))


def picture(asked: Asked) -> Picture:
    """Return the laid-out chart."""
    series, size = asked.series, asked.size
    out = Picture(name=asked.name, width=size.width, text_size=size.text, interactive=asked.interactive)
    out.title = asked.title or subtitle(series, asked.say)
    out.description = describe(
        series,
        title=asked.title,
        unit=asked.unit,
        numbers=asked.numbers,
        annotations=asked.annotations,
        phase_reasons=asked.phase_reasons,
        say=asked.say,
    )
    bottom = _heading(out, asked)
    if all(point["y"] is None for point in series["points"]):
        bottom = _nothing_yet(out, asked, bottom)
    else:
        frame = framed(asked)
        placed = _events(out, asked, frame, bottom)
        add_background(out, asked, frame)
        add_value_axis(out, asked, frame)
        add_line_labels(out, asked, frame)
        add_earlier_centres(out, asked, frame)
        add_points(out, asked, frame)
        bottom = key_below(out, asked, add_time_axis(out, asked, frame), placed)
    out.height = round(bottom + size.padding)
    return out


def _heading(out: Picture, asked: Asked) -> float:
    size, y = asked.size, asked.size.padding
    room = size.width - 2 * size.padding
    heading = Texts("title", size=size.title, bold=True, typed=True)
    for line in wrap(asked.title, room, size.title, bold=True, lines=size.title_lines):
        y += size.title * (1.25 if heading.texts else 1.0)
        heading.add(size.padding, y, line)
    under = Texts("subtitle", fill=palette.QUIET)
    unit = "" if asked.unit == "%" else asked.unit or capital(axis_title(asked.series, "", asked.say))
    words = " · ".join(part for part in (unit, subtitle(asked.series, asked.say)) if part)
    for line in wrap(words, room, size.text, lines=3):
        y += size.text * (LINE if under.texts else 1.5)
        under.add(size.padding, y, line.rstrip(" ·"))
    out.texts += [group for group in (heading, under) if group.texts]
    return y + size.text * 0.4


def _nothing_yet(out: Picture, asked: Asked, y: float) -> float:
    size = asked.size
    height = size.plot_height / 2
    message = Texts("nothing-yet", fill=palette.QUIET, anchor="middle")
    lines = wrap(asked.say(NOTHING_YET), size.width - 4 * size.padding, size.text, lines=3)
    for i, line in enumerate(lines):
        message.add(size.width / 2, y + height / 2 + i * size.text * LINE, line)
    out.texts.append(message)
    return y + height


def _events(out: Picture, asked: Asked, frame: Frame, y: float) -> Placed:
    """Write the events above the plot, which begins beneath them, and draw their lines down through it."""
    text = asked.size.text
    events = events_of(
        asked.series,
        frame.time,
        frame.room,
        step=asked.step,
        annotations=asked.annotations,
        phase_reasons=asked.phase_reasons,
        say=asked.say,
    )
    placed = place_events(events, frame.room, text, say=asked.say)
    row = text * 1.45
    frame.top = round(y + text * 1.2 + placed.rows * row)
    # A line begins beside its words, or under its number.
    tops: dict[float, float] = {}
    for words in placed.direct:
        top = frame.top - words.row * row - text * 1.4
        tops[words.at] = min(top, tops.get(words.at, top))
    for kind, name, dash in _EVENT_LINES:
        lines = "".join(
            f"M{frame.left + event.at:.1f},{tops.get(event.at, frame.top):.1f}V{frame.bottom}"
            for event in events
            if event.kind == kind
        )
        out.paths.append(Paths(name, lines, palette.QUIET, 1, dash))
    add_cycle_signs(
        out,
        [
            (frame.left + words.at, frame.top - words.row * row - text * (0.5 + ON_LINE))
            for words in placed.direct
            if words.kind == CYCLE
        ],
        text * RING,
    )
    for anchor in ("start", "end"):
        group = Texts("event", anchor=anchor)
        for words in placed.direct:
            if words.anchor == anchor:
                group.add(frame.left + words.x, frame.top - words.row * row - text * 0.5, words.text)
        out.texts += [group] if group.texts else []
    for cycle in (False, True):
        ink = palette.INK if cycle else palette.PAPER
        numbers = Texts("tag-number", fill=ink, anchor="middle", bold=True, size=text - 1)
        for tag in placed.tags:
            if tag.cycle == cycle:
                left, top = frame.left + tag.middle - tag.width / 2, frame.top - row
                box = (round(left, 1), round(top, 1), round(tag.width, 1), text * 1.3)
                # A cycle's number stands on paper in a ring, a note's or a phase's on ink.
                out.tags.append(Tag(*box, text * 0.65, palette.PAPER if cycle else palette.INK))
                numbers.add(frame.left + tag.middle, top + text, tag.text)
        out.texts += [numbers] if numbers.texts else []
    return placed
