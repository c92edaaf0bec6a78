"""PDSA cycles: the list, the record, and its steps from the plan to the decision."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.improvement import sections
from alongside.improvement.actions import cycles
from alongside.improvement.forms.cycles import (
    BeginForm,
    DecideForm,
    NoteForm,
    PlanForm,
    StudyForm,
    as_typed,
    next_one,
)
from alongside.improvement.forms.measures import ReasonForm
from alongside.improvement.models import ChangeIdea, Cycle, Measure
from alongside.improvement.presenters import charts as chart_presenter
from alongside.improvement.presenters import cycles as presenter
from alongside.improvement.queries import charts, drivers, marked, series
from alongside.improvement.queries import cycles as queries
from alongside.improvement.queries import ideas as idea_queries
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")
# A cycle's page draws this many of its measures; the others are a link away.
CHARTS = 4


@page(Permission.IMPROVEMENT_SEE)
def cycles_list(request: ProjectRequest) -> HttpResponse:
    """The cycles that the viewer sees: open ones by the day they end, those over behind a tab."""
    viewer = request.viewer
    tab = request.GET.get("kind", "")
    if tab not in queries.TABS:
        raise Http404
    counts = queries.counts(viewer)
    shown = paged(request, queries.listed(viewer, tab))
    today = clock.today(viewer.project.zone)
    return render(
        request,
        "improvement/cycles.jinja",
        {
            "page": shown,
            "rows": [presenter.row(cycle, today) for cycle in shown.items],
            "sections": sections.links(viewer, sections.WORK, "cycles"),
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


@page(Permission.IMPROVEMENT_SEE, cycle=Cycle)
def cycle(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """One cycle: its four steps, what comes next, the ramp it belongs to and the charts it stands on."""
    viewer = request.viewer
    today = clock.today(viewer.project.zone)
    may_change = viewer.may(Permission.IMPROVEMENT_CHANGE) and cycle.idea.aim.withdrawn_at is None
    ramp = idea_queries.ramp(cycle.idea, viewer)
    measures = drivers.watched_by(viewer, cycle=cycle)
    return render(
        request,
        "improvement/cycle.jinja",
        {
            "cycle": cycle,
            "idea": cycle.idea,
            "aim": cycle.idea.aim,
            "called": presenter.called(cycle),
            "stands": presenter.stands(cycle),
            "late": presenter.row(cycle, today)["late"],
            "steps": presenter.steps(cycle, viewer.project.zone),
            "next": presenter.next_step(cycle, today) if may_change else None,
            "ramp": [{**presenter.row(one, today), "current": one.pk == cycle.pk} for one in ramp],
            "charts": _small(request, measures[:CHARTS]),
            "more": [(measure, _measure(request, measure)) for measure in measures[CHARTS:]],
            "may_change": may_change,
            "state": str(cycle.state),
        },
    )


def _small(request: ProjectRequest, measures: list[Measure]) -> list[dict[str, Any]]:
    """A small chart of each measure with its cycles; of several series, the link alone. The same few queries for all."""
    if not measures:
        return []
    parts, marks = series.of_measures(measures), marked.of_measures(measures)
    signs = queries.on_charts(request.viewer, measures)
    found = []
    for place, measure in enumerate(measures, 1):
        drawn = None
        if len(parts[measure.pk]) == 1:
            drawn = chart_presenter.shown(
                measure,
                parts[measure.pk],
                charts.documents(measure, parts[measure.pk], marks[measure.pk], say=_),
                percent=charts.shows_percent(measure, parts[measure.pk]),
                cycles=presenter.signs(signs.get(measure.pk, [])),
                id=f"small-{place}",
            )[0]
        found.append(
            {
                "name": measure.name,
                "href": _measure(request, measure),
                "drawn": drawn.svg("narrow", interactive=False) if drawn else "",
                "says": drawn.variation_words if drawn else "",
            }
        )
    return found


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, idea=ChangeIdea)
def cycle_add(request: ProjectRequest, idea: ChangeIdea) -> HttpResponse:
    """Plan the next cycle of an idea's ramp."""
    viewer = request.viewer
    ramp = idea_queries.ramp(idea, viewer)
    before = ramp[-1] if ramp else None
    back = addresses.of_project(viewer.project, "idea", idea=idea)
    if before is not None and before.is_open:
        return _not_now(request, before)
    if idea.state == ChangeIdea.State.ABANDONED or idea.aim.withdrawn_at is not None:
        return HttpResponseRedirect(back)

    def starts() -> dict[str, Any]:
        # What would show a difference: what the cycle before was watched by, else the driver, else the aim.
        watched = drivers.watched_by(viewer, cycle=before) if before else []
        if not watched and idea.driver is not None:
            watched = drivers.watched_by(viewer, driver=idea.driver)
        if not watched and (judged_by := drivers.judging(idea.aim, viewer)):
            watched = [judged_by]
        return {**next_one(before, idea.aim, viewer.project.zone), "measures": watched}

    return ask(
        request,
        partial(PlanForm, viewer=viewer, aim=idea.aim),
        "improvement/cycle_plan.jinja",
        key="cycle",
        initial=starts,
        do=lambda form: cycles.plan(idea=idea, **form.planned(), by=viewer),
        then=partial(_of, request),
        context={"idea": idea, "before": before, "cancel_url": back},
        later=back,
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, cycle=Cycle)
def cycle_plan(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """Change a plan before the cycle begins."""
    if cycle.state != Cycle.State.PLANNED:
        return _not_now(request, cycle)
    return ask(
        request,
        partial(PlanForm, viewer=request.viewer, aim=cycle.idea.aim),
        "improvement/cycle_plan.jinja",
        key="cycle",
        record=cycle,
        initial=lambda: {**as_typed(cycle), "measures": drivers.watched_by(request.viewer, cycle=cycle)},
        do=lambda form: cycles.replan(cycle=cycle, **form.planned(), by=request.viewer),
        then=partial(_of, request),
        context={"idea": cycle.idea, "cycle": cycle, "cancel_url": _of(request, cycle)},
        said=_("Saved."),
        later=_of(request, cycle),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, cycle=Cycle)
def cycle_begin(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """Lock the prediction and begin."""
    if cycle.state != Cycle.State.PLANNED:
        return _not_now(request, cycle)
    zone = request.viewer.project.zone
    return ask(
        request,
        partial(BeginForm, zone=zone),
        "improvement/cycle_begin.jinja",
        key="cycle begin",
        record=cycle,
        initial=lambda: {"prediction": cycle.prediction, "began_on": _begins(cycle, zone)},
        do=lambda form: cycles.begin(cycle=cycle, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"cycle": cycle, "cancel_url": _of(request, cycle)},
        said=_("It has begun. The prediction is locked, and the cycle stands on the charts of its measures."),
        later=_of(request, cycle),
    )


def _begins(cycle: Cycle, zone: str) -> date:
    """When it begins, most likely: as planned, but not before it was predicted, nor in the future."""
    today = clock.today(zone)
    predicted = clock.day_of(cycle.predicted_at, zone) if cycle.predicted_at else today
    return min(max(cycle.starts_on, predicted), today)


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, cycle=Cycle)
def cycle_do(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """Write down what happens while it goes on."""
    if cycle.state != Cycle.State.DOING:
        return _not_now(request, cycle)
    return ask(
        request,
        NoteForm,
        "improvement/cycle_do.jinja",
        key="cycle do",
        record=cycle,
        initial=lambda: {"happened": cycle.happened},
        do=lambda form: cycles.note(cycle=cycle, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"cycle": cycle, "cancel_url": _of(request, cycle)},
        said=_("Saved."),
        later=_of(request, cycle),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, cycle=Cycle)
def cycle_study(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """Compare what happened with the prediction."""
    if cycle.state != Cycle.State.DOING:
        return _not_now(request, cycle)
    zone = request.viewer.project.zone
    return ask(
        request,
        partial(StudyForm, cycle=cycle, zone=zone),
        "improvement/cycle_study.jinja",
        key="cycle study",
        record=cycle,
        initial=lambda: {"happened": cycle.happened, "ended_on": _ended(cycle, zone)},
        do=lambda form: cycles.study(cycle=cycle, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"cycle": cycle, "cancel_url": _of(request, cycle)},
        said=_("Studied. One step is left: decide what you do with it."),
        later=_of(request, cycle),
    )


def _ended(cycle: Cycle, zone: str) -> date:
    """When it probably ended: as planned, but not before it began, nor in the future."""
    return max(min(cycle.ends_on, clock.today(zone)), cycle.began_on or cycle.starts_on)


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, cycle=Cycle)
def cycle_act(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """Adopt, adapt or abandon."""
    if cycle.state != Cycle.State.STUDIED:
        return _not_now(request, cycle)
    return ask(
        request,
        DecideForm,
        "improvement/cycle_act.jinja",
        key="cycle act",
        record=cycle,
        do=lambda form: cycles.decide(cycle=cycle, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"cycle": cycle, "cancel_url": _of(request, cycle)},
        said=_("Decided. The idea stands as you said."),
        later=_of(request, cycle),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, cycle=Cycle)
def cycle_drop(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """Give up a plan before it begins, with the reason."""
    if cycle.state != Cycle.State.PLANNED:
        return _not_now(request, cycle)
    return ask(
        request,
        ReasonForm,
        "improvement/cycle_drop.jinja",
        key="cycle drop",
        record=cycle,
        do=lambda form: cycles.drop(cycle=cycle, why=form.cleaned_data["why"], by=request.viewer),
        then=partial(_of, request),
        context={"cycle": cycle, "cancel_url": _of(request, cycle)},
        said=_("It isn't done, and why is kept."),
        later=_of(request, cycle),
    )


def _not_now(request: ProjectRequest, cycle: Cycle) -> HttpResponse:
    """A step whose turn it isn't leads to the cycle, which says whose it is."""
    return HttpResponseRedirect(_of(request, cycle))


def _of(request: ProjectRequest, cycle: Cycle) -> str:
    return addresses.of_project(request.viewer.project, "cycle", cycle=cycle)


def _measure(request: ProjectRequest, measure: Measure) -> str:
    return addresses.of_project(request.viewer.project, "measure", measure=measure)
