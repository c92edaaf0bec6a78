"""What this room does without anybody asking: clears tables, counts measures that feed themselves, asks about effects."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alongside.core import clock, clocks, jobs, rowsecurity
from alongside.improvement.actions import effects, feeding, figures
from alongside.improvement.models import Feed, Import
from alongside.improvement.queries import effects as effects_queries
from alongside.programmes import viewers
from alongside.programmes.models import Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

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


@clocks.every(timedelta(hours=1), name="count measures that feed themselves")
def count_measures() -> int:
    """Put today's count of every measure that feeds itself in the queue, if it isn't there yet; how many run."""
    running = 0
    for project in Project.objects.order_by("pk"):
        by = viewers.job("count measures", project=project, granted=frozenset())
        today = clock.today(project.zone)
        with transaction.atomic(), rowsecurity.inside(project.pk):
            for feed in Feed.objects.visible_to(by).running():
                if feed.counted_at is None or clock.day_of(feed.counted_at, project.zone) < today:
                    feeding.due_today(feed, today)
                running += 1
    return running


@clocks.every(timedelta(hours=1), name="ask about effects")
def ask_about_effects() -> int:
    """Ask every member once about the month that is over; how many were asked now."""
    now_asked = 0
    for project in Project.objects.order_by("pk"):
        by = viewers.job("ask about effects", project=project, granted=frozenset({Permission.EFFECTS_NOTE}))
        month = effects_queries.month_asked_about(clock.today(project.zone))
        with transaction.atomic(), rowsecurity.inside(project.pk):
            now_asked += effects.ask_about(project=project, month=month, by=by)
    return now_asked


@jobs.handles(feeding.COUNT, granted={Permission.MEASURES_CHANGE})
def count(*, by: Viewer, feed: UUID) -> None:
    """Count what is new, and what changed since the last count."""
    if (found := feeding.of_job(feed, by)) is not None:
        feeding.refresh(feed=found, by=by)


@jobs.handles(feeding.COUNT_WHOLE, granted={Permission.MEASURES_CHANGE})
def count_whole(*, by: Viewer, feed: UUID) -> None:
    """Count everything from the beginning."""
    if (found := feeding.of_job(feed, by)) is not None:
        feeding.refresh(feed=found, whole=True, by=by)
