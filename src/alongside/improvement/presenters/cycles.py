"""PDSA cycles as people read them: the four steps, the one that comes next, the ramp, and their signs on charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core import clock
from alongside.improvement.models import ChangeIdea, Cycle
from alongside.programmes import addresses
from alongside.ui import words

State = Cycle.State
COLOURS = {
    State.PLANNED: "white",
    State.DOING: "blue",
    State.STUDIED: "purple",
    State.CLOSED: "grey",
    State.DROPPED: "grey",
}
TABS = {"": gettext_lazy("Open"), "over": gettext_lazy("Over")}
DECIDED = {
    Cycle.Decision.ADOPT: gettext_lazy("Adopted"),
    Cycle.Decision.ADAPT: gettext_lazy("Adapted"),
    Cycle.Decision.ABANDON: gettext_lazy("Abandoned"),
}
ON_A_CHART = 60  # characters of an objective beside a chart's points


def called(cycle: Cycle) -> str:
    """Which cycle of the ramp it is."""
    return _("Cycle %(number)s") % {"number": words.number(cycle.number)}


def stands(cycle: Cycle) -> dict[str, str]:
    """Its state in a word; once it is decided, the decision."""
    text = DECIDED[Cycle.Decision(cycle.decision)] if cycle.decision else State(cycle.state).label
    return {"text": str(text), "colour": COLOURS[State(cycle.state)]}


def when(cycle: Cycle) -> str:
    """From when to when: as it was, or as it is planned."""
    start, end = cycle.began_on or cycle.starts_on, cycle.ended_on or cycle.ends_on
    return words.period(start, max(start, end))


def is_late(cycle: Cycle, today: date) -> bool:
    """Whether it is past its planned end and not studied."""
    return cycle.state in (State.PLANNED, State.DOING) and cycle.ends_on < today


def row(cycle: Cycle, today: date) -> dict[str, Any]:
    """One cycle of a list or a ramp."""
    late = words.late_by(cycle.ends_on, today) if is_late(cycle, today) else ""
    return {
        "called": called(cycle),
        "name": cycle.objective,
        "href": addresses.of_project(cycle.project, "cycle", cycle=cycle),
        "idea": cycle.idea.words,
        "scale": str(Cycle.Scale(cycle.scale).label),
        "place": cycle.service.name if cycle.service else "",
        "when": when(cycle),
        "stands": stands(cycle),
        "compared": str(Cycle.Compared(cycle.compared).label) if cycle.compared else "",
        "late": late,
    }


def next_step(cycle: Cycle, today: date) -> dict[str, str] | None:
    """The one thing to do next with a cycle; nothing where it is over for good."""

    def step(text: str, name: str, **named: Any) -> dict[str, str]:
        return {"text": text, "href": addresses.of_project(cycle.project, name, **named)}

    if cycle.state == State.PLANNED:
        text = _("Begin it") if cycle.prediction else _("Write down what you expect, and begin")
        return step(text, "cycle_begin", cycle=cycle)
    if cycle.state == State.DOING:
        if cycle.ends_on > today and not cycle.happened:
            return step(_("Write down what happens"), "cycle_do", cycle=cycle)
        return step(_("Study it: compare with the prediction"), "cycle_study", cycle=cycle)
    if cycle.state == State.STUDIED:
        return step(_("Decide: adopt, adapt or abandon"), "cycle_act", cycle=cycle)
    if cycle.decision == Cycle.Decision.ADAPT and cycle.idea.state == ChangeIdea.State.ADAPTED:
        return step(_("Plan the next cycle of this ramp"), "cycle_add", idea=cycle.idea_id)
    return None


def steps(cycle: Cycle, zone: str) -> list[dict[str, Any]]:
    """Plan, do, study and act: what each says, and which are still to come."""
    return [_plan(cycle, zone), _do(cycle), _study(cycle, zone), _act(cycle, zone)]


def _plan(cycle: Cycle, zone: str) -> dict[str, Any]:
    predicted = cycle.prediction
    locked = ""
    if cycle.predicted_at is not None and cycle.predicted_by is not None:
        told = {"who": str(cycle.predicted_by.account), "when": words.moment(cycle.predicted_at, zone)}
        if cycle.began_on is not None and cycle.began_on < clock.day_of(cycle.predicted_at, zone):
            locked = _("Written by %(who)s on %(when)s, after it had begun. Locked since.") % told
        elif cycle.began_on is not None:
            locked = _("Written by %(who)s on %(when)s, before it began. Locked since.") % told
        else:
            locked = _("Written by %(who)s on %(when)s. It can be changed until the cycle begins.") % told
    return {
        "key": "plan",
        "heading": _("Plan"),
        "done": True,
        "rows": [
            {"key": _("What"), "value": cycle.plan_what},
            {"key": _("Who"), "value": cycle.plan_who},
            {"key": _("Where"), "value": cycle.plan_where or (cycle.service.name if cycle.service else "")},
            {"key": _("How large"), "value": str(Cycle.Scale(cycle.scale).label)},
            {"key": _("When"), "value": words.period(cycle.starts_on, cycle.ends_on)},
        ],
        "prediction": predicted,
        "locked": locked,
    }


def _do(cycle: Cycle) -> dict[str, Any]:
    rows = []
    if cycle.began_on is not None:
        rows.append({"key": _("Began"), "value": words.day(cycle.began_on)})
        rows.append({"key": _("What happened"), "value": cycle.happened})
    if cycle.ended_on is not None:
        rows.append({"key": _("Ended"), "value": words.day(cycle.ended_on)})
    return {"key": "do", "heading": _("Do"), "done": cycle.began_on is not None, "rows": rows}


def _study(cycle: Cycle, zone: str) -> dict[str, Any]:
    rows = []
    if cycle.studied_at is not None and cycle.studied_by is not None:
        rows = [
            {"key": _("Compared with the prediction"), "value": str(Cycle.Compared(cycle.compared).label)},
            {"key": _("What was learned"), "value": cycle.study},
            {"key": _("Studied by"), "value": _by(cycle.studied_by, cycle.studied_at, zone)},
        ]
    return {"key": "study", "heading": _("Study"), "done": bool(rows), "rows": rows}


def _act(cycle: Cycle, zone: str) -> dict[str, Any]:
    rows = []
    if cycle.closed_at is not None and cycle.closed_by is not None:
        said = DECIDED[Cycle.Decision(cycle.decision)] if cycle.decision else State(cycle.state).label
        rows = [
            {"key": _("Decision"), "value": str(said)},
            {"key": _("Why"), "value": cycle.why},
            {"key": _("Decided by"), "value": _by(cycle.closed_by, cycle.closed_at, zone)},
        ]
    return {"key": "act", "heading": _("Act"), "done": bool(rows), "rows": rows}


def _by(membership: Any, at: Any, zone: str) -> str:
    return _("%(who)s, %(day)s") % {"who": str(membership.account), "day": words.moment(at, zone)}


def signs(cycles: Sequence[Cycle]) -> list[tuple[str, str]]:
    """Cycles as they stand on a chart: the day each began, and its words. What hasn't begun is not on it."""
    return [(cycle.began_on.isoformat(), sign(cycle)) for cycle in cycles if cycle.began_on is not None]


def sign(cycle: Cycle) -> str:
    """A cycle in the few words that a chart has room for."""
    said = cycle.objective
    if len(said) > ON_A_CHART:
        said = f"{said[:ON_A_CHART].rsplit(' ', 1)[0]}…"
    told = {"number": words.number(cycle.number), "objective": said}
    if cycle.decision:
        return _("PDSA %(number)s: %(objective)s (%(decision)s)") % {
            **told,
            "decision": str(DECIDED[Cycle.Decision(cycle.decision)]).lower(),
        }
    return _("PDSA %(number)s: %(objective)s") % told


def on_measure(cycles: Sequence[Cycle], today: date) -> list[dict[str, Any]]:
    """The cycles of a measure's page, the latest first."""
    return [row(cycle, today) for cycle in reversed(cycles)]
