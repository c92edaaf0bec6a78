"""Axes: where values and dates fall, and which marks and labels the axes carry."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.charts.language import N_, Say, english
from alongside.charts.periods import SHORT_MONTHS, as_dates, step_of
from alongside.charts.text import clean, isolate, shorten, width

_LEVEL_SHARE = 0.4
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class ValueAxis:
    """The y axis: its ends, its marks and the decimals that its labels need, in units as shown."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    def place(self, value: float, top: float, bottom: float) -> float:
        """Return how far down the picture a value lies."""
        return bottom - (value - self.low) / (self.high - self.low) * (bottom - top)


def value_axis(values: Sequence[float], *, percent: bool = False, about: int = 5) -> ValueAxis:
    """Return an axis of round marks that holds all values.

    It starts at zero where the values reach down near it, as a share of their height; a share never goes beyond
    0 to 100 %. A flat series gets some room above and below.
    """
    factor = 100.0 if percent else 1.0
    shown = [value * factor for value in values] or [0.0, 1.0]
    low, high = min(shown), max(shown)
    ceiling = 100.0 if percent and high <= 100.0 * (1 + 1e-9) else math.inf
    if high - low <= 1e-9 * max(abs(high), abs(low), 1e-300):
        room = abs(high) * 0.1 or 1.0
        floor = 0.0 if low >= 0 else -math.inf
        low, high = max(low - room, floor), min(high + room, ceiling)
    elif low > 0 and low <= _LEVEL_SHARE * high:
        low = 0.0
    step = _nice_step((high - low) / about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if last * step > ceiling:
        last = math.floor(ceiling / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1
    ticks = tuple(position * step / factor for position in range(first, last + 1))
    # A line that lies on the edge would be half cut off, so the plot ends a little beyond the last mark it touches.
    return ValueAxis(low=min(ticks[0], low / factor), high=max(ticks[-1], high / factor), ticks=ticks,
                     decimals=decimals)  # fmt: skip


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in _NICE if nice * power >= rough * (1 - 1e-9))


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
        """Return the place of a date or a label that need not be a point; None if it lies outside the picture."""
        if self.days is None:
            return self.places[self.labels.index(label)] if label in self.labels else None
        found = as_dates((label,))
        if not found:
            return None
        start, end = self._ends
        place = (found[0].toordinal() - start) / (end - start)
        return place if -1e-9 <= place <= 1 + 1e-9 else None


def time_axis(labels: Sequence[str], room: float, size: float, say: Say = english) -> TimeAxis:
    """Return an axis for these labels on a plot `room` wide with labels of a font size.

    Dates lie where they fall in time; other labels lie side by side in their order.
    """
    dates = as_dates(labels)
    if dates is None or len(labels) == 1 or max(dates) == min(dates):
        return _label_axis(labels, room, size, say)
    days = [day.toordinal() for day in dates]
    step = step_of(labels)
    distinct = sorted(set(days))
    gaps = sorted(b - a for a, b in zip(distinct, distinct[1:], strict=False))
    half = max(gaps[len(gaps) // 2] / 2, (distinct[-1] - distinct[0]) * 0.002)
    start, end = distinct[0] - half, distinct[-1] + half

    def place(day: float) -> float:
        return (day - start) / (end - start)

    marks = _date_marks(min(dates), max(dates), max(day.day for day in dates), step, say)
    ticks = next((found for found in marks if _fits(found, place, room, size)), [])
    return TimeAxis(
        places=tuple(place(day) for day in days), half_step=half / (end - start),
        ticks=tuple(_with_years(ticks, place, room, size)), days=tuple(days), labels=tuple(labels), _ends=(start, end),
    )  # fmt: skip


def _label_axis(labels: Sequence[str], room: float, size: float, say: Say) -> TimeAxis:
    count = max(len(labels), 1)
    places = tuple((position + 0.5) / count for position in range(len(labels)))
    dates = as_dates(labels)
    if dates is not None:
        written = [_day_label(day, say) for day in dates]
        ticks = [Tick(places[0], written[0], str(dates[0].year))]
    else:
        written = [isolate(clean(label)) for label in labels]
        widest = max((width(label, size) for label in written), default=0.0)
        # Labels take the room they ask for, up to a fifth of the plot; then only every so many are shown.
        needed = min(widest, max(room / 5, size * 4)) + size * 0.8
        every = max(1, math.ceil(needed * count / room))
        ticks = [
            Tick(places[i], shorten(written[i], needed * 1.02 - size * 0.8, size)) for i in range(0, len(written), every)
        ]
    return TimeAxis(places=places, half_step=0.5 / count, ticks=tuple(ticks), labels=tuple(labels))


_Mark = tuple[int, str, int]  # ordinal day, label, year


def _date_marks(first: date, last: date, latest_day: int, step: str, say: Say) -> list[list[_Mark]]:
    """Return the sets of marks worth trying, the finest first."""
    tries: list[list[_Mark]] = []
    if step in {"day", "point"}:
        tries += [_every_days(first, last, days, say) for days in (1, 2)]
    if step in {"day", "week", "point"}:
        tries += [_every_days(first, last, days, say) for days in (7, 14, 28)]
    # Months are marked where the points lie in them: the 1st, the 15th, or their last day.
    on_day = latest_day if step in {"month", "quarter", "year"} else 1
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600):
        if (step != "quarter" or months % 3 == 0) and (step != "year" or months % 12 == 0):
            offset = first.month - 1 if step in {"quarter", "year"} else 0
            tries.append(_every_months(first, last, months, on_day, offset, say))
    return [marks for marks in tries if marks]


def _every_days(first: date, last: date, days: int, say: Say) -> list[_Mark]:
    if (last - first).days / days > 400:
        return []
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


def _in_month(number: int, on_day: int) -> date:
    year, month = divmod(number, 12)
    following = date(year + (month == 11), month % 12 + 1 if month == 11 else month + 2, 1)
    return date(year, month + 1, min(on_day, (following - timedelta(days=1)).day))


def _fits(marks: list[_Mark], place: Callable[[float], float], room: float, size: float) -> bool:
    """Say whether no label of these marks touches the next."""
    if len(marks) > room / size:
        return False
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
    for one, other in zip(firsts, firsts[1:], strict=False):
        gap = (place(marks[other][0]) - place(marks[one][0])) * room
        if gap < width(str(marks[one][2]), size) + size * 0.4:
            shown.discard(one)
    return [
        Tick(place(day), label, str(year) if position in shown else "") for position, (day, label, year) in enumerate(marks)
    ]


def nearest(places: Sequence[float], place: float) -> int:
    """Return which of some rising places is nearest to one."""
    right = bisect_left(places, place)
    if right == 0:
        return 0
    if right == len(places) or place - places[right - 1] <= places[right] - place:
        return right - 1
    return right
