"""A driver diagram as files."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.charts.png import png
from alongside.improvement.models import Aim
from alongside.improvement.presenters import drivers as presenter
from alongside.improvement.queries import drivers
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.tabular.writing import csv_text


@page(Permission.IMPROVEMENT_SEE, aim=Aim)
def drivers_svg(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """The diagram as SVG."""
    drawn = presenter.svg(drivers.tree(aim, request.viewer))
    return _file("svg", str(drawn).encode(), "image/svg+xml")


@page(Permission.IMPROVEMENT_SEE, aim=Aim)
def drivers_png(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """The diagram as PNG, for slides."""
    return _file("png", png(str(presenter.svg(drivers.tree(aim, request.viewer)))), "image/png")


@page(Permission.IMPROVEMENT_SEE, aim=Aim)
def drivers_csv(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """The diagram as a table: a row for each idea."""
    content = csv_text(presenter.csv_rows(drivers.tree(aim, request.viewer)))
    # The mark at the start is how Excel knows that the letters are UTF-8.
    return _file("csv", f"\ufeff{content}".encode(), "text/csv; charset=utf-8")


def _file(kind: str, content: bytes, type: str) -> HttpResponse:
    named = f'attachment; filename="driver-diagram.{kind}"'
    return HttpResponse(content, content_type=type, headers={"Content-Disposition": named})
