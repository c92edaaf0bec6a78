"""Rehearsals: the list, one with what came of it, and the question that makes one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.improvement import sections
from alongside.improvement.actions import rehearsals
from alongside.improvement.forms.rehearsals import RehearsalForm
from alongside.improvement.models import Measure, Rehearsal
from alongside.improvement.presenters import rehearsals as presenter
from alongside.improvement.queries import rehearsals as queries
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.MEASURES_SEE)
def rehearsals_list(request: ProjectRequest) -> HttpResponse:
    """What was rehearsed, the latest first."""
    shown = paged(request, queries.listed(request.viewer))
    return render(
        request,
        "improvement/rehearsals.jinja",
        {
            "page": shown,
            "rows": [presenter.on_list(one) for one in shown.items],
            "sections": sections.links(request.viewer, sections.WORK, "rehearsals"),
            "may_run": request.viewer.may(Permission.ANALYSES_RUN),
        },
    )


@page(Permission.MEASURES_SEE, rehearsal=Rehearsal)
def rehearsal(request: ProjectRequest, rehearsal: Rehearsal) -> HttpResponse:
    """One rehearsal: how likely a real change is noticed, how often nothing is, and by when."""
    return render(
        request,
        "improvement/rehearsal.jinja",
        {**presenter.page_of(rehearsal), "may_run": request.viewer.may(Permission.ANALYSES_RUN)},
    )


@page(Permission.ANALYSES_RUN, methods=QUESTION)
def rehearsal_add(request: ProjectRequest) -> HttpResponse:
    """Rehearse a measurement that nobody has begun."""
    return _asked(request, None)


@page(Permission.ANALYSES_RUN, methods=QUESTION, measure=Measure)
def measure_rehearse(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Rehearse a further change, starting from how a measure's figures have fallen so far."""
    return _asked(request, measure)


def _asked(request: ProjectRequest, measure: Measure | None) -> HttpResponse:
    project = request.viewer.project
    back = (
        addresses.of_project(project, "measure", measure=measure)
        if measure
        else addresses.of_project(project, "rehearsals")
    )

    def rehearse(form: Any) -> Rehearsal:
        return rehearsals.rehearse(
            project=project,
            name=form.cleaned_data["name"],
            plan=form.cleaned_data["plan"],
            measure=measure,
            by=request.viewer,
        )

    return ask(
        request,
        RehearsalForm,
        "improvement/rehearsal_form.jinja",
        key="rehearsal",
        do=rehearse,
        then=lambda kept: addresses.of_project(project, "rehearsal", rehearsal=kept),
        context={"measure": measure, "cancel_url": back},
        initial=partial(queries.starts_from, measure) if measure else None,
        said=_("Rehearsed. Nothing was measured: these are simulations."),
        later=back,
    )
