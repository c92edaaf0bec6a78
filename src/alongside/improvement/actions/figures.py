"""Figures: read from a table, looked at, then taken, left or undone. All of an import or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from alongside.core import audit, clock, vault
from alongside.core.actions import Refused, action
from alongside.improvement import reading
from alongside.improvement.actions import measures
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.models import Import, Measure, Point
from alongside.improvement.queries import charts, feeding, series, tables
from alongside.improvement.reading import Chosen, Figure
from alongside.programmes.access import hold, require
from alongside.programmes.models import Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.tabular import Unreadable, sentence

__all__ = ["Clash", "Figure", "choose", "leave", "propose", "stage", "take", "take_table", "undo"]

AT_ONCE = 2_000  # rows a statement


class Clash(StrEnum):
    """What becomes of periods that have another figure already."""

    REPLACE = "replace"
    LEAVE = "leave"


@action
def stage(
    *,
    project: Project,
    content: bytes,
    filename: str = "",
    rows: int,
    by: Viewer,
    measure: Measure | None = None,
) -> Import:
    """Keep a table as it came, sealed, until its figures are taken or it is left. `filename` is empty for pasted text."""
    require(by, Permission.MEASURES_CHANGE)
    project = hold(project, by)
    if measure is not None:
        measure = hold(measure, by)
        _takes_figures(measure)
    brought = Import(
        project=project, measure=measure, by=membership_of(by), filename=filename[:200], rows=rows
    )
    item = vault.put(by=by, owner=brought, content=reading.pack(content))
    brought.vault_item = item.pk
    if measure is not None and (known := tables.remembered(measure)) is not None:
        brought.columns = asdict(known)
    brought.save()
    audit.record("table read in", by=by, about=brought)
    return brought


@action
def choose(*, brought: Import, chosen: Chosen, by: Viewer) -> Import:
    """Say what the columns of a table are."""
    brought = _waiting(brought, by)
    brought.columns = asdict(chosen)
    brought.save()
    return brought


@action
def propose(*, brought: Import, proposed: dict[str, Any], by: Viewer) -> Import:
    """Say what measure the figures of a table begin. It is defined when they are taken, not before."""
    brought = _waiting(brought, by)
    if brought.measure is not None:
        raise Refused(_("These figures belong to a measure already."))
    service = proposed.get("service")
    measures.check(project=brought.project, **{**proposed, "service": None})
    brought.proposed = {**proposed, "service": str(service.pk) if service else None}
    brought.save()
    return brought


@action
def take_table(*, brought: Import, clash: str = "", by: Viewer) -> Import:
    """Take the figures of a table, as its columns were understood; the table itself is destroyed."""
    brought = _waiting(brought, by)
    try:
        table = tables.table_of(brought, by)
    except Unreadable as unreadable:
        raise Refused(sentence(unreadable.problem, _)) from unreadable
    looked = tables.look(brought, table, Chosen.of(brought.columns), say=_)
    found = looked.gathered
    if found.problems:
        raise Refused(found.problems[0])
    if brought.measure is None:
        if not brought.proposed:
            raise Refused(_("Say first what these figures measure."))
        brought.measure = measures.define_proposed(
            project=brought.project, proposed=brought.proposed, chart=found.chart, step=found.step, by=by
        )
    else:
        brought.measure = hold(brought.measure, by)
        _takes_figures(brought.measure)
        measures.settle(measure=brought.measure, chart=found.chart, step=found.step)
    item, brought.vault_item = brought.vault_item, None
    assert item is not None
    brought.state, brought.taken_at = Import.State.TAKEN, clock.now()
    brought.rows, brought.notes, brought.proposed = found.rows, list(found.notes)[:50], {}
    brought.save()
    stand(brought, found.figures, clash)
    vault.destroy(item, by=by, owner=brought, why="table-taken")
    audit.record("figures taken", by=by, about=brought, measure=brought.measure)
    return brought


@action
def take(
    *,
    measure: Measure,
    figures: Sequence[Figure],
    rows: int,
    columns: dict[str, Any],
    notes: Sequence[str] = (),
    filename: str = "",
    clash: str = "",
    by: Viewer,
) -> Import:
    """Take figures that are at hand, without a table to look at, into a measure: all of them, or none.

    A period that has the same figure already is left as it is. For one that has another, `clash` must say whether the new figure stands
    in its place (the old one is kept, and comes back when the import is undone) or the old one stays.
    """
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    _takes_figures(measure)
    brought = Import.objects.create(
        project=measure.project,
        measure=measure,
        state=Import.State.TAKEN,
        by=membership_of(by),
        filename=filename[:200],
        columns=columns,
        notes=list(notes),
        rows=rows,
        taken_at=clock.now(),
    )
    stand(brought, figures, clash)
    if problem := charts.refusal(measure, series.parts(measure), say=_):
        raise Refused(problem)
    audit.record("figures taken", by=by, about=brought, measure=measure)
    return brought


def stand(brought: Import, figures: Sequence[Figure], clash: str) -> None:
    """Let the figures of an import stand: the new ones, and, if so chosen, those that replace others. Part of an action."""
    measure = brought.measure
    assert measure is not None
    rows = Point.objects.filter(measure=measure, standing=True).values_list(
        "pk", "part", "label", "place", "y", "n"
    )
    there = {row[1:3]: row for row in rows}
    changed = [
        figure
        for figure in figures
        if (old := there.get((figure.part, figure.label))) and (old[4], old[5]) != (figure.y, figure.n)
    ]
    if changed and clash not in list(Clash):
        raise Refused(
            _("Some of these periods have other figures already. Choose whether the new ones replace them.")
        )
    new = [figure for figure in figures if (figure.part, figure.label) not in there]
    if not new and not (changed and clash == Clash.REPLACE):
        raise Refused(_("All of these figures are here already. Nothing was changed."))
    if clash != Clash.REPLACE:
        changed = []
    replaced = [there[(figure.part, figure.label)][0] for figure in changed]
    for start in range(0, len(replaced), AT_ONCE):
        Point.objects.filter(pk__in=replaced[start : start + AT_ONCE]).update(
            standing=False, replaced_by=brought
        )
    highest = Point.objects.filter(measure=measure).aggregate(highest=Max("place"))["highest"]
    after = 0 if highest is None else highest + 1
    placed = [(figure, after + figure.place) for figure in new]
    placed += [(figure, there[(figure.part, figure.label)][3]) for figure in changed]
    Point.objects.bulk_create(
        [
            Point(
                project_id=measure.project_id, measure=measure, brought_by=brought, part=figure.part, label=figure.label,
                place=place, y=figure.y, n=figure.n,
            )
            for figure, place in placed
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    Import.objects.filter(pk=brought.pk).update(points=len(placed))
    brought.points = len(placed)


@action
def leave(*, brought: Import, why: str = "table-left", by: Viewer) -> Import:
    """Leave a table: nothing of it is taken, and what was kept of it is destroyed."""
    brought = _waiting(brought, by)
    item, brought.vault_item = brought.vault_item, None
    brought.state, brought.columns, brought.proposed = Import.State.LEFT, {}, {}
    brought.filename = ""
    brought.save()
    assert item is not None
    vault.destroy(item, by=by, owner=brought, why=why)
    audit.record("table left", by=by, about=brought)
    return brought


@action
def undo(*, brought: Import, why: str, by: Viewer) -> Import:
    """Take an import back: its figures no longer stand, and those it replaced do again.

    One whose figures were replaced since lies under another, which is to be undone first.
    """
    require(by, Permission.MEASURES_CHANGE)
    brought = hold(brought, by)
    if brought.origin == Import.Origin.COUNTED:
        raise Refused(
            _(
                "What Alongside counted can't be taken back: it would be counted again. Put right what is recorded."
            )
        )
    if brought.state != Import.State.TAKEN:
        raise Refused(_("This was undone already."))
    assert brought.measure is not None  # the database holds that what was taken has one
    # The measure is locked too, so that nobody brings figures in meanwhile.
    measure = hold(brought.measure, by)
    if Point.objects.filter(brought_by=brought, replaced_by__isnull=False).exists():
        raise Refused(_("Some of these figures were replaced since. Undo what replaced them first."))
    if not why.strip():
        raise Refused(_("Say why the figures are taken back."))
    Point.objects.filter(brought_by=brought).update(standing=False)
    Point.objects.filter(replaced_by=brought).update(standing=True, replaced_by=None)
    brought.state, brought.undone_at = Import.State.UNDONE, clock.now()
    brought.undone_by, brought.undone_why = membership_of(by), why.strip()
    brought.save()
    audit.record("figures undone", by=by, about=brought, measure=measure)
    return brought


def _waiting(brought: Import, by: Viewer) -> Import:
    """The table, locked, if it still waits."""
    require(by, Permission.MEASURES_CHANGE)
    brought = hold(brought, by)
    if brought.state != Import.State.READ:
        raise Refused(_("This table was taken or left already."))
    return brought


def _takes_figures(measure: Measure) -> None:
    if measure.withdrawn_at is not None:
        raise Refused(_("This measure was withdrawn. Define a new one to go on."))
    if feeding.of_measure(measure) is not None:
        raise Refused(
            _(
                "This measure feeds itself: its figures are counted, and none are brought in beside them. "
                "Define another measure for figures of your own."
            )
        )
