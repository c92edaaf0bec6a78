"""Periods counted, 1 for the first, with gaps kept; and in which of them a date falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from alongside.tabular.periods import Integers

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
STEPS = (*_DAYS, *_MONTHS)


@dataclass(frozen=True)
class Timeline:
    """How the labels of a series (or of several, taken together) count periods.

    `step` is day, week, month, quarter or year for ISO dates; "" counts labels in the order given.
    """

    labels: tuple[str, ...]
    step: str
    first: date | None
    # The day of the month on which a period of months begins.
    begins: int = 1

    def times(self, labels: Sequence[str]) -> Integers:
        """Return the number of each label's period."""
        if not self.step:
            places = {label: place for place, label in enumerate(self.labels, 1)}
            return np.array([places[label] for label in labels], dtype=np.int64)
        return np.array([self._number(date.fromisoformat(label)) for label in labels], dtype=np.int64)

    def place(self, when: date | str) -> tuple[int, bool] | None:
        """Return the period in which a date falls, and whether it falls inside it rather than at its start.

        A label, or a date that is one, names its period. None for a label that isn't there. The period may
        lie before the first or after the last.

        >>> timeline_of(["2026-01-01", "2026-02-01", "2026-04-01"], "month").place(date(2026, 3, 17))
        (3, True)
        """
        label = when.isoformat() if isinstance(when, date) else when
        if label in self.labels:
            return int(self.times([label])[0]), False
        if not self.step or not isinstance(when, date):
            return None
        number = self._number(when)
        return number, when != self._start(number)

    def _number(self, day: date) -> int:
        assert self.first is not None
        if self.step in _DAYS:
            return (day - self.first).days // _DAYS[self.step] + 1
        months = _month(day) - _month(self.first) - (1 if day.day < self.begins else 0)
        return months // _MONTHS[self.step] + 1

    def _start(self, number: int) -> date:
        assert self.first is not None
        if self.step in _DAYS:
            return self.first + timedelta(days=_DAYS[self.step] * (number - 1))
        months = _month(self.first) + _MONTHS[self.step] * (number - 1)
        return date(months // 12, months % 12 + 1, self.begins)


def timeline_of(labels: Sequence[str], step: str) -> Timeline | None:
    """Return how these labels count periods of `step`, or None if dates keep no rhythm to count by.

    Any other step than those of STEPS takes dates for months if no month has two of them (figures gathered on
    some day of each month), and other labels in the order given.
    """
    try:
        dates = sorted(date.fromisoformat(label) for label in set(labels))
    except ValueError:
        return Timeline(tuple(dict.fromkeys(labels)), "", None)
    if step not in STEPS:
        if len({_month(day) for day in dates}) < len(dates):
            return None
        step = "month"
    if step in _DAYS:
        return Timeline(tuple(labels), step, dates[0])
    days = {day.day for day in dates}
    ends = all((day + timedelta(days=1)).day == 1 for day in dates)
    # Periods begin on the day that all dates share; dates at ends of months, or on any day, mean the months.
    begins = days.pop() if len(days) == 1 and not ends else 1
    return Timeline(tuple(labels), step, dates[0], begins)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
