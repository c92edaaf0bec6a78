"""Analyses: run once, kept for good."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action
from alongside.improvement import interrupted
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.interrupted import Asked, NotPlaced
from alongside.improvement.models import AnalysisRun, Annotation, Measure
from alongside.improvement.queries import analyses, series
from alongside.programmes.access import hold, require
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.stats import its


@action
def run(
    *, measure: Measure, asked: Asked, change_words: str, by: Viewer, annotation: Annotation | None = None
) -> AnalysisRun:
    """Analyse a series of a measure around a dated change, and keep what was asked, on which figures, and what came out.

    What was asked already, of the same figures, is not run again: the run there is is given back. With an `annotation` the
    date is the one it notes, and it was chosen when that was noted; else it is chosen now.
    """
    require(by, Permission.ANALYSES_RUN)
    measure = hold(measure, by)
    if not change_words.strip():
        raise Refused(_("Say what changed."))
    chosen_at = clock.now()
    if annotation is not None:
        annotation = hold(annotation, by)
        if annotation.measure_id != measure.pk or annotation.label != asked.change:
            raise Refused(_("This note is not about that date on this measure."))
        chosen_at = annotation.created_at
    part = next(iter(series.parts(measure, [asked.part])), None)
    if part is None:
        raise Refused(_("There are no figures to analyse yet."))
    specification, data = asked.document(), interrupted.data_of(part, measure.step)
    hashes = interrupted.fingerprint(specification), interrupted.fingerprint(data)
    there = AnalysisRun.objects.filter(
        measure=measure, specification_hash=hashes[0], data_hash=hashes[1]
    ).first()
    if there is not None:
        return there
    try:
        results = interrupted.analysed(part, measure.step, asked)
        since = interrupted.from_the_change_on(part, measure.step, asked.change)
    except NotPlaced as problem:
        raise Refused(_(str(problem))) from problem
    except its.Refused as refused:
        raise Refused(_in_words(refused, part.labels)) from refused
    figures_at = analyses.first_stored(measure, asked.part, since)
    assert figures_at is not None  # a series without a figure from the change on is refused above
    made = AnalysisRun.objects.create(
        project=measure.project,
        measure=measure,
        part=asked.part,
        by=membership_of(by),
        change=asked.change,
        change_words=" ".join(change_words.split())[:200],
        annotation=annotation,
        chosen_at=chosen_at,
        figures_at=figures_at,
        chosen_before=chosen_at < figures_at,
        specification=specification,
        specification_hash=hashes[0],
        data=data,
        data_hash=hashes[1],
        results=results,
    )
    audit.record("analysis run", by=by, about=made, measure=measure)
    return made


def _in_words(refused: its.Refused, labels: tuple[str, ...]) -> str:
    """Analysing knows rows of an array; a person knows periods."""
    row = refused.params.get("row")
    said = refused.sentence(_)
    return f"{labels[row - 1]}: {said.partition(': ')[2]}" if isinstance(row, int) else said
