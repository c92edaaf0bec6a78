"""How a service stands against its checklist today: what is met, what is open, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core import clock
from alongside.programmes import checklists
from alongside.programmes.checklists import Question
from alongside.programmes.models import Project, ReadinessItem, Service
from alongside.programmes.queries import facts


class State(StrEnum):
    """How one item stands today. Nothing of this is stored: it follows from the item, the facts and the day."""

    MET = "met"
    OVERRIDDEN = "overridden"
    WAITS_FOR_SECOND = "waits_for_second"
    REVIEW_PASSED = "review_passed"
    OPEN = "open"

    @property
    def in_words(self) -> object:
        return _STATES[self]


_STATES = {
    State.MET: gettext_lazy("Met"),
    State.OVERRIDDEN: gettext_lazy("Overridden for now"),
    State.WAITS_FOR_SECOND: gettext_lazy("Waits for a second person"),
    State.REVIEW_PASSED: gettext_lazy("Override past its review"),
    State.OPEN: gettext_lazy("Open"),
}


@dataclass(frozen=True)
class Standing:
    """One item today."""

    item: ReadinessItem
    asked: Question
    state: State
    says: str  # what Alongside counted, or why what was recorded no longer holds
    is_late: bool

    @property
    def is_ready(self) -> bool:
        """Whether a service may go live with the item like this."""
        return self.state in (State.MET, State.OVERRIDDEN)


@dataclass(frozen=True)
class Summary:
    """A checklist in three figures."""

    ready: int
    total: int
    late: int

    @property
    def is_complete(self) -> bool:
        return self.ready == self.total


def summary(standings: Iterable[Standing]) -> Summary:
    """A checklist in three figures."""
    listed = list(standings)
    return Summary(sum(s.is_ready for s in listed), len(listed), sum(s.is_late for s in listed))


def by_service(standings: Iterable[Standing]) -> dict[UUID, Summary]:
    """The checklist of each service in three figures."""
    listed: dict[UUID, list[Standing]] = {}
    for standing in standings:
        if standing.item.service_id is not None:
            listed.setdefault(standing.item.service_id, []).append(standing)
    return {service: summary(several) for service, several in listed.items()}


def of_services(
    project: Project, services: Iterable[Service], *, strict: bool = False
) -> dict[UUID, list[Standing]]:
    """How each service stands, in a fixed number of queries. `strict` as on the day of going live: nobody still has days to read."""
    listed = {service.pk: service for service in services}
    on = clock.today(project.zone)
    counted = facts.of_services(project, listed.values(), on, strict=strict)
    found: dict[UUID, list[Standing]] = {pk: [] for pk in listed}
    for item in _with_people(ReadinessItem.objects.filter(service__in=list(listed))):
        service = listed[item.service_id]  # type: ignore[index]  # each of these has one
        item.service = service
        fact = counted[service.pk].get(item.key) if item.counted else None
        found[service.pk].append(_standing(item, fact, on, is_live=service.state == Service.State.LIVE))
    return found


def of_service(service: Service, *, strict: bool = False) -> list[Standing]:
    """How one service stands."""
    return of_services(service.project, [service], strict=strict)[service.pk]


def of_project(project: Project) -> list[Standing]:
    """How the project itself stands: a real one has items of its own."""
    on = clock.today(project.zone)
    items = _with_people(ReadinessItem.objects.filter(project=project, service__isnull=True))
    any_live = Service.objects.filter(project=project, state=Service.State.LIVE).exists() if items else False
    return [_standing(item, None, on, is_live=any_live) for item in items]


def of_item(item: ReadinessItem) -> Standing:
    """How one item stands."""
    standings = of_service(item.service) if item.service else of_project(item.project)
    return next(standing for standing in standings if standing.item.pk == item.pk)


def before_going_live(service: Service) -> list[Standing]:
    """Everything that must be met or overridden on the day a service goes live."""
    return [*of_project(service.project), *of_service(service, strict=True)]


def _with_people(items: QuerySet[ReadinessItem]) -> list[ReadinessItem]:
    return list(
        items.select_related(
            "owner__account", "named__account", "met_by", "confirmed_by", "overridden_by"
        ).order_by("place")
    )


def _standing(item: ReadinessItem, fact: facts.Fact | None, on: date, *, is_live: bool) -> Standing:
    state, says = _state(item, fact, on)
    ready = state in (State.MET, State.OVERRIDDEN)
    past = item.due_on is not None and item.due_on < on
    return Standing(
        item=item,
        asked=checklists.asked(item),
        state=state,
        says=says,
        is_late=not ready and (past or is_live or state is State.REVIEW_PASSED),
    )


def _state(item: ReadinessItem, fact: facts.Fact | None, on: date) -> tuple[State, str]:
    says = fact.words if fact else ""
    if fact is not None and fact.met:
        return State.MET, says
    if item.overridden_on is not None and item.override_review_on is not None:
        return (State.OVERRIDDEN if item.override_review_on >= on else State.REVIEW_PASSED), says
    if item.met_on is None:
        return State.OPEN, says
    if item.named is not None and not item.named.holds_on(on):
        return State.OPEN, _("%(name)s is no longer a member in that role.") % {"name": item.named.account}
    if item.needs_second and item.confirmed_at is None:
        return State.WAITS_FOR_SECOND, says
    return State.MET, says
