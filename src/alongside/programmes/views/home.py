"""Where am I: the front page, one's own page, and the home of a project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from alongside.core import registries
from alongside.programmes import addresses, agenda, messages
from alongside.programmes.models import Programme, Project, Service, ServiceChange
from alongside.programmes.pages import own_page, page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import home as presenter
from alongside.programmes.queries import readiness
from alongside.ui.pages import render

NEWEST = 5


@own_page()
def home(request: HttpRequest) -> HttpResponse:
    """The front page: straight to the one project or programme, or a choice of them."""
    projects = list(Project.objects.visible_to(request.viewer))
    programmes = list(Programme.objects.visible_to(request.viewer))
    if len(projects) == 1 and not programmes:
        return HttpResponseRedirect(addresses.of_project(projects[0], "project_home"))
    if len(programmes) == 1 and not projects:
        return HttpResponseRedirect(addresses.of_programme(programmes[0], "programme_home"))
    return _choice(request, projects, programmes)


@own_page()
def yourself(request: HttpRequest) -> HttpResponse:
    """One's own page: where one is a member, and nothing of any project."""
    return _choice(
        request,
        list(Project.objects.visible_to(request.viewer)),
        list(Programme.objects.visible_to(request.viewer)),
    )


def _choice(request: HttpRequest, projects: list[Project], programmes: list[Programme]) -> HttpResponse:
    hats = [hat for offer in registries.offered_hats for hat in offer(request.viewer) if not hat.worn]
    return render(
        request,
        "programmes/yourself.jinja",
        {"projects": projects, "programmes": programmes, "hats": hats},
    )


@page(Permission.PROJECT_SEE)
def project_home(request: HttpRequest) -> HttpResponse:
    """The home of a project, by hat: what needs me, how the four messages stand, the services, what is late."""
    viewer = request.viewer
    standings = agenda.standings(viewer)
    services = list(Service.objects.visible_to(viewer).not_ended().order_by("name"))
    by_service = {service.pk: readiness.summary(s for s in standings if s.item.service_id == service.pk) for service in services}
    changes = ServiceChange.objects.visible_to(viewer).select_related("service").order_by("-changed_at")[:NEWEST]
    return render(
        request,
        "programmes/project_home.jinja",
        {
            "to_do": presenter.to_do(viewer),
            "news": [presenter.news(change, viewer.project) for change in changes],
            "messages_four": messages.all_four(viewer, standings),
            "services": [presenter.service_tile(s, by_service[s.pk], viewer.project) for s in services],
            "late": presenter.late(viewer),
            "of_project": presenter.of_project(standings, viewer.project),
        },
    )
