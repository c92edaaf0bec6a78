"""Who asked for the monthly summary of a project by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.core.models import ProjectRecord
from alongside.programmes.viewers import Hat

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class SummaryReaderQuerySet(models.QuerySet["SummaryReader"]):
    def visible_to(self, viewer: Viewer) -> SummaryReaderQuerySet:
        """One's own; the clock that sends them sees all of its project."""
        if viewer.project is None:
            return self.none()
        if viewer.hat is Hat.JOB:
            return self.filter(project=viewer.project)
        return self.filter(project=viewer.project, account=viewer.account) if viewer.account else self.none()

    def reading(self) -> SummaryReaderQuerySet:
        """Those who have not switched it off."""
        return self.filter(stopped_at__isnull=True)


class SummaryReader(ProjectRecord):
    """A member who switched the monthly summary on for themselves, and perhaps off again."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = SummaryReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "account"],
                condition=Q(stopped_at__isnull=True),
                name="summary_is_switched_on_once",
            )
        ]

    class Privacy:
        personal = {"account"}
        operational = {"id", "created_at", "version", "project", "stopped_at"}
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"
