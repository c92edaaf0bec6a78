"""One's own account: what one is called, and where one is signed in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.programmes.pages import own_page
from alongside.programmes.requests import OwnRequest
from alongside.programmes.sign_in import actions, presenters, queries, sessions
from alongside.programmes.sign_in.confirming import confirmed
from alongside.programmes.sign_in.forms.details import DetailsForm, EmailForm
from alongside.programmes.sign_in.own import Session
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.views import remember_language

QUESTION = ("GET", "POST")


def _account(done: object = None) -> str:
    return reverse("account")


def _sessions(done: object = None) -> str:
    return reverse("account_sessions")


@own_page()
def show(request: OwnRequest) -> HttpResponse:
    """Everything about one's own account, each line with its way to change it."""
    account = request.viewer.account
    return render(
        request,
        "programmes/account/account.jinja",
        {
            "account": account,
            "language_name": presenters.language(account.language),
            "steps": queries.steps(account),
            "sessions": len(sessions.of(account)),
            "has_password": account.has_usable_password(),
            "outside": settings.OUTSIDE_SIGN_IN,
        },
    )


@own_page(methods=QUESTION)
def details(request: OwnRequest) -> HttpResponse:
    """Name and language."""
    account = request.viewer.account
    answer = ask(
        request,
        DetailsForm,
        "programmes/account/details.jinja",
        key="account details",
        record=account,
        initial={"name": account.name, "language": account.language or settings.LANGUAGE_CODE},
        do=lambda form: actions.change_details(**form.cleaned_data, by=request.viewer),
        then=_account,
        said=_("Saved."),
        context={"cancel_url": _account()},
        later=_account(),
    )
    if answer.status_code == 302 and request.POST.get("language"):
        remember_language(answer, request.POST["language"])
    return answer


@own_page(methods=QUESTION)
@confirmed
def email(request: OwnRequest) -> HttpResponse:
    """The e-mail address."""
    account = request.viewer.account
    return ask(
        request,
        EmailForm,
        "programmes/account/email.jinja",
        key="account email",
        record=account,
        initial={"email": account.email},
        do=lambda form: actions.change_email(email=form.cleaned_data["email"], by=request.viewer),
        then=_account,
        said=_("Saved."),
        context={"cancel_url": _account(), "can_send": settings.SENDS_EMAIL},
        later=_account(),
    )


@own_page()
def sessions_list(request: OwnRequest) -> HttpResponse:
    """Where one is signed in."""
    here = request.session.session_key
    listed = [presenters.session(row, here=here) for row in sessions.of(request.viewer.account)]
    return render(
        request,
        "programmes/account/sessions.jinja",
        {"sessions": listed, "others": [each for each in listed if not each.here]},
    )


def _said(ended: int) -> str:
    if not ended:
        return _("It had ended already.")
    return ngettext("One session has ended.", "%(n)d sessions have ended.", ended) % {"n": ended}


@own_page(methods=("POST",), session=Session)  # type: ignore[arg-type]
def session_end(request: OwnRequest, session: Any) -> HttpResponse:
    """End one of the others."""
    end = partial(sessions.end, session_id=session.pk, keeping=request.session.session_key, by=request.viewer)
    return press(request, do=end, then=_sessions, said=_said)


@own_page(methods=("POST",))
def sessions_end_others(request: OwnRequest) -> HttpResponse:
    """End all of the others."""
    end = partial(sessions.end, session_id=None, keeping=request.session.session_key, by=request.viewer)
    return press(request, do=end, then=_sessions, said=_said)
