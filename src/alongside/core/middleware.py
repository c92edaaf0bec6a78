"""What a signed-in account is refused leaves a row in the audit trail, after any rollback."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse

from alongside.core import audit, clock
from alongside.core.actors import Actor

# Somebody's program can ask a thousand times a minute; the trail needs no more than this of it.
MOST_A_MINUTE = 60
ACCOUNTS_REMEMBERED = 2_000


class Refusals:
    """Records 404 and 403 answers to signed-in accounts: the page's name and ids, never its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._counted: OrderedDict[uuid.UUID, tuple[int, int]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with audit.refusals_kept() as already:
            response = self.get_response(request)
            # An action that refused has told it in more detail.
            if response.status_code in (403, 404) and not already:
                self._record(request, response.status_code)
        return response

    def _record(self, request: HttpRequest, status: int) -> None:
        match = request.resolver_match  # None for an address that is no page's: asking for it tells nothing
        by = _asking(request) if match else None
        if match is None or by is None or by.account_id is None:
            return
        count = self._count(by.account_id)
        if count > MOST_A_MINUTE + 1:
            return
        if count == MOST_A_MINUTE + 1:
            audit.refused("further refusals not listed", by=by)
            return
        ids: dict[str, Any] = {
            name: value for name, value in match.kwargs.items() if isinstance(value, uuid.UUID)
        }
        if status == 403:
            audit.refused("page not allowed", by=by, place=match.view_name, **ids)
        else:
            audit.refused("page not found", by=by, place=match.view_name, **ids)

    def _count(self, account_id: uuid.UUID) -> int:
        """How many times this minute, this one included. Each process counts for itself."""
        minute = int(clock.now().timestamp() // 60)
        with self._lock:
            before, count = self._counted.pop(account_id, (minute, 0))
            count = count + 1 if before == minute else 1
            self._counted[account_id] = (minute, count)
            while len(self._counted) > ACCOUNTS_REMEMBERED:
                self._counted.popitem(last=False)
        return count


def _asking(request: HttpRequest) -> Actor | None:
    """Who asked: the viewer, or, where no door let them in, the account alone and the project it knocked at."""
    if (viewer := getattr(request, "viewer", None)) is not None:
        return viewer.as_actor()
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Actor(account_id=user.pk, project_id=getattr(request, "project_asked", None), hat="none")
