"""Change ideas as people read them: how each stands, its ramp, and why it came to stand so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from alongside.improvement.models import ChangeIdea, IdeaChange
from alongside.improvement.presenters.drivers import STATE_COLOURS
from alongside.ui import words

State = ChangeIdea.State


def stands(idea: ChangeIdea) -> dict[str, str]:
    """The state in a word, with its colour."""
    state = State(idea.state)
    return {"text": str(state.label), "colour": STATE_COLOURS[state]}


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
