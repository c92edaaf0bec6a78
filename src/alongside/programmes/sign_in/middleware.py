"""Ends a session that nobody used for a while, that is too old, or that its owner ended elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from alongside.core import audit
from alongside.programmes.sign_in import sessions
from alongside.programmes.sign_in.sessions import Standing


class SessionsEnd:
    """Stands behind authentication and before every page: from here on, whoever's session is over is signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only where there is a session at all: a style sheet asks for nobody.
        if request.session.session_key and request.user.is_authenticated:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        standing = sessions.standing(request)
        if standing is Standing.GOOD:
            return
        account_id = request.user.pk
        sessions.leave(request)
        if standing is not Standing.ENDED:
            with transaction.atomic():
                audit.record("session ran out", by=sessions.own(account_id))
        # What becomes of a form is said by whoever keeps it.
        if request.method == "GET":
            messages.info(request, _said(standing))


def _said(standing: Standing) -> str:
    if standing is Standing.IDLE:
        return _(
            "You have been signed out, because nothing was done here for a while. Sign in, and you are back where you were."
        )
    if standing is Standing.TOO_OLD:
        return _(
            "You have been signed out, because you had been signed in for long. Sign in, and you are back where you were."
        )
    return _("You have been signed out here.")
