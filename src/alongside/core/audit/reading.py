"""Who looked: the one thing that is read from the trail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from alongside.core.audit import rows
from alongside.core.models import AuditRow


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of a record: when, by which hat, and under which pseudonym (see `resolve`)."""

    number: int
    at: datetime
    event: str
    hat: str
    actor: str
    project_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of them. `older` is what to pass as `before` for the next page; None at the end."""

    looks: list[Look]
    older: int | None


def who_looked(*, about: Model, before: int | None = None, size: int = 50) -> Looks:
    """Who read `about`, the newest first.

    The trail doesn't give names away: the caller knows the accounts of its project, and resolves the
    pseudonyms among those.
    """
    found = AuditRow.objects.filter(
        about_id__in=rows.ids_of(about), about_kind=about._meta.label, kind=AuditRow.Kind.LOOKED
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(
        found.order_by("-pk").values_list("pk", "at", "event", "hat", "actor", "project_id")[: size + 1]
    )
    looks = [Look(*row) for row in page[:size]]
    return Looks(looks, looks[-1].number if len(page) > size else None)
