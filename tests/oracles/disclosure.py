"""An attacker without any cleverness: tries every table that fits what was published.

Written apart from the product: it has its own rounding, knows nothing of linear programmes, and simply counts. Slow on purpose.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

HIDDEN = None
MOST = 400_000  # tables it has patience for

Shown = float | None


def nearest(step: int) -> Callable[[int], float]:
    """Rounding to the nearest multiple, halves up."""
    return lambda count: math.floor(count / step + 0.5) * step


def middle_of_six(count: int) -> float:
    """1 to 6 is 3, 7 to 12 is 9."""
    return 0 if count == 0 else math.ceil(count / 6) * 6 - 3


def unrounded(count: int) -> float:
    return count


def could_be(
    shown: Shown, reason: str, rounding: Callable[[int], float], least: int, largest: int
) -> list[int]:
    """Every count from 0 that a figure could stand for, to somebody who knows the rules and the reasons."""
    if shown is HIDDEN:
        return list(range(1, least)) if reason == "small" else list(range(least, largest + 1))
    if shown == 0:
        return [0]
    around = range(max(least, int(shown) - 30), int(shown) + 31)
    return [count for count in around if rounding(count) == shown]


def tables_that_fit(
    cells: Sequence[Sequence[tuple[Shown, str]]],
    rows: Sequence[tuple[Shown, str]],
    columns: Sequence[tuple[Shown, str]],
    total: tuple[Shown, str],
    *,
    rounding: Callable[[int], float],
    least: int,
    largest: int,
) -> list[set[int]] | None:
    """For each cell, row by row, the values that it has in some table that fits; None where there are too many to try.

    A cell hidden for another reason than being small could be anything up to `largest`.
    """
    options = [could_be(shown, reason, rounding, least, largest) for row in cells for shown, reason in row]
    if math.prod(len(each) for each in options) > MOST:
        return None

    # A sum has no largest: only a hidden one is open, and that is asked of the sum itself.
    def fits(count: int, published: tuple[Shown, str]) -> bool:
        shown, reason = published
        if shown is HIDDEN:
            return 1 <= count < least if reason == "small" else count >= least
        return rounding(count) == shown and (count == 0 or count >= least)

    width = len(cells[0])
    found: list[set[int]] = [set() for _ in options]
    for guess in itertools.product(*options):
        lines = [guess[start : start + width] for start in range(0, len(guess), width)]
        if not all(fits(sum(line), published) for line, published in zip(lines, rows, strict=True)):
            continue
        if not all(
            fits(sum(each), published)
            for each, published in zip(zip(*lines, strict=True), columns, strict=True)
        ):
            continue
        if not fits(sum(guess), total):
            continue
        for values, value in zip(found, guess, strict=True):
            values.add(value)
    return found


def series_that_fit(
    n: Shown, x: Shown, ratio: Shown, *, rounding: Callable[[int], float], least: int, largest: int
) -> set[tuple[int, int]]:
    """Every (numerator, group) that a published point could stand for, to somebody who knows the rules but not the reason.

    A hidden numerator is small, or few are left, or nobody or everybody has it. A percentage is of the rounded two.
    """
    found = set()
    for group in range(largest + 1):
        if n is HIDDEN:
            if not 1 <= group < least:
                continue
        elif rounding(group) != n or 0 < group < least:
            continue
        for part in range(group + 1):
            left = group - part
            must_hide = group > 0 and (group < least or part < least or left < least)
            if x is HIDDEN:
                if not must_hide:
                    continue
            elif must_hide or rounding(part) != x:
                continue
            if ratio is not HIDDEN and abs(min(rounding(part) / rounding(group), 1.0) - ratio) > 1e-12:
                continue
            found.add((part, group))
    return found
