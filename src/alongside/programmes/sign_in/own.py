"""What of the library's tables is somebody's own, in the shape that a door fetches through."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, QuerySet

from alongside.programmes.viewers import Hat, Viewer


class Mine:
    """Rows of a table of the library that belong to whoever asks, under their own hat."""

    def __init__(self, model: type[Model], **only: Any) -> None:
        self.model, self.only = model, only

    def visible_to(self, viewer: Viewer) -> QuerySet:
        """One's own, and under any other hat nothing."""
        rows: QuerySet = self.model._default_manager.filter(**self.only)
        return (
            rows.filter(user=viewer.account) if viewer.hat is Hat.ONESELF and viewer.account else rows.none()
        )


class Passkey:
    """One's own passkeys."""

    objects = Mine(Authenticator, type=Authenticator.Type.WEBAUTHN)


class Session:
    """One's own sessions."""

    objects = Mine(UserSession)
