"""Services: the list, the record, and what is done to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.programmes import addresses
from alongside.programmes.actions import services
from alongside.programmes.forms.services import ReasonForm, ServiceForm
from alongside.programmes.models import Membership, Service, ServiceChange
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import home, readiness
from alongside.programmes.presenters import services as presenter
from alongside.programmes.queries import readiness as standings
from alongside.programmes.queries import role_profiles
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.PROJECT_SEE)
def services_list(request: ProjectRequest) -> HttpResponse:
    """The services in the viewer's share, with how ready each is; those that have ended behind a tab."""
    ended = request.GET.get("tab") == "ended"
    seen = Service.objects.visible_to(request.viewer).order_by("name")
    shown = paged(request, seen.ended() if ended else seen.not_ended())
    stands = standings.of_services(request.viewer.project, shown.items)
    return render(
        request,
        "programmes/services.jinja",
        {
            "page": shown,
            "ended": ended,
            "tiles": [
                home.service_tile(service, standings.summary(stands[service.pk]), request.viewer.project)
                for service in shown.items
            ],
            "may_add": request.viewer.may(Permission.SERVICES_CHANGE),
        },
    )


@page(Permission.PROJECT_SEE, service=Service)
def service(request: ProjectRequest, service: Service) -> HttpResponse:
    """One service: its state, its checklist, who works there, its role profile, and its history."""
    viewer = request.viewer
    listed = standings.of_service(service)
    summary = standings.summary(listed)
    team = (
        Membership.objects.visible_to(viewer).current_in(service).select_related("account", "organisation")
        if viewer.may(Permission.MEMBERS_SEE)
        else None
    )
    changes = (
        ServiceChange.objects.visible_to(viewer)
        .filter(service=service)
        .select_related("changed_by")
        .order_by("-changed_at")
    )
    may_change_state = viewer.may(Permission.SERVICE_GO_LIVE)
    return render(
        request,
        "programmes/service.jinja",
        {
            "service": service,
            "state": presenter.state(service),
            "summary": summary,
            "in_short": readiness.in_short(summary),
            "groups": readiness.groups(listed, viewer.project),
            "team": None if team is None else presenter.team(team),
            "profiles": role_profiles.standing(viewer.project).applying_to(service),
            "history": presenter.history(changes, viewer.project.zone),
            "may_change": viewer.may(Permission.SERVICES_CHANGE),
            "next_states": [s for s in presenter.NEXT_STEPS if service.may_become(s)]
            if may_change_state
            else [],
            "steps": presenter.NEXT_STEPS,
        },
    )


@page(Permission.SERVICES_CHANGE, methods=QUESTION)
def service_add(request: ProjectRequest) -> HttpResponse:
    """Add a service that is being prepared."""
    project = request.viewer.project
    return ask(
        request,
        partial(ServiceForm, viewer=request.viewer),
        "programmes/service_form.jinja",
        key="service",
        do=lambda form: services.add(project=project, **form.cleaned_data, by=request.viewer),
        then=lambda added: addresses.of_project(project, "service", service=added),
        context={"cancel_url": addresses.of_project(project, "services")},
        said=lambda added: _("%(service)s is being prepared. Its checklist is below.") % {"service": added},
    )


@page(Permission.SERVICES_CHANGE, methods=QUESTION, service=Service)
def service_change(request: ProjectRequest, service: Service) -> HttpResponse:
    """Change what is said about a service."""
    return ask(
        request,
        partial(ServiceForm, viewer=request.viewer),
        "programmes/service_form.jinja",
        key="service",
        record=service,
        initial=lambda: {
            "name": service.name,
            "host": service.host_id,
            "employer": service.employer_id,
            "about": service.about,
        },
        do=lambda form: services.change(service=service, **form.cleaned_data, by=request.viewer),
        then=lambda changed: _of(changed, request),
        context={"service": service, "cancel_url": _of(service, request)},
        said=_("Saved."),
    )


@page(Permission.SERVICE_GO_LIVE, methods=QUESTION, service=Service)
def service_go_live(request: ProjectRequest, service: Service) -> HttpResponse:
    """Make a service live, or see what is still open before it can be."""
    waiting = [s for s in standings.before_going_live(service) if not s.is_ready]
    if waiting and request.method != "POST":
        tasks = [readiness.task(standing, request.viewer.project) for standing in waiting]
        context = {"service": service, "waiting": tasks, "cancel_url": _of(service, request)}
        return render(request, "programmes/service_not_ready.jinja", context)
    return _change_state(request, service, "go_live", services.go_live, _("%(service)s is live."))


@page(Permission.SERVICE_GO_LIVE, methods=QUESTION, service=Service)
def service_pause(request: ProjectRequest, service: Service) -> HttpResponse:
    """Pause a live service."""
    return _change_state(request, service, "pause", services.pause, _("%(service)s is paused."))


@page(Permission.SERVICE_GO_LIVE, methods=QUESTION, service=Service)
def service_end(request: ProjectRequest, service: Service) -> HttpResponse:
    """End a service for good."""
    return _change_state(request, service, "end", services.end, _("%(service)s has ended."))


def _change_state(
    request: ProjectRequest, service: Service, verb: str, do: Callable, said: str
) -> HttpResponse:
    return ask(
        request,
        ReasonForm,
        f"programmes/service_{verb}.jinja",
        key=f"service {verb}",
        record=service,
        do=lambda form: do(service=service, reason=form.cleaned_data["reason"], by=request.viewer),
        then=lambda changed: _of(changed, request),
        context={"service": service, "cancel_url": _of(service, request)},
        said=said % {"service": service},
    )


def _of(service: Service, request: ProjectRequest) -> str:
    return addresses.of_project(request.viewer.project, "service", service=service)
