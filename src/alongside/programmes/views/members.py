"""Members: who is here, in which role, and how that begins, changes and ends."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.programmes import addresses
from alongside.programmes.actions import members
from alongside.programmes.forms.members import LATER, AddMemberForm, EndMembershipForm, MemberServicesForm
from alongside.programmes.models import Membership
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import members as presenter
from alongside.programmes.queries import accounts
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.MEMBERS_SEE)
def members_list(request: ProjectRequest) -> HttpResponse:
    """The members one may see: those of today and to come, and behind a tab those who have left."""
    viewer = request.viewer
    today = clock.today(viewer.project.zone)
    past = request.GET.get("tab") == "past"
    seen = (
        Membership.objects.visible_to(viewer)
        .select_related("account", "organisation")
        .prefetch_related("narrowed_to__service")
        .by_name()
    )
    shown = paged(request, seen.past(today) if past else seen.not_past(today))
    return render(
        request,
        "programmes/members.jinja",
        {
            "page": shown,
            "past": past,
            "members": [presenter.listed(membership, viewer.project, today) for membership in shown.items],
            "may_change": viewer.may(Permission.MEMBERS_CHANGE),
        },
    )


@page(Permission.MEMBERS_SEE, membership=Membership)
def member(request: ProjectRequest, membership: Membership) -> HttpResponse:
    """One membership: in which role, for whom, where, from when to when."""
    viewer = request.viewer
    today = clock.today(viewer.project.zone)
    return render(
        request,
        "programmes/member.jinja",
        {
            "membership": membership,
            "member": presenter.listed(membership, viewer.project, today),
            "may_change": viewer.may(Permission.MEMBERS_CHANGE) and not presenter.is_past(membership, today),
        },
    )


@page(Permission.MEMBERS_CHANGE, methods=QUESTION)
def member_add(request: ProjectRequest) -> HttpResponse:
    """Give an account a role here."""
    project = request.viewer.project

    def add(form: AddMemberForm) -> Membership:
        answers = dict(form.cleaned_data)
        account = accounts.with_username(answers.pop("username"))
        return members.add(project=project, account=account, **answers, by=request.viewer)

    return ask(
        request,
        partial(AddMemberForm, viewer=request.viewer),
        "programmes/member_add.jinja",
        key="member",
        initial={"starts_on": clock.today(project.zone), "organisation": project.lead_id},
        do=add,
        then=lambda added: addresses.of_project(project, "members"),
        context={"cancel_url": addresses.of_project(project, "members")},
        said=lambda added: (
            _("%(name)s is a member now: %(role)s.") % {"name": added.account, "role": added.as_role.name}
        ),
    )


@page(Permission.MEMBERS_CHANGE, methods=QUESTION, membership=Membership)
def member_services(request: ProjectRequest, membership: Membership) -> HttpResponse:
    """Change the services that somebody works in."""
    return ask(
        request,
        partial(MemberServicesForm, viewer=request.viewer, membership=membership),
        "programmes/member_services.jinja",
        key="member services",
        record=membership,
        initial=lambda: {"services": presenter.service_ids(membership)},
        do=lambda form: members.change_services(
            membership=membership, services=form.cleaned_data["services"], by=request.viewer
        ),
        then=partial(_of, request),
        context={"membership": membership, "cancel_url": _of(request, membership)},
        said=_("Saved. It counts from the next page they open."),
    )


@page(Permission.MEMBERS_CHANGE, methods=QUESTION, membership=Membership)
def member_end(request: ProjectRequest, membership: Membership) -> HttpResponse:
    """End a membership, at once or after a last day."""
    project = request.viewer.project
    return ask(
        request,
        partial(EndMembershipForm, today=clock.today(project.zone)),
        "programmes/member_end.jinja",
        key="member end",
        record=membership,
        do=lambda form: members.end(
            membership=membership,
            on=form.cleaned_data["on"] if form.cleaned_data["when"] == LATER else None,
            by=request.viewer,
        ),
        then=lambda ended: addresses.of_project(project, "members"),
        context={"membership": membership, "cancel_url": _of(request, membership)},
        said=lambda ended: presenter.ending(ended),
    )


def _of(request: ProjectRequest, membership: Membership) -> str:
    return addresses.of_project(request.viewer.project, "member", membership=membership)
