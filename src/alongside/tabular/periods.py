"""Days gathered into weeks, months and quarters, many at a time.

Periods are whole numbers that count up by one, so that the ones without rows are easily found.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

PERIODS = ("day", "week", "month", "quarter")
NO_DAY = np.iinfo(np.int64).min
"""Stands in an array of days where there is none."""

# 1 January 1970, day 0, was a Thursday; three days earlier a week began.
_THURSDAY = 3


def period_of(days: Integers, every: str) -> Integers:
    """Return the period of each day (days as counted from 1 January 1970)."""
    if every == "day":
        return days
    if every == "week":
        return (days + _THURSDAY) // 7
    months = days.astype("M8[D]").astype("M8[M]").astype(np.int64)
    return months if every == "month" else months // 3


def first_day(periods: Integers, every: str) -> Integers:
    """Return the first day of each period."""
    if every == "day":
        return periods
    if every == "week":
        return periods * 7 - _THURSDAY
    months = periods if every == "month" else periods * 3
    return months.astype("M8[M]").astype("M8[D]").astype(np.int64)


def iso(days: Integers) -> list[str]:
    """Return days as ISO dates."""
    labels: list[str] = np.datetime_as_string(days.astype("M8[D]")).tolist() if len(days) else []
    return labels
