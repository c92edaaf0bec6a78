"""What home pages gather from this room: what waits for somebody, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.core.registries import LateItem, ToDo
from alongside.programmes import addresses, settings
from alongside.programmes.access import reaches_whole_project
from alongside.programmes.models import Service
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters.wording import in_language
from alongside.programmes.queries import readiness, role_profiles
from alongside.programmes.queries.readiness import Standing, State
from alongside.programmes.viewers import Viewer

_kept: ContextVar[dict[int, list[Standing]] | None] = ContextVar("standings_kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Read the checklists once until the block ends: a home page asks three times how they stand."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def standings(viewer: Viewer) -> list[Standing]:
    """Every item of every checklist that the viewer sees and that still runs."""
    kept = _kept.get()
    if kept is None:
        return _standings(viewer)
    if id(viewer) not in kept:
        kept[id(viewer)] = _standings(viewer)
    return kept[id(viewer)]


def _standings(viewer: Viewer) -> list[Standing]:
    if viewer.project is None or not viewer.may(Permission.READINESS_SEE):
        return []
    services = Service.objects.visible_to(viewer).not_ended().select_related("project").order_by("name")
    found = [s for each in readiness.of_services(viewer.project, services).values() for s in each]
    if reaches_whole_project(viewer):
        found = [*readiness.of_project(viewer.project), *found]
    return found


def to_do(viewer: Viewer) -> Iterator[ToDo]:
    """Role profiles to read, items of mine, reviews of overrides, and what waits for a second person."""
    if viewer.project is None or viewer.account is None:
        return
    project = viewer.project
    for version in role_profiles.unread(viewer):
        yield ToDo(
            words=_("Read the role profile “%(name)s”, version %(number)d")
            % {"name": version.profile.name, "number": version.number},
            url=addresses.of_project(project, "role_profile_version", version=version),
        )
    on = clock.today(project.zone)
    soon = on + timedelta(days=settings.value(project, settings.DAYS_OF_NOTICE))
    for standing in standings(viewer):
        item = standing.item
        url = addresses.of_project(project, "readiness_item", item=item)
        where = {"item": in_language(standing.asked.title), "service": item.service or project}
        mine = item.owner is not None and item.owner.account_id == viewer.account.pk
        if (
            mine
            and not standing.is_ready
            and (standing.is_late or (item.due_on is not None and item.due_on <= soon))
        ):
            yield ToDo(_("%(item)s (%(service)s)") % where, url, item.due_on)
        elif (
            standing.state is State.WAITS_FOR_SECOND
            and viewer.may(Permission.READINESS_CHANGE)
            and item.met_by_id != viewer.account.pk
        ):
            yield ToDo(_("Confirm: %(item)s (%(service)s)") % where, url)
        elif (
            item.override_review_on is not None
            and item.override_review_on <= soon
            and viewer.may(Permission.READINESS_OVERRIDE)
        ):
            yield ToDo(
                _("Look again at the override: %(item)s (%(service)s)") % where, url, item.override_review_on
            )


def late(viewer: Viewer) -> Iterator[LateItem]:
    """Items past their date, and whatever a live service lacks."""
    for standing in standings(viewer):
        if standing.is_late:
            assert viewer.project is not None
            where = {
                "item": in_language(standing.asked.title),
                "service": standing.item.service or viewer.project,
            }
            yield LateItem(
                words=_("%(item)s (%(service)s)") % where,
                due_on=standing.item.override_review_on or standing.item.due_on,
                url=addresses.of_project(viewer.project, "readiness_item", item=standing.item),
            )
