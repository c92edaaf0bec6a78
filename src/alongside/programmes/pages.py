"""Fetching is authorising: the doors through which every page is reached.

The order never changes: signed out → sign in; fetch through the viewer's scope (not yours is 404); then the permission (not allowed is
403). A view that none of these declares is refused by the sweep.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from alongside.core import clock, rowsecurity
from alongside.programmes import viewers
from alongside.programmes.access import require
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Hat, Viewer

LINK_IN_SESSION = "link"  # the id of a link that was exchanged
HATS_IN_SESSION = "hats"  # project slug -> role key

Door = Callable[[HttpRequest, dict[str, Any]], Viewer]
GET = ("GET",)


def page(permission: Permission, *, methods: tuple[str, ...] = GET, **fetches: type[Model]) -> Callable:
    """A page of a project, with the permission it needs, its methods, and the records its address names.

    `@page(Permission.MEASURES_SEE, measure=Measure)` turns `<uuid:measure>` into the measure, fetched through `visible_to`, before the
    permission is asked. The view gets the request (with `request.viewer`) and the records by name; `<slug:project>` is taken here.
    """
    return _declare(_member_of_project, permission, Hat.STAFF, methods, fetches)


def own_page(*, methods: tuple[str, ...] = GET, **fetches: type[Model]) -> Callable:
    """A page about what is one's own: the hat "oneself", nothing of any project."""
    return _declare(_oneself, Permission.OWN_ACCOUNT, Hat.ONESELF, methods, fetches)


def programme_page(
    permission: Permission = Permission.PROGRAMME_SEE,
    *,
    methods: tuple[str, ...] = GET,
    **fetches: type[Model],
) -> Callable:
    """A page of a programme: it reads the programme, its projects by name, and releases; nothing a project owns."""
    return _declare(_member_of_programme, permission, Hat.STAFF, methods, fetches)


def open_page(why: str, *, methods: tuple[str, ...] = GET) -> Callable:
    """A page that anybody may open, and why. The sweep lists them."""
    return _declare(_anybody, None, Hat.NOBODY, methods, {}, open_because=why)


def link_page(*, methods: tuple[str, ...] = GET, **fetches: type[Model]) -> Callable:
    """A page for whoever holds a link, account or none: only what that link is for. Without one it isn't there."""
    return _declare(_holder_of_a_link, Permission.JOIN, Hat.LINK, methods, fetches, needs_account=False)


def _declare(
    door: Door,
    permission: Permission | None,
    hat: Hat,
    methods: tuple[str, ...],
    fetches: dict[str, type[Model]],
    open_because: str = "",
    needs_account: bool = True,
) -> Callable:
    def declare(view: Callable) -> Callable:
        @functools.wraps(view)
        def reached(request: HttpRequest, **named: Any) -> HttpResponse:
            if permission is not None and needs_account and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            # HEAD is GET without its words. Anything else, on a page that isn't made for it, would reach the view past the check
            # against forgery.
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            viewer = door(request, named)
            request.viewer = viewer  # type: ignore[attr-defined]
            if permission is None:
                return view(request, **named)
            # The view also renders inside, because a page drawn later would ask a database that shows nothing.
            with rowsecurity.inside(
                viewer.project.pk if viewer.project else None,
                viewer.programme.pk if viewer.programme else None,
            ):
                records = {
                    name: _fetch(fetches[name], viewer, pk) if name in fetches else pk
                    for name, pk in named.items()
                }
                require(viewer, permission)
                return view(request, **records)

        reached.page_permission = permission  # type: ignore[attr-defined]
        reached.page_methods = methods  # type: ignore[attr-defined]
        reached.page_fetches = fetches  # type: ignore[attr-defined]
        reached.page_needs_account = needs_account and permission is not None  # type: ignore[attr-defined]
        reached.page_hat = hat  # type: ignore[attr-defined]
        reached.page_open_because = open_because  # type: ignore[attr-defined]
        return reached

    return declare


def _fetch(model: type[Model], viewer: Viewer, pk: object) -> Model:
    found = model.objects.visible_to(viewer).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _member_of_project(request: HttpRequest, named: dict[str, Any]) -> Viewer:
    from alongside.programmes.models import Project

    slug = named.pop("project")
    project = Project.objects.filter(slug=slug).select_related("programme", "lead").first()
    if project is None:
        raise Http404
    request.project_asked = project.pk  # type: ignore[attr-defined]  # the audit trail tells refusals by it
    with rowsecurity.inside(project.pk):
        worn = request.session.get(HATS_IN_SESSION, {}).get(slug)
        viewer = viewers.staff(request.user, project=project, role=worn)  # type: ignore[arg-type]
    if viewer is None:
        raise Http404
    return viewer


def _member_of_programme(request: HttpRequest, named: dict[str, Any]) -> Viewer:
    from alongside.programmes.models import Programme

    found = Programme.objects.filter(slug=named.pop("programme")).first()
    viewer = viewers.programme_member(request.user, programme=found) if found else None  # type: ignore[arg-type]
    if viewer is None:
        raise Http404
    return viewer


def _oneself(request: HttpRequest, named: dict[str, Any]) -> Viewer:
    return viewers.oneself(request.user)  # type: ignore[arg-type]


def _holder_of_a_link(request: HttpRequest, named: dict[str, Any]) -> Viewer:
    from alongside.programmes.models import LinkToken

    # Fetched with every request: a link that is withdrawn or used up leads nowhere from the next one on.
    link_id = request.session.get(LINK_IN_SESSION)
    held = LinkToken.objects.held(clock.now()).select_related("project")
    token = held.filter(pk=link_id).first() if link_id else None
    if token is None:
        raise Http404
    return viewers.holder(token)


def _anybody(request: HttpRequest, named: dict[str, Any]) -> Viewer:
    return viewers.oneself(request.user) if request.user.is_authenticated else viewers.NOBODY
