"""PDSA cycles: planned with a prediction, begun, studied against the prediction, decided. One at a time for an idea."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement.actions.aims import standing as aim_standing
from alongside.improvement.actions.ideas import become
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.actions.watching import watch
from alongside.improvement.models import ChangeIdea, Cycle, Measure
from alongside.programmes.access import hold, require
from alongside.programmes.models import Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

State = Cycle.State
# What a decision makes of the idea.
BECOMES = {
    Cycle.Decision.ADOPT: ChangeIdea.State.ADOPTED,
    Cycle.Decision.ADAPT: ChangeIdea.State.ADAPTED,
    Cycle.Decision.ABANDON: ChangeIdea.State.ABANDONED,
}


@dataclass(frozen=True)
class Plan:
    """What is planned: what it is to find out, what is done by whom and where, how large, from when to when."""

    objective: str
    what: str
    scale: str
    starts_on: date
    ends_on: date
    who: str = ""
    where: str = ""
    service: Service | None = None


@action
def plan(
    *,
    idea: ChangeIdea,
    plan: Plan,
    by: Viewer,
    prediction: str = "",
    measures: Sequence[Measure] | None = None,
) -> Cycle:
    """Plan the next cycle of an idea's ramp. The prediction may follow, until it begins. None names no measures."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    idea = hold(idea, by)
    aim_standing(idea.aim)
    earlier = Cycle.objects.filter(idea=idea)
    if earlier.open().exists():
        raise Refused(_("A cycle of this idea is open already. Close that one first."))
    may_be = ChangeIdea.NEXT[ChangeIdea.State(idea.state)] | {idea.state}
    if ChangeIdea.State.TESTING not in may_be:
        raise Refused(_("This idea was abandoned. Take it up again first."))
    cycle = Cycle(project=idea.project, idea=idea, number=earlier.count() + 1, by=membership_of(by))
    _say(cycle, plan, prediction, by)
    cycle.save()
    _watch(cycle, measures, by)
    audit.record("cycle planned", by=by, about=cycle)
    return cycle


@action
def replan(
    *,
    cycle: Cycle,
    plan: Plan,
    prediction: str,
    by: Viewer,
    measures: Sequence[Measure] | None = None,
    version: int | None = None,
) -> Cycle:
    """Change a plan before the cycle begins. None leaves the measures as they are."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    cycle = _held(cycle, by, version)
    _must_be(cycle, State.PLANNED, _("This cycle has begun, so its plan stays as it is."))
    _say(cycle, plan, prediction, by)
    cycle.save()
    _watch(cycle, measures, by)
    audit.record("cycle planned anew", by=by, about=cycle)
    return cycle


@action
def begin(*, cycle: Cycle, prediction: str, began_on: date, by: Viewer, version: int | None = None) -> Cycle:
    """Begin: from here on the prediction is locked, with its moment and its writer."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    cycle = _held(cycle, by, version)
    _must_be(cycle, State.PLANNED, _("This cycle has begun already."))
    _predict(cycle, prediction, by)
    if not cycle.prediction:
        raise Refused(_("Write down what you expect to happen, before it begins."))
    _not_to_come(began_on, cycle)
    cycle.state, cycle.began_on = State.DOING, began_on
    cycle.save()
    if cycle.idea.state != ChangeIdea.State.TESTING:
        idea = hold(cycle.idea, by)
        become(idea, ChangeIdea.State.TESTING, _("Cycle %(number)s began.") % {"number": cycle.number}, by)
    audit.record("cycle begun", by=by, about=cycle)
    return cycle


@action
def note(*, cycle: Cycle, happened: str, by: Viewer, version: int | None = None) -> Cycle:
    """Write down what happens while the cycle goes on; what was written before can be written on."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    cycle = _held(cycle, by, version)
    _must_be(cycle, State.DOING, _("This cycle isn't going on, so nothing is added to what happened."))
    if not happened.strip():
        raise Refused(_("Say what happened."))
    cycle.happened = happened.strip()
    cycle.save()
    audit.record("what happened in a cycle noted", by=by, about=cycle)
    return cycle


@action
def study(
    *,
    cycle: Cycle,
    happened: str,
    ended_on: date,
    compared: str,
    study: str,
    by: Viewer,
    version: int | None = None,
) -> Cycle:
    """Compare what happened with the prediction. It can't be without one."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    cycle = _held(cycle, by, version)
    _must_be(cycle, State.DOING, _("A cycle is studied after it has begun, and once."))
    if not cycle.prediction or cycle.predicted_at is None:
        raise Refused(_("Without a prediction there is nothing to compare with."))
    if not happened.strip() or not study.strip() or compared not in Cycle.Compared.values:
        raise Refused(_("Say what happened, how it compares with the prediction, and what you learned."))
    assert cycle.began_on is not None
    _not_to_come(ended_on, cycle)
    if ended_on < cycle.began_on:
        raise Refused(_("It can't have ended before it began."))
    cycle.state, cycle.happened, cycle.ended_on = State.STUDIED, happened.strip(), ended_on
    cycle.compared, cycle.study = compared, study.strip()
    cycle.studied_at, cycle.studied_by = clock.now(), membership_of(by)
    cycle.save()
    audit.record("cycle studied", by=by, about=cycle)
    return cycle


