"""Measures: the list, the record, and what is done to one."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.improvement import sections
from alongside.improvement.actions import measures
from alongside.improvement.actions.measures import annotate
from alongside.improvement.forms.measures import (
    AnnotationForm,
    LabelledAnnotationForm,
    MeasureForm,
    ReasonForm,
    as_typed,
    said_elsewhere,
)
from alongside.improvement.models import Annotation, Cycle, Import, Measure
from alongside.improvement.presenters import analyses as analysis_presenter
from alongside.improvement.presenters import charts as chart_presenter
from alongside.improvement.presenters import cycles as cycle_presenter
from alongside.improvement.presenters import figures as figure_presenter
from alongside.improvement.presenters import judging as judging_presenter
from alongside.improvement.presenters import listing as listing_presenter
from alongside.improvement.presenters import measures as presenter
from alongside.improvement.presenters import protocols as protocol_presenter
from alongside.improvement.queries import analyses, charts, glance, listing, series, tables
from alongside.improvement.queries import cycles as cycle_queries
from alongside.improvement.queries import judging as judging_queries
from alongside.improvement.queries import protocols as protocol_queries
from alongside.improvement.views import feeding
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.MEASURES_SEE)
def measures_list(request: ProjectRequest) -> HttpResponse:
    """The measures that the viewer sees, each with its latest figure; those withdrawn behind a tab."""
    viewer = request.viewer
    tab = request.GET.get("kind", "")
    if tab not in listing.TABS:
        raise Http404
    shown = paged(request, listing.listed(viewer, tab))
    counts = listing.counts(viewer)
    may_change = viewer.may(Permission.MEASURES_CHANGE)
    waiting = tables.waiting(viewer) if may_change else []
    return render(
        request,
        "improvement/measures.jinja",
        {
            "page": shown,
            "sections": sections.links(viewer, sections.MEASURED, "measures"),
            "rows": _rows(shown.items, viewer.project.zone),
            "tabs": [
                {
                    "text": presenter.TABS[key],
                    "href": f"?kind={key}" if key else "?",
                    "current": key == tab,
                    "count": counts[key],
                }
                for key in listing.TABS
            ],
            "waiting": [
                {
                    "text": _waiting(one),
                    "href": addresses.of_project(viewer.project, "figures_look", brought=one),
                }
                for one in waiting
            ],
            "may_change": may_change,
            "any": counts[""] + counts[listing.WITHDRAWN],
            "no_balancing": bool(counts[""]) and not counts[Measure.Kind.BALANCING],
        },
    )


def _waiting(brought: Import) -> str:
    return _("Go on with %(table)s") % {"table": figure_presenter.called(brought)}


def _rows(listed: list[Measure], zone: str) -> list[dict[str, Any]]:
    """What the list says of each measure, judged together: of one series its icons, of several how many show what."""
    seen = glance.look(listed, today=clock.today(zone))
    charts_of: dict[object, list[glance.OneChart]] = {}
    for one in seen.charts:
        charts_of.setdefault(one.measure.pk, []).append(one)
    return [listing_presenter.row(measure, charts_of.get(measure.pk, [])) for measure in listed]


@page(Permission.MEASURES_SEE, measure=Measure)
def measure(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """One measure: its chart or charts, what they say, how it is counted, what was brought in."""
    names = series.part_names(measure)
    shown = paged(request, names, per_page=series.PARTS_A_PAGE)
    notes = series.annotations_of(measure)
    cycles = cycle_queries.on_measure(request.viewer, measure)
    context = {**_record(request, measure, notes, cycles), "has_points": bool(names)}
    if len(names) > 1:
        drawn = _drawn(measure, shown.items, notes, cycles)
        return render(
            request,
            "improvement/measure_parts.jinja",
            {
                **context,
                "page": shown,
                "charts": [(one, _of_part(request, measure, one.part.name)) for one in drawn],
                "suggested": _suggested(measure, drawn),
                "count": len(names),
            },
        )
    drawn = _drawn(measure, shown.items, notes, cycles)
    return render(
        request,
        "improvement/measure.jinja",
        {
            **context,
            **_one(request, measure, drawn[0] if drawn else None),
            "suggested": _suggested(measure, drawn),
        },
    )


@page(Permission.MEASURES_SEE, measure=Measure)
def measure_part(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """One of the series of a measure, whole. `?part=` names it."""
    name = request.GET.get("part", "")
    notes = series.annotations_of(measure)
    cycles = cycle_queries.on_measure(request.viewer, measure)
    drawn = _drawn(measure, [name], notes, cycles)
    if not drawn:
        raise Http404
    return render(
        request,
        "improvement/measure.jinja",
        {**_record(request, measure, notes, cycles), **_one(request, measure, drawn[0]), "part": name},
    )


def _drawn(
    measure: Measure, names: list[str], notes: list[Annotation], cycles: list[Cycle]
) -> list[chart_presenter.Shown]:
    parts = series.parts(measure, names)
    percent = charts.shows_percent(measure, parts)
    documents = charts.documents(measure, parts, say=_)
    signs = cycle_presenter.signs(cycles)
    return chart_presenter.shown(measure, parts, documents, percent=percent, annotations=notes, cycles=signs)


def _suggested(measure: Measure, drawn: list[chart_presenter.Shown]) -> dict[str, str] | None:
    return judging_presenter.suggestion(charts.suggested(measure, [one.part for one in drawn]))


def _of_part(request: ProjectRequest, measure: Measure, name: str) -> str:
    return f"{addresses.of_project(request.viewer.project, 'measure_part', measure=measure)}?{urlencode({'part': name})}"


def _one(request: ProjectRequest, measure: Measure, shown: chart_presenter.Shown | None) -> dict[str, Any]:
    """What a page says of one series, and where its pictures and figures can be had."""
    query = f"?{urlencode({'part': shown.part.name})}" if shown and shown.part.name else ""
    project = request.viewer.project
    return {
        "shown": shown,
        "downloads": {
            kind: addresses.of_project(project, f"measure_{kind}", measure=measure) + query
            for kind in ("csv", "svg", "png", "pptx")
        },
        "rows_shown": chart_presenter.ROWS_SHOWN,
    }


def _record(
    request: ProjectRequest, measure: Measure, notes: list[Annotation], cycles: list[Cycle]
) -> dict[str, Any]:
    viewer = request.viewer
    may_change = viewer.may(Permission.MEASURES_CHANGE) and measure.withdrawn_at is None
    imports = (
        Import.objects.visible_to(viewer)
        .filter(measure=measure, taken_at__isnull=False)
        .with_whether_replaced()
        .select_related("by__account", "undone_by__account")
        .order_by("-taken_at", "-pk")
    )
    judging = judging_queries.of(measure)
    history = presenter.history(list(imports[:100]), measure, viewer.project.zone, may_undo=may_change)
    return {
        "measure": measure,
        "kind": presenter.KINDS[Measure.Kind(measure.kind)],
        "counted": [
            *presenter.how_counted(measure, viewer.project.zone),
            *judging_presenter.how_judged(measure, judging, viewer.project.zone),
        ],
        "in_protocols": [
            protocol_presenter.on_measure(protocol, standing, viewer.project.zone)
            for protocol, standing in protocol_queries.of_measure(measure, viewer)
        ],
        "judging": judging_presenter.on_page(measure, judging, viewer.project.zone, may_change=may_change),
        "annotations": presenter.annotation_rows(notes, measure),
        "cycles": cycle_presenter.on_measure(cycles, clock.today(viewer.project.zone)),
        "history": judging_presenter.with_history(history, measure, judging, viewer.project.zone),
        "may_change": may_change,
        "fed": feeding.fed(request, measure),
        "notes_shown": figure_presenter.NOTES_SHOWN,
        "analyses": _analyses(request, measure),
    }


def _analyses(request: ProjectRequest, measure: Measure) -> dict[str, Any]:
    """The analyses of a change that were run on a measure."""
    viewer, runs = request.viewer, analyses.listed(measure)
    return analysis_presenter.on_measure(
        measure,
        runs,
        analyses.out_of_date(measure, runs),
        analyses.ledger(measure, viewer),
        viewer.project.zone,
        may_run=viewer.may(Permission.ANALYSES_RUN) and measure.withdrawn_at is None,
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION)
def measure_add(request: ProjectRequest) -> HttpResponse:
    """Define a measure; its figures come next."""
    project = request.viewer.project
    return ask(
        request,
        partial(MeasureForm, viewer=request.viewer),
        "improvement/measure_form.jinja",
        key="measure",
        do=lambda form: measures.define(project=project, **form.cleaned_data, by=request.viewer),
        then=lambda added: addresses.of_project(project, "figures_for", measure=added),
        context={"cancel_url": addresses.of_project(project, "measures")},
        said=lambda added: (
            _("%(measure)s is defined. Bring in its figures now, or later.") % {"measure": added}
        ),
        later=addresses.of_project(project, "measures"),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, measure=Measure)
def measure_change(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Change how a measure is described and drawn."""
    parts = series.parts(measure)
    return ask(
        request,
        partial(
            MeasureForm,
            viewer=request.viewer,
            measure=measure,
            has_figures=bool(parts),
            plotted=charts.plotted(measure, parts),
        ),
        "improvement/measure_form.jinja",
        key="measure",
        record=measure,
        initial=lambda: as_typed(measure),
        do=lambda form: measures.change(
            measure=measure, **{**said_elsewhere(measure), **form.cleaned_data}, by=request.viewer
        ),
        then=partial(_of, request),
        context={"measure": measure, "cancel_url": _of(request, measure)},
        said=_("Saved."),
        later=_of(request, measure),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, measure=Measure)
