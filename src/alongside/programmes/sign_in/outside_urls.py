"""Addresses of an organisation's own sign-in; they exist only where one is set up (ALONGSIDE_OIDC)."""

from __future__ import annotations

from django.urls import path

from alongside.programmes.sign_in.views import outside

urlpatterns = [
    path("", outside.linked, name="socialaccount_connections"),
    path("unlink/", outside.unlink, name="account_outside_unlink"),
    path("<slug:provider_id>/", outside.enter, name="openid_connect_login"),
    path("<slug:provider_id>/back/", outside.back, name="openid_connect_callback"),
]
