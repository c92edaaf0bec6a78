"""PDSA cycles: a small test of a change idea, predicted before it begins and studied against the prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.improvement.models.ideas import ChangeIdea
from alongside.improvement.models.measures import of_reachable_services
from alongside.programmes.access import share

if TYPE_CHECKING:
    from datetime import date

    from alongside.programmes.viewers import Viewer


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, viewer: Viewer) -> CycleQuerySet:
        """Cycles of ideas that the viewer sees, but for those in a service outside their share."""
        here = Q(service__isnull=True) | share(viewer, "service")
        return self.filter(of_reachable_services(viewer, "idea__aim__service") & here)

    def open(self) -> CycleQuerySet:
        """Cycles that are planned, going on, or studied and not decided."""
        return self.filter(state__in=Cycle.OPEN)

    def begun(self) -> CycleQuerySet:
        """Cycles that were begun, whatever became of them: what a chart shows."""
        return self.filter(began_on__isnull=False)

    def late(self, today: date) -> CycleQuerySet:
        """Cycles past their planned end that nobody has studied."""
        return self.filter(state__in=[Cycle.State.PLANNED, Cycle.State.DOING], ends_on__lt=today)


class Cycle(ProjectRecord):
    """One turn of plan, do, study, act. The cycles of one idea, in order, are its ramp."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        DOING = "doing", _("Doing")
        STUDIED = "studied", _("Studied")
        CLOSED = "closed", _("Closed")
        DROPPED = "dropped", _("Not done")

    class Scale(models.TextChoices):
        PERSON = "person", _("One person")
        FEW = "few", _("A few people")
        DAY = "day", _("One day or shift")
        WEEK = "week", _("One week")
        TEAM = "team", _("One team or ward")
        SEVERAL = "several", _("Several teams")
        ALL = "all", _("Everywhere")

    class Compared(models.TextChoices):
        AS_PREDICTED = "as_predicted", _("As predicted")
        PARTLY = "partly", _("Partly as predicted")
        NOT = "not", _("Not as predicted")

    class Decision(models.TextChoices):
        ADOPT = "adopt", _("Adopt it")
        ADAPT = "adapt", _("Adapt it, and test again")
        ABANDON = "abandon", _("Abandon it")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {
        State.PLANNED: {State.DOING, State.DROPPED},
        State.DOING: {State.STUDIED},
        State.STUDIED: {State.CLOSED},
        State.CLOSED: set(),
        State.DROPPED: set(),
    }
    OPEN = (State.PLANNED, State.DOING, State.STUDIED)

    idea = models.ForeignKey(ChangeIdea, on_delete=models.PROTECT, related_name="cycles")
    # Its place in the ramp: 1, 2, 3 of one idea.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    objective = models.CharField(max_length=200)
    scale = models.CharField(max_length=8, choices=Scale)
    plan_what = models.TextField()
    plan_who = models.CharField(max_length=200, blank=True)
    plan_where = models.CharField(max_length=200, blank=True)
    service = models.ForeignKey(
        "programmes.Service", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    # May be written and rewritten until the cycle begins; then it is locked, with its moment and its writer.
    prediction = models.TextField(blank=True)
    predicted_at = models.DateTimeField(null=True, blank=True)
    predicted_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    began_on = models.DateField(null=True, blank=True)

    happened = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)

    compared = models.CharField(max_length=12, choices=Compared, blank=True)
    study = models.TextField(blank=True)
    studied_at = models.DateTimeField(null=True, blank=True)
    studied_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    why = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="cycle_ramps_are_numbered"),
            models.UniqueConstraint(
                fields=["idea"],
                condition=Q(state__in=["planned", "doing", "studied"]),
                name="cycle_one_at_a_time_for_an_idea",
            ),
            models.CheckConstraint(
                name="cycle_says_what_it_is_for", condition=~Q(objective="") & ~Q(plan_what="")
            ),
            models.CheckConstraint(
                name="cycle_does_not_end_before_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="cycle_prediction_has_its_moment_and_its_writer",
                condition=Q(prediction="", predicted_at__isnull=True, predicted_by__isnull=True)
                | (~Q(prediction="") & Q(predicted_at__isnull=False, predicted_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="cycle_is_predicted_before_it_begins",
                condition=Q(state__in=["planned", "dropped"], began_on__isnull=True)
                | (Q(state__in=["doing", "studied", "closed"], began_on__isnull=False) & ~Q(prediction="")),
            ),
            models.CheckConstraint(
                name="cycle_is_predicted_before_it_is_studied",
                condition=Q(studied_at__isnull=True)
                | Q(predicted_at__isnull=False, predicted_at__lte=F("studied_at")),
            ),
            models.CheckConstraint(
                name="cycle_study_compares_and_says_what_happened",
                condition=Q(
                    state__in=["planned", "doing", "dropped"],
                    studied_at__isnull=True,
                    studied_by__isnull=True,
                    compared="",
                    study="",
                )
                | (
                    Q(
                        state__in=["studied", "closed"],
                        studied_at__isnull=False,
                        studied_by__isnull=False,
                        ended_on__isnull=False,
                    )
                    & ~Q(compared="")
                    & ~Q(study="")
                    & ~Q(happened="")
                ),
            ),
            models.CheckConstraint(
                name="cycle_did_not_end_before_it_began",
                condition=Q(ended_on__isnull=True) | Q(began_on__isnull=False, ended_on__gte=F("began_on")),
            ),
            models.CheckConstraint(
                name="cycle_is_decided_for_a_reason",
                condition=Q(
                    state__in=["planned", "doing", "studied"],
                    decision="",
                    why="",
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                )
                | (
                    Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(decision="")
                    & ~Q(why="")
                )
                | (Q(state="dropped", decision="", closed_at__isnull=False, closed_by__isnull=False) & ~Q(why="")),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["project", "state", "ends_on"], name="cycle_waiting")]

    class Privacy:
        # Whoever tests a change is named, and what happened can be told with somebody's name in it.
        personal = {"plan_what", "plan_who", "plan_where", "prediction", "happened", "study", "why"}
        operational = {
            "id", "created_at", "version", "project", "idea", "number", "state", "by", "objective", "scale", "service",
            "starts_on", "ends_on", "predicted_at", "predicted_by", "began_on", "ended_on", "compared", "studied_at",
            "studied_by", "decision", "closed_at", "closed_by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return self.objective

    @property
    def is_open(self) -> bool:
        """Whether it is planned, going on, or studied and not decided."""
        return self.state in self.OPEN
