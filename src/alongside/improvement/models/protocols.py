"""Protocols: what a project will measure and how it will judge it, fixed and fingerprinted before the outcome is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.improvement.models.measures import of_reachable_services
from alongside.programmes.permissions import Permission

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def visible_to(self, viewer: Viewer) -> ProtocolQuerySet:
        """Protocols of the project as a whole, and of the services in the viewer's share; drafts for those who may lock them."""
        reached = self.filter(of_reachable_services(viewer))
        return reached if viewer.may(Permission.PROTOCOL_LOCK) else reached.locked()

    def locked(self) -> ProtocolQuerySet:
        """Those that are fixed."""
        return self.filter(state=Protocol.State.LOCKED)


class OfProtocolQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> OfProtocolQuerySet:
        """What belongs to a protocol that the viewer sees."""
        reached = self.filter(of_reachable_services(viewer, "protocol__service"))
        if viewer.may(Permission.PROTOCOL_LOCK):
            return reached
        return reached.filter(protocol__state=Protocol.State.LOCKED)


class Protocol(ProjectRecord):
    """One planned change: which measures, on what date, judged how, until when. A draft until it is locked."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        LOCKED = "locked", _("Locked")
        LEFT = "left", _("Left")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {State.DRAFT: {State.LOCKED, State.LEFT}, State.LOCKED: set(), State.LEFT: set()}

    class Analysis(models.TextChoices):
        SPC = "spc", _("The chart and its rules")
        ITS = "its", _("An interrupted time series")

    class Model(models.TextChoices):
        OLS = "ols", _("Values: a straight line")
        QUASIPOISSON = "quasipoisson", _("Counts or rates that vary more than chance")
        POISSON = "poisson", _("Counts or rates")

    service = models.ForeignKey(
        "programmes.Service", on_delete=models.PROTECT, related_name="protocols", null=True, blank=True
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    name = models.CharField(max_length=160)
    change_on = models.DateField()
    change_words = models.CharField(max_length=300)
    primary = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="+")
    # Why nothing is measured that might get worse, where nothing is.
    no_balancing_why = models.TextField(blank=True)
    analysis = models.CharField(max_length=8, choices=Analysis)
    its_slope = models.BooleanField(default=True)
    its_model = models.CharField(max_length=16, choices=Model, default=Model.OLS)
    its_phase_in = models.PositiveIntegerField(default=0)
    # When it ends: on a day, or with so many figures after the change.
    stops_on = models.DateField(null=True, blank=True)
    stops_after = models.PositiveIntegerField(null=True, blank=True)
    written_by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    # alongside.protocol/1, once locked; and the SHA-256 of what was locked, by whom and when.
    document = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="protocol_ends_on_a_day_or_after_so_many_figures",
                condition=Q(stops_on__isnull=False, stops_after__isnull=True)
                | Q(stops_on__isnull=True, stops_after__isnull=False, stops_after__gte=1),
            ),
            models.CheckConstraint(
                name="protocol_ends_after_the_change",
                condition=Q(stops_on__isnull=True) | Q(stops_on__gt=models.F("change_on")),
            ),
            models.CheckConstraint(
                name="protocol_is_locked_by_somebody_with_its_fingerprint",
                condition=Q(
                    state="locked", locked_at__isnull=False, locked_by__isnull=False, document__isnull=False
                )
                & ~Q(fingerprint="")
                | ~Q(state="locked")
                & Q(locked_at__isnull=True, locked_by__isnull=True, document__isnull=True, fingerprint=""),
            ),
        ]

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "service", "state", "name", "change_on", "change_words", "primary",
            "no_balancing_why", "analysis", "its_slope", "its_model", "its_phase_in", "stops_on", "stops_after", "written_by",
            "document", "fingerprint", "locked_at", "locked_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name


class ProtocolMeasure(ProjectRecord):
    """A measure of a protocol: chosen in its draft, or added by an amendment."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="chosen")
    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="in_protocols")

    objects = OfProtocolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["protocol", "measure"], name="protocol_names_a_measure_once"),
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "protocol", "measure"}

    def __str__(self) -> str:
        return f"{self.protocol}: {self.measure}"


class Amendment(ProjectRecord):
    """A change to a locked protocol: dated, signed, with a reason, and chained to what came before it."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    why = models.TextField()
    # The whole protocol as it is from here on.
    document = models.JSONField()
    # The fingerprint of what it follows, and its own, which covers that one.
    follows = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    objects = OfProtocolQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="amendment_has_its_own_number"),
            models.UniqueConstraint(fields=["protocol", "follows"], name="amendment_follows_alone"),
            models.CheckConstraint(
                name="amendment_has_a_reason_and_a_number", condition=~Q(why="") & Q(number__gte=1)
            ),
        ]

    class Privacy:
        # A reason can be anything somebody typed: somebody's name too.
        personal = {"why"}
        operational = {
            "id", "created_at", "version", "project", "protocol", "number", "document", "follows", "fingerprint", "by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.protocol}, {self.number}"
