"""The monthly summary as a page, and its switch."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.improvement import sections
from alongside.improvement.actions import summaries
from alongside.improvement.models import SummaryReader
from alongside.improvement.presenters import summaries as presenter
from alongside.improvement.queries import releases
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import press
from alongside.ui.pages import render


@page(Permission.IMPROVEMENT_SEE)
def monthly_summary(request: ProjectRequest) -> HttpResponse:
    """What the summary of this month says, and whether one gets it by e-mail."""
    viewer = request.viewer
    month = clock.today(viewer.project.zone).replace(day=1)
    return render(
        request,
        "improvement/summary.jinja",
        {
            "sections": sections.links(viewer, sections.MEASURED, "monthly_summary"),
            "told": presenter.summary(viewer.project.name, releases.newest(viewer), month),
            "is_on": SummaryReader.objects.visible_to(viewer).reading().exists(),
            "has_address": bool(viewer.account and viewer.account.email),
            "sends": settings.SENDS_EMAIL,
        },
    )


@page(Permission.IMPROVEMENT_SEE, methods=("POST",))
def summary_on(request: ProjectRequest) -> HttpResponse:
    """Switch it on for oneself."""
    return press(
        request,
        do=lambda: summaries.switch_on(project=request.viewer.project, by=request.viewer),
        then=lambda reader: _back(request),
        said=_("On. The next summary comes at the start of next month."),
    )


@page(Permission.IMPROVEMENT_SEE, methods=("POST",))
def summary_off(request: ProjectRequest) -> HttpResponse:
    """Switch it off for oneself."""
    return press(
        request,
        do=lambda: summaries.switch_off(project=request.viewer.project, by=request.viewer),
        then=lambda nothing: _back(request),
        said=_("Off. No more summaries come by e-mail."),
    )


def _back(request: ProjectRequest) -> str:
    return addresses.of_project(request.viewer.project, "monthly_summary")
