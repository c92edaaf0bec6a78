"""A service as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.programmes.models import Membership, Service, ServiceChange
from alongside.ui import words

COLOURS = {
    Service.State.PREPARING: "blue",
    Service.State.LIVE: "green",
    Service.State.PAUSED: "yellow",
    Service.State.ENDED: "grey",
}


def state(service: Service) -> dict[str, str]:
    """The state in a word, and the colour that repeats it."""
    return {"text": str(service.get_state_display()), "colour": COLOURS[Service.State(service.state)]}


def change_in_words(change: ServiceChange) -> str:
    """What a change of state was."""
    if change.after == Service.State.LIVE:
        again = change.before == Service.State.PAUSED
        return (
            _("Live again: %(why)s") % {"why": change.reason}
            if again
            else _("Went live: %(why)s") % {"why": change.reason}
        )
    if change.after == Service.State.PAUSED:
        return _("Paused: %(why)s") % {"why": change.reason}
    return _("Ended: %(why)s") % {"why": change.reason}


def news(change: ServiceChange) -> str:
    """A change of state as news: what happened to which service."""
    happened = {
        Service.State.LIVE: _("%(service)s went live"),
        Service.State.PAUSED: _("%(service)s was paused"),
        Service.State.ENDED: _("%(service)s ended"),
    }
    return happened[Service.State(change.after)] % {"service": change.service}


def history(changes: Iterable[ServiceChange], zone: str) -> list[dict[str, Any]]:
    """What happened to a service, the latest first."""
    return [
        {
            "when": words.moment(change.changed_at, zone),
            "text": change_in_words(change),
            "who": str(change.changed_by),
        }
        for change in changes
    ]


def team(memberships: Iterable[Membership]) -> list[list[str]]:
    """Who works in a service, as rows."""
    return [[str(m.account), str(m.as_role.name), str(m.organisation)] for m in memberships]


# What may be done next, in the order it is offered: the page that asks, its words, and how its button looks.
NEXT_STEPS = {
    Service.State.LIVE: ("service_go_live", gettext_lazy("Make it live"), ""),
    Service.State.PAUSED: ("service_pause", gettext_lazy("Pause it"), "secondary"),
    Service.State.ENDED: ("service_end", gettext_lazy("End it"), "secondary"),
}
