"""Measures: what a project watches to see whether a change is an improvement, and how it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.programmes.access import share

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


def of_reachable_services(viewer: Viewer, at: str = "service") -> Q:
    """Rows of the viewer's project that belong to a service in its share, or to the project as a whole."""
    if viewer.project is None:
        return Q(pk__in=[])
    return Q(project=viewer.project) & (Q(**{f"{at}__isnull": True}) | share(viewer, at))


# Charts whose values are shares of so many: shown in per cent, with a target between 0 and 1.
SHARE_CHARTS = frozenset({"p", "pp"})


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, viewer: Viewer) -> MeasureQuerySet:
        """Measures of the project as a whole, and of the services in the viewer's share."""
        return self.filter(of_reachable_services(viewer))

    def standing(self) -> MeasureQuerySet:
        """Measures that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self) -> MeasureQuerySet:
        """Measures that are no longer used. Their figures are still there."""
        return self.filter(withdrawn_at__isnull=False)


class Measure(ProjectRecord):
    """A number followed over time, with its operational definition: what counts, over what, from where."""

    class Kind(models.TextChoices):
        OUTCOME = "outcome", _("Outcome: what people get from it")
        PROCESS = "process", _("Process: whether we do what we meant to do")
        BALANCING = "balancing", _("Balancing: what might get worse")

    class Better(models.TextChoices):
        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")
        NEITHER = "neither", _("Neither: we want to see change either way")

    class Chart(models.TextChoices):
        XMR = "xmr", _("XmR chart: one value a period")
        P = "p", _("p chart: a share, so many out of so many")
        RUN = "run", _("Run chart: the values and their median")
        PP = "pp", _("p′ chart: a share that varies more than chance allows")
        U = "u", _("u chart: events for so many, such as days or contacts")
        UP = "up", _("u′ chart: events for so many, which vary more than chance allows")
        C = "c", _("c chart: events, each period like the next")
        G = "g", _("g chart: how many went well between two rare events")
        T = "t", _("t chart: how much time lay between two rare events")
        IP = "ip", _("I′ chart: one value a period, of more or fewer people")

    class Rules(models.TextChoices):
        NHS = "nhs", _("The rules of the NHS charts")
        ANHOEJ = "anhoej", _("Long runs and few crossings (Anhøj)")

    class TwoInThree(models.TextChoices):
        BEYOND = "beyond", _("Every point near a limit or beyond it")
        WITHIN = "within", _("Only points near a limit, not beyond it")

    class Step(models.TextChoices):
        DAY = "day", _("Day")
        WEEK = "week", _("Week")
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")
        DATE = "date", _("At the dates given")
        ORDER = "order", _("In the order given")

    service = models.ForeignKey(
        "programmes.Service", on_delete=models.PROTECT, related_name="measures", null=True, blank=True
    )
    name = models.CharField(max_length=160)
    definition = models.TextField()
    kind = models.CharField(max_length=12, choices=Kind)
    unit = models.CharField(max_length=60, blank=True)
    better = models.CharField(max_length=8, choices=Better)
    target = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=200)
    # Empty until the first figures decide it. Then it stays.
    chart = models.CharField(max_length=8, choices=Chart, blank=True)
    step = models.CharField(max_length=8, choices=Step, default=Step.MONTH)
    # How it is judged, each as `stats.spc.Settings` has it. Without rules, those that belong to its chart.
    rules = models.CharField(max_length=8, choices=Rules, blank=True)
    trend = models.PositiveSmallIntegerField(default=7)
    two_in_three = models.CharField(max_length=8, choices=TwoInThree, default=TwoInThree.BEYOND)
    screen = models.BooleanField(default=True)
    multiply = models.FloatField(default=1.0)
    baseline = models.PositiveIntegerField(null=True, blank=True)
    centre = models.FloatField(null=True, blank=True)
    defined_by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_why = models.TextField(blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_changed_at_and_by_go_together",
                condition=Q(changed_at__isnull=True, changed_by__isnull=True)
                | Q(changed_at__isnull=False, changed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_share_has_a_target_between_0_and_1",
                condition=~Q(chart__in=["p", "pp"])
                | Q(target__isnull=True)
                | Q(target__gte=0, target__lte=1),
            ),
            models.CheckConstraint(
                name="measure_trend_is_of_six_or_seven_points", condition=Q(trend__in=[6, 7])
            ),
            models.CheckConstraint(
                name="measure_baseline_is_of_two_points_at_least",
                condition=Q(baseline__isnull=True) | Q(baseline__gte=2),
            ),
            models.CheckConstraint(
                name="measure_share_is_plotted_as_it_is_and_others_times_something",
                condition=Q(multiply=1) | Q(multiply__gt=0) & ~Q(chart__in=["p", "pp"]),
            ),
            models.CheckConstraint(
                name="measure_share_has_a_centre_between_0_and_1",
                condition=~Q(chart__in=["p", "pp"])
                | Q(centre__isnull=True)
                | Q(centre__gte=0, centre__lte=1),
            ),
            models.UniqueConstraint(
                fields=["project", "name"],
                condition=Q(withdrawn_at__isnull=True),
                name="measure_names_are_unique_in_a_project",
            ),
            models.CheckConstraint(
                name="measure_withdrawn_at_by_and_why_go_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
            ),
        ]

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "service", "name", "definition", "kind", "unit", "better",
            "target", "source", "chart", "step", "rules", "trend", "two_in_three", "screen", "multiply", "baseline",
            "centre", "defined_by", "changed_at", "changed_by", "withdrawn_at", "withdrawn_by", "withdrawn_why",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_share(self) -> bool:
        """Whether it is plotted as a share of so many: shown as a percentage."""
        return self.chart in SHARE_CHARTS
