"""Effects that nobody expected: which are listed, which are late, and how many answered the monthly question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from alongside.improvement.models import Asked, ChangeIdea, Cycle, Effect, Measure
from alongside.improvement.queries.lateness import after
from alongside.programmes.models import Membership, Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

OPEN, HARMFUL, GOOD, DECIDED = "open", "harmful", "good", "decided"
TABS = (OPEN, HARMFUL, GOOD, DECIDED)
# Fewer asked or answering than this, and a count could point at one of them.
FEWEST = 5
MONTHS_SHOWN = 3
_TABS: dict[str, Q] = {
    OPEN: Q(state__in=Effect.OPEN),
    HARMFUL: Q(valence=Effect.Valence.HARMFUL),
    GOOD: Q(valence=Effect.Valence.GOOD),
    DECIDED: ~Q(state__in=Effect.OPEN),
}


def listed(viewer: Viewer, tab: str) -> QuerySet[Effect]:
    """The effects that the viewer sees under a tab: what is to be looked at soonest first, what is decided latest first."""
    seen = (
        Effect.objects.visible_to(viewer)
        .filter(_TABS[tab])
        .select_related("service", "noticed_by__account", "project")
    )
    if tab == OPEN:
        return seen.order_by("review_on", "-noticed_on", "pk")
    return seen.order_by("-noticed_on", "-created_at", "pk")


def everything(viewer: Viewer) -> QuerySet[Effect]:
    """Every effect that the viewer sees, the latest first, for a file."""
    seen = Effect.objects.visible_to(viewer).select_related(
        "service", "noticed_by__account", "project", "idea", "measure"
    )
    return seen.order_by("-noticed_on", "-created_at", "pk")


@dataclass(frozen=True)
class Linked:
    """Of the ideas, cycles and measures that effects name, those that the viewer sees: an effect may be everybody's, and they not."""

    keys: frozenset[UUID]

    def idea(self, effect: Effect) -> ChangeIdea | None:
        """The change idea that it has to do with."""
        return effect.idea if effect.idea_id in self.keys else None

    def cycle(self, effect: Effect) -> Cycle | None:
        """The cycle that it has to do with."""
        return effect.cycle if effect.cycle_id in self.keys else None

    def measure(self, effect: Effect) -> Measure | None:
        """The measure that might show it."""
        return effect.measure if effect.measure_id in self.keys else None


def linked(viewer: Viewer, effects: Iterable[Effect]) -> Linked:
    """What of it the viewer may read the name of. At most three queries, however many effects there are."""
    listed = list(effects)
    named: dict[Any, set[UUID | None]] = {
        ChangeIdea: {one.idea_id for one in listed},
        Cycle: {one.cycle_id for one in listed},
        Measure: {one.measure_id for one in listed} if viewer.may(Permission.MEASURES_SEE) else set(),
    }
    found: set[UUID] = set()
    for model, keys in named.items():
        if wanted := keys - {None}:
            found |= set(model.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    return Linked(frozenset(found))


def counts(viewer: Viewer) -> dict[str, int]:
    """How many there are under each tab. One query."""
    return Effect.objects.visible_to(viewer).aggregate(
        **{tab: Count("pk", filter=_TABS[tab]) for tab in TABS}
    )


def late(viewer: Viewer, today: date) -> list[Effect]:
    """Harmful effects past the day by which somebody should have looked at them or decided."""
    harmful = (
        Effect.objects.visible_to(viewer).open().filter(valence=Effect.Valence.HARMFUL, review_on__lt=today)
    )
    return list(harmful.order_by("review_on", "pk"))


def not_looked_at(viewer: Viewer) -> list[Effect]:
    """Harmful effects, and those that may be, that nobody has taken up."""
    worse = [Effect.Valence.HARMFUL, Effect.Valence.UNCLEAR]
    noted = Effect.objects.visible_to(viewer).filter(state=Effect.State.NOTED, valence__in=worse)
    return list(noted.order_by("review_on", "pk"))


def to_read(viewer: Viewer) -> list[Effect]:
    """What the viewer noticed, was decided, and nobody has told them of."""
    if viewer.account is None:
        return []
    decided = Effect.objects.visible_to(viewer).filter(state=Effect.State.DECIDED)
    return list(decided.filter(noticed_by__account=viewer.account).order_by("decided_at", "pk"))


def month_asked_about(today: date) -> date:
    """The month that is over."""
    return after(today, "month", -1)


def asked(project: Project, viewer: Viewer, today: date | None = None) -> Asked | None:
    """What the viewer is asked at present, answered or not; None where they weren't a member then."""
    newest = Asked.objects.visible_to(viewer).filter(project=project)
    if today is not None:
        newest = newest.filter(month=month_asked_about(today))
    return newest.order_by("-month").first()


def members_at_the_end(project: Project, month: date) -> set[UUID]:
    """The accounts that held a role in the project on the last day of a month."""
    next_month = after(month, "month", 1)
    end = datetime.combine(next_month, time(), tzinfo=ZoneInfo(project.zone)).astimezone(UTC)
    held = Membership.objects.filter(
        project=project, starts_on__lt=next_month, account__is_active=True
    ).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=next_month), Q(ended_at__isnull=True) | Q(ended_at__gte=end)
    )
    return set(held.values_list("account", flat=True))


def noted_by(project: Project, month: date) -> set[UUID]:
    """Who noted an effect that they noticed in a month."""
    return set(_of_month(project, month).values_list("noticed_by__account", flat=True))


def _of_month(project: Project, month: date) -> QuerySet[Effect]:
    return Effect.objects.filter(
        project=project, noticed_on__gte=month, noticed_on__lt=after(month, "month", 1)
    )


@dataclass(frozen=True)
class Answers:
    """The answers about one month: counts, and never whose."""

    month: date
    asked: int
    answered: int
    none: int
    noted: int
    effects: int

    @property
    def too_few(self) -> bool:
        """Whether a count could point at somebody."""
        return self.asked < FEWEST or self.answered < FEWEST


def answers(project: Project) -> list[Answers]:
    """The latest months that were asked about, the newest first."""
    rows = (
        Asked.objects.filter(project=project)
        .order_by("-month")
        .values("month")
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=~Q(answer="")),
            none=Count("pk", filter=Q(answer=Asked.Answer.NONE)),
            noted=Count("pk", filter=Q(answer=Asked.Answer.NOTED)),
        )
    )
    listed = list(rows[:MONTHS_SHOWN])
    if not listed:
        return []
    first = min(row["month"] for row in listed)
    found: dict[date, int] = {}
    days = Effect.objects.filter(project=project, noticed_on__gte=first).values_list("noticed_on", flat=True)
    for day in days:
        month = after(day, "month", 0)
        found[month] = found.get(month, 0) + 1
    return [Answers(**row, effects=found.get(row["month"], 0)) for row in listed]
