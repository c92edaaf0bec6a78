"""The programme's own pages: its projects by name, and who runs or evaluates it. Nothing that a project owns."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock, registries
from alongside.programmes import addresses
from alongside.programmes.actions import partners, programmes
from alongside.programmes.forms.members import ProgrammeMemberForm, StartProjectForm
from alongside.programmes.models import Membership, Organisation, Partnership, Project
from alongside.programmes.pages import programme_page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import partners as presenter
from alongside.programmes.queries import accounts
from alongside.programmes.requests import ProgrammeRequest
from alongside.ui.asking import ask, press
from alongside.ui.pages import render

QUESTION = ("GET", "POST")


@programme_page()
def programme_home(request: ProgrammeRequest) -> HttpResponse:
    """The projects by name, who leads and who takes part; and what they have released."""
    viewer = request.viewer
    projects = list(Project.objects.visible_to(viewer).select_related("lead").order_by("name"))
    taking_part = list(
        Partnership.objects.visible_to(viewer).select_related("organisation").order_by("organisation__name")
    )
    members = (
        Membership.objects.visible_to(viewer).current(clock.today()).select_related("account", "organisation")
    )
    return render(
        request,
        "programmes/programme_home.jinja",
        {
            "programme": viewer.programme,
            "sections": [section(viewer) for section in registries.programme_sections],
            "projects": [
                (
                    project,
                    presenter.partners(project, [p for p in taking_part if p.project_id == project.pk], []),
                )
                for project in projects
            ],
            "members": list(members.by_name()),
            "may_change": viewer.may(Permission.PROGRAMME_CHANGE),
        },
    )


@programme_page(Permission.PROGRAMME_CHANGE, methods=QUESTION)
def programme_project_start(request: ProgrammeRequest) -> HttpResponse:
    """Start a project in the programme."""
    viewer = request.viewer

    def start(form: StartProjectForm) -> Project:
        answers = form.cleaned_data
        return programmes.start_project(
            programme=viewer.programme,
            name=answers["name"],
            about=answers["about"],
            lead=partners.know_organisation(name=answers["lead"], by=viewer),
            administrator=accounts.with_username(answers["username"]),
            by=viewer,
        )

    return ask(
        request,
        StartProjectForm,
        "programmes/programme_project_start.jinja",
        key="project",
        do=start,
        then=partial(_home, request),
        context={"cancel_url": _home(request)},
        said=lambda started: (
            _("%(project)s has started. Its administrator can add partners, services and members now.")
            % {"project": started}
        ),
    )


@programme_page(Permission.PROGRAMME_CHANGE, methods=QUESTION)
def programme_member_add(request: ProgrammeRequest) -> HttpResponse:
    """Add somebody to the programme's office, or as its external evaluator."""
    viewer = request.viewer

    def add(form: ProgrammeMemberForm) -> Membership:
        answers = form.cleaned_data
        organisation: Organisation = partners.know_organisation(name=answers["organisation"], by=viewer)
        return programmes.add_member(
            programme=viewer.programme,
            account=accounts.with_username(answers["username"]),
            role=answers["role"],
            organisation=organisation,
            by=viewer,
        )

    return ask(
        request,
        ProgrammeMemberForm,
        "programmes/programme_member_add.jinja",
        key="programme member",
        do=add,
        then=partial(_home, request),
        context={"cancel_url": _home(request)},
        said=lambda added: (
            _("%(name)s is here now as %(role)s.") % {"name": added.account, "role": added.as_role.name}
        ),
    )


@programme_page(Permission.PROGRAMME_CHANGE, methods=("POST",), membership=Membership)
def programme_member_end(request: ProgrammeRequest, membership: Membership) -> HttpResponse:
    """End somebody's part in the programme there and then."""
    return press(
        request,
        record=membership,
        do=lambda: programmes.end_membership(membership=membership, by=request.viewer),
        then=partial(_home, request),
        said=lambda ended: (
            _("%(name)s is no longer here as %(role)s.") % {"name": ended.account, "role": ended.as_role.name}
        ),
    )


def _home(request: ProgrammeRequest, *_result: object) -> str:
    return addresses.of_programme(request.viewer.programme, "programme_home")
