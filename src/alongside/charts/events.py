"""What is written beside time: the starts of phases and dated notes, placed so that no two texts touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from alongside.charts.language import N_, Say, in_english
from alongside.charts.periods import short_when
from alongside.charts.point_words import new_phase_words
from alongside.charts.signals import Series
from alongside.charts.text import clean, isolate, width
from alongside.charts.time_axis import TimeAxis

NOTE, CYCLE, PHASE = "note", "cycle", "phase"

RING = 0.42
"""Half the size of a cycle's sign, in font sizes."""

_BESIDE = 4.0


class Annotation(NamedTuple):
    """Something that happened on a date (or at a label), worth knowing while looking at the points: a note, or
    a cycle of change (PDSA) that was tried then.
    """

    x: str
    text: str
    kind: str = NOTE


class Event(NamedTuple):
    """An annotation or the start of a phase, with its place along the plot in pixels."""

    at: float
    text: str
    when: str
    kind: str


class Words(NamedTuple):
    """An event's words above the plot: where its line is, and where they stand beside it."""

    at: float
    x: float
    row: int
    anchor: str
    text: str
    kind: str


class Number(NamedTuple):
    """A number above the plot that stands for one event, or for neighbours: "3", "3–5". It is a cycle's if it
    stands for nothing else.
    """

    middle: float
    width: float
    text: str
    cycle: bool


class Entry(NamedTuple):
    """A line of the key: an event's number, if it has one, its words, and whether it is a cycle of change."""

    number: str
    text: str
    cycle: bool = False


@dataclass(frozen=True)
class Placed:
    """Where events are written: directly above the plot, or numbered there and spelled out below it."""

    rows: int = 0
    direct: list[Words] = field(default_factory=list)
    tags: list[Number] = field(default_factory=list)
    spelled_out: list[Entry] = field(default_factory=list)


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
        found.append(Event(at * room, text, short_when(points[position]["x"], step, say), PHASE))
    for x, text, kind in annotations:
        place = axis.find(x)
        if place is not None:
            found.append(Event(place * room, isolate(clean(text)), short_when(x, "day", say), kind))
    return sorted(found)


def place_events(
    events: Sequence[Event], room: float, size: float, rows: int = 2, say: Say = in_english
) -> Placed:
    """Write events directly if they fit into a few rows above the plot; else number them and spell them out
    below.
    """
    if not events:
        return Placed()
    return _directly(events, room, size, rows) or _numbered(events, room, size, say)


def _directly(events: Sequence[Event], room: float, size: float, rows: int) -> Placed | None:
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    direct = []
    for event in events:
        long = width(event.text, size)
        # A cycle's sign stands on its line, and its words beside the sign.
        ring = size * RING if event.kind == CYCLE else 0.0
        gap = ring + _BESIDE
        after, before = (event.at + gap, event.at + gap + long), (event.at - gap - long, event.at - gap)
        choice = next(
            (
                (row, span, anchor)
                for row in range(rows)
                for span, anchor in ((after, "start"), (before, "end"))
                if span[0] >= 0
                and span[1] <= room
                and not _touches(
                    (min(span[0], event.at - ring), max(span[1], event.at + ring)), taken[row], size
                )
                # The line of another event must not run through the words.
                and not any(span[0] - 2 < other.at < span[1] + 2 for other in events if other.at != event.at)
            ),
            None,
        )
        if choice is None:
            return None
        row, span, anchor = choice
        taken[row].append((min(span[0], event.at - ring), max(span[1], event.at + ring)))
        x = event.at + (gap if anchor == "start" else -gap)
        direct.append(Words(event.at, x, row, anchor, event.text, event.kind))
    return Placed(rows=max(words.row for words in direct) + 1, direct=direct)


def _touches(span: tuple[float, float], taken: list[tuple[float, float]], gap: float) -> bool:
    return any(span[0] < end + gap and start - gap < span[1] for start, end in taken)


def _numbered(events: Sequence[Event], room: float, size: float, say: Say) -> Placed:
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
        tags.append(Number(middle, wide, _tag(group), all(events[i].kind == CYCLE for i in group)))
    spelled_out = [
        Entry(
            str(i + 1),
            say(N_("%(when)s: %(what)s")) % {"when": event.when, "what": event.text},
            event.kind == CYCLE,
        )
        for i, event in enumerate(events)
    ]
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
