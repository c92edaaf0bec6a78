"""Django's and allauth's settings for signing in. Nobody signs up: people are added, or join by a link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, field_validator

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "alongside.programmes.sign_in.apps.Sessions",  # allauth.usersessions
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
_FORMS = "alongside.programmes.sign_in.forms."
_PASSWORDS = "alongside.programmes.sign_in.passwords."


class OpenIdConnect(BaseModel):
    """The sign-in of an organisation of its own (a trust's, NHS CIS2), from ALONGSIDE_OIDC."""

    id: str = Field(default="organisation", pattern=r"^[a-z0-9-]{1,40}$")
    name: str = Field(min_length=2, max_length=40)
    server_url: str
    client_id: str = Field(min_length=1)
    secret: str = ""
    # Where its pages are, when that isn't where the server is.
    sign_in_origin: str = ""

    @field_validator("server_url", "sign_in_origin")
    @classmethod
    def _only_encrypted(cls, value: str) -> str:
        if value and (urlsplit(value).scheme != "https" or not urlsplit(value).hostname):
            raise ValueError("must be an address that begins with https://")
        return value

    @property
    def origins(self) -> list[str]:
        """Where a form of ours may lead on to: browsers follow the policy through redirections."""
        return sorted(
            {"https://" + urlsplit(url).netloc for url in (self.server_url, self.sign_in_origin) if url}
        )


def sign_in(outside: OpenIdConnect | None) -> dict[str, Any]:
    """The settings; with `outside`, that sign-in is offered beside ours."""
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "LOGIN_URL": "/account/login/",
        "LOGIN_REDIRECT_URL": "/",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{_PASSWORDS}LongEnough", "OPTIONS": {"min_length": 12}},
            {"NAME": f"{_PASSWORDS}NotCommon"},
            {
                "NAME": f"{_PASSWORDS}NotLikeYourself",
                "OPTIONS": {"user_attributes": ("username", "name", "email")},
            },
        ],
        "PASSWORD_RESET_TIMEOUT": 3600,
        # Django's own: allauth's would keep a second table of addresses up to date.
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": "django.contrib.auth.tokens.PasswordResetTokenGenerator",
        # allauth: accounts
        "ACCOUNT_ADAPTER": "alongside.programmes.sign_in.adapters.AccountAdapter",
        "ACCOUNT_TEMPLATE_EXTENSION": "jinja",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_UNIQUE_EMAIL": False,
        "ACCOUNT_EMAIL_NOTIFICATIONS": False,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/account/login/",
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 900,
        # Its own limits read a counter and then set it, in a cache of one process: ours are rows of the database.
        "ACCOUNT_RATE_LIMITS": False,
        "ACCOUNT_FORMS": {
            "login": f"{_FORMS}SignInForm",
            "reauthenticate": f"{_FORMS}ConfirmByPasswordForm",
            "change_password": f"{_FORMS}ChangePasswordForm",
            "set_password": f"{_FORMS}SetPasswordForm",
            "reset_password": f"{_FORMS}ForgottenPasswordForm",
            "reset_password_from_key": f"{_FORMS}NewPasswordForm",
        },
        # allauth: second steps
        "MFA_ADAPTER": "alongside.programmes.sign_in.adapters.SecondStepAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Alongside",
        "MFA_TOTP_TOLERANCE": 1,  # the clocks of old phones
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_RATE_LIMITS": False,
        "MFA_FORMS": {
            "authenticate": f"{_FORMS}CodeForm",
            "reauthenticate": f"{_FORMS}ConfirmByCodeForm",
            "activate_totp": f"{_FORMS}AddAppForm",
            "deactivate_totp": f"{_FORMS}RemoveAppForm",
            "add_webauthn": f"{_FORMS}AddPasskeyForm",
            "authenticate_webauthn": f"{_FORMS}PasskeyForm",
            "login_webauthn": f"{_FORMS}SignInByPasskeyForm",
            "reauthenticate_webauthn": f"{_FORMS}ConfirmByPasskeyForm",
            "generate_recovery_codes": f"{_FORMS}NewRecoveryCodesForm",
        },
        # allauth: an organisation's own sign-in
        "SOCIALACCOUNT_ADAPTER": "alongside.programmes.sign_in.adapters.OutsideAdapter",
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_LOGIN_ON_GET": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_app(outside)] if outside else []}
        },
    }


def _app(outside: OpenIdConnect) -> dict[str, Any]:
    return {
        "provider_id": outside.id,
        "name": outside.name,
        "client_id": outside.client_id,
        "secret": outside.secret,
        "settings": {"server_url": outside.server_url, "fetch_userinfo": False},
    }
