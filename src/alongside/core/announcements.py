"""What a lower room must set off above it, it announces inside the transaction; nobody looks upwards.

Listeners may refuse (by raising Refused), write briefly, or queue a job.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def listen(kind: type) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Decorate a function that wants to hear announcements of `kind`; called in the order they were declared."""

    def remember(listener: Callable[[Any], None]) -> Callable[[Any], None]:
        if listener not in _listeners[kind]:
            _listeners[kind].append(listener)
        return listener

    return remember


def announce(announcement: object) -> None:
    """Tell every listener of the announcement's own type, in this transaction."""
    for listener in list(_listeners[type(announcement)]):
        listener(announcement)
