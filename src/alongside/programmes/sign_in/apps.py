"""allauth's table of sessions without its own bookkeeping, which goes by another clock than ours (see sessions.py)."""

from __future__ import annotations

from allauth.usersessions.apps import UserSessionsConfig


class Sessions(UserSessionsConfig):
    """The app "allauth.usersessions", whose rows sessions.py keeps."""

    default = False

    def ready(self) -> None:
        """Connects nothing."""
