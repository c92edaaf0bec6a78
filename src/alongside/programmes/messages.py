"""How the four messages of the programme stand in a project, as far as this room knows. Later rooms answer for themselves.

The messages are advice to whoever introduces such roles: train people for it, adapt how you employ, support them, guard the role.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core import registries
from alongside.programmes import addresses
from alongside.programmes.queries.readiness import Standing
from alongside.programmes.viewers import Viewer


@dataclass(frozen=True)
class Message:
    """One of the four, and how it stands."""

    key: str
    title: Promise
    stands: registries.Standing


TITLES = {
    "training": gettext_lazy("Training for the role"),
    "employment": gettext_lazy("Employment with care"),
    "support": gettext_lazy("Support for the workers"),
    "guarding": gettext_lazy("Guarding the role"),
}


def all_four(viewer: Viewer, standings: list[Standing]) -> list[Message]:
    """The four messages: from the room that has entered one, else from readiness, else not started."""
    own = {"support": _support, "guarding": _guarding}
    found = []
    for key, title in TITLES.items():
        entered = registries.messages.get(key)
        if entered is not None:
            stands = entered(viewer)
        elif key in own:
            stands = own[key](viewer, standings)
        else:
            stands = registries.Standing(
                words=_("Not started"), text=_("This part of Alongside is not here yet.")
            )
        found.append(Message(key, title, stands))
    return found


def _support(viewer: Viewer, standings: list[Standing]) -> registries.Standing:
    return _from_readiness(
        viewer,
        standings,
        needs={"line_supervisor", "peer_supervisor", "two_peers"},
        counts=_("Services with both supervisors named and at least two peers: %(n)s of %(all)s."),
        beyond=_("Supervision itself is not recorded here yet."),
    )


def _guarding(viewer: Viewer, standings: list[Standing]) -> registries.Standing:
    return _from_readiness(
        viewer,
        standings,
        needs={"role_profile_published", "role_profile_read"},
        counts=_("Services where the role profile is published and read: %(n)s of %(all)s."),
        beyond=_("Requests to peers and concerns are not recorded here yet."),
    )


def _from_readiness(
    viewer: Viewer, standings: list[Standing], *, needs: set[str], counts: str, beyond: str
) -> registries.Standing:
    """In place where every item of `needs` is met. An override lets a service start; it puts nothing in place."""
    services: dict[object, set[str]] = {}
    for standing in standings:
        if standing.item.service_id is not None:
            met = services.setdefault(standing.item.service_id, set())
            if standing.state == "met":
                met.add(standing.item.key)
    if not services or viewer.project is None:
        return registries.Standing(words=_("Not started"), text=_("There is no service here yet."))
    there = sum(needs <= met for met in services.values())
    words, colour = (
        (_("In place"), "green")
        if there == len(services)
        else (_("In part"), "blue")
        if there
        else (_("Not yet"), "grey")
    )
    text = f"{counts % {'n': there, 'all': len(services)}} {beyond}"
    return registries.Standing(words, text, addresses.of_project(viewer.project, "services"), colour)
