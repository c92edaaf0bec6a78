"""Links to join by: made by an administrator, opened by whoever gets one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.programmes import addresses, viewers
from alongside.programmes.actions import joining as actions
from alongside.programmes.models import JoiningLink
from alongside.programmes.pages import LINK_IN_SESSION, link_page, open_page, page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import LinkRequest, ProjectRequest
from alongside.programmes.sign_in import joining as presenter
from alongside.programmes.sign_in import sessions, tries
from alongside.programmes.sign_in.forms.joining import InviteForm, JoinForm
from alongside.programmes.sign_in.views.theirs import answering
from alongside.ui import words
from alongside.ui.asking import ask, harmless_twice, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")
# The secret of the link that was made last in this session. Looking changes nothing, so time takes it from the page, not the look.
LAST_MADE = "joining link"
SHOWN_FOR = timedelta(minutes=10)


@page(Permission.MEMBERS_CHANGE)
def joining_links(request: ProjectRequest) -> HttpResponse:
    """The links that were made, the latest first, and what became of them."""
    made = (
        JoiningLink.objects.visible_to(request.viewer)
        .select_related("token", "organisation")
        .prefetch_related("narrowed_to__service")
        .order_by("-created_at", "pk")
    )
    shown = paged(request, made)
    links = [presenter.listed(joining, request.viewer.project) for joining in shown.items]
    return render(request, "programmes/account/joining_links.jinja", {"page": shown, "links": links})


@page(Permission.MEMBERS_CHANGE, methods=QUESTION)
def joining_link_add(request: ProjectRequest) -> HttpResponse:
    """Make a link for somebody who has no account yet."""
    project = request.viewer.project

    def then(made: actions.Made) -> str:
        request.session[LAST_MADE] = {"id": str(made.joining.pk), "secret": made.secret}
        return addresses.of_project(project, "joining_link", joining=made.joining)

    return ask(
        request,
        partial(InviteForm, viewer=request.viewer),
        "programmes/account/joining_link_add.jinja",
        key="joining link",
        initial={"organisation": project.lead_id},
        do=lambda form: actions.invite(project=project, **form.cleaned_data, by=request.viewer),
        then=then,
        context={"cancel_url": addresses.of_project(project, "members")},
    )


@page(Permission.MEMBERS_CHANGE, joining=JoiningLink)
def joining_link(request: ProjectRequest, joining: JoiningLink) -> HttpResponse:
    """One link: its address for a few minutes after it was made, and how it stands."""
    address = ""
    made = request.session.get(LAST_MADE, {})
    if made.get("id") == str(joining.pk) and _may_be_shown(joining):
        # Only the browser that made the link ever sees it.
        address = request.build_absolute_uri(reverse("join_by", kwargs={"token": made["secret"]}))
    return render(
        request,
        "programmes/account/joining_link.jinja",
        {
            "link": presenter.listed(joining, request.viewer.project),
            "joining": joining,
            "address": address,
            "picture": presenter.picture(address) if address else "",
            "shown_until": words.moment(joining.created_at + SHOWN_FOR, request.viewer.project.zone),
        },
    )


def _may_be_shown(joining: JoiningLink) -> bool:
    return joining.state is JoiningLink.State.OPEN and clock.now() < joining.created_at + SHOWN_FOR


@page(Permission.MEMBERS_CHANGE, methods=("POST",), joining=JoiningLink)
def joining_link_withdraw(request: ProjectRequest, joining: JoiningLink) -> HttpResponse:
    """Let a link lead nowhere."""
    return press(
        request,
        do=partial(actions.withdraw, joining=joining, by=request.viewer),
        then=lambda withdrawn: addresses.of_project(request.viewer.project, "joining_links"),
        said=_("The link is withdrawn. It leads nowhere now."),
    )


@open_page("whoever was given a link has no account yet", methods=QUESTION)
@answering
def join_by(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a link leads to. Only its button uses the link up, so that no program that looks at links does."""
    if request.method == "POST":
        return _opened(request, token)
    answer = render(request, "programmes/account/join_by.jinja")
    # The address holds the secret: nothing that the page asks for is told of it.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def _opened(request: HttpRequest, secret: str) -> HttpResponse:
    tries.count(request, tries.LINK)
    token = actions.exchange(secret=secret, by=viewers.NOBODY)
    if token is None:
        return render(request, "programmes/account/link_over.jinja", status=404)
    tries.succeeded(request, tries.LINK)
    before = request.session.session_key
    request.session.cycle_key()
    sessions.moved(request, before)
    request.session[LINK_IN_SESSION] = str(token.pk)
    return HttpResponseRedirect(reverse("join"))


_ONCE = "the link is used up with the first; somebody without an account has nowhere to keep a draft"


@link_page(methods=QUESTION)
@answering
@harmless_twice(_ONCE)
def join(request: LinkRequest) -> HttpResponse:
    """Open an account and join; or, for somebody signed in, join with the account they have."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    joining = JoiningLink.objects.visible_to(request.viewer).get()
    context: dict[str, Any] = {
        "form": form,
        "link": presenter.listed(joining, request.viewer.project),
        "me": request.user if request.user.is_authenticated else None,
    }
    if request.method == "GET":
        return render(request, "programmes/account/join.jinja", context)
    tries.count(request, tries.LINK)
    if context["me"] is None and not form.is_valid():
        return render(request, "programmes/account/join.jinja", context, status=422)
    try:
        if request.user.is_authenticated:
            membership = actions.join_as(account=request.user, by=request.viewer)
        else:
            membership = actions.join(**form.cleaned_data, by=request.viewer)
    except Refused as refused:
        context["refused"] = str(refused)
        if context["me"] is None:
            form.add_error(None, str(refused))
        return render(request, "programmes/account/join.jinja", context, status=422)
    tries.succeeded(request, tries.LINK)
    del request.session[LINK_IN_SESSION]
    if context["me"] is None:
        login(request, membership.account)
    return HttpResponseRedirect(addresses.of_project(joining.project, "project_home"))
