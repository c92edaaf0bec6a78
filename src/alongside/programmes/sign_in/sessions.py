"""Sessions: each is a row that its owner can see and end, and that ends by itself. Without its row a session is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum, auto
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from alongside.core import audit, clock, clocks
from alongside.core.actions import action
from alongside.core.actors import Actor
from alongside.programmes.access import require
from alongside.programmes.models import Account
from alongside.programmes.permissions import Permission
from alongside.programmes.sign_in import clients
from alongside.programmes.viewers import Viewer

# "Seen" is written no more often than this, because looking at a page should write nothing.
SEEN_EVERY = timedelta(minutes=1)


class Standing(Enum):
    """How the session of a request stands."""

    GOOD = auto()
    ENDED = auto()  # by its owner, elsewhere, or with the account
    IDLE = auto()
    TOO_OLD = auto()


def begin(request: HttpRequest, account: Account) -> None:
    """Write down that this browser's session belongs to the account from now on."""
    if not request.session.session_key:
        request.session.save()
    now = clock.now()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": account,
            "created_at": now,
            "last_seen_at": now,
            "ip": clients.address(request),
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:200],
        },
    )


def standing(request: HttpRequest) -> Standing:
    """Whether the session still holds; if it does, it has been seen."""
    row = UserSession.objects.filter(session_key=request.session.session_key, user=request.user).first()
    if row is None:
        return Standing.ENDED
    now = clock.now()
    if now - row.created_at >= settings.SESSION_LONGEST:
        return Standing.TOO_OLD
    if now - row.last_seen_at >= settings.SESSION_IDLE:
        return Standing.IDLE
    if now - row.last_seen_at >= SEEN_EVERY:
        UserSession.objects.filter(pk=row.pk).update(last_seen_at=now)
    return Standing.GOOD


def leave(request: HttpRequest) -> None:
    """Take the account out of a session that is over. What was typed is kept by whoever stands behind (ui.asking)."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()


def moved(request: HttpRequest, before: str | None) -> None:
    """The session has another key now, and is the same session."""
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def of(account: Account) -> list[UserSession]:
    """The account's sessions that hold, the last used first."""
    now = clock.now()
    return list(
        UserSession.objects.filter(
            user=account,
            last_seen_at__gt=now - settings.SESSION_IDLE,
            created_at__gt=now - settings.SESSION_LONGEST,
        ).order_by("-last_seen_at", "pk")
    )


def end_others(account: Account, *, but: str | None) -> int:
    """End all of the account's sessions but the one with that key; how many there were."""
    return _end(UserSession.objects.filter(user=account).exclude(session_key=but or ""))


@action
def end(*, session_id: int | None, keeping: str | None, by: Viewer) -> int:
    """End one of one's own sessions, or with None all but the one that asks; how many ended. Ending one that is over ends nothing."""
    require(by, Permission.OWN_ACCOUNT)
    mine = UserSession.objects.filter(user=by.account).exclude(session_key=keeping or "")
    ended = _end(mine if session_id is None else mine.filter(pk=session_id))
    if ended:
        audit.record("sessions ended", by=by, about=by.account)
    return ended


def purge() -> int:
    """Remove the rows of sessions that are over; how many."""
    now = clock.now()
    over = UserSession.objects.filter(
        created_at__lt=now - settings.SESSION_LONGEST
    ) | UserSession.objects.filter(last_seen_at__lt=now - settings.SESSION_IDLE)
    return _end(over)


def own(account_id: Any) -> Actor:
    """Somebody looking after their own account, as the trail keeps it."""
    return Actor(account_id=account_id, project_id=None, hat="oneself")


def _end(rows: Iterable[UserSession]) -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    ended = 0
    for row in rows:
        store.delete(row.session_key)
        row.delete()
        ended += 1
    return ended


clocks.every(timedelta(hours=1), name="clear sessions that are over")(purge)
