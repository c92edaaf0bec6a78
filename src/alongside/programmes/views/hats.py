"""Putting on another hat."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from alongside.programmes import hats
from alongside.programmes.pages import HATS_IN_SESSION, own_page
from alongside.ui.asking import harmless_twice


@own_page(methods=("POST",))
@harmless_twice("only the session changes, and to the same hat again")
def switch_hat(request: HttpRequest) -> HttpResponse:
    """Wear the hat that was chosen, if it is one's own; a hat that isn't is not found. Only the session changes, so a retry does no harm."""
    chosen = next((hat for hat in hats.held(request.viewer) if hat.value == request.POST.get("hat", "")), None)
    if chosen is None:
        raise Http404
    if chosen.membership is None:
        return HttpResponseRedirect(reverse("yourself"))
    place = chosen.membership.project or chosen.membership.programme
    if chosen.membership.project is None:
        return HttpResponseRedirect(reverse("programme_home", kwargs={"programme": place.slug}))
    # Assigned anew, because the session doesn't see a change inside what it holds.
    worn = {**request.session.get(HATS_IN_SESSION, {}), place.slug: chosen.membership.role}
    request.session[HATS_IN_SESSION] = worn
    return HttpResponseRedirect(reverse("project_home", kwargs={"project": place.slug}))
