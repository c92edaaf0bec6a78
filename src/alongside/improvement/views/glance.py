"""Measures at a glance: the grid of icons, and the matrix of what changed and which targets will be met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.improvement import sections
from alongside.improvement.models import Measure
from alongside.improvement.presenters import glance as presenter
from alongside.improvement.presenters.measures import KINDS
from alongside.improvement.queries import glance, periods
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.pages import render
from alongside.ui.paging import paged

CARDS_A_PAGE = 24
WHOLE = "whole"


@page(Permission.MEASURES_SEE)
def measures_glance(request: ProjectRequest) -> HttpResponse:
    """Every chart of the project with its icons: `?service=`, `?kind=` and `?period=` narrow it, `?order=` sorts the grid."""
    viewer, asked = request.viewer, request.GET
    today = clock.today(viewer.project.zone)
    period, order = periods.asked(asked.get("period", ""), today), asked.get("order", "")
    if period is None or order not in presenter.ORDERS:
        raise Http404
    every = list(glance.measures_of(viewer))
    whole = glance.look(every, today=today, period=period)
    seen = whole.of(_wanted(every, asked.get("service", ""), asked.get("kind", "")))
    shown = paged(request, _ordered(seen.charts, order), per_page=CARDS_A_PAGE)
    return render(
        request,
        "improvement/glance.jinja",
        {
            "sections": sections.links(viewer, sections.MEASURED, "measures_glance"),
            "page": shown,
            "cards": [presenter.Card(one) for one in shown.items],
            "matrix": presenter.matrix(seen),
            "in_short": presenter.in_short(seen),
            "by_chance": presenter.by_chance(seen),
            "narrowed": presenter.narrowed(period, seen),
            "without_figures": presenter.without_figures(seen.without_figures),
            "stale": sum(one.is_stale for one in seen.charts),
            "filters": _filters(every, asked, period, whole.oldest, today),
            "is_filtered": any(asked.get(name) for name in ("service", "kind", "period")),
            "any": bool(every),
            "may_change": viewer.may(Permission.MEASURES_CHANGE),
        },
    )


def _wanted(every: list[Measure], service: str, kind: str) -> Callable[[Measure], bool]:
    """Whether a measure is of that service (or of the project as a whole) and kind. Page not found for what there is none of."""
    if kind and kind not in Measure.Kind.values:
        raise Http404
    if service and service not in {_service_key(measure) for measure in every}:
        raise Http404
    return lambda measure: service in ("", _service_key(measure)) and kind in ("", measure.kind)


def _service_key(measure: Measure) -> str:
    return str(measure.service_id) if measure.service_id else WHOLE


def _ordered(charts: tuple[glance.OneChart, ...], order: str) -> list[glance.OneChart]:
    if order == "name":
        return list(charts)
    if order == "kind":
        kinds = list(KINDS)
        return sorted(charts, key=lambda one: kinds.index(Measure.Kind(one.measure.kind)))
    return sorted(charts, key=glance.by_concern)


def _filters(
    every: list[Measure], asked: Mapping[str, str], period: periods.Period, oldest: date | None, today: date
) -> list[dict[str, Any]]:
    """The choices above the grid, each with what is chosen."""
    services = {_service_key(measure): measure.service for measure in every}
    named = [(key, service.name) for key, service in services.items() if service]
    about = [("", _("All")), *([(WHOLE, _("The whole project"))] if WHOLE in services else [])]
    about += sorted(named, key=lambda pair: pair[1].casefold())
    kinds = [("", _("All")), *((key, str(words)) for key, words in KINDS.items())]
    offered = periods.offered(oldest, today)
    if period not in offered:  # an older one, asked for by its address
        offered.append(period)
    lately = [(one.key, presenter.period_words(one)) for one in offered]
    orders = [(key, str(words)) for key, words in presenter.ORDERS.items()]
    return [
        _choice("service", _("Service"), about, asked),
        _choice("kind", _("Kind"), kinds, asked),
        _choice("period", _("Period"), lately, asked),
        _choice("order", _("Order"), orders, asked),
    ]


def _choice(
    name: str, label: str, options: list[tuple[str, str]], asked: Mapping[str, str]
) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options, "chosen": asked.get(name, "")}
