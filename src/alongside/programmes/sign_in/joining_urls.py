"""Addresses of links to join by: those of a project, for who may add members."""

from __future__ import annotations

from django.urls import path

from alongside.programmes.sign_in.views import joining

urlpatterns = [
    path("", joining.joining_links, name="joining_links"),
    path("add/", joining.joining_link_add, name="joining_link_add"),
    path("<uuid:joining>/", joining.joining_link, name="joining_link"),
    path("<uuid:joining>/withdraw/", joining.joining_link_withdraw, name="joining_link_withdraw"),
]

# For whoever was given one.
opened = [
    path("", joining.join, name="join"),
    path("<str:token>/", joining.join_by, name="join_by"),
]
