"""The partnership as people read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.programmes.models import Organisation, Partnership, Project, Service


@dataclass
class Partner:
    """An organisation with every part it plays, and its services."""

    organisation: Organisation
    is_lead: bool = False
    parts: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    hosts: list[Service] = field(default_factory=list)
    employs_for: list[Service] = field(default_factory=list)


def partners(project: Project, taking_part: list[Partnership], services: list[Service]) -> list[Partner]:
    """The lead first, then the others by name, each with the given services that it hosts or employs for."""
    found: dict[UUID, Partner] = {
        project.lead_id: Partner(project.lead, is_lead=True, parts=[_("Leads the project")])
    }
    for partnership in taking_part:
        partner = found.setdefault(partnership.organisation_id, Partner(partnership.organisation))
        partner.parts.append(partnership.get_part_display())
        if partnership.about:
            partner.about.append(partnership.about)
    for service in services:
        if service.host_id in found:
            found[service.host_id].hosts.append(service)
        if service.employer_id in found:
            found[service.employer_id].employs_for.append(service)
    return list(found.values())
