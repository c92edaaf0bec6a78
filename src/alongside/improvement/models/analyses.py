"""Analysis runs: what was asked of a measure's figures, on which figures, and what was found. Never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.improvement.models.series import OfMeasureQuerySet

if TYPE_CHECKING:
    from alongside.improvement.models.measures import Measure


class AnalysisRunQuerySet(OfMeasureQuerySet):
    def of(self, measure: Measure) -> AnalysisRunQuerySet:
        """The runs on one measure, the latest first, with whoever ran them."""
        return self.filter(measure=measure).select_related("by__account").order_by("-created_at", "-pk")


class AnalysisRun(ProjectRecord):
    """One analysis of one series of a measure around a dated change, as it was asked for and as it came out.

    It stays as it is: figures that come later make it out of date, and a new run says what they say.
    """

    class Kind(models.TextChoices):
        ITS = "its", _("Interrupted time series")

    measure = models.ForeignKey("improvement.Measure", on_delete=models.PROTECT, related_name="analyses")
    # Which series of the measure; empty for the only one.
    part = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ITS)
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    # The change: its date or label, what it was, the note on the chart it was taken from, if it was.
    change = models.CharField(max_length=60)
    change_words = models.CharField(max_length=200)
    annotation = models.ForeignKey(
        "improvement.Annotation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # When the date was first written down here, and when the first figure from it on was first stored.
    chosen_at = models.DateTimeField()
    figures_at = models.DateTimeField()
    chosen_before = models.BooleanField()

    # What was asked (the specification), on which figures, and what came out; the first two with their fingerprints.
    specification = models.JSONField()
    specification_hash = models.CharField(max_length=64)
    data = models.JSONField()
    data_hash = models.CharField(max_length=64)
    results = models.JSONField()

    objects = AnalysisRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "specification_hash", "data_hash"],
                name="analysis_is_run_once_on_the_same_figures",
            ),
            models.CheckConstraint(
                name="analysis_was_chosen_before_if_its_date_was_there_before_the_figures",
                condition=Q(chosen_before=True, chosen_at__lt=F("figures_at"))
                | Q(chosen_before=False, chosen_at__gte=F("figures_at")),
            ),
            models.CheckConstraint(
                name="analysis_says_what_the_change_was",
                condition=~Q(change="") & ~Q(change_words=""),
            ),
        ]
        indexes = [models.Index(fields=["measure", "created_at"], name="analysis_of_measure")]

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "measure", "part", "kind", "by", "change", "change_words",
            "annotation", "chosen_at", "figures_at", "chosen_before", "specification", "specification_hash", "data",
            "data_hash", "results",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.measure}, {self.change}"
