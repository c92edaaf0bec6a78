"""Which figures a page of many charts looks at: all of them, the last months, a quarter or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.improvement.queries.lateness import after

MOST_QUARTERS, MOST_YEARS = 8, 6
_MONTHS = {"12m": 12, "6m": 6, "3m": 3}
_YEAR, _QUARTER = re.compile(r"[12]\d{3}"), re.compile(r"([12]\d{3})-q([1-4])")


@dataclass(frozen=True)
class Period:
    """From one day to another, both in it; open at both ends for everything. `key` stands in the address."""

    key: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def is_everything(self) -> bool:
        return not self.key

    def has(self, label: str) -> bool:
        """Whether a figure dated so is in it. ISO dates sort as they are written."""
        if self.first is None or self.last is None:
            return True
        return self.first.isoformat() <= label <= self.last.isoformat()


EVERYTHING = Period()


def asked(key: str, today: date) -> Period | None:
    """The period of that key; None where there is none such."""
    if not key:
        return EVERYTHING
    if key in _MONTHS:
        # Months that are over, and the one that is running: whatever has been brought in for it.
        return Period(key, after(today, "month", -_MONTHS[key]), today)
    if (found := _QUARTER.fullmatch(key)) is not None:
        first = date(int(found[1]), int(found[2]) * 3 - 2, 1)
        return Period(key, first, after(first, "quarter", 1) - timedelta(days=1))
    if _YEAR.fullmatch(key):
        return Period(key, date(int(key), 1, 1), date(int(key), 12, 31))
    return None


def offered(oldest: date | None, today: date) -> list[Period]:
    """The periods worth choosing where the oldest figure is of that day: lately, then quarters and years, the latest first."""
    keys = ["", "3m", "6m", "12m"]
    if oldest is not None:
        quarter = after(today, "quarter", 0)
        for _ in range(MOST_QUARTERS):
            if quarter < after(oldest, "quarter", 0):
                break
            keys.append(f"{quarter.year}-q{(quarter.month + 2) // 3}")
            quarter = after(quarter, "quarter", -1)
        keys += [
            str(year) for year in range(today.year, max(oldest.year, today.year - MOST_YEARS + 1) - 1, -1)
        ]
    return [period for key in keys if (period := asked(key, today)) is not None]
