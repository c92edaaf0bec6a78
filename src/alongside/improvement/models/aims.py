"""Aims: what is to get better, by how much, by when and for whom; and every version there was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from alongside.core.models import ProjectRecord
from alongside.improvement.models.measures import of_reachable_services

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class AimQuerySet(models.QuerySet["Aim"]):
    def visible_to(self, viewer: Viewer) -> AimQuerySet:
        """Aims of the project as a whole, and of the services in the viewer's share."""
        return self.filter(of_reachable_services(viewer))

    def standing(self) -> AimQuerySet:
        """Aims that are worked towards."""
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self) -> AimQuerySet:
        """Aims that somebody withdrew, with a reason."""
        return self.filter(withdrawn_at__isnull=False)


class OfAimQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> OfAimQuerySet:
        """What belongs to an aim that the viewer sees."""
        return self.filter(of_reachable_services(viewer, "aim__service"))


class Aim(ProjectRecord):
    """What a project wants to be different, as it is said now. Without how much and by when it is not yet a full aim."""

    service = models.ForeignKey(
        "programmes.Service", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    what = models.CharField(max_length=200)
    how_much = models.CharField(max_length=160, blank=True)
    by_when = models.DateField(null=True, blank=True)
    for_whom = models.CharField(max_length=160, blank=True)
    # The outcome measure that it is judged by.
    measure = models.ForeignKey(
        "improvement.Measure", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    set_by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_why = models.TextField(blank=True)

    objects = AimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="aim_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="aim_withdrawn_at_by_and_why_go_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
            ),
        ]

    class Privacy:
        # A reason can be anything somebody typed: somebody's name too.
        personal = {"withdrawn_why"}
        operational = {
            "id", "created_at", "version", "project", "service", "what", "how_much", "by_when", "for_whom", "measure",
            "set_by", "withdrawn_at", "withdrawn_by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return self.what


class AimVersion(ProjectRecord):
    """An aim as it was said from one moment on, and why it was changed to that. Never changed itself."""

    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=200)
    how_much = models.CharField(max_length=160, blank=True)
    by_when = models.DateField(null=True, blank=True)
    for_whom = models.CharField(max_length=160, blank=True)
    measure = models.ForeignKey(
        "improvement.Measure", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    why = models.TextField(blank=True)
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    objects = OfAimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aim", "number"], name="aim_versions_are_numbered"),
            models.CheckConstraint(
                name="aim_changes_for_a_reason", condition=Q(number=1) | Q(number__gt=1) & ~Q(why="")
            ),
        ]

    class Privacy:
        # A reason can be anything somebody typed: somebody's name too.
        personal = {"why"}
        operational = {
            "id", "created_at", "version", "project", "aim", "number", "what", "how_much", "by_when", "for_whom",
            "measure", "by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.what} ({self.number})"
