"""How a view answers with a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def render(request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Draw the page now, inside the transaction that read its rows (a page drawn later would see none)."""
    return HttpResponse(render_to_string(template, {"viewer": getattr(request, "viewer", None), **(context or {})}, request), status=status)
