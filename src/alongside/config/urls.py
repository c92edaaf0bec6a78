"""Every address. Pages of a project live under it; health and the account outside."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from alongside.config import health
from alongside.programmes.pages import open_page, own_page
from alongside.programmes.sign_in import joining_urls
from alongside.ui import messages, views

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("", include("alongside.programmes.urls")),
    path("account/", include("alongside.programmes.sign_in.urls")),
    path("projects/<slug:project>/members/joining/", include("alongside.programmes.sign_in.joining_urls")),
    path("join/", include(joining_urls.opened)),
    path("", include("alongside.improvement.urls")),
    # The ui room is below the doors, so its pages get theirs here.
    path(
        "language/",
        open_page("anybody may read in their language", methods=("POST",))(views.choose_language),
        name="choose_language",
    ),
    path("account/messages/", own_page(methods=("GET", "POST"))(messages.show), name="messages"),
]

if settings.OUTSIDE_SIGN_IN:
    urlpatterns.append(path("account/outside/", include("alongside.programmes.sign_in.outside_urls")))

if settings.DEMO or settings.TESTING:
    gallery = open_page("the components, with nothing of any project; in the demo and in tests alone")
    urlpatterns += [
        path("components/", gallery(views.components), name="components"),
        path("components/<slug:name>/", gallery(views.skeleton), name="components_page"),
    ]
    urlpatterns.append(path("demo/", include("alongside.demo.urls")))

handler400 = views.bad_request
handler403 = views.not_allowed
handler404 = views.not_found
handler500 = views.broken
