"""Dates as people in the UK write them: ISO, day first, or with the month's name."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_LONGEST = 60
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_TIME = (
    r"(?:(?:T|,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s?(?P<half>[AaPp][Mm])?\s?(?:Z|UTC|GMT|BST|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DAY, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<year>[0-9]{4}|[0-9]{2})"
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_LONG_YEAR, _MONTH = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{1,2})"
_ISO = re.compile(rf"{_LONG_YEAR}(?P<by>[-/.]){_MONTH}(?P=by){_DAY}{_TIME}")
_COMPACT = re.compile(r"(?P<year>(?:19|2[01])[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_DAY_FIRST = re.compile(rf"{_DAY}(?P<by>[-/. ]){_MONTH}(?P=by){_YEAR}{_TIME}")
_WITH_NAME = [
    re.compile(rf"{_DAY}(?:st|nd|rd|th)?[ \-/.]?(?:of )?{_NAME},?[ \-/]?{_YEAR}{_TIME}"),
    re.compile(rf"{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_LONG_YEAR}{_TIME}"),
    re.compile(rf"{_LONG_YEAR}[ \-/]{_NAME}[ \-/]{_DAY}{_TIME}"),
]
_MONTHS_ALONE = [
    re.compile(rf"{_LONG_YEAR}[-/]{_MONTH}"),
    re.compile(rf"{_MONTH}[-/]{_LONG_YEAR}"),
    re.compile(rf"{_NAME}[ \-/,'’]{{0,2}}{_YEAR}"),
    re.compile(rf"{_LONG_YEAR}[ \-/]{_NAME}"),
]
_FINANCIAL_YEAR = re.compile(r"([0-9]{4})[-/]([0-9]{2})")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? ", re.IGNORECASE)


class Fault(Enum):
    """Why something that looks like a date is none. The values are codes of problems."""

    MONTH_FIRST = "month_first"
    NO_SUCH_DATE = "no_such_date"
    OUT_OF_RANGE = "date_out_of_range"


@dataclass(frozen=True, slots=True)
class Read:
    """A date, and what a person may want to know about how it was read."""

    date: date
    day_first: bool = False
    """Written in figures with the day first."""
    could_be_month_first: bool = False
    timed: bool = False


def read_date(text: str) -> Read | Fault | None:
    """Return the date that a text stands for, what is wrong with it, or None if it does not look like a date.

    A month alone is its first day. Figures are always read day first.

    >>> read_date("27/3/2026").date.isoformat(), read_date("Mar-26").date.isoformat(), read_date("Ward 3")
    ('2026-03-27', '2026-03-01', None)
    """
    if not 6 <= len(text) <= _LONGEST and not (len(text) == 5 and text.isalnum()):
        return None
    text = _WEEKDAY.sub("", text, count=1) if text[0].isalpha() else text
    for pattern in (_ISO, _COMPACT, _DAY_FIRST):
        found = pattern.fullmatch(text)
        if found:
            figures = pattern is _DAY_FIRST
            return _checked(found, int(found["month"]), int(found["day"]), day_first=figures)
    for pattern in _WITH_NAME:
        found = pattern.fullmatch(text)
        if found and found["name"].casefold() in _MONTHS:
            return _checked(found, _MONTHS[found["name"].casefold()], int(found["day"]))
    for pattern in _MONTHS_ALONE:
        found = pattern.fullmatch(text)
        if not found:
            continue
        parts = found.groupdict()
        if parts.get("month"):
            # 2025-26 and 2025/26 are financial years: labels.
            return _checked(found, int(parts["month"]), 1) if int(parts["month"]) <= 12 else None
        if parts["name"].casefold() in _MONTHS:
            return _checked(found, _MONTHS[parts["name"].casefold()], 1)
    return None


def is_financial_year(text: str) -> bool:
    """Say whether a text may be a year such as 2011/12, which could also be taken for December 2011."""
    found = _FINANCIAL_YEAR.fullmatch(text)
    return bool(found) and (int(found[1]) + 1) % 100 == int(found[2])  # type: ignore[index]


def looks_like_date(text: str) -> bool:
    """Say whether a text is a date, or meant to be one."""
    return read_date(text) is not None


def _checked(found: re.Match[str], month: int, day: int, *, day_first: bool = False) -> Read | Fault:
    year = _full_year(found["year"])
    if not EARLIEST.year <= year <= LATEST.year:
        return Fault.OUT_OF_RANGE
    if month > 12:
        swapped = day_first and day <= 12 and month <= calendar.monthrange(year, day or 1)[1]
        return Fault.MONTH_FIRST if swapped and day else Fault.NO_SUCH_DATE
    if not month or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return Fault.NO_SUCH_DATE
    timed = _time_of_day(found.groupdict())
    if timed is None:
        return Fault.NO_SUCH_DATE
    ambiguous = day_first and day <= 12 and day != month
    return Read(date(year, month, day), day_first, ambiguous, timed)


def _full_year(text: str) -> int:
    """Two figures mean the years from 1970 to 2069."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _time_of_day(parts: dict[str, str | None]) -> bool | None:
    """Say whether there is a time of day other than midnight; None if there is no such time."""
    if not parts.get("hour"):
        return False
    hour, minute, second = int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts["second"] or 0)
    if hour > 24 or minute > 59 or second > 60 or (parts["half"] and not 1 <= hour <= 12):
        return None
    return bool(hour or minute or second)
