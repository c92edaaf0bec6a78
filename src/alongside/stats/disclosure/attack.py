"""What somebody can work out: the values that hidden counts of a table with margins can still have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Span(NamedTuple):
    """The smallest and the largest value that a figure can have; None for no end."""

    low: int
    high: int | None


def possible(
    cells: Sequence[Sequence[Span]],
    rows: Sequence[Span],
    columns: Sequence[Span],
    total: Span,
    asked: Sequence[tuple[int, int]],
) -> list[Span]:
    """For each figure of `asked`, the values that it can have where every figure lies in its span and all adds up.

    A figure is named by (row, column); one past the last row or column names the sum.

    The constraints are those of a flow through a network (from rows to columns, and the whole back), whose extreme points are whole
    numbers: so the ends that linear programming finds are exact, and every whole number between them is possible too.
    Raises ValueError where the spans contradict each other.

    Source: the transportation polytope; Fischetti and Salazar-González (2000), models for the cell suppression problem.

    >>> open_end = Span(0, None)
    >>> possible([[Span(1, 7), Span(12, 12), Span(25, 25)]], [Span(40, 40)], [open_end] * 3, Span(40, 40), [(0, 0)])
    [Span(low=3, high=3)]
    """
    from scipy.optimize import linprog  # slow to import

    height, width = len(cells), len(cells[0])
    bounds = [(span.low, span.high) for row in cells for span in row]
    sums: list[NDArray[np.float64]] = []
    most: list[float] = []
    for mask, span in _margins(height, width, rows, columns, total):
        if span.high is not None:
            sums.append(mask)
            most.append(span.high)
        if span.low > 0:
            sums.append(-mask)
            most.append(-span.low)
    found = []
    for row, column in asked:
        aimed_at = np.zeros((height, width))
        aimed_at[slice(None) if row == height else row, slice(None) if column == width else column] = 1
        ends: list[int | None] = []
        for sign in (1.0, -1.0):
            solved = linprog(
                sign * aimed_at.ravel(),
                A_ub=np.array(sums) if sums else None,
                b_ub=most or None,
                bounds=bounds,
                method="highs",
            )
            if solved.status == 3:  # no end on this side
                ends.append(None)
                continue
            if solved.status != 0:
                raise ValueError("these figures contradict each other")
            ends.append(round(sign * solved.fun))
        low, high = ends
        assert low is not None  # nothing is below 0
        found.append(Span(low, high))
    return found


def _margins(
    height: int, width: int, rows: Sequence[Span], columns: Sequence[Span], total: Span
) -> list[tuple[NDArray[np.float64], Span]]:
    """Which cells each margin adds up, and the span of it."""
    found = []
    for row, span in enumerate(rows):
        mask = np.zeros((height, width))
        mask[row] = 1
        found.append((mask.ravel(), span))
    for column, span in enumerate(columns):
        mask = np.zeros((height, width))
        mask[:, column] = 1
        found.append((mask.ravel(), span))
    found.append((np.ones(height * width), total))
    return found
