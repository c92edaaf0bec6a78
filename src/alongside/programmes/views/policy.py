"""Who may see and do what: the whole policy, for anybody to read."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.programmes import reference
from alongside.programmes.pages import open_page
from alongside.programmes.requests import OpenRequest
from alongside.ui.pages import render


@open_page("whoever is asked to trust Alongside may read who sees what")
def policy(request: OpenRequest) -> HttpResponse:
    """Every role with its description, its boundary and what it may do."""
    context = {"boundaries": reference.boundaries(), "every_member": reference.every_member()}
    return render(request, "programmes/policy.jinja", context)
