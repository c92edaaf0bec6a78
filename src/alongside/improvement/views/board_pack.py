"""A board pack: choose which of the released charts, and take it as PDF or PowerPoint. Asking for one changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.improvement import sections
from alongside.improvement.board_pack import MOST_SHEETS, Pack, made_of, pdf, slides
from alongside.improvement.board_pack.content import by_concern
from alongside.improvement.presenters import board_pack as presenter
from alongside.improvement.queries import releases
from alongside.improvement.queries.releases import Released
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.pages import render

NONE, MANY = "none", "many"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@page(Permission.RELEASES_SEE)
def board_pack(request: ProjectRequest) -> HttpResponse:
    """The charts that have been released, the newest release of each, to choose from."""
    viewer = request.viewer
    found = _ordered(request)
    problems = {
        NONE: _("Choose at least one chart."),
        MANY: ngettext(
            "A board pack holds at most %(n)s chart. Choose fewer.", "A board pack holds at most %(n)s charts. Choose fewer.", MOST_SHEETS
        ) % {"n": MOST_SHEETS},
    }  # fmt: skip
    return render(
        request,
        "improvement/board_pack.jinja",
        {
            "sections": sections.links(viewer, sections.MEASURED, "board_pack"),
            "rows": [
                presenter.row(one, chosen=place < MOST_SHEETS, project=viewer.project)
                for place, one in enumerate(found)
            ],
            "problem": problems.get(request.GET.get("problem", "")),
            "most": MOST_SHEETS,
            "may_prepare": viewer.may(Permission.RELEASES_PREPARE),
        },
    )


@page(Permission.RELEASES_SEE)
def board_pack_pdf(request: ProjectRequest) -> HttpResponse:
    """The pack as a tagged PDF, of the charts that `?chart=` names, or of all."""
    return _file(request, pdf, "pdf", "application/pdf")


@page(Permission.RELEASES_SEE)
def board_pack_pptx(request: ProjectRequest) -> HttpResponse:
    """The pack as PowerPoint slides, of the same charts."""
    return _file(request, slides, "pptx", POWERPOINT)


def _file(request: ProjectRequest, write: Callable[[Pack], bytes], kind: str, type: str) -> HttpResponse:
    project = request.viewer.project
    found = _ordered(request)
    if "chosen" in request.GET or "chart" in request.GET:
        wanted = set(request.GET.getlist("chart"))
        found = [one for one in found if presenter.key(one) in wanted]
    problem = NONE if not found else MANY if len(found) > MOST_SHEETS else ""
    if problem:
        return HttpResponseRedirect(f"{addresses.of_project(project, 'board_pack')}?problem={problem}")
    today = clock.today(project.zone)
    content = write(made_of(project, found, today))
    name = f"{project.slug}-board-pack-{today.isoformat()}.{kind}"
    return HttpResponse(
        content, content_type=type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _ordered(request: ProjectRequest) -> list[Released]:
    return sorted(releases.newest(request.viewer), key=lambda one: by_concern(one.document))
