"""The aims of a project: which there are, how much work each has under it, and how each was said before."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from alongside.improvement.models import Aim, AimVersion, ChangeIdea
from alongside.programmes.viewers import Viewer

WITHDRAWN = "withdrawn"
TABS = ("", WITHDRAWN)


def listed(viewer: Viewer, tab: str) -> QuerySet[Aim]:
    """The aims that the viewer sees under a tab, with how many drivers and ideas each has; the nearest day first."""
    seen = Aim.objects.visible_to(viewer).select_related("service", "project")
    seen = seen.withdrawn() if tab == WITHDRAWN else seen.standing()
    standing = Q(drivers__withdrawn_at__isnull=True, drivers__isnull=False)
    return seen.annotate(
        driver_count=Count("drivers", filter=standing, distinct=True),
        idea_count=Count("ideas", distinct=True),
        testing_count=Count("ideas", filter=Q(ideas__state=ChangeIdea.State.TESTING), distinct=True),
    ).order_by("by_when", "created_at", "pk")


def counts(viewer: Viewer) -> dict[str, int]:
    """How many aims there are under each tab. One query."""
    standing = Q(withdrawn_at__isnull=True)
    found = Aim.objects.visible_to(viewer).aggregate(
        all=Count("pk", filter=standing), withdrawn=Count("pk", filter=~standing)
    )
    return {"": found["all"], WITHDRAWN: found["withdrawn"]}


def only(viewer: Viewer) -> Aim | None:
    """The aim, where there is one alone."""
    two = list(Aim.objects.visible_to(viewer).standing().select_related("service", "project")[:2])
    return two[0] if len(two) == 1 else None


def versions(aim: Aim, viewer: Viewer) -> list[AimVersion]:
    """How an aim was said, the latest first."""
    rows = AimVersion.objects.visible_to(viewer).filter(aim=aim)
    return list(rows.select_related("by__account").order_by("-number"))
