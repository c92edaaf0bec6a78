"""Putting on another hat."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from alongside.programmes import addresses, hats
from alongside.programmes.pages import HATS_IN_SESSION, own_page
from alongside.programmes.requests import OwnRequest
from alongside.ui.asking import harmless_twice


@own_page(methods=("POST",))
@harmless_twice("only the session changes, and to the same hat again")
def switch_hat(request: OwnRequest) -> HttpResponse:
    """Wear the hat that was chosen; one that isn't one's own is not found. Only the session changes, so a retry does no harm."""
    chosen = next(
        (hat for hat in hats.held(request.viewer) if hat.value == request.POST.get("hat", "")), None
    )
    if chosen is None:
        raise Http404
    if chosen.membership is None:
        return HttpResponseRedirect(reverse("yourself"))
    if (programme := chosen.membership.programme) is not None:
        return HttpResponseRedirect(addresses.of_programme(programme, "programme_home"))
    project = chosen.membership.project
    assert project is not None
    # Assigned anew, because the session doesn't see a change inside what it holds.
    request.session[HATS_IN_SESSION] = {
        **request.session.get(HATS_IN_SESSION, {}),
        project.slug: chosen.membership.role,
    }
    return HttpResponseRedirect(addresses.of_project(project, "project_home"))
