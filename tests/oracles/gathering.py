"""Rows into periods, slowly and obviously: dictionaries, the standard library's dates, one row at a time."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass
class Row:
    """One row: its day, its series, a value and a denominator, None where there is none."""

    day: date
    series: str
    y: float | None
    n: float | None = None


def start_of(day: date, every: str) -> date:
    """The first day of the period that a day is in."""
    if every == "week":
        return day - timedelta(days=day.weekday())
    if every == "month":
        return day.replace(day=1)
    if every == "quarter":
        return date(day.year, day.month - (day.month - 1) % 3, 1)
    return day


def next_start(start: date, every: str) -> date:
    """The first day of the period after."""
    if every == "day":
        return start + timedelta(days=1)
    if every == "week":
        return start + timedelta(days=7)
    months = 1 if every == "month" else 3
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)


Point = tuple[str, float | None, float | None]


def gathered(
    rows: list[Row], every: str, agg: str, missing_dates: str, as_of: date, denominators: bool
) -> dict[str, list[Point]]:
    """Return the points of each series: its label, its value or numerator, its denominator."""
    periods: dict[str, dict[date, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        start = start_of(row.day, every)
        if next_start(start, every) <= as_of:
            periods[row.series][start].append(row)
    series = {}
    for name, found in periods.items():
        points: list[Point] = []
        start, last = min(found), max(found)
        while start <= last:
            if start in found:
                points.append((start.isoformat(), *_of_rows(found[start], agg, denominators)))
            elif missing_dates == "zero":
                points.append(
                    (start.isoformat(), None if denominators else 0.0, 0.0 if denominators else None)
                )
            elif missing_dates == "gap" and every != "day":
                points.append((start.isoformat(), None, None))
            start = next_start(start, every)
        series[name] = points
    return series


def _of_rows(rows: list[Row], agg: str, denominators: bool) -> tuple[float | None, float | None]:
    if denominators:
        pairs = [(row.y, row.n) for row in rows if row.y is not None and row.n is not None]
        if not pairs:
            return None, None
        total = sum(n for _, n in pairs)
        return (sum(y for y, _ in pairs) if total else None), float(total)
    values = [row.y for row in rows if row.y is not None]
    if not values:
        return None, None
    ways = {"sum": sum, "mean": statistics.fmean, "median": statistics.median}
    return float(ways[agg](values)), None
