"""Actions of one button: nothing is typed, so nothing is kept; the write still has its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from alongside.core import retries
from alongside.core.actions import Refused, Stale
from alongside.ui.asking import hidden
from alongside.ui.asking.body import digest_of
from alongside.ui.asking.locking import lock


def press(
    request: HttpRequest,
    *,
    do: Callable[[], Any],
    then: Callable[[Any], str],
    said: str | Callable[[Any], str] | None = None,
    record: Model | None = None,
) -> HttpResponse:
    """Do what the button says, once, and go to `then(its result)`. Draw the button with `ui.post_button`.

    A refusal leads back to the page that the button is on, with its sentence. With `record`, the version that the button
    carries is compared too.
    """
    key = hidden.key_from(request)
    if key is None:
        messages.error(request, _("That page had been open for too long. Press the button again."))
        return HttpResponseRedirect(came_from(request))

    def write() -> str:
        if record is not None:
            lock(record, version=hidden.version_from(request))
        result = do()
        if said:
            messages.success(request, said(result) if callable(said) else said)
        return str(then(result))

    try:
        answer = retries.once(
            account_id=hidden.account_of(request),
            key=key,
            form=request.path[:500],
            body=digest_of(request),
            do=write,
        )
    except retries.OtherContent:
        messages.error(request, _("That button had been pressed before. Look whether you still need it."))
    except Stale:
        messages.error(
            request,
            _("This was changed by somebody else while you were looking at it. Look again before you go on."),
        )
    except Refused as refused:
        if isinstance(refused, PermissionDenied):
            raise
        messages.error(request, str(refused))
    else:
        return HttpResponseRedirect(answer.url)
    return HttpResponseRedirect(came_from(request))


def came_from(request: HttpRequest) -> str:
    """The page of ours that a button was pressed on, or the front page."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host() or parts.path == request.path or not parts.path.startswith("/"):
        return "/"
    path = "/" + parts.path.lstrip("/")  # "//elsewhere" would lead away
    return f"{path}?{parts.query}" if parts.query else path
