"""A form sent when the sign-in had run out is kept for whoever it was drawn for, and for nobody else.

The form itself says, signed, whose it is: so what was typed goes to that account even if somebody else has signed in on the same
computer meanwhile, and needs no cookie that outlives a session.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from alongside.core import drafts, limits, retries
from alongside.ui.asking import hidden
from alongside.ui.asking.body import digest_of
from alongside.ui.asking.drafting import KEEP, typed_in
from alongside.ui.asking.hidden import Drawn
from alongside.ui.asking.pressing import came_from

# Nobody sends more forms than this without being signed in.
MOST, PER = 60, timedelta(hours=1)


class Keeper:
    """Stands before every page that needs somebody signed in: catches what is sent by, or was drawn for, anybody else,
    and answers what was done already as it was answered then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method != "POST" or not getattr(view, "page_needs_account", False):
            return None
        drawn = hidden.drawn_from(request)
        if request.user.is_authenticated:
            if drawn and drawn.account_id != request.user.pk:
                return _not_theirs(request, drawn)
            return first_answer(request, drawn)
        became = keep(request, drawn) if drawn else Became.LOST
        if request.POST.get(hidden.ASKED_FOR) == KEEP:
            return HttpResponse(_in_words(became))
        messages.info(request, _in_words(became))
        shows = "GET" in getattr(view, "page_methods", ())
        return redirect_to_login(request.path if shows else came_from(request))


def first_answer(request: HttpRequest, drawn: Drawn | None) -> HttpResponse | None:
    """Where this very form or button led when it was sent before, if it was.

    Before the page looks at anything: what was saved the first time may make it refuse the second (a name that is taken
    now, a record that has left one's scope). The address alone is given, and its page asks for permission as ever.
    """
    key = hidden.key_from(request)
    if key is None or hidden.ASKED_FOR in request.POST:
        return None
    form = drawn.form if drawn and drawn.path == request.path else request.path[:500]
    led_to = retries.first_answer(
        account_id=hidden.account_of(request), key=key, form=form, body=lambda: digest_of(request)
    )
    return HttpResponseRedirect(led_to) if led_to else None


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
    became = keep(request, drawn)
    if request.POST.get(hidden.ASKED_FOR) == KEEP:
        return HttpResponse(_in_words(became))
    messages.info(request, _in_words(became))
    return (
        HttpResponseRedirect(drawn.path) if request.user.is_authenticated else redirect_to_login(drawn.path)
    )


class Became(Enum):
    """What became of a form that could not be taken."""

    KEPT = "kept"
    SAVED = "saved"  # when it was sent before; only the answer was lost
    LOST = "lost"


def keep(request: HttpRequest, drawn: Drawn) -> Became:
    """Keep what was typed for the account that the form was drawn for."""
    key = hidden.key_from(request)
    if key and retries.first_answer(
        account_id=drawn.account_id, key=key, form=drawn.form, body=lambda: digest_of(request)
    ):
        return Became.SAVED
    typed = typed_in(request, not_kept=drawn.not_kept)
    if not any(value.strip() for values in typed.fields.values() for value in values):
        return Became.LOST
    if not limits.allow("kept forms", str(drawn.account_id), most=MOST, per=PER):
        return Became.LOST
    if not get_user_model().objects.filter(pk=drawn.account_id, is_active=True).exists():
        return Became.LOST
    try:
        drafts.save(account_id=drawn.account_id, form=drawn.form, typed=typed, kind=drafts.SIGNED_OUT)
    except drafts.TooLong:
        return Became.LOST
    return Became.KEPT


def _not_theirs(request: HttpRequest, drawn: Drawn) -> HttpResponse:
    """Somebody else is signed in now than when the form was drawn. Its text is neither saved in their name nor shown to them."""
    became = keep(request, drawn)
    if request.POST.get(hidden.ASKED_FOR) == KEEP:
        return HttpResponse(_("Somebody else has signed in here. Nothing more is saved from this page."))
    said = {
        Became.KEPT: _(
            "That page belonged to somebody else who was signed in here before. What was written is kept for them alone."
        ),
        Became.SAVED: _(
            "That page belonged to somebody else who was signed in here before. They had saved it."
        ),
        Became.LOST: _(
            "That page belonged to somebody else who was signed in here before. Nothing was saved."
        ),
    }
    messages.warning(request, said[became])
    return HttpResponseRedirect("/")


def _in_words(became: Became) -> str:
    return {
        Became.KEPT: _(
            "You have been signed out. What you wrote is kept for you until this time tomorrow: sign in, and go on with it."
        ),
        Became.SAVED: _("You have been signed out. What you wrote was saved before."),
        Became.LOST: _("You have been signed out. Nothing was saved: sign in and try again."),
    }[became]


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
