"""Which measures should have had another figure by now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from alongside.core import clock
from alongside.improvement.models import Feed, Measure
from alongside.programmes.viewers import Viewer

# A month that is over takes some time to be counted: late is what misses two whole periods.
PERIODS = 2
NOT_COUNTED_FOR = timedelta(days=3)
STEPS = ("day", "week", "month", "quarter")


def late(viewer: Viewer, today: date) -> list[tuple[Measure, date]]:
    """Measures in use whose latest figure, or whose definition, is two whole periods past; with the day it was due."""
    latest = Max("points__label", filter=Q(points__standing=True, points__y__isnull=False))
    # One that feeds itself has no figure where there was nothing to count, and that is nobody's lateness.
    measures = (
        Measure.objects.visible_to(viewer)
        .standing()
        .filter(step__in=STEPS, feed__isnull=True)
        .annotate(latest=latest)
    )
    found: list[tuple[Measure, date]] = []
    for measure in measures.select_related("project").order_by("name"):
        due = due_on(measure, measure.latest)
        if due is not None and due < today:
            found.append((measure, due))
    return found


def not_counted(viewer: Viewer, now: datetime) -> list[Feed]:
    """Measures that feed themselves and haven't for days: the background work stands still, or can't count them."""
    feeds = Feed.objects.visible_to(viewer).running().filter(counted_at__lt=now - NOT_COUNTED_FOR)
    return list(feeds.select_related("measure").order_by("measure__name"))


def due_on(measure: Measure, latest: str | None) -> date | None:
    """The day from which a measure is late, by the period of its latest figure; None where its dates keep no rhythm."""
    if measure.step not in STEPS:
        return None
    try:
        first = (
            date.fromisoformat(latest) if latest else clock.day_of(measure.created_at, measure.project.zone)
        )
    except ValueError:
        return None
    # The period of the latest figure, and two more, are over.
    return after(first, measure.step, PERIODS + 1)


def after(day: date, step: str, periods: int) -> date:
    """The first day of the period so many periods after the one that `day` is in."""
    if step in ("day", "week"):
        start = day if step == "day" else day - timedelta(days=day.weekday())
        return start + timedelta(days=periods * (1 if step == "day" else 7))
    months = 1 if step == "month" else 3
    index = (day.year * 12 + day.month - 1) // months * months + periods * months
    return date(index // 12, index % 12 + 1, 1)
