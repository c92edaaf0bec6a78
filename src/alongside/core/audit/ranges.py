"""Numbers of rows as ranges: "1-40,42-57" says a hundred thousand of them in a few characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_RANGE = re.compile(r"(\d{1,19})(?:-(\d{1,19}))?")

Range = tuple[int, int]


def gathered(numbers: Iterable[int]) -> list[Range]:
    """Ascending numbers as ranges, both ends included."""
    found: list[Range] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def written(ranges: Iterable[Range]) -> str:
    """Ranges as text."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def read(text: str) -> list[Range]:
    """The ranges that a text says; raises ValueError unless they ascend without touching."""
    found: list[Range] = []
    for part in text.split(",") if text else []:
        match = _RANGE.fullmatch(part)
        if not match:
            raise ValueError(f"{part!r} is no range of numbers")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or (found and first <= found[-1][1]):
            raise ValueError("ranges must ascend")
        found.append((first, last))
    return found


def size(ranges: Iterable[Range]) -> int:
    """How many numbers there are in them."""
    return sum(last - first + 1 for first, last in ranges)


def missing(present: Iterable[Range], *, first: int, last: int) -> Iterator[Range]:
    """What lies between `first` and `last` and in none of the (ascending) ranges."""
    at = first
    for start, end in present:
        if start > at:
            yield (at, min(start - 1, last))
        at = max(at, end + 1)
        if at > last:
            return
    if at <= last:
        yield (at, last)
