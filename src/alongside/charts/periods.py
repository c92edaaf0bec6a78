"""What the points of a series are called and when they are: months, weeks, days, quarters, years, or plain
points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from alongside.charts.language import N_, Say, in_english
from alongside.charts.text import clean, isolate

MONTHS = [
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
]  # fmt: skip
SHORT_MONTHS = [
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"),
    N_("Oct"), N_("Nov"), N_("Dec"),
]  # fmt: skip

_ONE = {
    "day": N_("day"), "week": N_("week"), "month": N_("month"), "quarter": N_("quarter"), "year": N_("year"),
    "point": N_("point"),
}  # fmt: skip
_MANY = {
    "day": N_("days"), "week": N_("weeks"), "month": N_("months"), "quarter": N_("quarters"),
    "year": N_("years"), "point": N_("points"),
}  # fmt: skip


def period_word(step: str, count: int, say: Say = in_english) -> str:
    """Return what `count` steps are called: "month" for one, "months" for others."""
    return say((_ONE if count == 1 else _MANY)[step])


def as_dates(labels: Sequence[str]) -> list[date] | None:
    """Return the labels as dates if every one of them is an ISO date, else None."""
    return _as_dates(tuple(labels))


@lru_cache(maxsize=64)
def _as_dates(labels: tuple[str, ...]) -> list[date] | None:
    try:
        return [date.fromisoformat(label) if len(label) == 10 else _refuse() for label in labels] or None
    except ValueError:
        return None


def _refuse() -> date:
    raise ValueError


def step_of(labels: Sequence[str]) -> str:
    """Return what one step along these labels is: the largest period that every step is a whole number of.

    Two or more dates are needed to tell; without them, and for labels that are no dates, it is a point.
    Dates that keep no rhythm are points too.
    """
    return _step_of(tuple(labels))


@lru_cache(maxsize=64)
def _step_of(labels: tuple[str, ...]) -> str:
    dates = as_dates(labels)
    if dates is None or len(dates) < 2:
        return "point"
    dates = sorted(dates)
    if all(same_day_of_month(dates[0], day) for day in dates) or all(_ends_month(day) for day in dates):
        months = [_month_number(b) - _month_number(a) for a, b in pairwise(dates)]
        if min(months) >= 1:
            if all(gap % 12 == 0 for gap in months):
                return "year"
            return "quarter" if all(gap % 3 == 0 for gap in months) else "month"
    gaps = [(b - a).days for a, b in pairwise(dates)]
    if min(gaps) < 1:
        return "point"
    if all(gap % 7 == 0 for gap in gaps):
        return "week"
    return "day" if sorted(gaps)[len(gaps) // 2] == 1 else "point"


def series_step(series: Mapping[str, Any]) -> str:
    """Return what one step along a series is: what its document says, else what its labels show."""
    known: str | None = series.get("step")
    return known or step_of([point["x"] for point in series["points"]])


def same_day_of_month(one: date, other: date) -> bool:
    """Say whether two dates are the same day of their months."""
    return one.day == other.day


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def when(label: str, step: str, say: Say = in_english) -> str:
    """Return when a point is, as a reader would say it: "March 2026", "the week of 2 March 2026", or its
    label.
    """
    day = _one_date(label)
    if day is None:
        return isolate(clean(label))
    if step in {"month", "quarter", "year"}:
        month = say(N_("%(month)s %(year)s")) % {"month": say(MONTHS[day.month - 1]), "year": day.year}
        if step == "month":
            return month
        if step == "quarter":
            return say(N_("the quarter from %(month)s")) % {"month": month}
        return say(N_("the year from %(month)s")) % {"month": month}
    written = say(N_("%(day)s %(month)s %(year)s")) % {
        "day": day.day, "month": say(MONTHS[day.month - 1]), "year": day.year,
    }  # fmt: skip
    return say(N_("the week of %(date)s")) % {"date": written} if step == "week" else written


def short_when(label: str, step: str, say: Say = in_english) -> str:
    """Return when a point is, as briefly as a picture or a table wants it: "Mar 2026", "2 Mar 2026"."""
    day = _one_date(label)
    if day is None:
        return isolate(clean(label))
    month = say(SHORT_MONTHS[day.month - 1])
    if step in {"month", "quarter", "year"}:
        return say(N_("%(month)s %(year)s")) % {"month": month, "year": day.year}
    return say(N_("%(day)s %(month)s %(year)s")) % {"day": day.day, "month": month, "year": day.year}


@lru_cache(maxsize=4096)
def _one_date(label: str) -> date | None:
    dates = as_dates((label,))
    return dates[0] if dates else None


def span(first: str, last: str, step: str, say: Say = in_english) -> str:
    """Return from when to when, saying the year once: "March to October 2026"."""
    start, end = _one_date(first), _one_date(last)
    if first == last:
        return when(first, step, say)
    if start and end and start.year == end.year and step == "month":
        return say(N_("%(first)s to %(last)s %(year)s")) % {
            "first": say(MONTHS[start.month - 1]), "last": say(MONTHS[end.month - 1]), "year": end.year,
        }  # fmt: skip
    return say(N_("%(first)s to %(last)s")) % {"first": when(first, step, say), "last": when(last, step, say)}


def since(first: str, step: str, say: Say = in_english) -> str:
    """Return since when something that still lasts has been: "since March 2026"."""
    return say(N_("since %(when)s")) % {"when": when(first, step, say)}
