"""A form sent when the sign-in had run out is kept for whoever it was drawn for, and for nobody else.

The form itself says, signed, whose it is: so what was typed goes to that account even if somebody else has signed in on the same
computer meanwhile, and needs no cookie that outlives a session.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from alongside.core import drafts, limits
from alongside.ui.asking import hidden
from alongside.ui.asking.drafting import KEEP, typed_in
from alongside.ui.asking.hidden import Drawn
from alongside.ui.asking.pressing import came_from

# Nobody sends more forms than this without being signed in.
MOST, PER = 60, timedelta(hours=1)


class Keeper:
    """Stands before every page that needs somebody signed in, and catches what is sent by, or drawn for, anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "page_permission", None) is None:
            return None
        drawn = hidden.drawn_from(request)
        if request.user.is_authenticated:
            return _not_theirs(request, drawn) if drawn and drawn.account_id != request.user.pk else None
        kept = bool(drawn) and keep(request, drawn)
        if request.POST.get(hidden.ASKED_FOR) == KEEP:
            return HttpResponse(_kept_sentence(kept))
        messages.info(request, _kept_sentence(kept))
        shows = "GET" in getattr(view, "page_methods", ())
        return redirect_to_login(request.path if shows else came_from(request))


def after_forgery_check(request: HttpRequest) -> HttpResponse | None:
    """What to answer when a form failed the check against forgery, if it is one of ours that only grew old.

    Somebody signed in again in another tab: the old page's token is void, what was typed on it isn't. None where there is nothing of
    ours in it, or where it comes from another site.
    """
    drawn = hidden.drawn_from(request)
    if drawn is None or not _from_here(request):
        return None
    if request.user.is_authenticated and drawn.account_id != request.user.pk:
        return _not_theirs(request, drawn)
    kept = keep(request, drawn)
    if request.POST.get(hidden.ASKED_FOR) == KEEP:
        return HttpResponse(_kept_sentence(kept))
    messages.info(request, _kept_sentence(kept))
    return (
        HttpResponseRedirect(drawn.path) if request.user.is_authenticated else redirect_to_login(drawn.path)
    )


def keep(request: HttpRequest, drawn: Drawn) -> bool:
    """Keep what was typed for the account that the form was drawn for; whether there was anything, and it fitted."""
    typed = typed_in(request, not_kept=drawn.not_kept)
    if not any(value.strip() for values in typed.fields.values() for value in values):
        return False
    if not limits.allow("kept forms", str(drawn.account_id), most=MOST, per=PER):
        return False
    if not get_user_model().objects.filter(pk=drawn.account_id, is_active=True).exists():
        return False
    try:
        drafts.save(account_id=drawn.account_id, form=drawn.form, typed=typed, kind=drafts.SIGNED_OUT)
    except drafts.TooLong:
        return False
    return True


def _not_theirs(request: HttpRequest, drawn: Drawn) -> HttpResponse:
    """Somebody else is signed in now than when the form was drawn. Its text is neither saved in their name nor shown to them."""
    kept = keep(request, drawn)
    if request.POST.get(hidden.ASKED_FOR) == KEEP:
        return HttpResponse(_("Somebody else has signed in here. Nothing more is saved from this page."))
    said = _("That page belonged to somebody else who was signed in here before. Nothing was saved.")
    if kept:
        said = _(
            "That page belonged to somebody else who was signed in here before. What was written is kept for them alone."
        )
    messages.warning(request, said)
    return HttpResponseRedirect("/")


def _kept_sentence(kept: bool) -> str:
    if not kept:
        return _("You have been signed out. Nothing was saved: sign in and try again.")
    return _(
        "You have been signed out. What you wrote is kept for you until this time tomorrow: sign in, and go on with it."
    )


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
