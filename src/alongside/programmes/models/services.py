"""Services: the clinical teams that host the role."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, viewer) -> ServiceQuerySet:
        """Services in the viewer's own share of its project (see access.share)."""
        from alongside.programmes.access import share

        return self.filter(share(viewer))


class Service(ProjectRecord):
    """A clinical team that hosts the role, and the organisation that employs its peers."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Preparing")
        LIVE = "live", _("Live")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {
        State.PREPARING: {State.LIVE, State.ENDED},
        State.LIVE: {State.PAUSED, State.ENDED},
        State.PAUSED: {State.LIVE, State.ENDED},
        State.ENDED: set(),
    }

    name = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    host = models.ForeignKey("programmes.Organisation", on_delete=models.PROTECT, related_name="services_hosted")
    employer = models.ForeignKey("programmes.Organisation", on_delete=models.PROTECT, related_name="services_employed_for")
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="service_names_are_unique_in_a_project")
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "name", "about", "host", "employer", "state"}

    def __str__(self) -> str:
        return self.name

    def may_become(self, state: str) -> bool:
        """Whether `state` may follow the present one."""
        return state in self.NEXT[self.State(self.state)]
