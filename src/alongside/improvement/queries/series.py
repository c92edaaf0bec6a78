"""The standing figures of a measure, as the arrays that are judged."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from alongside.improvement.models import Measure, Point

# A page of a measure draws this many of its parts; the rest are on the pages behind it.
PARTS_A_PAGE = 12


@dataclass(frozen=True)
class Part:
    """One series of a measure: its name (empty for the only one), its periods, values and denominators."""

    name: str
    labels: tuple[str, ...]
    y: np.ndarray
    n: np.ndarray | None


def part_names(measure: Measure) -> list[str]:
    """The parts that have figures, in the order of their names."""
    rows = Point.objects.filter(measure=measure, standing=True)
    return sorted(rows.values_list("part", flat=True).distinct(), key=str.casefold)


def parts(measure: Measure, names: list[str] | None = None) -> list[Part]:
    """The series of a measure, all or those named, oldest point first. One query however many."""
    rows = Point.objects.filter(measure=measure, standing=True)
    if names is not None:
        rows = rows.filter(part__in=names)
    order = "place" if measure.step == Measure.Step.ORDER else "label"
    found = rows.order_by("part", order).values_list("part", "label", "y", "n")
    made = [_part(name, list(points)) for name, points in groupby(found, key=lambda row: row[0])]
    return sorted(made, key=lambda part: part.name.casefold())


def _part(name: str, points: list[tuple[str, str, float | None, float | None]]) -> Part:
    sizes = [point[3] for point in points]
    return Part(
        name=name,
        labels=tuple(point[1] for point in points),
        y=np.array([np.nan if point[2] is None else point[2] for point in points], dtype=float),
        n=None
        if all(size is None for size in sizes)
        else np.array([np.nan if size is None else size for size in sizes], dtype=float),
    )
