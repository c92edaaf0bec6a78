"""Words about signing in and one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.programmes.sign_in import clients
from alongside.ui import words
from alongside.ui.header import OWN_NAMES


@dataclass(frozen=True)
class PasskeysHere:
    """Whether passkeys can work at the address that the browser shows; if not, where they would."""

    work: bool
    instead: str = ""


def passkeys_here(request: HttpRequest) -> PasskeysHere:
    """Browsers make passkeys for names, not for numbers: on one's own machine that is `localhost`, not 127.0.0.1."""
    host, colon, port = request.get_host().rpartition(":")
    if not colon or port.endswith("]"):
        host, port = request.get_host(), ""
    try:
        number = ip_address(host.strip("[]"))
    except ValueError:
        return PasskeysHere(work=request.is_secure() or host == "localhost" or host.endswith(".localhost"))
    if not number.is_loopback:
        return PasskeysHere(work=False)
    return PasskeysHere(work=False, instead=f"http://localhost{':' + port if port else ''}{request.path}")


@dataclass(frozen=True)
class ListedSession:
    """A session as its owner sees it."""

    id: int
    device: str
    seen: str
    since: str
    here: bool


def session(row: UserSession, *, here: str | None) -> ListedSession:
    """One session in words. Where it was is left out: an address tells its owner nothing, and others too much."""
    return ListedSession(
        id=row.pk,
        device=clients.device(row.user_agent),
        seen=words.moment(row.last_seen_at),
        since=words.moment(row.created_at),
        here=row.session_key == here,
    )


@dataclass(frozen=True)
class ListedPasskey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    added: str
    used: str


def passkey(authenticator: Authenticator) -> ListedPasskey:
    """One passkey in words."""
    used = authenticator.last_used_at
    return ListedPasskey(
        id=authenticator.pk,
        name=authenticator.data["name"],
        added=words.day(clock.day_of(authenticator.created_at)),
        used=words.day(clock.day_of(used)) if used else _("not yet"),
    )


def language(code: str) -> str:
    """A language as its speakers call it."""
    return OWN_NAMES.get(code or settings.LANGUAGE_CODE, code)
