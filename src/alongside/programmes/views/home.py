"""Where am I: the front page, one's own page, and the home of a project."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect

from alongside.core import clock
from alongside.programmes import addresses, agenda, messages
from alongside.programmes.models import Programme, Project, Service, ServiceChange
from alongside.programmes.pages import own_page, page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import home as presenter
from alongside.programmes.queries import readiness
from alongside.programmes.requests import OwnRequest, ProjectRequest
from alongside.ui.pages import render

# What is older is no news.
NEWS_DAYS = 30
# Longer lists are read where they belong.
LATE_SHOWN = 5
SERVICES_SHOWN = 9


@own_page()
def home(request: OwnRequest) -> HttpResponse:
    """The front page: straight to the one project or programme, or a choice of them."""
    projects = list(Project.objects.visible_to(request.viewer))
    programmes = list(Programme.objects.visible_to(request.viewer))
    if len(projects) == 1 and not programmes:
        return HttpResponseRedirect(addresses.of_project(projects[0], "project_home"))
    if len(programmes) == 1 and not projects:
        return HttpResponseRedirect(addresses.of_programme(programmes[0], "programme_home"))
    return _choice(request, projects, programmes)


@own_page()
def yourself(request: OwnRequest) -> HttpResponse:
    """One's own page: where one is a member, and nothing of any project."""
    return _choice(
        request,
        list(Project.objects.visible_to(request.viewer)),
        list(Programme.objects.visible_to(request.viewer)),
    )


def _choice(request: OwnRequest, projects: list[Project], programmes: list[Programme]) -> HttpResponse:
    return render(request, "programmes/yourself.jinja", {"projects": projects, "programmes": programmes})


@page(Permission.PROJECT_SEE)
def project_home(request: ProjectRequest) -> HttpResponse:
    """The home of a project, by hat: what needs me, how the four messages stand, the services, what is late."""
    viewer = request.viewer
    with agenda.read_once():
        standings = agenda.standings(viewer)
        waiting = presenter.to_do(viewer)
        late = presenter.late(viewer, but_not={one["href"] for one in waiting})
    summaries = readiness.by_service(standings)
    services = list(Service.objects.visible_to(viewer).not_ended().order_by("name"))
    services.sort(key=lambda service: -summaries[service.pk].late)  # those that need somebody first
    news_from = clock.now() - timedelta(days=NEWS_DAYS)
    changes = ServiceChange.objects.visible_to(viewer).since(news_from).select_related("service")
    return render(
        request,
        "programmes/project_home.jinja",
        {
            "to_do": waiting,
            "news": [presenter.news(change, viewer.project) for change in changes],
            "messages_four": messages.all_four(viewer, standings),
            "services": [
                presenter.service_tile(service, summaries[service.pk], viewer.project)
                for service in services[:SERVICES_SHOWN]
            ],
            "more_services": len(services[SERVICES_SHOWN:]),
            "late": late[:LATE_SHOWN],
            "more_late": len(late[LATE_SHOWN:]),
            "tiles": presenter.tiles(viewer),
            "of_project": presenter.of_project(standings, viewer.project),
        },
    )
