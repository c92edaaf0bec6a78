"""The tables that libraries bring with them, classified as our own are."""

from __future__ import annotations


class _Permissions:
    """Django's own permissions: unused, but its account machinery brings them."""

    operational = {"id", "name", "content_type", "codename"}


class _Groups:
    operational = {"id", "name", "permissions"}


class _Kinds:
    operational = {"id", "app_label", "model"}


class _Sessions:
    # The data names the account, its hats, and what a page said after saving.
    personal = {"session_key", "session_data"}
    operational = {"expire_date"}
    retention = "sign-in"


class _Addresses:
    personal = {"user", "email"}
    operational = {"id", "verified", "primary"}
    retention = "account"


class _Confirmations:
    personal = {"email_address"}
    sensitive = {"key"}
    operational = {"id", "created", "sent"}
    retention = "sign-in"


class _SecondFactors:
    personal = {"user"}
    sensitive = {"data"}
    operational = {"id", "type", "created_at", "last_used_at"}
    retention = "sign-in"


class _SignedIn:
    personal = {"user", "ip", "user_agent", "session_key", "data"}
    operational = {"id", "created_at", "last_seen_at"}
    retention = "sign-in"


class _Providers:
    sensitive = {"secret", "key"}
    operational = {"id", "provider", "provider_id", "name", "client_id", "settings"}
    retention = "account"


class _OutsideAccounts:
    personal = {"user", "uid", "extra_data"}
    operational = {"id", "provider", "last_login", "date_joined"}
    retention = "account"


class _OutsideTokens:
    personal = {"account"}
    sensitive = {"token", "token_secret"}
    operational = {"id", "app", "expires_at"}
    retention = "sign-in"


THIRD_PARTY: dict[str, type] = {
    "auth.Permission": _Permissions,
    "auth.Group": _Groups,
    "contenttypes.ContentType": _Kinds,
    "sessions.Session": _Sessions,
    "account.EmailAddress": _Addresses,
    "account.EmailConfirmation": _Confirmations,
    "mfa.Authenticator": _SecondFactors,
    "usersessions.UserSession": _SignedIn,
    "socialaccount.SocialApp": _Providers,
    "socialaccount.SocialAccount": _OutsideAccounts,
    "socialaccount.SocialToken": _OutsideTokens,
}
