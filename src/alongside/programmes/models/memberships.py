"""Memberships: an account in a role, from one day to another. Outside row security: they decide what to open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alongside.core import clock
from alongside.core.models import ProjectRecord, Record
from alongside.programmes.roles import PROGRAMME_ROLES, ROLE_CHOICES, ROLES, Role
from alongside.programmes.viewers import Hat

if TYPE_CHECKING:
    from alongside.programmes.models.services import Service
    from alongside.programmes.viewers import Viewer

# Where the days of a programme are taken; a project has a zone of its own.
DEFAULT_ZONE = "Europe/London"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def not_ended(self) -> MembershipQuerySet:
        """Memberships that nobody has ended there and then; their last day may still have passed."""
        return self.filter(ended_at__isnull=True)

    def current(self, on: date) -> MembershipQuerySet:
        """Memberships that hold on that day: started, and not ended. The last day counts."""
        return self.not_ended().filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def past(self, on: date) -> MembershipQuerySet:
        """Memberships that are over on that day."""
        return self.filter(Q(ended_at__isnull=False) | Q(ends_on__lt=on))

    def not_past(self, on: date) -> MembershipQuerySet:
        """Memberships that hold on that day or are still to come."""
        return self.not_ended().filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def in_role(self, *roles: Role) -> MembershipQuerySet:
        """Memberships in one of `roles`."""
        return self.filter(role__in=[role.key for role in roles])

    def working_in(self, *services: Service) -> MembershipQuerySet:
        """Memberships that name one of `services` as theirs: its team."""
        return self.filter(narrowed_to__service__in=services).distinct()

    def by_name(self) -> MembershipQuerySet:
        """In the order of people's names."""
        return self.order_by("account__name", "role", "starts_on", "pk")

    def current_in(self, service: Service) -> MembershipQuerySet:
        """Who works in the service today, by name."""
        return self.current(clock.today(service.project.zone)).working_in(service).by_name()

    def visible_to(self, viewer: Viewer) -> MembershipQuerySet:
        """Those one shares services or an organisation with, and one's own; everyone for who reaches the whole project.

        Under one's own hat, one's own; in a programme's hat, those of the programme.
        """
        from alongside.programmes.access import reaches_whole_project, share
        from alongside.programmes.models.services import Service

        if viewer.hat is Hat.ONESELF:
            return self.filter(account=viewer.account)
        if viewer.programme is not None:
            return self.filter(programme=viewer.programme)
        if viewer.project is None:
            return self.none()
        everyone = self.filter(project=viewer.project)
        if reaches_whole_project(viewer):
            return everyone
        shared = Service.objects.filter(share(viewer))
        return everyone.filter(
            Q(account=viewer.account)
            | Q(organisation__in=[m.organisation_id for m in viewer.memberships])
            | Q(pk__in=MembershipService.objects.filter(service__in=shared).values("membership"))
        )


class Membership(Record):
    """An account with a role in a project (or, for the programme's roles, in a programme)."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    project = models.ForeignKey(
        "programmes.Project", on_delete=models.PROTECT, related_name="memberships", null=True, blank=True
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="memberships", null=True, blank=True
    )
    organisation = models.ForeignKey(
        "programmes.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Ended there and then, before or on the last day that was foreseen.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_is_of_a_project_or_a_programme_as_its_role_says",
                condition=Q(role__in=PROGRAMME_ROLES, programme__isnull=False, project__isnull=True)
                | (~Q(role__in=PROGRAMME_ROLES) & Q(programme__isnull=True, project__isnull=False)),
            ),
            models.CheckConstraint(
                name="membership_ends_no_earlier_than_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="membership_ended_at_and_by_go_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="membership_nobody_holds_a_role_twice_in_a_project",
                fields=["account", "project", "role"],
                condition=Q(ended_at__isnull=True, ends_on__isnull=True, project__isnull=False),
            ),
            models.UniqueConstraint(
                name="membership_nobody_holds_a_role_twice_in_a_programme",
                fields=["account", "programme", "role"],
                condition=Q(ended_at__isnull=True, ends_on__isnull=True, programme__isnull=False),
            ),
        ]

    class Privacy:
        personal = {"account"}
        operational = {
            "id", "created_at", "version", "role", "project", "programme", "organisation",
            "starts_on", "ends_on", "ended_at", "ended_by",
        }  # fmt: skip
        retention = "account"

    def __str__(self) -> str:
        return f"{self.account}, {self.as_role.name}"

    @property
    def as_role(self) -> Role:
        """The role with its name, description and permissions."""
        return ROLES[self.role]

    @property
    def zone(self) -> str:
        """Where its days are taken."""
        return self.project.zone if self.project else DEFAULT_ZONE

    def holds_on(self, on: date) -> bool:
        """Whether it holds on that day; the same question as `current`, of one that is at hand."""
        return self.ended_at is None and self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class MembershipService(ProjectRecord):
    """A service that a membership is narrowed down to. With none, it reaches its organisation's whole share."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="narrowed_to")
    service = models.ForeignKey("programmes.Service", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "service"], name="membership_names_a_service_once")
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "membership", "service"}

    def __str__(self) -> str:
        return f"{self.membership} in {self.service}"
