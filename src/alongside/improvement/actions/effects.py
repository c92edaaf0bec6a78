"""Effects that nobody expected: noted, looked at, decided, fed back; and the monthly question."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.models import Asked, ChangeIdea, Cycle, Effect, Measure
from alongside.improvement.queries import effects
from alongside.programmes.access import hold, require, somebody
from alongside.programmes.models import Project, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

State = Effect.State
# By when somebody looks at what was noted. Harm doesn't wait for the next meeting.
LOOKED_AT_WITHIN = {
    Effect.Valence.HARMFUL: timedelta(days=7),
    Effect.Valence.UNCLEAR: timedelta(days=14),
    Effect.Valence.GOOD: timedelta(days=31),
}


@action
def note(
    *,
    project: Project,
    valence: str,
    noticed_on: date,
    what: str,
    affected: str,
    severity: str,
    before: str,
    by: Viewer,
    service: Service | None = None,
    idea: ChangeIdea | None = None,
    cycle: Cycle | None = None,
    measure: Measure | None = None,
    did: str = "",
    unnamed: bool = False,
) -> Effect:
    """Note what somebody noticed. It answers the monthly question for the month it was noticed in, where that was asked."""
    require(by, Permission.EFFECTS_NOTE)
    project = hold(project, by)
    today = clock.today(project.zone)
    if noticed_on > today:
        raise Refused(_("The day it was noticed can't be in the future."))
    if not what.strip():
        raise Refused(_("Say what was noticed."))
    service = hold(service, by) if service is not None else None
    idea = hold(idea, by) if idea is not None else None
    cycle = hold(cycle, by) if cycle is not None else None
    measure = hold(measure, by) if measure is not None else None
    effect = Effect.objects.create(
        project=project,
        service=service,
        noticed_by=membership_of(by),
        unnamed=unnamed,
        noticed_on=noticed_on,
        valence=valence,
        what=what.strip(),
        affected=affected,
        severity=severity,
        before=before,
        did=did.strip(),
        idea=idea or (cycle.idea if cycle is not None else None),
        cycle=cycle,
        measure=measure,
        review_on=today + LOOKED_AT_WITHIN[Effect.Valence(valence)],
    )
    account = somebody(by)
    asked = Asked.objects.select_for_update().filter(
        project=project, account=account, month=noticed_on.replace(day=1)
    )
    for one in asked:
        _answer(one, Asked.Answer.NOTED)
    audit.record("effect noted", by=by, about=effect)
    return effect


@action
def none_noticed(*, project: Project, month: date, by: Viewer) -> Asked:
    """Say that one noticed nothing in a month that one was asked about. Saying it again changes nothing."""
    require(by, Permission.EFFECTS_NOTE)
    project = hold(project, by)
    waiting = effects.asked(project, by)
    if waiting is None or waiting.month != month:
        raise Refused(_("That month isn't asked about any more."))
    asked = hold(waiting, by)
    if asked.answer == Asked.Answer.NOTED:
        raise Refused(_("You noted an effect in that month, so it counts as that."))
    if not asked.answer:
        _answer(asked, Asked.Answer.NONE)
        audit.record("no effect noticed", by=by, about=asked)
    return asked


def _answer(asked: Asked, answer: str) -> None:
    asked.answer, asked.answered_at = answer, asked.answered_at or clock.now()
    asked.save()


@action
def ask_about(*, project: Project, month: date, by: Viewer) -> int:
    """Ask every account that was a member at the end of a month whether it noticed anything. Asking again asks only who is new.

    How many were asked now. What was noted in the month before anybody was asked is an answer.
    """
    require(by, Permission.EFFECTS_NOTE)
    month = month.replace(day=1)
    there = set(Asked.objects.filter(project=project, month=month).values_list("account", flat=True))
    members = effects.members_at_the_end(project, month) - there
    noted = effects.noted_by(project, month)
    now = clock.now()
    Asked.objects.bulk_create(
        [
            Asked(
                project=project,
                month=month,
                account_id=account,
                answer=Asked.Answer.NOTED if account in noted else "",
                answered_at=now if account in noted else None,
            )
            for account in sorted(members)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    return len(members)


@action
def look_at(*, effect: Effect, review_on: date, by: Viewer, version: int | None = None) -> Effect:
    """Say that somebody looks at it, and by when it is decided."""
    effect = _taken_up(effect, by, version)
    if effect.state == State.LOOKING:
        pass  # a new date for what is being looked at already
    elif not effect.may_become(State.LOOKING):
        raise Refused(_("This is decided already."))
    if review_on < clock.today(effect.project.zone):
        raise Refused(_("The day to look at it again can't be past."))
    effect.state, effect.review_on = State.LOOKING, review_on
    effect.looked_at, effect.looked_by = (
        effect.looked_at or clock.now(),
        effect.looked_by or membership_of(by),
    )
    effect.save()
    audit.record("effect looked at", by=by, about=effect)
    return effect


@action
def decide(
    *, effect: Effect, decision: str, why: str, by: Viewer, learning: str = "", version: int | None = None
) -> Effect:
    """Decide what becomes of the change that did it, with a reason, and what was learnt."""
    effect = _taken_up(effect, by, version)
    if not effect.may_become(State.DECIDED):
        raise Refused(
            _("Say first that it is being looked at.")
            if effect.state == State.NOTED
            else _("This is decided already.")
        )
    if decision not in Effect.Decision.values:
        raise Refused(_("Choose what becomes of the change."))
    if not why.strip():
        raise Refused(_("Say in a few words why."))
    effect.state, effect.decision, effect.decision_why = State.DECIDED, decision, why.strip()
    effect.learning = learning.strip()
    effect.decided_at, effect.decided_by = clock.now(), membership_of(by)
    effect.save()
    audit.record("effect decided", by=by, about=effect)
    return effect


@action
def feed_back(*, effect: Effect, how: str, by: Viewer, version: int | None = None) -> Effect:
    """Say that whoever noticed it was told what was decided, and how."""
    effect = _taken_up(effect, by, version)
    if not how.strip():
        raise Refused(_("Say how they were told."))
    return _fed_back(effect, how.strip(), by)


@action
def read_back(*, effect: Effect, by: Viewer) -> Effect:
    """Whoever noticed it has read what was decided: nobody else needs to know who that was."""
    require(by, Permission.EFFECTS_NOTE)
    effect = hold(effect, by)
    if not effect.was_noticed_by(by):
        raise Refused(_("Only who noticed it can say that they have read what was decided."))
    return _fed_back(effect, "", by)


def _fed_back(effect: Effect, how: str, by: Viewer) -> Effect:
    if not effect.may_become(State.FED_BACK):
        raise Refused(_("Nothing is decided yet.") if effect.is_open else _("This was fed back already."))
    effect.state, effect.fed_back_how = State.FED_BACK, how
    effect.fed_back_at, effect.fed_back_by = clock.now(), membership_of(by)
    effect.save()
    audit.record("effect fed back", by=by, about=effect)
    return effect


def _taken_up(effect: Effect, by: Viewer, version: int | None) -> Effect:
    require(by, Permission.EFFECTS_DECIDE)
    effect = hold(effect, by)
    check_version(effect, version)
    return effect
