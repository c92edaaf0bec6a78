"""Bringing in figures: the table, what its columns are, which rows count, what it measures, then a look before anything is taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core.actions import Refused
from alongside.improvement import uploads
from alongside.improvement.actions import figures
from alongside.improvement.forms.figures import BringForm, ColumnsForm, RowsForm, TakeForm, as_chosen, guessed
from alongside.improvement.forms.measures import MeasureForm, ReasonForm
from alongside.improvement.models import Import, Measure
from alongside.improvement.presenters import charts as chart_presenter
from alongside.improvement.presenters import figures as presenter
from alongside.improvement.queries import charts, feeding, marked, series, tables
from alongside.improvement.reading import ROWS, Chosen, with_values
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.tabular import Table, Unreadable
from alongside.ui import words
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.MEASURES_CHANGE, methods=QUESTION)
def figures_bring(request: ProjectRequest) -> HttpResponse:
    """Start from figures: what they measure is said afterwards."""
    return _bring(request, None)


@page(Permission.MEASURES_CHANGE, methods=QUESTION, measure=Measure)
def figures_for(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """Bring in figures of a measure. One that feeds itself takes none."""
    if feeding.of_measure(measure) is not None:
        return render(request, "improvement/figures_fed.jinja", {"measure": measure}, status=409)
    return _bring(request, measure)


def _bring(request: ProjectRequest, measure: Measure | None) -> HttpResponse:
    project = request.viewer.project

    def staged(form: BringForm) -> Import:
        assert form.came is not None
        came = form.came
        return figures.stage(
            project=project,
            measure=measure,
            content=came.content,
            filename=came.filename,
            rows=came.rows,
            by=request.viewer,
        )

    back = (
        addresses.of_project(project, "measure", measure=measure)
        if measure
        else addresses.of_project(project, "measures")
    )
    answer = ask(
        request,
        lambda **given: BringForm(cut_off=uploads.was_cut_off(request), **given),
        "improvement/figures_bring.jinja",
        key="figures",
        do=staged,
        then=lambda brought: _next(request, brought),
        context={"measure": measure, "cancel_url": back},
        later=back,
    )
    if uploads.was_cut_off(request):
        answer.status_code = 413
    return answer


def _next(request: ProjectRequest, brought: Import) -> str:
    """Straight to the look, where the columns are those of the last time; else to what they are."""
    known = Chosen.of(brought.columns)
    if known.is_complete and known.fits(tables.table_of(brought, request.viewer)):
        return _address(request, "figures_look", brought)
    return _address(request, "figures_columns", brought)


@page(Permission.MEASURES_CHANGE, methods=QUESTION, brought=Import)
def figures_columns(request: ProjectRequest, brought: Import) -> HttpResponse:
    """What is in the columns?"""
    return _with_table(request, brought, _columns)


def _columns(request: ProjectRequest, brought: Import, table: Table) -> HttpResponse:
    before = Chosen.of(brought.columns)

    def then(saved: Import) -> str:
        chosen = Chosen.of(saved.columns)
        return _address(request, "figures_rows" if chosen.each_row == ROWS else _after_columns(saved), saved)

    return ask(
        request,
        partial(ColumnsForm, table=table),
        "improvement/figures_columns.jinja",
        key="columns",
        initial=as_chosen(before) if before.x and before.fits(table) else guessed(table),
        do=lambda form: figures.choose(brought=brought, chosen=form.chosen(before), by=request.viewer),
        then=then,
        context={**_about(request, brought), "first": presenter.first_rows(table)},
        later=_measures(request, brought),
    )


def _after_columns(brought: Import) -> str:
    """A table that belongs to no measure yet needs one; else everything is said."""
    return "figures_look" if brought.measure_id or brought.proposed else "figures_measure"


@page(Permission.MEASURES_CHANGE, methods=QUESTION, brought=Import)
def figures_rows(request: ProjectRequest, brought: Import) -> HttpResponse:
    """Which rows count?"""
    return _with_table(request, brought, _rows)


def _rows(request: ProjectRequest, brought: Import, table: Table) -> HttpResponse:
    before = Chosen.of(brought.columns)
    if before.each_row != ROWS or before.count_in not in tables.countable(table):
        return HttpResponseRedirect(_address(request, "figures_columns", brought))
    values = [value for value, _rows in tables.values_of(table, before.count_in)]

    def choose(form: RowsForm) -> Import:
        said = form.cleaned_data
        return figures.choose(
            brought=brought, chosen=with_values(before, said["counted"], said["among"]), by=request.viewer
        )

    return ask(
        request,
        partial(RowsForm, table=table, column=before.count_in),
        "improvement/figures_rows.jinja",
        key="rows",
        initial={
            "counted": before.counted,
            "among": before.among or values,
            "denominator": "count" if before.counted and not before.among else "share",
        },
        do=choose,
        then=lambda saved: _address(request, _after_columns(saved), saved),
        context={
            **_about(request, brought),
            "column": before.count_in,
            "back_url": _address(request, "figures_columns", brought),
        },
        later=_measures(request, brought),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, brought=Import)
def figures_measure(request: ProjectRequest, brought: Import) -> HttpResponse:
    """What do these figures measure?"""
    return _with_table(request, brought, _measure)


def _measure(request: ProjectRequest, brought: Import, table: Table) -> HttpResponse:
    chosen = Chosen.of(brought.columns)
    if brought.measure_id is not None or not chosen.fits(table):
        return HttpResponseRedirect(_address(request, "figures_look", brought))
    looked = tables.look(brought, table, chosen, say=_)
    if looked.gathered.problems:  # what is wrong is shown there, and can be put right from there
        return HttpResponseRedirect(_address(request, "figures_look", brought))
    return ask(
        request,
        partial(
            MeasureForm,
            viewer=request.viewer,
            has_figures=True,
            plotted=[one.y / (one.n or 1) for one in looked.gathered.figures if one.y is not None],
        ),
        "improvement/figures_measure.jinja",
        key="measure of figures",
        initial=lambda: presenter.proposed_as_typed(brought) or presenter.suggested(brought, chosen, looked),
        do=lambda form: figures.propose(brought=brought, proposed=form.cleaned_data, by=request.viewer),
        then=lambda saved: _address(request, "figures_look", saved),
        context={**_about(request, brought), "back_url": _address(request, "figures_columns", brought)},
        later=_measures(request, brought),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, brought=Import)
def figures_look(request: ProjectRequest, brought: Import) -> HttpResponse:
    """What would be taken: in figures, in words and as the chart would look."""
    return _with_table(request, brought, _look)


def _look(request: ProjectRequest, brought: Import, table: Table) -> HttpResponse:
    chosen = Chosen.of(brought.columns)
    if not chosen.fits(table):
        return HttpResponseRedirect(_address(request, "figures_columns", brought))
    looked = tables.look(brought, table, chosen, say=_)
    if brought.measure_id is None and not brought.proposed and not looked.gathered.problems:
        return HttpResponseRedirect(_address(request, "figures_measure", brought))
    context = {
        **_about(request, brought),
        "looked": looked,
        "chosen": presenter.chosen_in_words(chosen),
        "back_url": _address(
            request, "figures_rows" if chosen.each_row == ROWS else "figures_columns", brought
        ),
        "columns_url": _address(request, "figures_columns", brought),
        "measure_url": "" if brought.measure_id else _address(request, "figures_measure", brought),
        "in_short": presenter.in_short(looked),
        "notes_shown": presenter.NOTES_SHOWN,
        **_preview(brought, looked, request),
    }
    if not looked.may_be_taken:
        return render(request, "improvement/figures_wrong.jinja", context)
    return ask(
        request,
        partial(TakeForm, clashes=bool(looked.changes), new=bool(looked.new)),
        "improvement/figures_look.jinja",
        key="take",
        do=lambda form: figures.take_table(
            brought=brought, clash=form.cleaned_data.get("clash", ""), by=request.viewer
        ),
        then=lambda taken: addresses.of_project(request.viewer.project, "measure", measure=taken.measure_id),
        context=context,
        said=lambda taken: (
            ngettext("%(n)s figure is here now.", "%(n)s figures are here now.", taken.points)
            % {"n": words.number(taken.points)}
        ),
        later=_measures(request, brought),
    )


def _preview(brought: Import, looked: tables.Looked, request: ProjectRequest) -> dict[str, Any]:
    """The chart as it would look, or the first page of charts, with what stands already."""
    found = looked.gathered
    if found.problems or not found.figures:
        return {"charts": [], "changes": []}
    measure = tables.as_it_would_be(brought, found)
    parts = tables.with_new(brought.measure, found)
    marks = marked.of(brought.measure)
    percent = charts.shows_percent(measure, parts)
    shown = paged(request, parts, per_page=series.PARTS_A_PAGE)
    drawn = chart_presenter.shown(
        measure, shown.items, charts.documents(measure, shown.items, marks, say=_), percent=percent
    )
    return {
        "charts": drawn,
        "page": shown,
        "changes": presenter.changes(looked),
        "changes_more": max(0, len(looked.changes) - presenter.CHANGES_SHOWN),
    }


@page(Permission.MEASURES_CHANGE, methods=("POST",), brought=Import)
def figures_leave(request: ProjectRequest, brought: Import) -> HttpResponse:
    """Leave a table: nothing is taken, and it is destroyed."""
    return press(
        request,
        do=lambda: figures.leave(brought=brought, by=request.viewer),
        then=lambda left: _measures(request, left),
        said=_("Left. Nothing of it was taken, and the table is gone."),
    )


@page(Permission.MEASURES_CHANGE, methods=QUESTION, brought=Import)
def figures_undo(request: ProjectRequest, brought: Import) -> HttpResponse:
    """Take figures back, with a reason."""
    measure = brought.measure
    if measure is None or brought.state == Import.State.READ:
        return HttpResponseRedirect(_address(request, "figures_look", brought))
    return ask(
        request,
        ReasonForm,
        "improvement/figures_undo.jinja",
        key="undo",
        record=brought,
        do=lambda form: figures.undo(brought=brought, why=form.cleaned_data["why"], by=request.viewer),
        then=lambda undone: _measures(request, undone),
        context={
            "measure": measure,
            "brought": brought,
            "text": presenter.brought_in_words(brought),
            "replaces": series.replaced_by(brought),
            "cancel_url": _measures(request, brought),
        },
        said=_("The figures are taken back."),
        later=_measures(request, brought),
    )


def _with_table(
    request: ProjectRequest, brought: Import, view: Callable[[ProjectRequest, Import, Table], HttpResponse]
) -> HttpResponse:
    """Go on with the table, or say that it is there no more."""
    if brought.state != Import.State.READ:
        return HttpResponseRedirect(_measures(request, brought))
    try:
        table = tables.table_of(brought, request.viewer)
    except (Refused, Unreadable) as gone:
        return render(
            request,
            "improvement/figures_gone.jinja",
            {**_about(request, brought), "why": str(gone)},
            status=409,
        )
    return view(request, brought, table)


def _about(request: ProjectRequest, brought: Import) -> dict[str, Any]:
    return {
        "brought": brought,
        "measure": brought.measure,
        "called": presenter.called(brought),
        "leave_url": _address(request, "figures_leave", brought),
        "measures_url": addresses.of_project(request.viewer.project, "measures"),
    }


def _address(request: ProjectRequest, name: str, brought: Import) -> str:
    return addresses.of_project(request.viewer.project, name, brought=brought)


def _measures(request: ProjectRequest, brought: Import) -> str:
    """The measure it is for, or the list where it has none yet."""
    if brought.measure_id is not None:
        return addresses.of_project(request.viewer.project, "measure", measure=brought.measure_id)
    return addresses.of_project(request.viewer.project, "measures")
