"""PDSA cycles: the list, those that wait for somebody, and those that stand on a measure's chart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from alongside.improvement.models import Cycle, Measure, Watched
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

OVER = "over"
TABS = ("", OVER)


def listed(viewer: Viewer, tab: str) -> QuerySet[Cycle]:
    """The cycles that the viewer sees under a tab: open ones by the day they end, others the latest first."""
    seen = Cycle.objects.visible_to(viewer).select_related("idea__aim", "service", "project")
    if tab == OVER:
        return seen.exclude(state__in=Cycle.OPEN).order_by("-closed_at", "pk")
    return seen.open().order_by("ends_on", "created_at", "pk")


def counts(viewer: Viewer) -> dict[str, int]:
    """How many cycles there are under each tab. One query."""
    is_open = Q(state__in=Cycle.OPEN)
    found = Cycle.objects.visible_to(viewer).aggregate(
        open=Count("pk", filter=is_open), over=Count("pk", filter=~is_open)
    )
    return {"": found["open"], OVER: found["over"]}


def late(viewer: Viewer, today: date) -> list[Cycle]:
    """Cycles of standing aims past their planned end that nobody has studied."""
    seen = Cycle.objects.visible_to(viewer).late(today).filter(idea__aim__withdrawn_at__isnull=True)
    return list(seen.select_related("project").order_by("ends_on", "pk"))


def undecided(viewer: Viewer) -> list[Cycle]:
    """Cycles of standing aims that were studied and wait for a decision."""
    seen = Cycle.objects.visible_to(viewer).filter(
        state=Cycle.State.STUDIED, idea__aim__withdrawn_at__isnull=True
    )
    return list(seen.select_related("project").order_by("studied_at", "pk"))


def on_charts(viewer: Viewer, measures: Sequence[Measure]) -> dict[UUID, list[Cycle]]:
    """The cycles that name each measure, as far as the viewer sees them, by the day they began or will. One query."""
    found: dict[UUID, list[Cycle]] = defaultdict(list)
    if not viewer.may(Permission.IMPROVEMENT_SEE):
        return found
    named = Watched.objects.visible_to(viewer).filter(
        measure__in=[measure.pk for measure in measures],
        cycle__in=Cycle.objects.visible_to(viewer).exclude(state=Cycle.State.DROPPED).values("pk"),
    )
    rows = named.select_related("cycle__idea", "cycle__project", "cycle__service")
    for row in rows.order_by("cycle__began_on", "cycle__starts_on", "cycle__pk"):
        assert row.cycle is not None
        found[row.measure_id].append(row.cycle)
    return found


def on_measure(viewer: Viewer, measure: Measure) -> list[Cycle]:
    """The cycles that name one measure."""
    return on_charts(viewer, [measure])[measure.pk]
