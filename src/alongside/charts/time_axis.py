"""The x axis: where dates and labels fall, and which marks have room for their labels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from alongside.charts.language import N_, Say, in_english
from alongside.charts.periods import SHORT_MONTHS, as_dates, step_of
from alongside.charts.text import clean, isolate, width, wrap


@dataclass(frozen=True)
class Tick:
    """A mark of the x axis: its place from 0 to 1, its label, and a second line (the year, once)."""

    place: float
    label: str
    below: str = ""


@dataclass(frozen=True)
class TimeAxis:
    """The x axis: the place of each point from 0 to 1, half a step, and its marks."""

    places: tuple[float, ...]
    half_step: float
    ticks: tuple[Tick, ...]
    days: tuple[int, ...] | None = None
    labels: tuple[str, ...] = ()
    _ends: tuple[float, float] = (0.0, 1.0)

    def find(self, label: str) -> float | None:
        """Return the place of a date or a label that need not be a point; None if it lies outside the
        picture.
        """
        if self.days is None:
            return self.places[self.labels.index(label)] if label in self.labels else None
        found = as_dates((label,))
        if not found:
            return None
        start, end = self._ends
        place = (found[0].toordinal() - start) / (end - start)
        return place if -1e-9 <= place <= 1 + 1e-9 else None


REACH = 3
"""How many steps after the last point the picture reaches, to show what happened since."""


def time_axis(
    labels: Sequence[str],
    room: float,
    size: float,
    *,
    step: str | None = None,
    since: Sequence[str] = (),
    say: Say = in_english,
) -> TimeAxis:
    """Return an axis for these labels on a plot `room` wide with labels of a font size; a step is "month", …

    Dates lie where they fall in time; other labels lie side by side in their order. `since` are dates of what
    happened: where they are after the last point, and no more than a few steps, there is room for them.
    """
    # Of many series drawn at once most share their labels. A translation is not kept: it knows one language
    # now and another later.
    made = _kept if say is in_english else _made
    return made(tuple(labels), room, size, step, tuple(since), say)


def _made(
    labels: Sequence[str], room: float, size: float, step: str | None, since: Sequence[str], say: Say
) -> TimeAxis:
    dates = as_dates(labels)
    if dates is None or len(labels) == 1 or max(dates) == min(dates):
        return _label_axis(labels, room, size, step, say)
    days = [day.toordinal() for day in dates]
    step = step or step_of(labels)
    distinct = sorted(set(days))
    gaps = sorted(b - a for a, b in pairwise(distinct))
    half = max(gaps[len(gaps) // 2] / 2, (distinct[-1] - distinct[0]) * 0.002)
    start, end = distinct[0] - half, distinct[-1] + half
    farthest = distinct[-1] + REACH * 2 * half
    for day in (found[0].toordinal() for label in since if (found := as_dates((label,)))):
        if end < day <= farthest:
            end = day + half / 2

    def place(day: float) -> float:
        return (day - start) / (end - start)

    marks = _date_marks(min(dates), max(dates), max(day.day for day in dates), step, room / size, say)
    ticks = next((found for found in marks if _fits(found, place, room, size)), [])
    return TimeAxis(
        places=tuple(place(day) for day in days),
        half_step=half / (end - start),
        ticks=tuple(_with_years(ticks, place, room, size)),
        days=tuple(days),
        labels=tuple(labels),
        _ends=(start, end),
    )


_kept = lru_cache(maxsize=32)(_made)


def _label_axis(labels: Sequence[str], room: float, size: float, step: str | None, say: Say) -> TimeAxis:
    count = max(len(labels), 1)
    places = tuple((position + 0.5) / count for position in range(len(labels)))
    dates = as_dates(labels)
    if dates is not None:
        months = step in {"month", "quarter", "year"}
        label = say(SHORT_MONTHS[dates[0].month - 1]) if months else _day_label(dates[0], say)
        ticks = [Tick(places[0], label, str(dates[0].year))]
    else:
        written = [isolate(clean(label)) for label in labels]
        ticks = _label_ticks(written, places, room, size)
    return TimeAxis(places=places, half_step=0.5 / count, ticks=tuple(ticks), labels=tuple(labels))


def _label_ticks(labels: Sequence[str], places: Sequence[float], room: float, size: float) -> list[Tick]:
    """Show as many labels as have room, on two lines where they are long, shortened only if they must be."""
    widest = max((width(label, size) for label in labels), default=0.0)
    allowed = min(widest, max(room / 5, size * 6))
    every = max(1, math.ceil((allowed + size) * len(labels) / room))
    ticks = []
    for position in range(0, len(labels), every):
        lines = wrap(labels[position], allowed, size)
        ticks.append(Tick(places[position], *lines[:2]))
    return ticks


_Mark = tuple[int, str, int]  # ordinal day, label, year


def _date_marks(
    first: date, last: date, latest_day: int, step: str, most: float, say: Say
) -> Iterator[list[_Mark]]:
    """Yield the sets of marks worth trying, the finest first; none that would have many more than `most`."""
    length = (last - first).days
    if step in {"day", "week", "point"}:
        for days in (7, 14, 28) if step == "week" else (1, 2, 7, 14, 28):
            if length / days <= most:
                yield _every_days(first, last, days, say)
    # Months are marked where the points lie in them: the 1st, the 15th, or their last day.
    on_day = latest_day if step in {"month", "quarter", "year"} else 1
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600):
        if (
            length / 31 / months > most
            or (step == "quarter" and months % 3)
            or (step == "year" and months % 12)
        ):
            continue
        offset = first.month - 1 if step in {"quarter", "year"} else 0
        marks = _every_months(first, last, months, on_day, offset, say)
        if marks:
            yield marks


def _every_days(first: date, last: date, days: int, say: Say) -> list[_Mark]:
    marks = range(first.toordinal(), last.toordinal() + 1, days)
    return [(day, _day_label(date.fromordinal(day), say), date.fromordinal(day).year) for day in marks]


def _day_label(day: date, say: Say) -> str:
    return say(N_("%(day)s %(month)s")) % {"day": day.day, "month": say(SHORT_MONTHS[day.month - 1])}


def _every_months(first: date, last: date, months: int, on_day: int, offset: int, say: Say) -> list[_Mark]:
    marks: list[_Mark] = []
    number = first.year * 12 + first.month - 1
    number += (offset - number) % months
    while number <= last.year * 12 + last.month - 1:
        day = _in_month(number, on_day)
        if first <= day <= last:
            year = number // 12
            label = str(year) if months >= 12 and offset == 0 else say(SHORT_MONTHS[number % 12])
            marks.append((day.toordinal(), label, 0 if label == str(year) else year))
        number += months
    return marks


@lru_cache(maxsize=4096)
def _in_month(number: int, on_day: int) -> date:
    year, month = divmod(number, 12)
    following = date(year + (month == 11), month % 12 + 1 if month == 11 else month + 2, 1)
    return date(year, month + 1, min(on_day, (following - timedelta(days=1)).day))


def _fits(marks: list[_Mark], place: Callable[[float], float], room: float, size: float) -> bool:
    """Say whether no label of these marks touches the next."""
    edge = -math.inf
    for day, label, _ in marks:
        half = width(label, size) / 2
        centre = place(day) * room
        if centre - half < edge + size * 0.5:
            return False
        edge = centre + half
    return True


def _with_years(marks: list[_Mark], place: Callable[[float], float], room: float, size: float) -> list[Tick]:
    """Put each year under its first mark, unless the next year's would touch it."""
    firsts = [i for i, mark in enumerate(marks) if mark[2] and (i == 0 or marks[i - 1][2] != mark[2])]
    shown = set(firsts)
    for one, other in pairwise(firsts):
        gap = (place(marks[other][0]) - place(marks[one][0])) * room
        if gap < width(str(marks[one][2]), size) + size * 0.4:
            shown.discard(one)
    return [
        Tick(place(day), label, str(year) if position in shown else "")
        for position, (day, label, year) in enumerate(marks)
    ]
