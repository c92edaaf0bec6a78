"""Addresses under /account/. Each of allauth's that is here has a page of ours; those that aren't don't exist."""

from __future__ import annotations

from django.urls import path, re_path

from alongside.programmes.sign_in.views import account, entry, steps

urlpatterns = [
    # Getting in, and out
    path("login/", entry.sign_in, name="account_login"),
    path("logout/", entry.leave, name="account_logout"),
    path("second-step/", entry.second, name="mfa_authenticate"),
    path("passkey/", entry.by_passkey, name="mfa_login_webauthn"),
    path("password/forgotten/", entry.forgotten, name="account_reset_password"),
    path("password/forgotten/sent/", entry.forgotten_sent, name="account_reset_password_done"),
    path("password/new/done/", entry.new_password_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9a-z]{1,13}-[0-9a-f]{32}|set-password)/$",
        entry.new_password,
        name="account_reset_password_from_key",
    ),
    # One's own account
    path("", account.show, name="account"),
    path("details/", account.details, name="account_details"),
    path("e-mail/", account.email, name="account_own_email"),
    path("password/", steps.password_change, name="account_change_password"),
    path("password/first/", steps.password_set, name="account_set_password"),
    path("sessions/", account.sessions_list, name="account_sessions"),
    path("sessions/end/", account.sessions_end_others, name="account_sessions_end"),
    path("sessions/<int:session>/end/", account.session_end, name="account_session_end"),
    # Its second steps
    path("steps/", steps.index, name="mfa_index"),
    path("steps/app/", steps.app_add, name="mfa_activate_totp"),
    path("steps/app/remove/", steps.app_remove, name="mfa_deactivate_totp"),
    path("steps/passkeys/add/", steps.passkey_add, name="mfa_add_webauthn"),
    path("steps/passkeys/<int:passkey>/name/", steps.passkey_rename, name="mfa_edit_webauthn"),
    path("steps/passkeys/<int:passkey>/remove/", steps.passkey_remove, name="mfa_remove_webauthn"),
    path("steps/recovery-codes/", steps.recovery_codes, name="mfa_view_recovery_codes"),
    path("steps/recovery-codes/new/", steps.new_recovery_codes, name="mfa_generate_recovery_codes"),
    # Showing that it is you
    path("confirm/", steps.confirm_by_password, name="account_reauthenticate"),
    path("confirm/code/", steps.confirm_by_code, name="mfa_reauthenticate"),
    path("confirm/passkey/", steps.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
]
