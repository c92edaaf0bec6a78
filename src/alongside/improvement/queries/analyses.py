"""Analysis runs of a measure: what was run, on which figures, and whether those still stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from alongside.improvement import interrupted
from alongside.improvement.models import AnalysisRun, Measure, Point
from alongside.improvement.queries import series

LISTED = 50


@dataclass(frozen=True)
class Ledger:
    """How many analyses were run on a measure, and how many of them around a date that was there before its figures."""

    run: int
    chosen_before: int


def ledger(measure: Measure) -> Ledger:
    """Count what was run on a measure."""
    counts = AnalysisRun.objects.filter(measure=measure).aggregate(
        run=Count("pk"), before=Count("pk", filter=Q(chosen_before=True))
    )
    return Ledger(counts["run"], counts["before"])


def listed(measure: Measure) -> list[AnalysisRun]:
    """The latest runs on a measure, without their figures and results."""
    runs = AnalysisRun.objects.of(measure).defer("data", "results", "specification")
    return list(runs[:LISTED])


def out_of_date(measure: Measure, runs: Sequence[AnalysisRun]) -> set[object]:
    """Which of these runs rest on figures that have changed since. One query, however many."""
    if not runs:
        return set()
    parts = series.parts(measure, sorted({run.part for run in runs}))
    now = {part.name: interrupted.fingerprint(interrupted.data_of(part, measure.step)) for part in parts}
    return {run.pk for run in runs if now.get(run.part) != run.data_hash}


def first_stored(measure: Measure, part: str, labels: Sequence[str]) -> datetime | None:
    """When the first figure of these periods, the first of them first, was brought in, whether it still stands or not."""
    rows = Point.objects.filter(measure=measure, part=part)
    if measure.step == Measure.Step.ORDER:
        rows = rows.filter(label__in=labels)
    else:
        rows = rows.filter(label__gte=labels[0])
    found: datetime | None = rows.aggregate(first=Min("brought_by__taken_at"))["first"]
    return found
