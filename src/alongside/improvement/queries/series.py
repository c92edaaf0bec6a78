"""The standing figures of a measure, as the arrays that are judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import numpy as np
from django.db.models import F, Q

from alongside.improvement.models import Annotation, Import, Measure, Point
from alongside.improvement.reading import Figure, Standing

# A page of a measure draws this many of its parts; the rest are on the pages behind it.
PARTS_A_PAGE = 12


@dataclass(frozen=True)
class Part:
    """One series of a measure: its name (empty for the only one), its periods, values and denominators."""

    name: str
    labels: tuple[str, ...]
    y: np.ndarray
    n: np.ndarray | None

    @property
    def total(self) -> float:
        """How many there are behind the values, where that is known."""
        return 0.0 if self.n is None else float(np.nansum(np.where(np.isnan(self.y), np.nan, self.n)))

    @property
    def missing(self) -> int:
        """How many periods have no value."""
        return int(np.isnan(self.y).sum())


def part_names(measure: Measure) -> list[str]:
    """The parts that have figures, in the order of their names."""
    rows = Point.objects.filter(measure=measure, standing=True)
    return sorted(rows.values_list("part", flat=True).distinct(), key=str.casefold)


def parts(measure: Measure, names: Sequence[str] | None = None) -> list[Part]:
    """The series of a measure, all or those named, oldest point first. One query however many."""
    return of_measures([measure], names)[measure.pk]


def of_measures(measures: Sequence[Measure], names: Sequence[str] | None = None) -> dict[object, list[Part]]:
    """The same for several measures at once, in one query."""
    rows = Point.objects.filter(measure__in=[measure.pk for measure in measures], standing=True)
    if names is not None:
        rows = rows.filter(part__in=names)
    in_order = {measure.pk: measure.step == Measure.Step.ORDER for measure in measures}
    found: dict[object, list[Part]] = {measure.pk: [] for measure in measures}
    columns = rows.order_by("measure", "part", "label").values_list(
        "measure", "part", "place", "label", "y", "n"
    )
    for (pk, name), points in groupby(columns, key=lambda row: row[:2]):
        listed = list(points)
        if in_order[pk]:
            listed.sort(key=lambda row: row[2])
        found[pk].append(_part(name, [row[3:] for row in listed]))
    return {pk: sorted(each, key=lambda part: part.name.casefold()) for pk, each in found.items()}


def of_figures(figures: Iterable[Figure], step: str) -> list[Part]:
    """The series that figures would make, before anybody takes them."""
    ordered = sorted(figures, key=lambda one: (one.part, one.place if step == "order" else 0, one.label))
    made = [
        _part(name, [(one.label, one.y, one.n) for one in ones])
        for name, ones in groupby(ordered, key=lambda one: one.part)
    ]
    return sorted(made, key=lambda part: part.name.casefold())


def figures_of(measure: Measure) -> list[Figure]:
    """What stands now, as figures."""
    rows = Point.objects.filter(measure=measure, standing=True).values_list(
        "part", "label", "place", "y", "n"
    )
    return [Figure(*row) for row in rows]


def figures_as_of(measure: Measure, moment: datetime) -> list[Figure]:
    """The figures as they stood at a moment: what had come by then, less what had been replaced or taken back by then.

    Nothing is ever removed, so this is the same whenever it is asked for.
    """
    there = Q(brought_by__taken_at__lte=moment) & (
        Q(brought_by__undone_at__isnull=True) | Q(brought_by__undone_at__gt=moment)
    )
    replaced = Q(replaced_by__taken_at__lte=moment) & (
        Q(replaced_by__undone_at__isnull=True) | Q(replaced_by__undone_at__gt=moment)
    )
    rows = Point.objects.filter(there, measure=measure).exclude(replaced)
    # Undoing clears what replaced what: of several the one that came last stood then, and of two that came at once the undone one.
    columns = rows.order_by(
        "brought_by__taken_at", F("brought_by__undone_at").asc(nulls_first=True), "created_at"
    ).values_list("part", "label", "place", "y", "n")
    return list({row[:2]: Figure(*row) for row in columns}.values())


def as_of(measure: Measure, moment: datetime, names: Sequence[str] | None = None) -> list[Part]:
    """The series of a measure as they stood at a moment, all or those named: the same arrays that `parts` gave then."""
    figures = figures_as_of(measure, moment)
    return of_figures((one for one in figures if names is None or one.part in names), measure.step)


def standing(measure: Measure | None, chart: str = "") -> Standing:
    """What new figures must agree with."""
    if measure is None:
        return Standing(chart=chart)
    rows = Point.objects.filter(measure=measure, standing=True)
    has = rows.exists()
    return Standing(
        chart=measure.chart,
        step=measure.step,
        has_figures=has,
        has_denominators=has and rows.filter(n__isnull=False).exists(),
    )


def annotations_of(measure: Measure) -> list[Annotation]:
    """The notes beside the chart that nobody has taken off, by date."""
    rows = Annotation.objects.filter(measure=measure, withdrawn_at__isnull=True)
    return list(rows.select_related("by__account").order_by("label", "created_at"))


def _part(name: str, points: list[tuple[str, float | None, float | None]]) -> Part:
    sizes = [point[2] for point in points]
    return Part(
        name=name,
        labels=tuple(point[0] for point in points),
        y=array([point[1] for point in points]),
        n=None if all(size is None for size in sizes) else array(sizes),
    )


def array(values: Sequence[float | None]) -> np.ndarray:
    """Numbers as an array, NaN where there is none."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def labels_of(measure: Measure) -> list[str]:
    """Every label that stands, in order, for a measure without dates."""
    rows = (
        Point.objects.filter(measure=measure, standing=True)
        .order_by("place", "part")
        .values_list("label", flat=True)
    )
    return list(dict.fromkeys(rows))


def replaced_by(brought: Import) -> int:
    """How many figures come back when this import is undone."""
    return Point.objects.filter(replaced_by=brought).count()
