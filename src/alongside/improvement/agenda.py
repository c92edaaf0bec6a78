"""What home pages gather from this room: tables that wait to be taken, and measures that nobody has fed for a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.core.registries import LateItem, ToDo
from alongside.improvement.presenters.figures import called
from alongside.improvement.queries import lateness, releases, tables
from alongside.programmes import addresses
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


def to_do(viewer: Viewer) -> Iterator[ToDo]:
    """Tables that somebody read in and hasn't taken or left."""
    if viewer.project is None or not viewer.may(Permission.MEASURES_CHANGE):
        return
    for brought in tables.waiting(viewer):
        said = _("Take the figures of %(table)s, or leave them") % {"table": called(brought)}
        yield ToDo(said, addresses.of_project(viewer.project, "figures_look", brought=brought))


def to_clear(viewer: Viewer) -> Iterator[ToDo]:
    """Releases that somebody else prepared and that wait for this viewer; and what they began to prepare themselves."""
    if viewer.project is None:
        return
    if viewer.may(Permission.RELEASES_CLEAR):
        for release in releases.waiting_for(viewer):
            said = _("Look at a release, and clear it or hold it back: %(release)s") % {"release": release}
            yield ToDo(said, addresses.of_project(viewer.project, "release", release=release))
    if viewer.may(Permission.RELEASES_PREPARE):
        for release in releases.drafts(viewer):
            said = _("Go on with the release %(release)s, or don't send it") % {"release": release}
            yield ToDo(said, addresses.of_project(viewer.project, "release", release=release))


def late(viewer: Viewer) -> Iterator[LateItem]:
    """Measures without a figure for two periods."""
    if viewer.project is None or not viewer.may(Permission.MEASURES_SEE):
        return
    for measure, due_on in lateness.late(viewer, clock.today(viewer.project.zone)):
        said = _("No new figure: %(measure)s") % {"measure": measure.name}
        yield LateItem(said, due_on, addresses.of_project(viewer.project, "measure", measure=measure))
    for feed in lateness.not_counted(viewer, clock.now()):
        assert feed.counted_at is not None
        said = _("It should count itself daily, and hasn't: %(measure)s") % {"measure": feed.measure.name}
        due_on = clock.day_of(feed.counted_at, viewer.project.zone) + timedelta(days=1)
        yield LateItem(said, due_on, addresses.of_project(viewer.project, "measure", measure=feed.measure))
