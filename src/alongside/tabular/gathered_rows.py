"""Many rows, one point: days, weeks, months and quarters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from alongside.tabular.figures import Floats, Rows
from alongside.tabular.periods import Integers, first_day, iso, period_of
from alongside.tabular.problems import Note, Problem, Problems
from alongside.tabular.rowwise import Rowwise
from alongside.tabular.series import Series

_NAMED = 6


@dataclass
class _Points:
    """The points of all series one after another, and which point each row goes into."""

    of_row: Integers
    groups: Integers
    periods: Integers
    found: Rows
    """Which points have rows."""

    @property
    def count(self) -> int:
        return len(self.groups)

    def total(self, values: Floats) -> Floats:
        """Add up the values of each point's rows."""
        return np.bincount(self.of_row, weights=values, minlength=self.count).astype(np.float64)


@dataclass
class _Finished:
    """The rows of finished periods laid out in points, and what had not finished."""

    rows: Integers
    points: _Points
    late_groups: Integers
    late_periods: Integers


def by_period(rowwise: Rowwise, problems: Problems) -> list[Series]:
    """Gather rows into the periods that have finished."""
    every = rowwise.choice.every or ""
    finished = _finished(rowwise, problems)
    if finished is None:
        return []
    rows, points = finished.rows, finished.points
    y, n = _values(rowwise, rows, points)
    lines = np.zeros(points.count, dtype=np.int64)
    lines[points.of_row[::-1]] = rowwise.table.lines[rows[::-1]]
    series = []
    for key, here, notes in _each_series(rowwise, finished):
        labels = iso(first_day(points.periods[here], every))
        sizes = None if n is None else n[here]
        notes += _zero_denominators(labels, sizes, points.found[here])
        series.append(Series(key, labels, y[here], sizes, lines[here], True, tuple(notes)))
    return series


def samples_by_period(rowwise: Rowwise, problems: Problems) -> list[Series]:
    """Keep every row of the periods that have finished, called by its period; a period without rows has one
    row without a value.
    """
    every = rowwise.choice.every or ""
    finished = _finished(rowwise, problems)
    if finished is None:
        return []
    rows, points = finished.rows, finished.points
    empty = np.flatnonzero(~points.found)
    place = np.concatenate([points.of_row, empty])
    y = np.concatenate([rowwise.y[rows], np.full(len(empty), np.nan)])
    lines = np.concatenate([rowwise.table.lines[rows], np.zeros(len(empty), dtype=np.int64)])
    order = np.argsort(place, kind="stable")
    place, y, lines = place[order], y[order], lines[order]
    series = []
    for key, here, notes in _each_series(rowwise, finished):
        own = slice(*np.searchsorted(place, [here.start, here.stop]))
        labels = iso(first_day(points.periods[place[own]], every))
        series.append(Series(key, labels, y[own], None, lines[own], True, tuple(notes)))
    return series


def _finished(rowwise: Rowwise, problems: Problems) -> _Finished | None:
    choice = rowwise.choice
    every = choice.every or ""
    rows = np.flatnonzero(rowwise.used)
    periods = period_of(rowwise.moments.values[rows], every)
    current = int(period_of(np.array([np.datetime64(choice.as_of, "D")]).astype(np.int64), every)[0])
    finished = periods < current
    if len(rows) and not finished.any():
        problems.add(Problem("nothing_finished", params={"every": every, "as_of": str(choice.as_of)}))
        return None
    late_groups, late_periods = rowwise.groups[rows[~finished]], periods[~finished]
    rows, periods = rows[finished], periods[finished]
    points = _points(rowwise, rows, rowwise.groups[rows], periods, problems)
    return None if points is None else _Finished(rows, points, late_groups, late_periods)


def _each_series(rowwise: Rowwise, finished: _Finished) -> Iterator[tuple[str | None, slice, list[Note]]]:
    """Go through the series that have points: their key, which points are theirs, and notes."""
    every = rowwise.choice.every or ""
    points = finished.points
    last = int(points.periods.max(initial=0))
    bounds = np.searchsorted(points.groups, np.arange(len(rowwise.keys) + 1))
    for number, key in enumerate(rowwise.keys):
        here = slice(int(bounds[number]), int(bounds[number + 1]))
        late = finished.late_periods[finished.late_groups == number]
        if here.start == here.stop:
            if key is not None and len(late):
                rowwise.notes.append(Note("nothing_yet", params={"series": key, "every": every}))
            continue
        yield (
            key,
            here,
            [
                *_unfinished(rowwise, late),
                *_without_rows(rowwise, points, here),
                *_ends_early(int(points.periods[here][-1]), last, every),
            ],
        )


