"""How a view answers with a page."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from alongside.ui.header import Header


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw the page now, inside the transaction that read its rows (a page drawn later would see none)."""
    return HttpResponse(render_to_string(template, context or {}, request), status=status)


def on_every_page(request: HttpRequest) -> dict[str, Any]:
    """What every template has besides its view's context, `request`, `csrf_input` and `csrf_token`.

    Set as a context processor, so that a library's pages have it as well.
    """
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        # The gallery puts a header of its own.
        "header": getattr(request, "header", None) or Header(request, viewer),
        "messages": get_messages(request),
    }
