"""Members as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.programmes import addresses
from alongside.programmes.models import Membership, Project
from alongside.ui import words


@dataclass(frozen=True)
class Listed:
    """A membership as a row and as a record."""

    name: str
    role: str
    description: Any
    organisation: str
    services: str
    when: str
    href: str


def listed(membership: Membership, project: Project, today: date) -> Listed:
    """A membership in words."""
    role = membership.as_role
    return Listed(
        name=str(membership.account),
        role=str(role.name),
        description=role.description,
        organisation=str(membership.organisation),
        services=words.listed(sorted(row.service.name for row in membership.narrowed_to.all()))
        or _("Its organisation's share"),
        when=when(membership, today),
        href=addresses.of_project(project, "member", membership=membership),
    )


def when(membership: Membership, today: date) -> str:
    """From when to when."""
    start, end = words.short_day(membership.starts_on), membership.ends_on
    if membership.ended_at is not None:
        return _("Ended on %(day)s") % {
            "day": words.short_day(clock.day_of(membership.ended_at, membership.zone))
        }
    if end is not None and end < today:
        return _("Ended on %(day)s") % {"day": words.short_day(end)}
    if membership.starts_on > today:
        return _("From %(day)s") % {"day": start}
    if end is not None:
        return _("Until %(day)s") % {"day": words.short_day(end)}
    return _("Since %(day)s") % {"day": start}


def is_past(membership: Membership, today: date) -> bool:
    """Whether it is over."""
    return membership.ended_at is not None or (membership.ends_on is not None and membership.ends_on < today)


def ending(membership: Membership) -> str:
    """What happened when it was ended."""
    if membership.ended_at is not None:
        return _("%(name)s is no longer here as %(role)s.") % {
            "name": membership.account,
            "role": membership.as_role.name,
        }
    assert membership.ends_on is not None
    return _("%(name)s is here as %(role)s until %(day)s.") % {
        "name": membership.account,
        "role": membership.as_role.name,
        "day": words.day(membership.ends_on),
    }


def service_ids(membership: Membership) -> list[UUID]:
    """The services it is narrowed down to."""
    return [row.service_id for row in membership.narrowed_to.all()]
