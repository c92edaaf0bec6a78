"""What is written beside time: the starts of phases and dated notes, placed so that no two texts touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from alongside.charts.language import Say, in_english
from alongside.charts.periods import short_when
from alongside.charts.point_words import new_phase_words
from alongside.charts.signals import Series
from alongside.charts.text import clean, isolate, width
from alongside.charts.time_axis import TimeAxis


class Annotation(NamedTuple):
    """Something that happened on a date (or at a label), worth knowing while looking at the points."""

    x: str
    text: str


class Event(NamedTuple):
    """An annotation or the start of a phase, with its place along the plot in pixels."""

    at: float
    text: str
    when: str
    phase: bool


class Words(NamedTuple):
    """An event's words above the plot: where its line is, and where they stand beside it."""

    at: float
    x: float
    row: int
    anchor: str
    text: str


class Number(NamedTuple):
    """A number above the plot that stands for one event, or for neighbours: "3", "3–5"."""

    middle: float
    width: float
    text: str


@dataclass(frozen=True)
class Placed:
    """Where events are written: directly above the plot, or numbered there and spelled out below it."""

    rows: int = 0
    direct: list[Words] = field(default_factory=list)
    tags: list[Number] = field(default_factory=list)
    spelled_out: list[tuple[str, str]] = field(default_factory=list)  # number, text


def events_of(
    series: Series,
    axis: TimeAxis,
    room: float,
    *,
    step: str,
    annotations: Sequence[Annotation],
    phase_reasons: Mapping[int, str],
    say: Say = in_english,
) -> list[Event]:
    """Return the events that fall inside the picture, in the order of their places."""
    found = []
    points = series["points"]
    for position in range(1, len(points)):
        phase = points[position]["phase"]
        if phase == points[position - 1]["phase"]:
            continue
        text = new_phase_words(phase_reasons.get(phase, ""), say)
        at = (axis.places[position] + axis.places[position - 1]) / 2
        found.append(Event(at * room, text, short_when(points[position]["x"], step, say), phase=True))
    for x, text in annotations:
        place = axis.find(x)
        if place is not None:
            found.append(Event(place * room, isolate(clean(text)), short_when(x, "day", say), phase=False))
    return sorted(found)


def place_events(events: Sequence[Event], room: float, size: float, rows: int = 2) -> Placed:
    """Write events directly if they fit into a few rows above the plot; else number them and spell them out
    below.
    """
    if not events:
        return Placed()
    return _directly(events, room, size, rows) or _numbered(events, room, size)


def _directly(events: Sequence[Event], room: float, size: float, rows: int) -> Placed | None:
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    direct = []
    for event in events:
        long = width(event.text, size)
        after, before = (event.at + 4, event.at + 4 + long), (event.at - 4 - long, event.at - 4)
        choice = next(
            (
                (row, span, anchor)
                for row in range(rows)
                for span, anchor in ((after, "start"), (before, "end"))
                if span[0] >= 0
                and span[1] <= room
                and not _touches(span, taken[row], size)
                # The line of another event must not run through the words.
                and not any(span[0] - 2 < other.at < span[1] + 2 for other in events if other.at != event.at)
            ),
            None,
        )
        if choice is None:
            return None
        row, span, anchor = choice
        taken[row].append(span)
        direct.append(Words(event.at, event.at + (4 if anchor == "start" else -4), row, anchor, event.text))
    return Placed(rows=max(words.row for words in direct) + 1, direct=direct)


def _touches(span: tuple[float, float], taken: list[tuple[float, float]], gap: float) -> bool:
    return any(span[0] < end + gap and start - gap < span[1] for start, end in taken)


def _numbered(events: Sequence[Event], room: float, size: float) -> Placed:
    """Number the events; neighbours too close for two tags share one, such as "3–5"."""
    groups: list[list[int]] = []
    for position in range(len(events)):
        groups.append([position])
        while len(groups) > 1 and _right(groups[-2], events, size) > _left(groups[-1], events, size) - 3:
            groups[-2:] = [groups[-2] + groups[-1]]
    tags = []
    for group in groups:
        wide = _tag_width(group, size)
        middle = min(max(_middle(group, events), wide / 2), room - wide / 2)
        tags.append(Number(middle, wide, _tag(group)))
    spelled_out = [(str(i + 1), f"{event.when}: {event.text}") for i, event in enumerate(events)]
    return Placed(rows=1, tags=tags, spelled_out=spelled_out)


def _tag(group: list[int]) -> str:
    return f"{group[0] + 1}" if len(group) == 1 else f"{group[0] + 1}–{group[-1] + 1}"


def _tag_width(group: list[int], size: float) -> float:
    return max(width(_tag(group), size) + size * 0.7, size * 1.35)


def _middle(group: list[int], events: Sequence[Event]) -> float:
    return (events[group[0]].at + events[group[-1]].at) / 2


def _left(group: list[int], events: Sequence[Event], size: float) -> float:
    return _middle(group, events) - _tag_width(group, size) / 2


def _right(group: list[int], events: Sequence[Event], size: float) -> float:
    return _middle(group, events) + _tag_width(group, size) / 2
