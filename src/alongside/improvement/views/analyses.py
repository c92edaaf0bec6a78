"""Analyses of a change: asked for, read, downloaded."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.improvement.actions import analyses as acting
from alongside.improvement.forms.analyses import AnalysisForm
from alongside.improvement.models import AnalysisRun, Measure
from alongside.improvement.presenters import analyses as presenter
from alongside.improvement.presenters.guards import guards
from alongside.improvement.queries import analyses, charts, series
from alongside.improvement.views.downloads import attached
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.tabular.writing import csv_text
from alongside.ui.asking import ask
from alongside.ui.pages import render

QUESTION = ("GET", "POST")


@page(Permission.ANALYSES_RUN, methods=QUESTION, measure=Measure)
def measure_analyse(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Ask what changed around a date."""
    project = request.viewer.project
    parts, notes = series.parts(measure), series.annotations_of(measure)
    back = addresses.of_project(project, "measure", measure=measure)
    return ask(
        request,
        partial(AnalysisForm, measure=measure, parts=parts, notes=notes),
        "improvement/measure_analyse.jinja",
        key="analysis",
        do=lambda form: acting.run(
            measure=measure,
            asked=form.asked(),
            change_words=form.change_words,
            annotation=form.annotation,
            by=request.viewer,
        ),
        then=lambda run: addresses.of_project(project, "analysis", analysis=run),
        context={
            "measure": measure,
            "cancel_url": back,
            "counted": presenter.counted(analyses.ledger(measure, request.viewer)),
        },
        said=_("It is kept as it came out. Read what to know before you believe it."),
        later=back,
    )


@page(Permission.MEASURES_SEE, analysis=AnalysisRun)
def analysis(request: ProjectRequest, analysis: AnalysisRun) -> HttpResponse:
    """One analysis: the chart with its counterfactual, what it says, and what to know before believing it."""
    shown = _shown(request, analysis)
    measure, project = analysis.measure, request.viewer.project
    may_run = request.viewer.may(Permission.ANALYSES_RUN) and measure.withdrawn_at is None
    return render(
        request,
        "improvement/analysis.jinja",
        {
            "shown": shown,
            "measure": measure,
            "part": analysis.part,
            "guards": guards(
                analysis,
                project.zone,
                fixed_by=analyses.fixed_by(analysis, analyses.fixing(measure, request.viewer)),
            ),
            "stale": bool(analyses.out_of_date(measure, [analysis])),
            "counted": presenter.counted(analyses.ledger(measure, request.viewer)),
            "again": addresses.of_project(project, "measure_analyse", measure=measure) if may_run else "",
        },
    )


@page(Permission.MEASURES_SEE, analysis=AnalysisRun)
def analysis_csv(request: ProjectRequest, analysis: AnalysisRun) -> HttpResponse:
    """The figures of an analysis with its lines, as it was run."""
    rows = presenter.csv_rows(_shown(request, analysis))
    name = f"{analysis.measure.name} {analysis.change}"
    # The mark at the start is how Excel knows that the letters are UTF-8.
    return attached(name, "csv", f"\ufeff{csv_text(rows)}".encode(), "text/csv; charset=utf-8")


def _shown(request: ProjectRequest, analysis: AnalysisRun) -> presenter.ShownRun:
    return presenter.ShownRun(analysis, _percent(analysis), request.viewer.project.zone)


def _percent(analysis: AnalysisRun) -> bool:
    """Whether what was analysed is a share: as the charts of the measure show it, but of the figures of then."""
    data: dict[str, Any] = analysis.data
    kept = series.Part(
        name=analysis.part,
        labels=tuple(data["labels"]),
        y=series.array(data["y"]),
        n=None if data["n"] is None else series.array(data["n"]),
    )
    return charts.shows_percent(analysis.measure, [kept])