def measure_withdraw(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Stop using a measure, with a reason."""
    return ask(
        request,
        ReasonForm,
        "improvement/measure_withdraw.jinja",
        key="measure withdraw",
        record=measure,
        do=lambda form: measures.withdraw(measure=measure, why=form.cleaned_data["why"], by=request.viewer),
        then=partial(_of, request),
        context={"measure": measure, "cancel_url": _of(request, measure)},
        said=_("Withdrawn. Its figures are kept."),
        later=_of(request, measure),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, measure=Measure)
def measure_annotate(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Note on the chart what happened, and when."""
    labels = series.labels_of(measure) if measure.step == Measure.Step.ORDER else []
    form = partial(LabelledAnnotationForm, labels=labels) if labels else AnnotationForm
    return ask(
        request,
        form,
        "improvement/measure_annotate.jinja",
        key="annotation",
        do=lambda form: annotate(
            measure=measure,
            label=form.cleaned_data["label"] if labels else form.cleaned_data["day"].isoformat(),
            words=form.cleaned_data["words"],
            by=request.viewer,
        ),
        then=lambda annotation: _of(request, annotation.measure),
        context={"measure": measure, "cancel_url": _of(request, measure)},
        said=_("It stands on the chart now."),
        later=_of(request, measure),
    )


@page(Permission.MEASURES_CHANGE, methods=("POST",), annotation=Annotation)
def annotation_withdraw(request: ProjectRequest, annotation: Annotation) -> HttpResponse:
    """Take a note off the chart."""
    return press(
        request,
        do=lambda: measures.withdraw_annotation(annotation=annotation, by=request.viewer),
        then=lambda gone: _of(request, gone.measure),
        said=_("The note is off the chart."),
    )


def _of(request: ProjectRequest, measure: Measure) -> str:
    return addresses.of_project(request.viewer.project, "measure", measure=measure)
