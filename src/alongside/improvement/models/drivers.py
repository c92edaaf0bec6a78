"""Drivers: what an aim depends on, in two levels; and the measures that aims, drivers and cycles are watched by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from alongside.core.models import ProjectRecord
from alongside.improvement.models.aims import Aim
from alongside.improvement.models.measures import of_reachable_services

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class DriverQuerySet(models.QuerySet["Driver"]):
    def visible_to(self, viewer: Viewer) -> DriverQuerySet:
        """Drivers of aims that the viewer sees."""
        return self.filter(of_reachable_services(viewer, "aim__service"))

    def standing(self) -> DriverQuerySet:
        """Drivers that are part of the diagram."""
        return self.filter(withdrawn_at__isnull=True)


class Driver(ProjectRecord):
    """Something that an aim depends on: primary, or secondary under a primary one."""

    PRIMARY, SECONDARY = 1, 2

    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="drivers")
    level = models.PositiveSmallIntegerField()
    # The primary driver that a secondary one stands under.
    under = models.ForeignKey("self", on_delete=models.PROTECT, related_name="below", null=True, blank=True)
    name = models.CharField(max_length=160)
    place = models.PositiveIntegerField()
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_why = models.TextField(blank=True)

    objects = DriverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="driver_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="driver_is_primary_or_under_one",
                condition=Q(level=1, under__isnull=True) | Q(level=2, under__isnull=False),
            ),
            models.CheckConstraint(
                name="driver_withdrawn_at_by_and_why_go_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
            ),
        ]

    class Privacy:
        # A reason can be anything somebody typed: somebody's name too.
        personal = {"withdrawn_why"}
        operational = {
            "id", "created_at", "version", "project", "aim", "level", "under", "name", "place", "by", "withdrawn_at",
            "withdrawn_by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return self.name


class WatchedQuerySet(models.QuerySet["Watched"]):
    def visible_to(self, viewer: Viewer) -> WatchedQuerySet:
        """What names a measure that the viewer sees. Whether they may see measures at all is asked where they are shown."""
        return self.filter(of_reachable_services(viewer, "measure__service"))


class Watched(ProjectRecord):
    """A measure that an aim, a driver or a cycle is watched by."""

    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="watching")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="watched", null=True, blank=True)
    driver = models.ForeignKey(
        Driver, on_delete=models.PROTECT, related_name="watched", null=True, blank=True
    )
    cycle = models.ForeignKey(
        "improvement.Cycle", on_delete=models.PROTECT, related_name="watched", null=True, blank=True
    )

    objects = WatchedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="watched_is_one_thing",
                condition=Q(aim__isnull=False, driver__isnull=True, cycle__isnull=True)
                | Q(aim__isnull=True, driver__isnull=False, cycle__isnull=True)
                | Q(aim__isnull=True, driver__isnull=True, cycle__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    fields=["measure", what],
                    condition=Q(**{f"{what}__isnull": False}),
                    name=f"watched_once_for_{what}",
                )
                for what in ("aim", "driver", "cycle")
            ),
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "measure", "aim", "driver", "cycle"}

    def __str__(self) -> str:
        return f"{self.measure}"
