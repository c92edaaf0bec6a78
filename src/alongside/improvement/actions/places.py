"""The order of things under one another, moved a step at a time."""

from __future__ import annotations

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from alongside.core.actions import Refused
from alongside.improvement.models import ChangeIdea, Driver


def last(among: QuerySet) -> int:
    """The place after all of these."""
    return (among.aggregate(last=Max("place"))["last"] or 0) + 1


def step(record: Driver | ChangeIdea, among: QuerySet, *, up: bool) -> None:
    """Change places with the neighbour above or below."""
    listed = list(among.order_by("place", "created_at", "pk"))
    at = next(place for place, one in enumerate(listed) if one.pk == record.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(listed):
        raise Refused(_("It is the first already.") if up else _("It is the last already."))
    listed[at], listed[to] = listed[to], listed[at]
    for place, one in enumerate(listed, 1):
        if one.place != place:
            one.place = place
            one.save()
