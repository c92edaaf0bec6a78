"""Series: what was brought in for a measure, point by point, with everything needed to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.improvement.models.measures import of_reachable_services
from alongside.programmes.viewers import Hat

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class OfMeasureQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> OfMeasureQuerySet:
        """What belongs to a measure that the viewer sees."""
        return self.filter(of_reachable_services(viewer, "measure__service"))


class ImportQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> ImportQuerySet:
        """What was brought in for measures that the viewer sees. A table that nobody has taken yet is its bringer's alone.

        It holds whatever somebody's file held, and is gone in a day: only the clock that clears them away sees all.
        """
        if viewer.project is None:
            return self.none()
        mine = Q(by__account=viewer.account) if viewer.account else Q(pk__in=[])
        read = Q(state=Import.State.READ)
        if viewer.hat is Hat.JOB:
            return self.filter(project=viewer.project)
        ended = ~read & Q(measure__isnull=False) & of_reachable_services(viewer, "measure__service")
        reached = Q(measure__isnull=True) | of_reachable_services(viewer, "measure__service")
        return self.filter(ended | (read & mine & Q(project=viewer.project) & reached))

    def taken(self) -> ImportQuerySet:
        """Those whose figures stand."""
        return self.filter(state=Import.State.TAKEN)

    def with_whether_replaced(self) -> ImportQuerySet:
        """With `replaced_since`: some of their figures were replaced by a later import that stands."""
        replaced = Point.objects.filter(brought_by=models.OuterRef("pk"), replaced_by__isnull=False)
        return self.annotate(replaced_since=models.Exists(replaced))

    def waiting(self) -> ImportQuerySet:
        """Tables that were read and not yet taken or left."""
        return self.filter(state=Import.State.READ)


class Import(ProjectRecord):
    """One bringing in of figures: a pasted table or a file, read, looked at, then taken or left; or one count from facts."""

    class Origin(models.TextChoices):
        BROUGHT = "brought", _("Brought in by somebody")
        COUNTED = "counted", _("Counted from facts")

    class State(models.TextChoices):
        READ = "read", _("Read, not yet taken")
        TAKEN = "taken", _("Taken")
        LEFT = "left", _("Left")
        UNDONE = "undone", _("Undone")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {
        State.READ: {State.TAKEN, State.LEFT},
        State.TAKEN: {State.UNDONE},
        State.LEFT: set(),
        State.UNDONE: set(),
    }

    # None while the table is there and the measure has no name yet.
    measure = models.ForeignKey(
        "improvement.Measure", on_delete=models.PROTECT, related_name="imports", null=True, blank=True
    )
    # What the new measure is to be, until its figures are taken.
    proposed = models.JSONField(default=dict, blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.BROUGHT)
    state = models.CharField(max_length=8, choices=State, default=State.READ)
    # Nobody, where Alongside counted for itself.
    by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    filename = models.CharField(max_length=200, blank=True)
    # The vault's item with the table as it came; destroyed once the figures are taken or left.
    vault_item = models.UUIDField(null=True, blank=True)
    # How its columns were understood (tabular.Columns), and what was noted in reading.
    columns = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    rows = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    undone_why = models.TextField(blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_was_taken_before_it_is_undone",
                condition=Q(state__in=["read", "left"], taken_at__isnull=True, undone_at__isnull=True)
                | Q(state="taken", measure__isnull=False, taken_at__isnull=False, undone_at__isnull=True)
                | Q(state="undone", measure__isnull=False, taken_at__isnull=False, undone_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_undone_by_somebody_for_a_reason",
                condition=Q(state="undone", undone_by__isnull=False) & ~Q(undone_why="")
                | ~Q(state="undone") & Q(undone_by__isnull=True, undone_why=""),
            ),
            models.CheckConstraint(
                name="import_keeps_its_table_until_it_is_taken_or_left",
                condition=Q(state="read", vault_item__isnull=False)
                | ~Q(state="read") & Q(vault_item__isnull=True),
            ),
            models.CheckConstraint(
                name="import_is_brought_by_somebody_or_counted_by_nobody",
                condition=Q(origin="brought", by__isnull=False)
                | Q(origin="counted", by__isnull=True, state="taken"),
            ),
        ]

    class Privacy:
        # The name of a file can be anything: somebody's name too.
        # And so can what columns hold: which rows to count is said in the file's own words.
        personal = {"filename", "vault_item", "columns", "notes", "proposed", "undone_why"}
        operational = {
            "id", "created_at", "version", "project", "measure", "origin", "state", "by", "rows", "points", "taken_at",
            "undone_at", "undone_by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.measure or self.proposed.get('name', '')}, {self.created_at:%Y-%m-%d}"


class Point(ProjectRecord):
    """One period's figure. Never edited: a later import stands in its place, and can be undone."""

    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="points")
    brought_by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="brought")
    replaced_by = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="replaced", null=True, blank=True
    )
    # Whether it is the figure that counts: its import is not undone, and no later one stands in its place.
    standing = models.BooleanField(default=True)
    # Which part of the measure: a team, a site, a group. Empty for a measure of one series.
    part = models.CharField(max_length=120, blank=True)
    place = models.PositiveIntegerField()
    label = models.CharField(max_length=60)
    y = models.FloatField(null=True, blank=True)
    n = models.FloatField(null=True, blank=True)

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "part", "label"],
                condition=Q(standing=True),
                name="point_one_figure_stands_for_a_period",
            ),
        ]
        indexes = [models.Index(fields=["measure", "standing", "part", "label"], name="point_series")]

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "measure", "brought_by", "replaced_by", "standing", "part",
            "place", "label", "y", "n",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.measure} {self.part} {self.label}".replace("  ", " ")


class Annotation(ProjectRecord):
    """Something dated that whoever reads the chart should know: a change made, a ward closed."""

    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="annotations")
    label = models.CharField(max_length=60)
    words = models.CharField(max_length=200)
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfMeasureQuerySet.as_manager()

    class Privacy:
        operational = {
            "id",
            "created_at",
            "version",
            "project",
            "measure",
            "label",
            "words",
            "by",
            "withdrawn_at",
        }

    def __str__(self) -> str:
        return f"{self.label}: {self.words}"
