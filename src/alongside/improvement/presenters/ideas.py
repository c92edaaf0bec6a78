"""Change ideas as people read them: how each stands, its ramp, and why it came to stand so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from alongside.improvement.models import ChangeIdea, Cycle, IdeaChange
from alongside.improvement.presenters import cycles
from alongside.improvement.presenters.drivers import STATE_COLOURS
from alongside.programmes import addresses
from alongside.ui import words

State = ChangeIdea.State


def stands(idea: ChangeIdea) -> dict[str, str]:
    """The state in a word, with its colour."""
    state = State(idea.state)
    return {"text": str(state.label), "colour": STATE_COLOURS[state]}


def next_step(idea: ChangeIdea, ramp: Sequence[Cycle], today: date) -> dict[str, str] | None:
    """The one thing to do next with an idea: its open cycle's next step, or the plan of the next one."""
    if ramp and ramp[-1].state in Cycle.OPEN:
        return cycles.next_step(ramp[-1], today)
    if idea.state == State.ABANDONED:
        return None
    text = _("Plan the next cycle") if ramp else _("Plan a small test of it")
    return {"text": text, "href": addresses.of_project(idea.project, "cycle_add", idea=idea)}


def history(changes: Sequence[IdeaChange], zone: str) -> list[dict[str, Any]]:
    """Every change of how it stands, with its reason."""
    return [
        {
            "when": words.moment(one.created_at, zone),
            "text": _("%(before)s → %(after)s: %(why)s")
            % {"before": State(one.before).label, "after": State(one.after).label, "why": one.why},
            "who": str(one.by.account),
        }
        for one in changes
    ]
