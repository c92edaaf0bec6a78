"""Analysis runs of a measure: what was run, on which figures, and whether those still stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from alongside.improvement import interrupted
from alongside.improvement.models import AnalysisRun, Measure, Point, Protocol
from alongside.improvement.queries import series
from alongside.programmes.viewers import Viewer

LISTED = 50


@dataclass(frozen=True)
class Ledger:
    """How many analyses were run on a measure; how many of them around a date that was there before its figures, and how
    many as a protocol had fixed them before its figures.
    """

    run: int
    chosen_before: int
    fixed_before: int


def ledger(measure: Measure, viewer: Viewer) -> Ledger:
    """Count what was run on a measure."""
    protocols = fixing(measure, viewer)
    runs = list(
        AnalysisRun.objects.filter(measure=measure).only(
            "change", "specification", "figures_at", "chosen_before"
        )
    )
    return Ledger(
        len(runs),
        sum(run.chosen_before for run in runs),
        sum(fixed_by(run, protocols) is not None for run in runs),
    )


def fixing(measure: Measure, viewer: Viewer) -> list[Protocol]:
    """The locked protocols whose primary analysis is an interrupted time series of this measure."""
    seen = Protocol.objects.visible_to(viewer).locked()
    return list(seen.filter(primary=measure, analysis=Protocol.Analysis.ITS).order_by("locked_at", "pk"))


def fixed_by(run: AnalysisRun, protocols: Sequence[Protocol]) -> Protocol | None:
    """The protocol that fixed this very analysis, as it was locked, before the first figure from the change on came in."""
    asked = run.specification
    for protocol in protocols:
        assert protocol.locked_at is not None
        model = Protocol.Model.QUASIPOISSON if asked["counts"] else Protocol.Model.OLS
        if (
            protocol.locked_at < run.figures_at
            and protocol.change_on.isoformat() == run.change
            and (protocol.its_slope, protocol.its_model) == (asked["slope"], model)
            and protocol.its_phase_in == asked["phase_in"]
            and not asked["season"]
        ):
            return protocol
    return None


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
    """When the first figure of these periods (the first of them first) came in, whether it still stands or not.

    A figure may first be seen on the page that looks at its table before it is taken: so the reading in of its table counts.
    """
    rows = Point.objects.filter(measure=measure, part=part, y__isnull=False)
    if measure.step == Measure.Step.ORDER:
        rows = rows.filter(label__in=labels)
    else:
        rows = rows.filter(label__gte=labels[0])
    found: datetime | None = rows.aggregate(first=Min("brought_by__created_at"))["first"]
    return found
