"""The list of measures: which are shown, and how many there are of each kind."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from alongside.improvement.models import Measure
from alongside.programmes.viewers import Viewer

WITHDRAWN = "withdrawn"
TABS = ("", *Measure.Kind.values, WITHDRAWN)


def listed(viewer: Viewer, tab: str) -> QuerySet[Measure]:
    """The measures that the viewer sees under a tab, by name."""
    seen = Measure.objects.visible_to(viewer).select_related("service", "project").order_by("name", "pk")
    if tab == WITHDRAWN:
        return seen.withdrawn()
    return seen.standing().filter(kind=tab) if tab else seen.standing()


def counts(viewer: Viewer) -> dict[str, int]:
    """How many measures there are under each tab. One query."""
    standing = Q(withdrawn_at__isnull=True)
    found = Measure.objects.visible_to(viewer).aggregate(
        all=Count("pk", filter=standing),
        withdrawn=Count("pk", filter=~standing),
        **{kind: Count("pk", filter=standing & Q(kind=kind)) for kind in Measure.Kind.values},
    )
    return {"": found.pop("all"), **found}