def _points(
    rowwise: Rowwise, rows: Integers, groups: Integers, periods: Integers, problems: Problems
) -> _Points | None:
    """Lay out the points: every period from a series' first to its last, or only those that have rows.

    Days without rows are no gaps, because a service may be closed; but where nothing means 0, they are zeros.
    """
    count = len(rowwise.keys)
    first = np.full(count, np.iinfo(np.int64).max)
    last = np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(first, groups, periods)
    np.maximum.at(last, groups, periods)
    lengths = np.where(last >= first, last - first + 1, 0)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    place = starts[groups] + periods - first[groups]
    fills = rowwise.choice.fills
    if fills == "zero" or (fills == "gap" and rowwise.choice.every != "day"):
        if starts[-1] > rowwise.table.limits.points:
            problems.add(_too_many(rowwise, rows, groups, periods, int(np.argmax(lengths))))
            return None
        places, of_row = np.arange(starts[-1]), place
    else:
        places, of_row = np.unique(place, return_inverse=True)
    owners = np.searchsorted(starts, places, side="right") - 1
    found = np.bincount(of_row, minlength=len(places)) > 0
    return _Points(of_row, owners, places - starts[owners] + first[owners], found)


def _too_many(rowwise: Rowwise, rows: Integers, groups: Integers, periods: Integers, longest: int) -> Problem:
    theirs = np.flatnonzero(groups == longest)
    earliest, latest = theirs[np.argmin(periods[theirs])], theirs[np.argmax(periods[theirs])]
    days = rowwise.moments.values[rows[[earliest, latest]]]
    first, last = iso(days)
    line = int(rowwise.table.lines[rows[earliest]])
    params = {"first": first, "last": last, "limit": rowwise.table.limits.points}
    return Problem("too_many_points", line, rowwise.moments.column.name, params)


def _values(rowwise: Rowwise, rows: Integers, points: _Points) -> tuple[Floats, Floats | None]:
    """Make each point's value, and its denominator if there is one. Rows that lack either are left out."""
    y, n = rowwise.y[rows], None if rowwise.n is None else rowwise.n[rows]
    usable = ~np.isnan(y) if n is None else ~(np.isnan(y) | np.isnan(n))
    some = points.total(usable.astype(np.float64))
    kept = np.where(usable, y, 0.0)
    agg = rowwise.choice.agg or "sum"
    if agg == "median":
        gathered = _medians(points.of_row[usable], y[usable], points.count)
    else:
        gathered = points.total(kept)
        if agg == "mean":
            gathered = np.divide(gathered, some, out=np.full(points.count, np.nan), where=some > 0)
    nothing = 0.0 if rowwise.choice.fills == "zero" else np.nan
    gathered = np.where(some > 0, gathered, np.where(points.found, np.nan, nothing))
    if n is None:
        return gathered, None
    sizes = np.where(
        some > 0, points.total(np.where(usable, n, 0.0)), np.where(points.found, np.nan, nothing)
    )
    return np.where(sizes == 0, np.nan, gathered), sizes


def _medians(of_row: Integers, values: Floats, count: int) -> Floats:
    order = np.lexsort((values, of_row))
    of_row, values = of_row[order], values[order]
    starts = np.searchsorted(of_row, np.arange(count + 1))
    sizes = np.diff(starts)
    medians = np.full(count, np.nan)
    some = sizes > 0
    low, high = starts[:-1][some] + (sizes[some] - 1) // 2, starts[:-1][some] + sizes[some] // 2
    # Halved before they are added, so that even the largest numbers do not overflow.
    medians[some] = np.where(low == high, values[low], values[low] / 2 + values[high] / 2)
    return medians


def _unfinished(rowwise: Rowwise, late: Integers) -> list[Note]:
    if not len(late):
        return []
    every = rowwise.choice.every or ""
    label = iso(first_day(late.min(keepdims=True), every))[0]
    params = {"every": every, "label": label, "as_of": str(rowwise.choice.as_of), "count": len(late)}
    return [Note("unfinished", params=params)]


def _without_rows(rowwise: Rowwise, points: _Points, here: slice) -> list[Note]:
    """Say which periods have no rows, and what became of them."""
    every = rowwise.choice.every or ""
    periods = points.periods[here]
    if rowwise.choice.fills == "omit":
        expected = int(periods[-1] - periods[0]) + 1
        count = expected - len(periods)
        after = periods[:-1][np.diff(periods) > 1] + 1 if every != "day" else periods[:0]
        absent = after[:_NAMED]
        code, more = "omitted", count > len(absent)
    else:
        empty = periods[~points.found[here]]
        absent, more = empty[:_NAMED], len(empty) > _NAMED
        code = "zeros" if rowwise.choice.fills == "zero" else "gaps"
    if not len(absent):
        return []
    which = ", ".join(iso(first_day(absent, every))) + (", …" if more else "")
    return [Note(code, params={"which": which})]


def _zero_denominators(labels: list[str], sizes: Floats | None, found: Rows) -> list[Note]:
    if sizes is None:
        return []
    zero = [label for label, size, rows in zip(labels, sizes, found, strict=True) if size == 0 and rows]
    if not zero:
        return []
    which = ", ".join(zero[:_NAMED]) + (", …" if len(zero) > _NAMED else "")
    return [Note("zero_denominator_period", params={"which": which})]


def _ends_early(own: int, last: int, every: str) -> list[Note]:
    if own >= last:
        return []
    label, latest = iso(first_day(np.array([own, last]), every))
    return [Note("ends_early", params={"label": label, "last": latest})]
