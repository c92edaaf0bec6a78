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
    """Draw the page now, inside the transaction that read its rows (a page drawn later would see none).

    Every page has `viewer`, `header`, `messages`, `request`, `csrf_input` and `csrf_token`, and `form` where the view gives one.
    """
    viewer = getattr(request, "viewer", None)
    given = {"viewer": viewer, "header": Header(request, viewer), "messages": get_messages(request), **(context or {})}
    return HttpResponse(render_to_string(template, given, request), status=status)
