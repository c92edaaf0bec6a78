"""What this room offers to be counted: figures that somebody brought in, effects that were noted, answers to the monthly question."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, DateField, F, QuerySet, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from alongside.core import registries
from alongside.core.facts import Column, DaysBetween, Fact, Kind, day_in
from alongside.improvement.models import Asked, Effect, Import, Measure, Point

# What a label of a dated point looks like. Others can't be counted by the day they are about.
A_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def figures_brought_in(project: Any) -> QuerySet:
    """Standing figures that somebody brought in, by the first day of the period they are about."""
    rows = Point.objects.filter(
        project=project,
        standing=True,
        y__isnull=False,
        brought_by__origin=Import.Origin.BROUGHT,
        measure__step__in=("day", "week", "month", "quarter"),
    )
    # Asked in this order, so that no database tries to read a label that is no day.
    day = Case(When(label__regex=A_DAY, then=Cast("label", DateField())), output_field=DateField())
    taken_on = day_in(project.zone, "brought_by__taken_at")
    return rows.annotate(
        day=day,
        kind=F("measure__kind"),
        step=F("measure__step"),
        service=F("measure__service"),
        days_after_its_first_day=DaysBetween(taken_on, day),
    )


FIGURES = Fact(
    key="figure-brought-in",
    one_row=_("One figure of a measure that somebody brought in, as it stands now"),
    dated_by=_("the first day of the period it is about"),
    rows=figures_brought_in,
    service="service",
    columns={
        "kind": Column(_("kind of measure"), Kind.CHOICE, dict(Measure.Kind.choices)),
        "step": Column(_("how often there is a figure"), Kind.CHOICE, dict(Measure.Step.choices)),
        "days_after_its_first_day": Column(
            _("days from the first day of its period to when it was brought in"), Kind.NUMBER
        ),
    },
)


def effects_noted(project: Any) -> QuerySet:
    """Effects that somebody noted, by the day they were noticed. Who that was is no column."""
    decided_on = day_in(project.zone, "decided_at")
    return Effect.objects.filter(project=project).annotate(
        decided=Case(When(decided_at__isnull=False, then=True), default=False, output_field=BooleanField()),
        days_to_decision=DaysBetween(decided_on, F("noticed_on")),
    )


def effects_asked(project: Any) -> QuerySet:
    """Each member asked about each month. Whose answer it is is no column."""
    return Asked.objects.filter(project=project).annotate(
        answered=Case(When(answer="", then=False), default=True, output_field=BooleanField()),
        none_noticed=Case(
            When(answer=Asked.Answer.NONE, then=True), default=False, output_field=BooleanField()
        ),
    )


EFFECTS = Fact(
    key="effect-noted",
    one_row=_("One effect that nobody expected and somebody noted"),
    dated_by=_("the day it was noticed"),
    rows=effects_noted,
    day="noticed_on",
    service="service_id",
    columns={
        "valence": Column(_("good or harmful"), Kind.CHOICE, dict(Effect.Valence.choices)),
        "severity": Column(_("how much it matters"), Kind.CHOICE, dict(Effect.Severity.choices)),
        "decided": Column(_("something was decided about it")),
        "days_to_decision": Column(_("days from when it was noticed to the decision"), Kind.NUMBER),
    },
)
ASKED = Fact(
    key="effects-asked",
    about_staff=True,
    one_row=_("One member asked about one month whether they noticed an effect that nobody expected"),
    dated_by=_("the first day of the month they were asked about"),
    rows=effects_asked,
    day="month",
    columns={
        "answered": Column(_("answered")),
        "none_noticed": Column(_("answered that they noticed none")),
    },
)


def enter() -> None:
    """Enter them, for measures that feed themselves."""
    for fact in (FIGURES, EFFECTS, ASKED):
        registries.facts.enter(fact.key, fact)
