"""How a measure is judged: what was changed about it, where a new phase begins, which points are left out; each with its reason.

Nothing here is deleted: a phase is withdrawn and a point taken back with a reason of its own, and both stay in the history.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.core.models import ProjectRecord
from alongside.improvement.models.series import OfMeasureQuerySet


class MarkedQuerySet(OfMeasureQuerySet):
    def standing(self) -> MarkedQuerySet:
        """What nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


def _withdrawn_whole(name: str) -> models.CheckConstraint:
    """When, by whom and why go together."""
    return models.CheckConstraint(
        name=name,
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
        | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
    )


class Phase(ProjectRecord):
    """A point from which the chart has lines of its own, because something changed and is known to have changed."""

    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="phases")
    # Every series of the measure, or the one that is named (empty for the only one).
    every_part = models.BooleanField(default=True)
    part = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=60)
    why = models.TextField()
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_why = models.TextField(blank=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="phase_has_a_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="phase_of_every_series_names_none", condition=Q(every_part=False) | Q(part="")
            ),
            models.UniqueConstraint(
                fields=["measure", "every_part", "part", "label"],
                condition=Q(withdrawn_at__isnull=True),
                name="phase_begins_once_at_a_point",
            ),
            _withdrawn_whole("phase_withdrawn_at_by_and_why_go_together"),
        ]

    class Privacy:
        # A reason can be anything somebody typed: somebody's name too.
        personal = {"why", "withdrawn_why"}
        operational = {
            "id", "created_at", "version", "project", "measure", "every_part", "part", "label", "by",
            "withdrawn_at", "withdrawn_by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.label}: {self.why}"


class Exclusion(ProjectRecord):
    """A point that is drawn and left out of the lines, the rules and the icons, for a reason."""

    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="exclusions")
    part = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=60)
    why = models.TextField()
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_why = models.TextField(blank=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="exclusion_has_a_reason", condition=~Q(why="")),
            models.UniqueConstraint(
                fields=["measure", "part", "label"],
                condition=Q(withdrawn_at__isnull=True),
                name="exclusion_of_a_point_stands_once",
            ),
            _withdrawn_whole("exclusion_withdrawn_at_by_and_why_go_together"),
        ]

    class Privacy:
        # A reason can be anything somebody typed: somebody's name too.
        personal = {"why", "withdrawn_why"}
        operational = {
            "id", "created_at", "version", "project", "measure", "part", "label", "by", "withdrawn_at",
            "withdrawn_by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.label}: {self.why}"


class Rejudging(ProjectRecord):
    """A change to how a measure is judged: what it was, what it became, who changed it and why."""

    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="rejudgings")
    # Only what changed: {"chart": "p", …}.
    was = models.JSONField()
    became = models.JSONField()
    # Empty only where there was no figure yet that the change could flatter.
    why = models.TextField(blank=True)
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    objects = OfMeasureQuerySet.as_manager()

    class Privacy:
        # A reason can be anything somebody typed: somebody's name too.
        personal = {"why"}
        operational = {
            "id", "created_at", "version", "project", "measure", "was", "became", "by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.measure}, {self.created_at:%Y-%m-%d}"
