"""The home page of a project as people read it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import clock, registries
from alongside.programmes import addresses
from alongside.programmes.models import Project, Service, ServiceChange
from alongside.programmes.presenters import services
from alongside.programmes.presenters.readiness import in_short
from alongside.programmes.queries.readiness import Standing, Summary, summary
from alongside.programmes.viewers import Viewer
from alongside.ui import words


def to_do(viewer: Viewer) -> list[dict[str, Any]]:
    """What every room says is waiting for the viewer, what is due first at the top."""
    found = [one for gather in registries.to_do for one in gather(viewer)]
    found.sort(key=lambda one: (one.due_on is None, one.due_on or 0))
    today = clock.today(viewer.project.zone) if viewer.project else clock.today()
    return [
        {"text": one.words, "href": one.url, "note": words.late_by(one.due_on, today) if one.due_on else ""}
        for one in found
    ]


def late(viewer: Viewer, *, but_not: Collection[str] = ()) -> list[dict[str, Any]]:
    """What every room says is late, the longest first; what has no date is missing from a service that runs.

    `but_not` are the addresses of what stands on the page already.
    """
    found = [one for gather in registries.late_items for one in gather(viewer) if one.url not in but_not]
    today = clock.today(viewer.project.zone) if viewer.project else clock.today()
    found.sort(key=lambda one: (one.due_on is None or one.due_on >= today, one.due_on or today))
    return [
        {
            "text": one.words,
            "href": one.url,
            "note": words.late_by(one.due_on, today)
            if one.due_on and one.due_on < today
            else _("a live service runs without it"),
        }
        for one in found
    ]


def tiles(viewer: Viewer) -> list[registries.HomeTile]:
    """What rooms say in a tile of how something stands."""
    return [tile for gather in registries.home_tiles if (tile := gather(viewer)) is not None]


def service_tile(service: Service, checklist: Summary, project: Project) -> dict[str, Any]:
    """A service with its state, how ready it is and whether anything is late."""
    late = ngettext("%(n)d item is late.", "%(n)d items are late.", checklist.late) % {"n": checklist.late}
    says = in_short(checklist) if service.state == Service.State.PREPARING or not checklist.late else ""
    if checklist.late:
        says = f"{says} {late}".strip()
    return {
        "heading": service.name,
        "state": services.state(service),
        "text": says,
        "href": addresses.of_project(project, "service", service=service),
    }


def of_project(standings: list[Standing], project: Project) -> dict[str, Any] | None:
    """The checklist of the project itself, where it has one."""
    own = [standing for standing in standings if standing.item.service_id is None]
    if not own:
        return None
    checklist = summary(own)
    return {
        "text": in_short(checklist),
        "href": addresses.of_project(project, "readiness"),
        "state": _("In place") if checklist.is_complete else _("Late") if checklist.late else _("Open"),
        "colour": "green" if checklist.is_complete else "orange" if checklist.late else "grey",
    }


def news(change: ServiceChange, project: Project) -> dict[str, Any]:
    """What happened to a service lately."""
    return {
        "text": services.news(change),
        "href": addresses.of_project(project, "service", service=change.service_id),
        "note": words.since(clock.day_of(change.changed_at, project.zone), clock.today(project.zone)),
    }
