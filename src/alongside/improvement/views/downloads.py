"""A measure's figures and pictures as files."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.charts.png import png
from alongside.charts.slides import slide_deck
from alongside.improvement.models import Measure
from alongside.improvement.presenters import charts as presenter
from alongside.improvement.presenters import cycles as cycle_presenter
from alongside.improvement.queries import charts, cycles, series
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.tabular.writing import csv_text

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@page(Permission.MEASURES_SEE, measure=Measure)
def measure_csv(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """The figures with their lines: of one series (`?part=`), else of all."""
    part = request.GET.get("part")
    content = csv_text(presenter.csv_rows(_shown(request, measure, None if part is None else [part])))
    # The mark at the start is how Excel knows that the letters are UTF-8.
    return _file(measure, part, "csv", f"\ufeff{content}".encode(), "text/csv; charset=utf-8")


@page(Permission.MEASURES_SEE, measure=Measure)
def measure_svg(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """The chart as SVG."""
    part, drawn = _picture(request, measure)
    return _file(measure, part, "svg", drawn.encode(), "image/svg+xml")


@page(Permission.MEASURES_SEE, measure=Measure)
def measure_png(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """The chart as PNG, for slides."""
    part, drawn = _picture(request, measure)
    return _file(measure, part, "png", png(drawn), "image/png")


@page(Permission.MEASURES_SEE, measure=Measure)
def measure_pptx(request: ProjectRequest, measure: Measure) -> HttpResponse:
    """The chart as a PowerPoint slide: the picture with its words, its footing and how it is counted."""
    part, shown = _one(request, measure)
    return _file(measure, part, "pptx", slide_deck([shown.slide], say=_), PPTX)


def _shown(request: ProjectRequest, measure: Measure, names: list[str] | None) -> list[presenter.Shown]:
    parts = series.parts(measure, names)
    if not parts:
        raise Http404
    documents = charts.documents(measure, parts, say=_)
    notes = series.annotations_of(measure)
    return presenter.shown(
        measure,
        parts,
        documents,
        percent=charts.shows_percent(measure, parts),
        annotations=notes,
        cycles=cycle_presenter.signs(cycles.on_measure(request.viewer, measure)),
    )


def _one(request: ProjectRequest, measure: Measure) -> tuple[str | None, presenter.Shown]:
    """One series: the one that is asked for, or the only one."""
    part = request.GET.get("part")
    if part is None and len(series.part_names(measure)) != 1:
        raise Http404
    return part, _shown(request, measure, None if part is None else [part])[0]


def _picture(request: ProjectRequest, measure: Measure) -> tuple[str | None, str]:
    part, shown = _one(request, measure)
    return part, str(shown.svg("wide", interactive=False))


def _file(measure: Measure, part: str | None, kind: str, content: bytes, type: str) -> HttpResponse:
    return attached("-".join(filter(None, (_plain(measure.name), _plain(part or "")))), kind, content, type)


def attached(name: str, kind: str, content: bytes, type: str) -> HttpResponse:
    """A file to keep, under a name that every file system takes."""
    name = _plain(name) or "measure"
    return HttpResponse(
        content, content_type=type, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )


def _plain(text: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]
