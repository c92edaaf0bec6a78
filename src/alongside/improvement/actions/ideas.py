"""Change ideas: noted, said anew, moved under a driver; and how each stands, with the reason of every change."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from alongside.core import audit
from alongside.core.actions import Refused, action, check_version
from alongside.improvement.actions import places
from alongside.improvement.actions.aims import standing as aim_standing
from alongside.improvement.actions.drivers import of_aim
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.models import Aim, ChangeIdea, Cycle, Driver, IdeaChange
from alongside.programmes.access import hold, require
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

MOST = 200


@action
def add(*, aim: Aim, words: Sequence[str], by: Viewer, driver: Driver | None = None) -> list[ChangeIdea]:
    """Note what might be done differently, under a driver or under none yet. One or several at once."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    aim = hold(aim, by)
    aim_standing(aim)
    driver = of_aim(driver, aim, by)
    said = [each for each in (" ".join(one.split()) for one in words) if each]
    if not said:
        raise Refused(_("Write down at least one."))
    if ChangeIdea.objects.filter(aim=aim).count() + len(said) > MOST:
        raise Refused(_("There are %(most)s ideas for this aim already. Set a second aim for more.") % {"most": MOST})  # fmt: skip
    place = places.last(ChangeIdea.objects.filter(aim=aim, driver=driver))
    added = [
        ChangeIdea.objects.create(
            project=aim.project, aim=aim, driver=driver, words=each, place=place + step, by=membership_of(by)
        )
        for step, each in enumerate(said)
    ]
    for idea in added:
        audit.record("change idea noted", by=by, about=idea)
    return added


@action
def change(
    *, idea: ChangeIdea, words: str, driver: Driver | None, by: Viewer, version: int | None = None
) -> ChangeIdea:
    """Say an idea anew, or move it under another driver."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    idea = hold(idea, by)
    check_version(idea, version)
    aim = hold(idea.aim, by)
    aim_standing(aim)
    driver = of_aim(driver, aim, by)
    words = " ".join(words.split())
    if not words:
        raise Refused(_("Say what might be done differently."))
    if (driver.pk if driver else None) != idea.driver_id:
        idea.place = places.last(ChangeIdea.objects.filter(aim=aim, driver=driver))
    idea.words, idea.driver = words, driver
    idea.save()
    audit.record("change idea changed", by=by, about=idea)
    return idea


@action
def move(*, idea: ChangeIdea, up: bool, by: Viewer) -> ChangeIdea:
    """Move an idea one place up or down among its neighbours."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    idea = hold(idea, by)
    aim = hold(idea.aim, by)
    aim_standing(aim)
    places.step(idea, ChangeIdea.objects.filter(aim=aim, driver=idea.driver), up=up)
    audit.record("change idea moved", by=by, about=idea)
    return idea


@action
def change_state(
    *, idea: ChangeIdea, to: str, why: str, by: Viewer, version: int | None = None
) -> ChangeIdea:
    """Say how an idea stands now, and why; not while a cycle of it is open, because that will say it."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    idea = hold(idea, by)
    check_version(idea, version)
    aim_standing(idea.aim)
    if Cycle.objects.filter(idea=idea).open().exists():
        raise Refused(
            _("A cycle of this idea is open. Close it first: its decision says how the idea stands.")
        )
    become(idea, to, why, by)
    return idea


def become(idea: ChangeIdea, to: str, why: str, by: Viewer) -> None:
    """Let a held idea stand otherwise, and keep why. Part of the action that changes it."""
    if to not in ChangeIdea.NEXT[ChangeIdea.State(idea.state)]:
        raise Refused(
            _("An idea that is “%(now)s” can't become “%(then)s”.")
            % {"now": idea.get_state_display(), "then": ChangeIdea.State(to).label}
        )
    if not why.strip():
        raise Refused(_("Say why."))
    IdeaChange.objects.create(
        project_id=idea.project_id,
        idea=idea,
        before=idea.state,
        after=to,
        why=why.strip(),
        by=membership_of(by),
    )
    idea.state = to
    idea.save()
    audit.record("change idea stands otherwise", by=by, about=idea)
