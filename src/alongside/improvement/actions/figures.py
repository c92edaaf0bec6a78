"""Figures: read from a table, looked at, then taken, left or undone. All of an import or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.models import Import, Measure, Point
from alongside.programmes.access import hold, require
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

AT_ONCE = 2_000  # rows a statement


@dataclass(frozen=True)
class Figure:
    """One period's figure as it was read: of which part, when, its value and its denominator."""

    part: str
    label: str
    place: int
    y: float | None
    n: float | None


def clashes(measure: Measure, figures: Sequence[Figure]) -> set[tuple[str, str]]:
    """The (part, period) pairs that have a different figure already: taking these figures replaces it."""
    standing = {
        (part, label): (y, n)
        for part, label, y, n in Point.objects.filter(measure=measure, standing=True).values_list("part", "label", "y", "n")
    }
    return {
        key
        for figure in figures
        if (key := (figure.part, figure.label)) in standing and standing[key] != (figure.y, figure.n)
    }


@action
def take(
    *,
    measure: Measure,
    figures: Sequence[Figure],
    rows: int,
    columns: dict[str, Any],
    notes: Sequence[str] = (),
    filename: str = "",
    replace: bool = False,
    by: Viewer,
) -> Import:
    """Take figures into a measure: all of them, or none.

    A period that has the same figure already is left as it is. One that has another is refused, unless `replace` says that the new
    figure stands in its place; the old one is kept, and comes back when the import is undone.
    """
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    if measure.withdrawn_at is not None:
        raise Refused(_("This measure was withdrawn. Define a new one to go on."))
    changed = clashes(measure, figures)
    if changed and not replace:
        raise Refused(_("Some of these periods have other figures already. Choose whether the new ones replace them."))
    known = set(Point.objects.filter(measure=measure, standing=True).values_list("part", "label"))
    new = [figure for figure in figures if (figure.part, figure.label) not in known or (figure.part, figure.label) in changed]
    if not new:
        raise Refused(_("All of these figures are here already. Nothing was changed."))
    brought = Import.objects.create(
        project=measure.project,
        measure=measure,
        state=Import.State.TAKEN,
        by=membership_of(by),
        filename=filename[:200],
        columns=columns,
        notes=list(notes),
        rows=rows,
        points=len(new),
        taken_at=clock.now(),
    )
    _stand_in(measure, changed, brought)
    Point.objects.bulk_create(
        [
            Point(
                project=measure.project, measure=measure, brought_by=brought, part=figure.part, label=figure.label,
                place=figure.place, y=figure.y, n=figure.n,
            )
            for figure in new
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    audit.record("figures taken", by=by, about=brought, measure=measure)
    return brought


def _stand_in(measure: Measure, changed: set[tuple[str, str]], brought: Import) -> None:
    if not changed:
        return
    standing = Point.objects.filter(measure=measure, standing=True).values_list("pk", "part", "label")
    replaced = [pk for pk, part, label in standing if (part, label) in changed]
    for start in range(0, len(replaced), AT_ONCE):
        Point.objects.filter(pk__in=replaced[start : start + AT_ONCE]).update(standing=False, replaced_by=brought)


@action
def undo(*, brought: Import, why: str, by: Viewer) -> Import:
    """Take an import back: its figures no longer stand, and those it replaced do again.

    Only the latest import that is not undone can be: an earlier one may lie under figures that came after it.
    """
    require(by, Permission.MEASURES_CHANGE)
    brought = hold(brought, by)
    if brought.state != Import.State.TAKEN:
        raise Refused(_("This was undone already."))
    later = Import.objects.filter(measure=brought.measure, state=Import.State.TAKEN, taken_at__gt=brought.taken_at)
    if later.exists():
        raise Refused(_("Figures were brought in after these. Undo those first."))
    if not why.strip():
        raise Refused(_("Say why the figures are taken back."))
    Point.objects.filter(brought_by=brought).update(standing=False)
    Point.objects.filter(replaced_by=brought).update(standing=True, replaced_by=None)
    brought.state, brought.undone_at, brought.undone_why = Import.State.UNDONE, clock.now(), why.strip()
    brought.save()
    audit.record("figures undone", by=by, about=brought, measure=brought.measure)
    return brought
