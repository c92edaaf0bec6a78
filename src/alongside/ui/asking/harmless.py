"""Pages whose POST may be sent again without harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable)


def harmless_twice(why: str) -> Callable[[F], F]:
    """Declare a view (below its door) whose POST types nothing and does the same done twice as done once, and why."""
    if not why:
        raise TypeError("harmless_twice needs the reason")

    def declare(view: F) -> F:
        view.harmless_twice_because = why  # type: ignore[attr-defined]
        return view

    return declare
