"""Addresses under /account/. Each of allauth's that is here has a page of ours; those that aren't don't exist."""

from __future__ import annotations

from django.urls import path, re_path

from alongside.programmes.sign_in.views import entry

urlpatterns = [
    path("login/", entry.sign_in, name="account_login"),
    path("logout/", entry.leave, name="account_logout"),
    path("second-step/", entry.second, name="mfa_authenticate"),
    path("passkey/", entry.by_passkey, name="mfa_login_webauthn"),
    path("password/forgotten/", entry.forgotten, name="account_reset_password"),
    path("password/forgotten/sent/", entry.forgotten_sent, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entry.new_password,
        name="account_reset_password_from_key",
    ),
    path("password/new/done/", entry.new_password_done, name="account_reset_password_from_key_done"),
]
