"""Before something that matters somebody shows again that it is them: not whoever found the browser open."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to the page that asks for password, code or passkey, unless one was shown within the last minutes.

    Stands before allauth's own check, which would keep the posted form, passwords and all, in the session.
    """

    @functools.wraps(view)
    def asked(request: HttpRequest, **named: Any) -> HttpResponse:
        if not is_reauthentication_required(request, app="allauth.mfa"):
            return view(request, **named)
        ways = get_adapter().get_reauthentication_methods(request.user)
        if request.method == "POST":
            messages.info(
                request, _("Nothing is changed yet. Show first that it is you, and then do it again.")
            )
        return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({'next': request.path})}")

    return asked
