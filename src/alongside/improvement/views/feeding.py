"""Measures that feed themselves: which there are, what one would count, switching it on, counting again, and as it stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.improvement import sections
from alongside.improvement.actions import feeding as actions
from alongside.improvement.counted import MeasureDefinition, available
from alongside.improvement.models import Feed, Measure
from alongside.improvement.presenters import charts as chart_presenter
from alongside.improvement.presenters import feeding as presenter
from alongside.improvement.queries import charts, series
from alongside.improvement.queries import feeding as queries
from alongside.improvement.queries.counting import About
from alongside.programmes import addresses
from alongside.programmes.access import reaches_whole_project
from alongside.programmes.models import Service
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters.wording import in_language
from alongside.programmes.requests import ProjectRequest
from alongside.ui import words
from alongside.ui.asking import press
from alongside.ui.pages import render

WHOLE, EACH = "whole", "each"
# A look before it is switched on draws so many series.
PARTS_SHOWN = 12


@dataclass(frozen=True)
class Chosen:
    """Of whom it is to be counted."""

    key: str
    service: Service | None = None

    @property
    def by_service(self) -> bool:
        return self.key == EACH


@page(Permission.MEASURES_SEE)
def feeding(request: ProjectRequest) -> HttpResponse:
    """Every measure that could feed itself, and where it does."""
    viewer = request.viewer
    feeds = queries.by_definition(viewer)
    rows = [presenter.on_list(one, feeds.get(one.id, []), viewer.project) for one in available().values()]
    return render(
        request,
        "improvement/feeding.jinja",
        {"rows": rows, "sections": sections.links(viewer, sections.MEASURED, "feeding")},
    )


@page(Permission.MEASURES_SEE)
def feeding_definition(request: ProjectRequest, definition: str) -> HttpResponse:
    """One of them: what it would count, with real numbers, before anybody switches it on."""
    found = _definition(definition)
    viewer = request.viewer
    services = list(Service.objects.visible_to(viewer).order_by("name")) if found.by_service else []
    each = found.by_service and reaches_whole_project(viewer)
    chosen = _chosen(request.GET.get("about", WHOLE), found, services, each=each)
    project, today = viewer.project, clock.today(viewer.project.zone)
    about = About(found, project, chosen.service, chosen.by_service)
    running = queries.running(project, found.id, service=chosen.service, by_service=chosen.by_service)
    return render(
        request,
        "improvement/feeding_definition.jinja",
        {
            "definition": found,
            "title": in_language(found.title),
            "rows": presenter.definition_rows(found, today),
            "choices": _choices(found, services, chosen, each=each),
            "chosen": chosen,
            "running": running,
            "may_change": viewer.may(Permission.MEASURES_CHANGE),
            "newer": running is not None and running.definition_version != found.version,
            **_preview(
                about, actions.name_of(found, service=chosen.service, by_service=chosen.by_service), today
            ),
        },
    )


def _preview(about: About, name: str, today: date) -> dict[str, Any]:
    """The latest periods as they would be counted, drawn; nothing is saved."""
    measure, figures = queries.as_it_would_be(about, name, today)
    parts = series.of_figures(figures, measure.step)[:PARTS_SHOWN]
    percent = charts.shows_percent(measure, parts)
    drawn = chart_presenter.shown(measure, parts, charts.documents(measure, parts, say=_), percent=percent)
    rows = sum(one.n if one.n is not None else one.y or 0 for one in figures)
    return {
        "charts": drawn,
        "latest": presenter.latest_rows(figures, about.definition),
        "rows_counted": words.number(rows),
        "periods_shown": queries.PERIODS_LOOKED_AT,
    }


@page(Permission.MEASURES_CHANGE, methods=("POST",))
def feeding_switch_on(request: ProjectRequest, definition: str) -> HttpResponse:
    """Switch it on: from now on it is a measure of the project, and counts itself."""
    viewer, found = request.viewer, _definition(definition)

    def switch_on() -> Feed:
        services = list(Service.objects.visible_to(viewer))
        each = found.by_service and reaches_whole_project(viewer)
        try:
            chosen = _chosen(request.POST.get("about", ""), found, services, each=each)
        except Http404:
            raise Refused(_("Choose of whom it is to be counted.")) from None
        return actions.switch_on(
            project=viewer.project,
            definition=found,
            service=chosen.service,
            by_service=chosen.by_service,
            by=viewer,
        )

    return press(
        request,
        do=switch_on,
        then=lambda feed: addresses.of_project(viewer.project, "measure", measure=feed.measure_id),
        said=_("Switched on. From now on it counts itself once a day."),
    )


@page(Permission.MEASURES_CHANGE, methods=("POST",), feed=Feed)
def feeding_count(request: ProjectRequest, feed: Feed) -> HttpResponse:
    """Count again now: put in the queue, and done in the background."""
    return press(
        request,
        do=lambda: actions.ask_for_count(feed=feed, by=request.viewer),
        then=lambda asked: (
            addresses.of_project(request.viewer.project, "measure", measure=asked.measure_id) + "#fed"
        ),
        said=_("In the queue. It is counted in the background."),
    )


@page(Permission.MEASURES_SEE, measure=Measure)
def measure_stood(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """A measure as it stood at the end of a day, beside what stands now. `?on=` names the day, without it it is today."""
    zone = measure.project.zone
    try:
        day = date.fromisoformat(request.GET.get("on") or clock.today(zone).isoformat())
        moment = datetime.combine(day, time.max, tzinfo=ZoneInfo(zone))
    except (ValueError, OverflowError):
        raise Http404 from None
    then, now = series.figures_as_of(measure, moment), series.figures_of(measure)
    feed = queries.of_measure(measure)
    return render(
        request,
        "improvement/measure_stood.jinja",
        {
            "measure": measure,
            "day": words.day(day),
            "rows": presenter.then_and_now(
                then, now, measure.step, add=bool(feed and queries.definition_of(feed).numerator.add)
            ),
        },
    )


def fed(request: ProjectRequest, measure: Measure) -> dict[str, Any]:
    """What the page of a measure says of its feeding; empty where its figures are brought in and none was replaced."""
    viewer, zone = request.viewer, measure.project.zone
    feed = queries.of_measure(measure)
    changes = queries.replaced(measure, most=presenter.CHANGES_SHOWN)
    if feed is None and not changes:
        return {}
    definition = queries.definition_of(feed) if feed else None
    said = {
        "feed": feed,
        "changes": presenter.replaced_rows(changes, definition, measure.step, zone),
        "days": presenter.days_of_changes(changes, measure, zone),
    }
    if feed is None or definition is None:
        return said
    return {
        **said,
        "rows": presenter.definition_rows(definition, clock.today(zone))[1:],
        "counted": presenter.counted_rows(queries.completeness(feed), feed, definition, zone),
        "asked": presenter.asked(feed, clock.now(), zone),
        "newer": _newer(feed, measure) if viewer.may(Permission.MEASURES_CHANGE) else "",
    }


def _newer(feed: Feed, measure: Measure) -> str:
    """Where a later version of the definition can be read, if there is one."""
    now = available().get(feed.definition)
    if now is None or now.version == feed.definition_version:
        return ""
    return addresses.of_project(measure.project, "feeding_definition", definition=now.id)


def _definition(called: str) -> MeasureDefinition:
    found = available().get(called)
    if found is None:
        raise Http404
    return found


def _chosen(key: str, definition: MeasureDefinition, services: list[Service], *, each: bool) -> Chosen:
    """Of whom. A series for `each` service is there for those who reach them all: others would read figures outside their share."""
    if key == WHOLE or (key == EACH and each):
        return Chosen(key)
    try:
        wanted = UUID(key)
    except ValueError:
        raise Http404 from None
    found = next((service for service in services if definition.by_service and service.pk == wanted), None)
    if found is None:
        raise Http404
    return Chosen(key, found)


def _choices(
    definition: MeasureDefinition, services: list[Service], chosen: Chosen, *, each: bool
) -> dict[str, Any]:
    """Of whom it can be counted: the whole, each service, or one of them."""
    if not definition.by_service:
        return {"tabs": [], "services": []}
    tabs = [
        {"text": _("The whole project"), "href": "?", "current": chosen.key == WHOLE},
    ]
    if each:
        said = _("A series for each service")
        tabs.append({"text": said, "href": f"?about={EACH}", "current": chosen.key == EACH})
    if chosen.service is not None:
        tabs.append({"text": chosen.service.name, "href": f"?about={chosen.key}", "current": True})
    return {
        "tabs": tabs,
        "services": [{"text": service.name, "href": f"?about={service.pk}"} for service in services],
    }
