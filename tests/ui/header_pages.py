"""Addresses that the header leads to, for the tests alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from alongside.config.urls import handler400, handler403, handler404, handler500  # noqa: F401


def nothing(request, **named):
    return HttpResponse()


urlpatterns = [
    path("hat/", nothing, name="switch_hat"),
    path("language/", nothing, name="choose_language"),
    path("account/", nothing, name="account_page"),
    path("account/login/", nothing, name="account_login"),
    path("account/logout/", nothing, name="account_logout"),
    path("projects/<slug:project>/", nothing, name="project_home"),
    path("projects/<slug:project>/measures/", nothing, name="measures"),
    path("projects/<slug:project>/members/", nothing, name="members"),
]
