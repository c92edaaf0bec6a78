"""Readiness: what must be true before a service starts, an item a row. The questions are in definitions/readiness/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.core.models import ProjectRecord
from alongside.programmes.access import reaches_whole_project, share

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


def _together(*names: str) -> Q:
    """All of `names` are set, or none is."""
    return Q(**{f"{name}__isnull": True for name in names}) | Q(
        **{f"{name}__isnull": False for name in names}
    )


class ReadinessItemQuerySet(models.QuerySet["ReadinessItem"]):
    def visible_to(self, viewer: Viewer) -> ReadinessItemQuerySet:
        """Items of the services in the viewer's share; those of the project itself for who reaches the whole of it."""
        if viewer.project is None:
            return self.none()
        reached = Q(project=viewer.project, service__isnull=False) & share(viewer, at="service")
        if reaches_whole_project(viewer):
            reached |= Q(project=viewer.project, service__isnull=True)
        return self.filter(reached)


class ReadinessItem(ProjectRecord):
    """One item of a checklist, of a service or of the project itself: who sees to it, by when, and whether it is met.

    An item that Alongside counts for itself (`counted`) is never recorded as met by hand: its answer is read from the facts.
    """

    service = models.ForeignKey(
        "programmes.Service", on_delete=models.PROTECT, related_name="readiness", null=True, blank=True
    )
    definition = models.CharField(max_length=80)
    definition_version = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    counted = models.BooleanField(default=False)
    may_override = models.BooleanField(default=False)
    needs_second = models.BooleanField(default=False)

    owner = models.ForeignKey(
        "programmes.Membership",
        on_delete=models.PROTECT,
        related_name="readiness_owned",
        null=True,
        blank=True,
    )
    due_on = models.DateField(null=True, blank=True)

    met_on = models.DateField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    note = models.TextField(blank=True)
    # The member whom the item names: the line supervisor, the peer supervisor.
    named = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    overridden_on = models.DateField(null=True, blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    override_reason = models.TextField(blank=True)
    override_review_on = models.DateField(null=True, blank=True)

    objects = ReadinessItemQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                name="readiness_item_is_once_in_a_service",
                fields=["service", "key"],
                condition=Q(service__isnull=False),
            ),
            models.UniqueConstraint(
                name="readiness_item_is_once_in_a_project",
                fields=["project", "key"],
                condition=Q(service__isnull=True),
            ),
            models.CheckConstraint(
                name="readiness_met_on_at_and_by_go_together_with_a_note",
                condition=Q(
                    met_on__isnull=True, met_at__isnull=True, met_by__isnull=True, note="", named__isnull=True
                )
                | (Q(met_on__isnull=False, met_at__isnull=False, met_by__isnull=False) & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="readiness_what_is_counted_is_not_recorded_by_hand",
                condition=Q(counted=False) | Q(met_on__isnull=True),
            ),
            models.CheckConstraint(
                name="readiness_confirmed_at_and_by_go_together",
                condition=_together("confirmed_at", "confirmed_by"),
            ),
            models.CheckConstraint(
                name="readiness_two_people_are_two_different_people",
                condition=Q(confirmed_by__isnull=True)
                | (Q(met_by__isnull=False) & ~Q(confirmed_by=F("met_by"))),
            ),
            models.CheckConstraint(
                name="readiness_override_has_a_reason_and_a_later_review",
                condition=Q(
                    overridden_on__isnull=True,
                    overridden_by__isnull=True,
                    override_reason="",
                    override_review_on__isnull=True,
                )
                | (
                    Q(
                        overridden_on__isnull=False,
                        overridden_by__isnull=False,
                        # Said as well as compared: a comparison with nothing is neither true nor false, and a check lets that pass.
                        override_review_on__isnull=False,
                        override_review_on__gt=F("overridden_on"),
                    )
                    & ~Q(override_reason="")
                ),
            ),
            models.CheckConstraint(
                name="readiness_some_items_are_never_overridden",
                condition=Q(may_override=True) | Q(overridden_on__isnull=True),
            ),
            models.CheckConstraint(
                name="readiness_an_item_is_met_or_overridden_not_both",
                condition=Q(met_on__isnull=True) | Q(overridden_on__isnull=True),
            ),
        ]

    class Privacy:
        personal = {"note", "override_reason"}
        operational = {
            "id", "created_at", "version", "project", "service", "definition", "definition_version", "key", "place",
            "counted", "may_override", "needs_second", "owner", "due_on", "met_on", "met_at", "met_by", "named",
            "confirmed_at", "confirmed_by", "overridden_on", "overridden_by", "override_review_on",
        }  # fmt: skip
        retention = "programme-record"

    def __str__(self) -> str:
        return f"{self.key} of {self.service or self.project}"


class ReadinessChangeQuerySet(models.QuerySet["ReadinessChange"]):
    def visible_to(self, viewer: Viewer) -> ReadinessChangeQuerySet:
        """What was done to the items that the viewer sees."""
        return self.filter(item__in=ReadinessItem.objects.visible_to(viewer))


class ReadinessChange(ProjectRecord):
    """What somebody did to an item, when and in which words. Rows are added, never changed."""

    class What(models.TextChoices):
        PLANNED = "planned", _("Planned")
        MET = "met", _("Recorded as met")
        CONFIRMED = "confirmed", _("Confirmed by a second person")
        UNDONE = "undone", _("No longer met")
        OVERRIDDEN = "overridden", _("Let go live without it")
        OVERRIDE_ENDED = "override_ended", _("No longer let live without it")

    item = models.ForeignKey(ReadinessItem, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=16, choices=What)
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReadinessChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at"]

    class Privacy:
        personal = {"note"}
        operational = {"id", "created_at", "version", "project", "item", "what", "changed_at", "changed_by"}
        retention = "programme-record"

    def __str__(self) -> str:
        return f"{self.item}: {self.what}"
