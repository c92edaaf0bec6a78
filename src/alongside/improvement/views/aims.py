"""Aims: the first page of improvement, the record with its diagram, and what is done to an aim."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.improvement import sections
from alongside.improvement.actions import aims
from alongside.improvement.forms.aims import AimForm, FamilyForm, as_typed
from alongside.improvement.forms.measures import ReasonForm
from alongside.improvement.models import Aim
from alongside.improvement.presenters import aims as presenter
from alongside.improvement.presenters import drivers as driver_presenter
from alongside.improvement.queries import aims as queries
from alongside.improvement.queries import drivers
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.IMPROVEMENT_SEE)
def improvement(request: ProjectRequest) -> HttpResponse:
    """Where improvement begins: the one aim with its diagram, or all of them."""
    only = queries.only(request.viewer)
    return _record(request, only) if only else _list(request)


@page(Permission.IMPROVEMENT_SEE)
def aims_list(request: ProjectRequest) -> HttpResponse:
    """The aims that the viewer sees; those withdrawn behind a tab."""
    return _list(request)


def _list(request: ProjectRequest) -> HttpResponse:
    viewer = request.viewer
    tab = request.GET.get("kind", "")
    if tab not in queries.TABS:
        raise Http404
    counts = queries.counts(viewer)
    shown = paged(request, queries.listed(viewer, tab))
    return render(
        request,
        "improvement/aims.jinja",
        {
            "page": shown,
            "rows": [presenter.on_list(aim) for aim in shown.items],
            "sections": sections.links(viewer, sections.WORK, "improvement"),
            "tabs": [
                {
                    "text": presenter.TABS[key],
                    "href": f"?kind={key}" if key else "?",
                    "current": key == tab,
                    "count": counts[key],
                }
                for key in queries.TABS
            ],
            "any": sum(counts.values()),
            "may_change": viewer.may(Permission.IMPROVEMENT_CHANGE),
        },
    )


@page(Permission.IMPROVEMENT_SEE, aim=Aim)
def aim(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """One aim: what it says, its diagram, its family of measures, how it was said before."""
    return _record(request, aim)


def _record(request: ProjectRequest, aim: Aim) -> HttpResponse:
    viewer = request.viewer
    may_change = viewer.may(Permission.IMPROVEMENT_CHANGE) and aim.withdrawn_at is None
    tree = drivers.tree(aim, viewer)
    judged_by = drivers.judging(aim, viewer)
    return render(
        request,
        "improvement/aim.jinja",
        {
            "aim": aim,
            "place": presenter.place(aim),
            "said": presenter.said(aim),
            "next": presenter.next_step(tree, clock.today(viewer.project.zone)),
            "missing": presenter.missing(aim),
            "sections": sections.links(viewer, sections.WORK, "improvement"),
            "tree": tree,
            "diagram": driver_presenter.svg(tree) if tree.branches or tree.loose else "",
            "list": driver_presenter.as_list(tree, may_change=False),
            "family": presenter.family(tree.family, judged_by) if viewer.may(Permission.MEASURES_SEE) else [],
            "may_change": may_change,
            "history": presenter.history(queries.versions(aim, viewer), aim, viewer.project.zone),
        },
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION)
def aim_add(request: ProjectRequest) -> HttpResponse:
    """Say what is to get better."""
    project = request.viewer.project
    return ask(
        request,
        partial(AimForm, viewer=request.viewer),
        "improvement/aim_form.jinja",
        key="aim",
        do=lambda form: aims.set_aim(project=project, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"cancel_url": addresses.of_project(project, "improvement")},
        said=_("The aim is set. Now say what it depends on."),
        later=addresses.of_project(project, "improvement"),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, aim=Aim)
def aim_change(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """Say the aim anew, with the reason."""

    def changed(form: Any) -> Aim:
        # Where the measure isn't asked about, it stays.
        return aims.change(aim=aim, **{"measure": aim.measure, **form.cleaned_data}, by=request.viewer)

    return ask(
        request,
        partial(AimForm, viewer=request.viewer, aim=aim),
        "improvement/aim_form.jinja",
        key="aim",
        record=aim,
        initial=lambda: as_typed(aim),
        do=changed,
        then=partial(_of, request),
        context={"aim": aim, "cancel_url": _of(request, aim)},
        said=_("Saved. How it was said before is kept."),
        later=_of(request, aim),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, aim=Aim)
def aim_withdraw(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """Stop working towards an aim, with a reason."""
    return ask(
        request,
        ReasonForm,
        "improvement/aim_withdraw.jinja",
        key="aim withdraw",
        record=aim,
        do=lambda form: aims.withdraw(aim=aim, why=form.cleaned_data["why"], by=request.viewer),
        then=partial(_of, request),
        context={"aim": aim, "cancel_url": _of(request, aim)},
        said=_("Withdrawn. What was tried for it stays here to read."),
        later=_of(request, aim),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, aim=Aim)
def aim_measures(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """Choose the family of measures of an aim."""
    return ask(
        request,
        partial(FamilyForm, viewer=request.viewer),
        "improvement/aim_measures.jinja",
        key="aim measures",
        initial=lambda: {"measures": drivers.watched_by(request.viewer, aim=aim)},
        do=lambda form: aims.choose_measures(
            aim=aim, measures=form.cleaned_data["measures"], by=request.viewer
        ),
        then=partial(_of, request),
        context={"aim": aim, "cancel_url": _of(request, aim)},
        said=_("Saved."),
        later=_of(request, aim),
    )


def _of(request: ProjectRequest, aim: Aim) -> str:
    return addresses.of_project(request.viewer.project, "aim", aim=aim)
