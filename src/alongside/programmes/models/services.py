"""Services: the clinical teams that host the role."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.core.models import ProjectRecord
from alongside.programmes.access import share

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, viewer: Viewer) -> ServiceQuerySet:
        """Services in the viewer's own share of its project (see access.share)."""
        return self.filter(share(viewer))

    def not_ended(self) -> ServiceQuerySet:
        """Services that are being prepared, live or paused."""
        return self.exclude(state=Service.State.ENDED)

    def ended(self) -> ServiceQuerySet:
        """Services that are over."""
        return self.filter(state=Service.State.ENDED)


class Service(ProjectRecord):
    """A clinical team that hosts the role, and the organisation that employs its peers."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Preparing")
        LIVE = "live", _("Live")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    # What may follow what; the diagram in the manual is drawn from this table, and the database holds it in service_change.
    NEXT = {
        State.PREPARING: {State.LIVE, State.ENDED},
        State.LIVE: {State.PAUSED, State.ENDED},
        State.PAUSED: {State.LIVE, State.ENDED},
        State.ENDED: set(),
    }

    name = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    host = models.ForeignKey(
        "programmes.Organisation", on_delete=models.PROTECT, related_name="services_hosted"
    )
    employer = models.ForeignKey(
        "programmes.Organisation", on_delete=models.PROTECT, related_name="services_employed_for"
    )
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    # Set when its checklist was first found complete, and never before.
    first_live_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="service_names_are_unique_in_a_project"),
            models.CheckConstraint(
                name="service_is_live_or_paused_only_after_going_live",
                condition=Q(state="preparing", first_live_at__isnull=True)
                | Q(state__in=("live", "paused"), first_live_at__isnull=False)
                | Q(state="ended"),
            ),
        ]

    class Privacy:
        operational = {
            "id",
            "created_at",
            "version",
            "project",
            "name",
            "about",
            "host",
            "employer",
            "state",
            "first_live_at",
        }

    def __str__(self) -> str:
        return self.name

    def may_become(self, state: str) -> bool:
        """Whether `state` may follow the present one."""
        return state in self.NEXT[self.State(self.state)]


class ServiceChangeQuerySet(models.QuerySet["ServiceChange"]):
    def visible_to(self, viewer: Viewer) -> ServiceChangeQuerySet:
        """What happened to the services in the viewer's share."""
        return self.filter(share(viewer, at="service"))

    def since(self, instant: datetime) -> ServiceChangeQuerySet:
        """What happened from then on, the latest first."""
        return self.filter(changed_at__gte=instant).order_by("-changed_at")


class ServiceChange(ProjectRecord):
    """A service went from one state to another: who did it, when and why. Rows are added, never changed."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=12, choices=Service.State)
    after = models.CharField(max_length=12, choices=Service.State)
    reason = models.TextField()
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ServiceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at"]
        constraints = [
            models.CheckConstraint(
                name="service_change_is_one_the_table_of_states_allows",
                condition=Q(
                    *(
                        Q(before=before.value, after__in=sorted(state.value for state in allowed))
                        for before, allowed in Service.NEXT.items()
                        if allowed
                    ),
                    _connector=Q.OR,
                ),
            ),
            models.CheckConstraint(name="service_change_has_a_reason", condition=~Q(reason="")),
        ]

    class Privacy:
        personal = {"reason"}
        operational = {
            "id",
            "created_at",
            "version",
            "project",
            "service",
            "before",
            "after",
            "changed_at",
            "changed_by",
        }
        retention = "programme-record"

    def __str__(self) -> str:
        return f"{self.service}: {self.before} to {self.after}"
