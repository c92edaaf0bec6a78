"""Who you can be, and one click to be them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from alongside.demo import presenters
from alongside.demo.queries import account_of
from alongside.programmes.pages import open_page
from alongside.ui.pages import render

WHY = "in demo mode anybody may be one of the invented people; outside it the address doesn't exist"


def only_in_demo(view: Callable) -> Callable:
    """Answer 404 unless this is the demo."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **named: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **named)

    return answered


@open_page(WHY)
@only_in_demo
def personas(request: HttpRequest) -> HttpResponse:
    """Everybody you can be, by project."""
    return render(
        request, "demo/personas.jinja", {"groups": presenters.groups(), "password": presenters.PASSWORD}
    )


@open_page(WHY)
@only_in_demo
def personas_json(request: HttpRequest) -> HttpResponse:
    """The same for scripts."""
    return JsonResponse(presenters.as_json(), safe=False)


@csrf_exempt
@open_page(WHY, methods=("POST",))
@only_in_demo
def sign_in(request: HttpRequest) -> HttpResponse:
    """Be somebody."""
    account = account_of(request.POST.get("username", ""))
    if account is None:
        raise Http404
    logout(request)
    login(request, account)
    return HttpResponseRedirect(reverse("home"))
