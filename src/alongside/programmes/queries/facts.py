"""What Alongside counts for itself on a checklist: nobody records these by hand, and they change with the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.programmes import roles, settings
from alongside.programmes.models import Membership, Project, RoleProfileVersion, Service
from alongside.programmes.queries import role_profiles

# Never a lone peer.
FEWEST_PEERS = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """What was counted, and whether it is enough."""

    met: bool
    words: str


def of_services(
    project: Project, services: Iterable[Service], on: date, *, strict: bool = False
) -> dict[UUID, dict[str, Fact]]:
    """The counted items of each service, by key."""
    listed = list(services)
    stands = role_profiles.standing(project)
    teams = role_profiles.teams(listed, on)
    days = 0 if strict else settings.value(project, settings.DAYS_TO_READ)
    return {
        service.pk: {
            "two_peers": _two_peers(teams[service.pk]),
            "role_profile_published": _published(stands, service),
            "role_profile_read": _read(stands, service, teams[service.pk], project, on, days),
        }
        for service in listed
    }


COUNTED = frozenset({"two_peers", "role_profile_published", "role_profile_read"})


def _two_peers(team: list[Membership]) -> Fact:
    peers = len({m.account_id for m in team if m.role == roles.PEER_WORKER.key})
    words = ngettext(
        "%(n)d peer worker is named for this service.",
        "%(n)d peer workers are named for this service.",
        peers,
    )
    return Fact(peers >= FEWEST_PEERS, words % {"n": peers})


def _published(stands: role_profiles.Standing, service: Service) -> Fact:
    applying = stands.applying_to(service)
    if not applying:
        return Fact(False, _("No role profile has been published."))
    return Fact(
        True, _("Published: %(profiles)s.") % {"profiles": ", ".join(version_in_words(v) for v in applying)}
    )


def version_in_words(version: RoleProfileVersion) -> str:
    """A version as it is spoken of: the profile's name and the version's number."""
    return _("%(profile)s, version %(number)d") % {"profile": version.profile.name, "number": version.number}


def _read(
    stands: role_profiles.Standing,
    service: Service,
    team: list[Membership],
    project: Project,
    on: date,
    days: int,
) -> Fact:
    """Read by everybody who works in the service. People in a service that runs already have some days for it; before, nobody has."""
    applying = stands.applying_to(service)
    asked = role_profiles.readers(team)
    if not applying:
        return Fact(False, _("There is no published role profile to read yet."))
    if not any(m.role == roles.CLINICIAN.key for m in asked):
        return Fact(False, _("Nobody from the host team is a member of this service yet."))
    has_started = service.state != Service.State.PREPARING
    done = missing = 0
    for membership in asked:
        if all(stands.has_read(version, membership.account_id) for version in applying):
            done += 1
        elif not (days and has_started) or any(
            on > role_profiles.must_have_read_by(version, membership, project, days)
            for version in applying
            if not stands.has_read(version, membership.account_id)
        ):
            missing += 1
    words = ngettext(
        "Read by %(done)d of %(n)d person who works here.",
        "Read by %(done)d of %(n)d people who work here.",
        len(asked),
    ) % {"done": done, "n": len(asked)}
    return Fact(missing == 0, words)
