"""What home pages gather from this room: questions about effects, tables to take, harm and measures that are late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.core.registries import HomeTile, LateItem, Standing, ToDo
from alongside.improvement.presenters import glance as presenter
from alongside.improvement.presenters.figures import called
from alongside.improvement.queries import cycles, effects, glance, lateness, protocols, releases, tables
from alongside.programmes import addresses
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.ui import words


def to_do(viewer: Viewer) -> Iterator[ToDo]:
    """The monthly question about effects, what was decided about one's own, harm to look at, and tables to take or leave."""
    if viewer.project is None:
        return
    yield from effects_to_do(viewer)
    yield from tables_to_do(viewer)


def effects_to_do(viewer: Viewer) -> Iterator[ToDo]:
    """What waits about effects that nobody expected."""
    assert viewer.project is not None
    project, today = viewer.project, clock.today(viewer.project.zone)
    if viewer.may(Permission.EFFECTS_NOTE):
        asked = effects.asked(project, viewer, today)
        if asked is not None and not asked.answer:
            said = _("Did you notice anything in %(month)s that nobody expected?") % {
                "month": words.month(asked.month)
            }
            yield ToDo(said, addresses.of_project(project, "effects_month"))
        for effect in effects.to_read(viewer):
            yield ToDo(
                _("Read what was decided about what you noticed"),
                addresses.of_project(project, "effect", effect=effect),
            )
    if viewer.may(Permission.EFFECTS_DECIDE):
        for effect in effects.not_looked_at(viewer):
            said = _("Look at an effect that was noted: %(kind)s, noticed on %(day)s") % {
                "kind": str(effect.get_valence_display()).lower(),
                "day": words.day(effect.noticed_on),
            }
            yield ToDo(said, addresses.of_project(project, "effect", effect=effect), effect.review_on)


def tables_to_do(viewer: Viewer) -> Iterator[ToDo]:
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


def balancing(viewer: Viewer) -> Iterator[ToDo]:
    """A project that measures something, and nothing that might get worse."""
    if viewer.project is None or not viewer.may(Permission.MEASURES_CHANGE):
        return
    if protocols.without_balancing(viewer):
        yield ToDo(
            _("Choose a balancing measure: what might get worse?"),
            addresses.of_project(viewer.project, "measure_add"),
        )


def late(viewer: Viewer) -> Iterator[LateItem]:
    """Harmful effects past their review, measures without a figure for two periods, and those that don't count themselves."""
    if viewer.project is None:
        return
    if viewer.may(Permission.IMPROVEMENT_SEE):
        for effect in effects.late(viewer, clock.today(viewer.project.zone)):
            said = _("A harmful effect that nothing is decided about, noticed on %(day)s") % {
                "day": words.day(effect.noticed_on)
            }
            yield LateItem(
                said, effect.review_on, addresses.of_project(viewer.project, "effect", effect=effect)
            )
    yield from measures_late(viewer)


def measures_late(viewer: Viewer) -> Iterator[LateItem]:
    """Measures without a figure for two periods, and those that should have counted themselves."""
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


def cycles_to_do(viewer: Viewer) -> Iterator[ToDo]:
    """Cycles that were studied and wait for a decision."""
    if viewer.project is None or not viewer.may(Permission.IMPROVEMENT_CHANGE):
        return
    for cycle in cycles.undecided(viewer):
        said = _("Decide: adopt, adapt or abandon “%(cycle)s”") % {"cycle": cycle.objective}
        yield ToDo(said, addresses.of_project(viewer.project, "cycle", cycle=cycle))


def late_cycles(viewer: Viewer) -> Iterator[LateItem]:
    """Cycles past their planned end that nobody has studied."""
    if viewer.project is None or not viewer.may(Permission.IMPROVEMENT_CHANGE):
        return
    for cycle in cycles.late(viewer, clock.today(viewer.project.zone)):
        said = _("Not studied: %(cycle)s") % {"cycle": cycle.objective}
        yield LateItem(said, cycle.ends_on, addresses.of_project(viewer.project, "cycle", cycle=cycle))


def at_a_glance(viewer: Viewer) -> HomeTile | None:
    """How many charts show what; nothing for whoever sees no measure, or where there is none."""
    if viewer.project is None or not viewer.may(Permission.MEASURES_SEE):
        return None
    measures = list(glance.measures_of(viewer))
    if not measures:
        return None
    seen = glance.look(measures, today=clock.today(viewer.project.zone))
    concern = len(seen.having(glance.CONCERN))
    if concern:
        words, colour = ngettext("%(n)s concern", "%(n)s concerns", concern) % {"n": concern}, "orange"
    elif seen.judged:
        words, colour = _("No concern"), "blue"
    else:
        words, colour = _("Too early to say"), "grey"
    return HomeTile(
        _("Measures at a glance"),
        Standing(
            words=words,
            text=" · ".join(presenter.in_short(seen)) or _("No figures yet"),
            url=addresses.of_project(viewer.project, "measures_glance"),
            colour=colour,
        ),
    )
