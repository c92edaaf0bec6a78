"""What somebody decided about the points of measures: where phases begin, and which points are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.improvement.models import Exclusion, Measure, Phase
from alongside.improvement.queries.series import Part


@dataclass(frozen=True)
class Marked:
    """The phases and the points left out of one measure that stand."""

    phases: tuple[Phase, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    # Whether the labels of the measure are dates: a phase then begins at the first point from its date on.
    dated: bool = True

    def begins(self, part: Part) -> dict[int, Phase]:
        """At which rows of a series a new phase begins. The first row begins the first phase anyway."""
        found: dict[int, Phase] = {}
        for phase in self.phases:
            if phase.every_part or phase.part == part.name:
                row = self._row_of(phase.label, part)
                if row:
                    found[row] = phase
        return dict(sorted(found.items()))

    def _row_of(self, label: str, part: Part) -> int | None:
        if self.dated:
            return next((row for row, at in enumerate(part.labels) if at >= label), None)
        return part.labels.index(label) if label in part.labels else None

    def phases_in(self, series: Sequence[Part], rows: int) -> np.ndarray:
        """The number of the phase of each point, from 1; shape (series, rows)."""
        numbers = np.ones((len(series), rows), dtype=np.int64)
        for place, part in enumerate(series):
            for row in self.begins(part):
                numbers[place, row:] += 1
        return numbers

    def phase_reasons(self, part: Part) -> Mapping[int, str]:
        """Why each phase but the first began, by its number."""
        return {number: phase.why for number, phase in enumerate(self.begins(part).values(), start=2)}

    def excluded_in(self, series: Sequence[Part], rows: int) -> np.ndarray:
        """Which points are left out; shape (series, rows)."""
        out = np.zeros((len(series), rows), dtype=bool)
        for place, part in enumerate(series):
            labels = {one.label for one in self.exclusions if one.part == part.name}
            out[place, : len(part.labels)] = [label in labels for label in part.labels]
        return out

    def exclusion_reasons(self, part: Part) -> Mapping[str, str]:
        """Why each point that is left out is, by its label."""
        return {one.label: one.why for one in self.exclusions if one.part == part.name}


def of(measure: Measure | None) -> Marked:
    """Those of one measure; nothing for one that isn't saved yet."""
    return Marked() if measure is None else of_measures([measure])[measure.pk]


def of_measures(measures: Sequence[Measure]) -> dict[object, Marked]:
    """Those of each of several measures, in two queries."""
    keys = [measure.pk for measure in measures]
    phases: dict[object, list[Phase]] = {key: [] for key in keys}
    exclusions: dict[object, list[Exclusion]] = {key: [] for key in keys}
    for phase in Phase.objects.filter(measure__in=keys).standing().order_by("label", "created_at"):
        phases[phase.measure_id].append(phase)
    for one in Exclusion.objects.filter(measure__in=keys).standing().order_by("part", "label"):
        exclusions[one.measure_id].append(one)
    return {
        measure.pk: Marked(
            tuple(phases[measure.pk]),
            tuple(exclusions[measure.pk]),
            dated=measure.step != Measure.Step.ORDER,
        )
        for measure in measures
    }
