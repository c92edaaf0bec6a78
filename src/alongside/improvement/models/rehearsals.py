"""Rehearsals: a planned measurement lived through beforehand, kept with its plan so that anybody can do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from alongside.core.models import ProjectRecord
from alongside.improvement.models.measures import of_reachable_services

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def visible_to(self, viewer: Viewer) -> RehearsalQuerySet:
        """Rehearsals for the project as a whole, and for measures of services in the viewer's share."""
        return self.filter(of_reachable_services(viewer, "measure__service"))


class Rehearsal(ProjectRecord):
    """What a plan could be expected to show. Never changed: another plan is another rehearsal."""

    measure = models.ForeignKey(
        "improvement.Measure", on_delete=models.PROTECT, related_name="rehearsals", null=True, blank=True
    )
    name = models.CharField(max_length=160)
    # As stats.rehearsal.Plan takes it; with the number of tries and the seed it gives the same answer again.
    plan = models.JSONField()
    simulations = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    slope = models.BooleanField()
    # What came of it, in the format alongside.rehearsal/1.
    told = models.JSONField()
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rehearsal_is_tried_often_enough",
                condition=models.Q(simulations__gte=100),
            ),
        ]

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "measure", "name", "plan", "simulations", "seed", "slope", "told", "by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name
