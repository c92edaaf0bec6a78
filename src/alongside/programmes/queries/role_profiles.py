"""Which role profile stands, for whom, and who has read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from alongside.core import clock
from alongside.programmes import settings
from alongside.programmes.models import (
    Account,
    Acknowledgement,
    Membership,
    MembershipService,
    Project,
    RoleProfileVersion,
    Service,
)
from alongside.programmes.roles import ROLES, SUPERVISOR
from alongside.programmes.viewers import Viewer

READERS = [role.key for role in ROLES.values() if role.reads_role_profile]


@dataclass(frozen=True)
class Standing:
    """The versions that stand in a project today, and who has read each."""

    versions: tuple[RoleProfileVersion, ...]
    read_by: dict[UUID, frozenset[UUID]]  # version -> accounts

    def applying_to(self, service: Service) -> list[RoleProfileVersion]:
        """The service's own profiles where it has any, else those of the whole project."""
        own = [version for version in self.versions if version.profile.service_id == service.pk]
        return own or self.of_project()

    def of_project(self) -> list[RoleProfileVersion]:
        """The profiles of the whole project."""
        return [version for version in self.versions if version.profile.service_id is None]

    def has_read(self, version: RoleProfileVersion, account_id: UUID) -> bool:
        """Whether the account acknowledged this very version."""
        return account_id in self.read_by.get(version.pk, frozenset())


def standing(project: Project) -> Standing:
    """The newest published version of every profile, with who acknowledged it."""
    newest: dict[UUID, RoleProfileVersion] = {}
    published = (
        RoleProfileVersion.objects.published()
        .filter(project=project)
        .select_related("profile", "profile__service")
    )
    for version in published.order_by("number"):
        newest[version.profile_id] = version
    versions = tuple(sorted(newest.values(), key=lambda version: version.profile.name))
    read_by: dict[UUID, set[UUID]] = defaultdict(set)
    for version_id, account_id in Acknowledgement.objects.filter(profile_version__in=versions).values_list(
        "profile_version", "account"
    ):
        read_by[version_id].add(account_id)
    return Standing(versions, {version: frozenset(accounts) for version, accounts in read_by.items()})


def teams(services: Iterable[Service], on: date) -> dict[UUID, list[Membership]]:
    """Who works in each service on that day: the memberships that name it."""
    found: dict[UUID, list[Membership]] = defaultdict(list)
    rows = (
        MembershipService.objects.filter(
            service__in=list(services), membership__in=Membership.objects.current(on)
        )
        .select_related("membership__account")
        .order_by("membership__account__name", "membership__starts_on")
    )
    for row in rows:
        found[row.service_id].append(row.membership)
    return found


def supervising(project: Project, services: Iterable[Service], on: date) -> list[Membership]:
    """Supervisors of these services who aren't named for any: they are there for the lead, a host or an employer."""
    organisations = {
        organisation for s in services for organisation in (project.lead_id, s.host_id, s.employer_id)
    }
    held = (
        Membership.objects.current(on).in_role(SUPERVISOR).filter(project=project, narrowed_to__isnull=True)
    )
    return list(held.filter(organisation__in=organisations).select_related("account"))


def readers(team: Iterable[Membership]) -> list[Membership]:
    """Those of a team who are asked to read the role profile, each once."""
    asked: dict[UUID, Membership] = {}
    for membership in team:
        if membership.role in READERS:
            asked.setdefault(membership.account_id, membership)
    return list(asked.values())


def must_have_read_by(
    version: RoleProfileVersion, membership: Membership, project: Project, days: int
) -> date:
    """The last day somebody in a live service has to read a version: counted from its publication or from their first day."""
    assert version.published_at is not None
    published_on = clock.day_of(version.published_at, project.zone)
    return max(published_on, membership.starts_on) + timedelta(days=days)


def unread(viewer: Viewer) -> list[RoleProfileVersion]:
    """The versions that the viewer's own roles ask them to read, and that they haven't acknowledged yet."""
    if (
        viewer.account is None
        or viewer.project is None
        or not any(m.role in READERS for m in viewer.memberships)
    ):
        return []
    stands = standing(viewer.project)
    services = list(Service.objects.visible_to(viewer).not_ended())
    applying = {v.pk: v for service in services for v in stands.applying_to(service)}
    if not services:
        applying = {v.pk: v for v in stands.of_project()}
    return [version for version in applying.values() if not stands.has_read(version, viewer.account.pk)]


@dataclass(frozen=True)
class Reader:
    """Somebody asked to read a version, and when they said they had."""

    membership: Membership
    acknowledged_at: datetime | None


def asked_to_read(version: RoleProfileVersion, viewer: Viewer) -> list[Reader]:
    """Who is asked to read a version, those the viewer may see, with who has said so. Whoever read it unasked comes last."""
    project = version.project
    on = clock.today(project.zone)
    reached = Service.objects.visible_to(viewer).not_ended()
    if version.profile.service_id:
        services = list(reached.filter(pk=version.profile.service_id))
    else:
        stands = standing(project)
        services = [
            service
            for service in reached
            if version in stands.applying_to(service) or not version.is_published
        ]
    seen = set(Membership.objects.visible_to(viewer).current(on).values_list("pk", flat=True))
    asked = [m for members in teams(services, on).values() for m in members]
    asked += supervising(project, services, on)
    team = {m.pk: m for m in asked if m.pk in seen}
    said = {
        row.account_id: row.acknowledged_at
        for row in Acknowledgement.objects.visible_to(viewer).filter(profile_version=version)
    }
    return sorted(
        (Reader(m, said.get(m.account_id)) for m in readers(team.values())),
        key=lambda reader: (reader.acknowledged_at is not None, str(reader.membership.account)),
    )


def days_to_read(project: Project) -> int:
    """How long somebody in a live service has to read a new version."""
    return settings.value(project, settings.DAYS_TO_READ)


def account_has_read(version: RoleProfileVersion, account: Account | None) -> bool:
    """Whether the account has acknowledged this version."""
    return (
        account is not None
        and Acknowledgement.objects.filter(profile_version=version, account=account).exists()
    )
