"""Feeds: measures whose figures are counted from facts, and by which definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from alongside.core.models import ProjectRecord
from alongside.improvement.models.measures import of_reachable_services

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, viewer: Viewer) -> FeedQuerySet:
        """Feeds of measures that the viewer sees."""
        return self.filter(of_reachable_services(viewer, "measure__service"))

    def running(self) -> FeedQuerySet:
        """Feeds of measures in use."""
        return self.filter(measure__withdrawn_at__isnull=True)


class Feed(ProjectRecord):
    """A measure that feeds itself: the definition it was switched on with, word for word, and when it was last counted."""

    not_an_edit: ClassVar[frozenset[str]] = frozenset({"counted_at", "counted_through", "asked_at", "parts"})

    measure = models.OneToOneField("improvement.Measure", on_delete=models.PROTECT, related_name="feed")
    definition = models.CharField(max_length=60)
    definition_version = models.CharField(max_length=20)
    # The whole definition: a later version of its file changes nothing here.
    content = models.JSONField()
    by_service = models.BooleanField(default=False)
    # What each service's series is called, from its first count on: a service that is renamed goes on under its first name.
    parts = models.JSONField(default=dict, blank=True)
    switched_on_by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    # When it was last counted, up to which period, and when somebody last asked for it.
    counted_at = models.DateTimeField(null=True, blank=True)
    counted_through = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feed_keeps_its_definition", condition=~Q(definition="") & ~Q(definition_version="")
            ),
        ]

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "measure", "definition", "definition_version", "content", "by_service",
            "parts", "switched_on_by", "counted_at", "counted_through", "asked_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.measure}, by {self.definition} {self.definition_version}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody asked for a count that hasn't happened yet."""
        return self.asked_at is not None and (self.counted_at is None or self.counted_at < self.asked_at)
