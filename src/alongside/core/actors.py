"""Who did something, in words that need no domain: what the audit trail and jobs keep of a viewer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Actor:
    """An account (or none), the project it acted in (or none) and the hat it wore."""

    account_id: uuid.UUID | None
    project_id: uuid.UUID | None
    hat: str


class By(Protocol):
    """Whoever acts: a viewer. Every action takes one as `by`."""

    def as_actor(self) -> Actor: ...
