"""Excel's days as numbers, and which number formats show a number as a date or a percentage."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

_FIRST_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's days have no zone
_FIRST_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_466  # the day after 31 December 9999

# Formats that Excel knows by number alone. 18 to 21 and 45 to 47 are times of day without a date.
_DATE_FORMATS = frozenset([14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)])
_PERCENT_FORMATS = frozenset([9, 10])
_NOT_PATTERN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_WHOLE = re.compile(r"-?[1-9][0-9]*")


def shows_date(number: int, code: str | None) -> bool:
    """Say whether a number format shows a day, a month or a year."""
    if code is None:
        return number in _DATE_FORMATS
    pattern = _NOT_PATTERN.sub("", code.split(";")[0]).lower()
    if _ELAPSED.search(code):
        return False
    if "d" in pattern or "y" in pattern:
        return "general" not in pattern
    # A lone m is a month, unless hours or seconds make it minutes.
    return "m" in pattern and "h" not in pattern and "s" not in pattern and not re.search("[0#?]", pattern)


def shows_percent(number: int, code: str | None) -> bool:
    """Say whether a number format shows a share as a percentage."""
    return number in _PERCENT_FORMATS if code is None else "%" in _NOT_PATTERN.sub("", code)


def date_text(serial: float, *, from_1904: bool = False) -> str | None:
    """Return the date of an Excel number as ISO text, with its time of day if it has one; None if there is
    none.
    """
    if not 1 <= serial < _LAST_SERIAL:
        return None
    if not from_1904 and serial < 60:
        serial += 1  # Excel believes that 1900 was a leap year
    first = _FIRST_1904 if from_1904 else _FIRST_1900
    try:
        moment = first + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None
    return moment.isoformat(sep=" ") if moment.time() != moment.min.time() else moment.date().isoformat()


def serial_day(serial: int) -> date:
    """Return the day of a whole Excel number of this century or so."""
    return (_FIRST_1900 + timedelta(days=serial)).date()


def number_text(value: str) -> str:
    """Return a number as the shortest text with the same value: 0.10000000000000001 is 0.1."""
    if _WHOLE.fullmatch(value):
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def percent_text(value: str) -> str:
    """Return a share as Excel shows it in a percentage format, without losing a digit: 0.1234 is 12.34%."""
    shown = format(Decimal(number_text(value)).scaleb(2), "f")
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"
