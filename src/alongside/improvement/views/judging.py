"""How a measure is judged: one page for its chart and rules, one for a new phase, one for a point left out."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.charts.words import chart_name
from alongside.improvement.actions import judging
from alongside.improvement.forms.judging import (
    JudgingForm,
    LeaveOutForm,
    PhaseForm,
    TakenBackForm,
    as_judged,
)
from alongside.improvement.models import Exclusion, Measure, Phase
from alongside.improvement.presenters import judging as presenter
from alongside.improvement.presenters import workings
from alongside.improvement.queries import charts, marked, series
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.MEASURES_CHANGE, methods=QUESTION, measure=Measure)
def measure_judged(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Which chart, which rules, what sets the lines."""
    parts = series.parts(measure)
    back = _of(request, measure)
    return ask(
        request,
        partial(
            JudgingForm,
            measure=measure,
            drawable=charts.drawable(measure, parts),
            has_figures=bool(parts),
        ),
        "improvement/measure_judged.jinja",
        key="judged",
        record=measure,
        initial=lambda: as_judged(measure),
        do=lambda form: judging.rejudge(
            measure=measure, said=form.said(), why=form.cleaned_data.get("why", ""), by=request.viewer
        ),
        then=partial(_of, request),
        context={"measure": measure, "cancel_url": back},
        said=_("Saved. The chart is drawn anew."),
        later=back,
    )


@page(Permission.MEASURES_CHANGE, methods=("POST",), measure=Measure)
def measure_judged_suggested(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Take the chart that allows for what the figures show."""

    def take() -> Measure:
        chart = charts.suggested(measure, series.parts(measure))
        return judging.rejudge(
            measure=measure,
            said={"chart": chart or measure.chart},
            why=_("The figures vary more than chance alone would make them."),
            by=request.viewer,
        )

    return press(
        request,
        do=take,
        then=partial(_of, request),
        said=lambda changed: _("It is a %(chart)s now.") % {"chart": chart_name(changed.chart, _)},
    )


@page(Permission.MEASURES_SEE, measure=Measure)
def measure_workings(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """How the limits of one series are worked out. `?part=` names it where there are several."""
    name = request.GET.get("part", "")
    part = next(iter(series.parts(measure, [name])), None)
    marks = marked.of(measure)
    found = charts.worked_out(measure, part, marks) if part is not None else ()
    shown = paged(
        request, workings.point_rows(measure, part, found) if part is not None else [], per_page=120
    )
    return render(
        request,
        "improvement/workings.jinja",
        {
            "measure": measure,
            "part": name,
            "phases": workings.phases(measure, part, found, marks.phase_reasons(part))
            if part is not None
            else [],
            "headings": workings.headings(part is not None and part.n is not None, found),
            "page": shown,
            "csv_url": f"{addresses.of_project(request.viewer.project, 'measure_csv', measure=measure)}"
            + (f"?{urlencode({'part': name})}" if name else ""),
        },
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, measure=Measure)
def phase_begin(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Begin a new phase at a point of the data."""
    parts = series.parts(measure)
    return _mark(
        request,
        measure,
        partial(
            PhaseForm,
            labels=presenter.labels(measure, judging.labels_of(measure, parts)[1:]),
            parts=[one.name for one in parts],
        ),
        "improvement/phase_begin.jinja",
        key="phase",
        do=lambda form: judging.begin_phase(measure=measure, **form.cleaned_data, by=request.viewer),
        said=_("The new phase stands on the chart now."),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, measure=Measure)
def exclusion_add(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Leave a point out of lines, rules and icons."""
    parts = series.parts(measure)
    return _mark(
        request,
        measure,
        partial(
            LeaveOutForm,
            labels=presenter.labels(measure, judging.labels_of(measure, parts)),
            parts=[one.name for one in parts],
        ),
        "improvement/exclusion_add.jinja",
        key="exclusion",
        do=lambda form: judging.leave_out(measure=measure, **form.cleaned_data, by=request.viewer),
        said=_("The point is left out now. It is drawn hollow."),
    )


def _mark(
    request: ProjectRequest, measure: Measure, form: Any, template: str, **options: Any
) -> HttpResponse:
    back = _of(request, measure)
    context = {"measure": measure, "cancel_url": back}
    return ask(request, form, template, then=lambda _mark: back, context=context, later=back, **options)


@page(Permission.MEASURES_CHANGE, methods=QUESTION, phase=Phase)
def phase_withdraw(request: ProjectRequest, phase: Phase) -> HttpResponse:
    """Let the lines go on through the point where a phase began."""
    return _take_back(
        request,
        phase,
        _("Take this phase back?"),
        _("new phase from %(when)s, because: %(why)s"),
        key="phase withdraw",
        do=lambda form: judging.withdraw_phase(phase=phase, why=form.cleaned_data["why"], by=request.viewer),
        said=_("The phase is taken back."),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, exclusion=Exclusion)
def exclusion_withdraw(request: ProjectRequest, exclusion: Exclusion) -> HttpResponse:
    """Let a point count again."""
    return _take_back(
        request,
        exclusion,
        _("Let this point count again?"),
        _("%(when)s left out, because: %(why)s"),
        key="exclusion withdraw",
        do=lambda form: judging.take_back(
            exclusion=exclusion, why=form.cleaned_data["why"], by=request.viewer
        ),
        said=_("The point counts again."),
    )


def _take_back(
    request: ProjectRequest, mark: Phase | Exclusion, heading: str, told: str, **options: Any
) -> HttpResponse:
    back = _of(request, mark.measure)
    said = told % {"when": presenter.when(mark.measure, mark.label), "why": mark.why}
    return ask(
        request,
        TakenBackForm,
        "improvement/mark_withdraw.jinja",
        record=mark,
        then=lambda _mark: back,
        context={"mark": mark, "heading": heading, "said": said, "cancel_url": back},
        later=back,
        **options,
    )


def _of(request: ProjectRequest, measure: Measure) -> str:
    return addresses.of_project(request.viewer.project, "measure", measure=measure)
