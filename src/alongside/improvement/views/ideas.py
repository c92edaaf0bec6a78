"""Change ideas: the record with its ramp of cycles, and what is done to an idea."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.improvement.actions import ideas
from alongside.improvement.forms.drivers import NONE, IdeaForm, IdeasForm, IdeaStateForm
from alongside.improvement.models import Aim, ChangeIdea, Driver
from alongside.improvement.presenters import cycles as cycle_presenter
from alongside.improvement.presenters import ideas as presenter
from alongside.improvement.queries import ideas as queries
from alongside.improvement.views.drivers import edit_page
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask, press
from alongside.ui.pages import render

QUESTION = ("GET", "POST")


@page(Permission.IMPROVEMENT_SEE, idea=ChangeIdea)
def idea(request: ProjectRequest, idea: ChangeIdea) -> HttpResponse:
    """One idea: how it stands, the cycles that tested it, and why it came to stand as it does."""
    viewer = request.viewer
    may_change = viewer.may(Permission.IMPROVEMENT_CHANGE) and idea.aim.withdrawn_at is None
    today = clock.today(viewer.project.zone)
    ramp = queries.ramp(idea, viewer)
    return render(
        request,
        "improvement/idea.jinja",
        {
            "idea": idea,
            "aim": idea.aim,
            "stands": presenter.stands(idea),
            "ramp": [cycle_presenter.row(one, today) for one in ramp],
            # While a cycle is open, its decision will say how the idea stands.
            "is_open": any(one.is_open for one in ramp),
            "next": presenter.next_step(idea, ramp, today) if may_change else None,
            "may_change": may_change,
            "history": presenter.history(queries.changes(idea, viewer), viewer.project.zone),
        },
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, aim=Aim)
def idea_add(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """Note what might be done differently."""
    return _add(request, aim, None)


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, driver=Driver)
def idea_add_under(request: ProjectRequest, driver: Driver) -> HttpResponse:
    """Note what might change a driver."""
    return _add(request, driver.aim, driver)


def _add(request: ProjectRequest, aim: Aim, driver: Driver | None) -> HttpResponse:
    def then(added: list[ChangeIdea]) -> str:
        """Straight to the one idea, where its first test is planned; else back to the diagram."""
        return _of(request, added[0]) if len(added) == 1 else edit_page(request, aim)

    return ask(
        request,
        partial(IdeasForm, viewer=request.viewer, aim=aim),
        "improvement/ideas_form.jinja",
        key="ideas",
        initial={"driver": str(driver.pk) if driver else NONE},
        do=lambda form: ideas.add(aim=aim, **form.cleaned_data, by=request.viewer),
        then=then,
        context={"aim": aim, "cancel_url": edit_page(request, aim)},
        later=edit_page(request, aim),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, idea=ChangeIdea)
def idea_change(request: ProjectRequest, idea: ChangeIdea) -> HttpResponse:
    """Say an idea anew, or move it under another driver."""
    return ask(
        request,
        partial(IdeaForm, viewer=request.viewer, idea=idea),
        "improvement/idea_form.jinja",
        key="idea",
        record=idea,
        initial=lambda: {"words": idea.words, "driver": str(idea.driver_id) if idea.driver_id else NONE},
        do=lambda form: ideas.change(idea=idea, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"idea": idea, "cancel_url": _of(request, idea)},
        said=_("Saved."),
        later=_of(request, idea),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, idea=ChangeIdea)
def idea_state(request: ProjectRequest, idea: ChangeIdea) -> HttpResponse:
    """Say how an idea stands now, and why."""
    return ask(
        request,
        partial(IdeaStateForm, idea=idea),
        "improvement/idea_state.jinja",
        key="idea state",
        record=idea,
        do=lambda form: ideas.change_state(idea=idea, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"idea": idea, "stands": presenter.stands(idea), "cancel_url": _of(request, idea)},
        said=_("Saved."),
        later=_of(request, idea),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=("POST",), idea=ChangeIdea)
def idea_up(request: ProjectRequest, idea: ChangeIdea) -> HttpResponse:
    """One place up among its neighbours."""
    return _move(request, idea, up=True)


@page(Permission.IMPROVEMENT_CHANGE, methods=("POST",), idea=ChangeIdea)
def idea_down(request: ProjectRequest, idea: ChangeIdea) -> HttpResponse:
    """One place down among its neighbours."""
    return _move(request, idea, up=False)


def _move(request: ProjectRequest, idea: ChangeIdea, *, up: bool) -> HttpResponse:
    return press(
        request,
        do=lambda: ideas.move(idea=idea, up=up, by=request.viewer),
        then=lambda moved: f"{edit_page(request, moved.aim)}#part-{moved.pk}",
    )


def _of(request: ProjectRequest, idea: ChangeIdea) -> str:
    return addresses.of_project(request.viewer.project, "idea", idea=idea)
