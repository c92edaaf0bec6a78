"""allauth's views behind our doors."""

from __future__ import annotations

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views import View

from alongside.programmes.sign_in import sessions
from alongside.ui.asking import harmless_twice


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer where too many tries are refused in the middle of a page: an exception would take back what was counted."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            return view(request, **named)
        except ImmediateHttpResponse as instead:
            return instead.response

    return answered


def from_allauth(view_class: type[View], *, harmless: str = "") -> Callable[..., HttpResponse]:
    """One of allauth's pages as a view of ours: drawn at once, 422 for what isn't right, and an answer where it is refused.

    `harmless` says why sending its form twice changes nothing, for pages of somebody signed in.
    """
    view = view_class.as_view()

    def shown(request: HttpRequest, **named: Any) -> HttpResponse:
        before = request.session.session_key
        try:
            response = view(request, **named)
        except ImmediateHttpResponse as instead:
            # An answer and no exception, so that what was counted stays counted.
            return instead.response
        assert isinstance(response, HttpResponse)
        if isinstance(response, TemplateResponse):
            if request.method == "POST" and response.status_code == HTTPStatus.OK:
                response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
            # Now, inside the transaction and under the door's viewer.
            response.render()
        if request.user.is_authenticated and request.session.session_key != before:
            sessions.moved(request, before)
        return response

    shown.__name__ = shown.__qualname__ = view_class.__name__
    shown.__doc__ = view_class.__doc__
    return harmless_twice(harmless)(shown) if harmless else shown
