"""Measures of the example projects that feed themselves: switched on in the fourth month, counted every month from then on."""

from __future__ import annotations

import zlib
from datetime import timedelta

from alongside.core import clock, rowsecurity
from alongside.demo.stage import Stage
from alongside.improvement.actions import feeding
from alongside.improvement.counted import available
from alongside.improvement.models import Feed
from alongside.programmes import viewers
from alongside.programmes.models import ReadinessItem
from alongside.programmes.permissions import Permission

SWITCHED_ON = (
    (3, "harbour", "imran", "readiness-on-time"),
    (3, "harbour", "imran", "profile-read-in-14-days"),
    (3, "harbour", "imran", "members-leaving"),
    (9, "harbour", "imran", "days-preparing"),
    (14, "harbour", "imran", "effects-answered"),
    (14, "harbour", "imran", "harmful-effects"),
    (4, "lantern", "ivy", "readiness-on-time"),
    (12, "lantern", "ivy", "figures-on-time"),
)


def of_month(stage: Stage, month: int) -> None:
    """Switch on what is switched on this month, and count what is on, as the background worker would have."""
    for when, slug, lead, called in SWITCHED_ON:
        if when == month:
            feeding.switch_on(project=stage.projects[slug], definition=available()[called], by=stage.be(lead))
    for project in stage.projects.values():
        by = viewers.job("count measures", project=project, granted=frozenset({Permission.MEASURES_CHANGE}))
        with rowsecurity.opened(project.pk):
            feeds = list(Feed.objects.filter(project=project).select_related("measure"))
        for feed in feeds:
            feeding.refresh(feed=feed, by=by)


def plan_the_rest(stage: Stage, service: str, owner: str, first: int, last: int) -> None:
    """Give every item that somebody records and that has no date one, between two days from now; the same each time."""
    found = stage.services[service]
    with rowsecurity.opened(found.project_id):
        keys = list(
            ReadinessItem.objects.filter(service=found, counted=False, due_on__isnull=True)
            .order_by("place")
            .values_list("key", flat=True)
        )
    for key in keys:
        stage.plan(service, key, owner, first + zlib.crc32(f"{service}/{key}".encode()) % (last - first))


def late_by_paper(stage: Stage, service: str, key: str, by: str) -> None:
    """Record an item as met that was met in time and never entered: the month it was due in changes afterwards."""
    from alongside.programmes.actions import readiness

    item = stage.item(service, key)
    assert item.due_on is not None
    met_on = min(item.due_on - timedelta(days=2), clock.today())
    readiness.meet(
        item=item,
        note="It was agreed in the spring; the paper lay in a drawer.",
        met_on=met_on,
        by=stage.be(by),
    )
