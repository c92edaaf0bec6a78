"""How often somebody may try: at a password, at a code, at a link. Counted in the database before anything is compared.

By account, so that many addresses together get no more tries than one; and by address, so that one can't go through all accounts. A
hospital has one address for thousands, so only what fails counts there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import limits
from alongside.programmes.sign_in import clients
from alongside.ui.views import problem

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Kind:
    """Something that is tried, and how often within a quarter of an hour."""

    name: str
    by_account: int
    by_address: int


PASSWORD = Kind("sign-in", by_account=10, by_address=200)
CODE = Kind("second step", by_account=5, by_address=100)
# Whoever holds a link has no account yet, or hasn't said which.
LINK = Kind("link", by_account=0, by_address=30)
RESET = Kind("forgotten password", by_account=3, by_address=30)


class TooMany(ImmediateHttpResponse):
    """No more tries for now. Carries the page that says so."""

    def __init__(self, request: HttpRequest, wait: int) -> None:
        super().__init__(too_many(request, wait))


def count(request: HttpRequest, kind: Kind, who: str = "") -> None:
    """Count a try, before it is looked at. Raises TooMany when there were as many as are allowed."""
    allowed = limits.allow(
        f"{kind.name} by address", clients.neighbourhood(request), most=kind.by_address, per=QUARTER
    )
    if allowed and who:
        allowed = limits.allow(kind.name, who, most=kind.by_account, per=QUARTER)
    if not allowed:
        raise TooMany(request, allowed.wait)


def succeeded(request: HttpRequest, kind: Kind, who: str = "") -> None:
    """It was right: the account's tries are forgotten, and at the address this one doesn't count."""
    limits.give_back(f"{kind.name} by address", clients.neighbourhood(request), per=QUARTER)
    if who:
        limits.forget(kind.name, who)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """The page that says so, with how long to wait in words and, for programs, in seconds."""
    page = problem(request, 429, wait=in_words(wait))
    page.headers["Retry-After"] = str(wait)
    return page


def in_words(seconds: int) -> str:
    """A minute or more, rounded up."""
    minutes = -(-seconds // 60)
    return (
        ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        if minutes > 1
        else _("one minute")
    )