@action
def decide(*, cycle: Cycle, decision: str, why: str, by: Viewer, version: int | None = None) -> Cycle:
    """Adopt, adapt or abandon, with the reason: that closes the cycle, and says how the idea stands."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    cycle = _held(cycle, by, version)
    _must_be(cycle, State.STUDIED, _("A cycle is decided after it was studied, and once."))
    if decision not in Cycle.Decision.values or not why.strip():
        raise Refused(_("Say whether you adopt, adapt or abandon it, and why."))
    cycle.state, cycle.decision, cycle.why = State.CLOSED, decision, why.strip()
    cycle.closed_at, cycle.closed_by = clock.now(), membership_of(by)
    cycle.save()
    to = BECOMES[Cycle.Decision(decision)]
    idea = hold(cycle.idea, by)
    if idea.state != to:
        become(idea, to, why, by)
    audit.record("cycle decided", by=by, about=cycle)
    return cycle


@action
def drop(*, cycle: Cycle, why: str, by: Viewer, version: int | None = None) -> Cycle:
    """Give up a plan before it begins, with the reason. What has begun is studied, however it went."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    cycle = _held(cycle, by, version)
    _must_be(cycle, State.PLANNED, _("This cycle has begun. Study it, however it went, and then decide."))
    if not why.strip():
        raise Refused(_("Say why it isn't done."))
    cycle.state, cycle.why = State.DROPPED, why.strip()
    cycle.closed_at, cycle.closed_by = clock.now(), membership_of(by)
    cycle.save()
    audit.record("cycle dropped", by=by, about=cycle)
    return cycle


def _held(cycle: Cycle, by: Viewer, version: int | None) -> Cycle:
    cycle = hold(cycle, by)
    check_version(cycle, version)
    aim_standing(cycle.idea.aim)
    return cycle


def _must_be(cycle: Cycle, state: Cycle.State, otherwise: str) -> None:
    if cycle.state != state:
        raise Refused(otherwise)


def _not_to_come(day: date, cycle: Cycle) -> None:
    if day > clock.today(cycle.project.zone):
        raise Refused(_("That day is still to come."))


def _say(cycle: Cycle, plan: Plan, prediction: str, by: Viewer) -> None:
    objective = " ".join(plan.objective.split())
    if not objective or not plan.what.strip() or plan.scale not in Cycle.Scale.values:
        raise Refused(_("Say what you want to find out, what you will do, and how large the test is."))
    if plan.ends_on < plan.starts_on:
        raise Refused(_("It can't end before it starts."))
    if plan.service is not None and plan.service.pk != cycle.service_id:
        cycle.service = hold(plan.service, by)
        of = cycle.idea.aim.service_id
        if of is not None and of != cycle.service.pk:
            raise Refused(_("The aim is about another service. Choose that one, or none."))
    elif plan.service is None:
        cycle.service = None
    cycle.objective, cycle.plan_what, cycle.scale = objective, plan.what.strip(), plan.scale
    cycle.plan_who, cycle.plan_where = " ".join(plan.who.split()), " ".join(plan.where.split())
    cycle.starts_on, cycle.ends_on = plan.starts_on, plan.ends_on
    _predict(cycle, prediction, by)


def _predict(cycle: Cycle, prediction: str, by: Viewer) -> None:
    """Keep the prediction with its moment and its writer; the first moment stays while the words do."""
    prediction = prediction.strip()
    if prediction == cycle.prediction:
        return
    cycle.prediction = prediction
    cycle.predicted_at = clock.now() if prediction else None
    cycle.predicted_by = membership_of(by) if prediction else None


def _watch(cycle: Cycle, measures: Sequence[Measure] | None, by: Viewer) -> None:
    if measures is not None:
        require(by, Permission.MEASURES_SEE)
        watch(cycle, measures, by)
