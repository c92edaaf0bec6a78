"""What this room does without anybody asking: tables that nobody took are gone in a day."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from alongside.core import clock, clocks, rowsecurity
from alongside.improvement.actions import figures
from alongside.improvement.models import Import
from alongside.programmes import viewers
from alongside.programmes.models import Project
from alongside.programmes.permissions import Permission

KEPT_FOR = timedelta(days=1)


@clocks.every(timedelta(hours=1), name="clear tables that nobody took")
def clear_tables() -> int:
    """Leave every table that was read in more than a day ago; how many."""
    before = clock.now() - KEPT_FOR
    cleared = 0
    for project in Project.objects.order_by("pk"):
        by = viewers.job("clear tables", project=project, granted=frozenset({Permission.MEASURES_CHANGE}))
        with transaction.atomic(), rowsecurity.inside(project.pk):
            for brought in Import.objects.visible_to(by).waiting().filter(created_at__lt=before):
                figures.leave(brought=brought, why="table-not-taken", by=by)
                cleared += 1
    return cleared
