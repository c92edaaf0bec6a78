"""The sign-in of an organisation (a trust's, NHS CIS2): linked by whoever has an account, and used from then on."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.socialaccount.providers.openid_connect import views as theirs
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from requests import RequestException

from alongside.programmes.pages import open_page, own_page
from alongside.programmes.requests import OwnRequest
from alongside.programmes.sign_in import actions, queries, sentences
from alongside.programmes.sign_in.confirming import confirmed
from alongside.programmes.sign_in.views.theirs import answering
from alongside.ui.asking import press
from alongside.ui.pages import render


def _reached(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead back with a sentence where the organisation's server can't be reached."""

    @functools.wraps(view)
    def tried(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            return view(request, **named)
        except RequestException:
            messages.error(request, str(sentences.OUTSIDE_UNREACHED))
            return HttpResponseRedirect(reverse("account_login"))

    return tried


def _from_allauth(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    # Not one transaction: another server is asked in between.
    return transaction.non_atomic_requests(
        answering(_reached(lambda request, **named: view(request, **named)))
    )


_IN = "whoever isn't signed in must be able to sign in, here with their organisation's account"
enter = open_page(_IN, methods=("POST",))(_from_allauth(theirs.login))
back = open_page(_IN, methods=("GET", "POST"))(_from_allauth(theirs.callback))


@own_page()
@confirmed
def linked(request: OwnRequest) -> HttpResponse:
    """Whether one's account is linked to the organisation's sign-in."""
    return render(
        request,
        "socialaccount/connections.jinja",
        {
            "outside": settings.OUTSIDE_SIGN_IN,
            "outside_id": settings.OUTSIDE_SIGN_IN_ID,
            "is_linked": queries.is_linked(request.viewer.account),
        },
    )


@own_page(methods=("POST",))
@confirmed
def unlink(request: OwnRequest) -> HttpResponse:
    """Sign in with it no more."""
    return press(
        request,
        do=lambda: actions.unlink_outside(by=request.viewer),
        then=lambda done: reverse("account"),
        said=str(sentences.SAID["socialaccount/messages/account_disconnected.txt"]),
    )
