"""What allauth asks of us: sentences, limits, and what happens in one transaction when somebody signs in."""

from __future__ import annotations

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core import audit
from alongside.programmes.models import Account
from alongside.programmes.sign_in import clients, secrets, sentences, sessions, tries
from alongside.ui.views import remember_language


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, signing in and out."""

    error_messages = {**DefaultAccountAdapter.error_messages, **sentences.ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added, or join by a link."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return clients.address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """The account whose password this is. An account that is closed is as unknown as one that never was."""
        who = Account.normalize_username(credentials.get("username", "")).casefold()
        tries.count(request, tries.PASSWORD, who)
        account = authenticate(request, **credentials)
        if account is not None:
            tries.succeeded(request, tries.PASSWORD, who)
        return account

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.info(request, str(sentences.ERRORS["account_inactive"]))
        return headed_redirect_response("account_login")

    def login(self, request: HttpRequest, user: Any) -> None:
        # The session's row and the trail's stand or fall together (see trail.py).
        with transaction.atomic():
            super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        remember_language(response, user.language)
        return response

    def set_password(self, user: Account, password: str) -> None:
        """The one place where a password changes. Whoever was signed in with the old one elsewhere no longer is."""
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            asking = self.request
            mine = asking is not None and asking.user.is_authenticated and asking.user.pk == user.pk
            sessions.end_others(user, but=asking.session.session_key if mine else None)
            audit.record("password changed", by=sessions.own(user.pk), about=user)
            sentences.tell(user, sentences.PASSWORD_CHANGED)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Ours in place of the template's; what we have no sentence for isn't worth saying."""
        said = message or sentences.SAID.get(message_template or "", "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        return [
            {**way, "description": sentences.WAYS[way["id"]]}
            for way in super().get_reauthentication_methods(user)
        ]


class SecondStepAdapter(DefaultMFAAdapter):
    """Apps that make codes, passkeys and recovery codes."""

    error_messages = {**DefaultMFAAdapter.error_messages, **sentences.SECOND_STEP_ERRORS}

    def encrypt(self, text: str) -> str:
        return secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        picture = io.BytesIO()
        segno.make(url).save(picture, kind="svg", scale=4, xmldecl=False, dark="#000", light="#fff")
        return picture.getvalue().decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_public_key_credential_user_entity(self, user: Any) -> dict:
        return {
            **super().get_public_key_credential_user_entity(user),
            "name": user.username,
            "display_name": user.name or user.username,
        }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Alongside"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("Passkey of %(device)s") % {"device": clients.device(_agent())}


class OutsideAdapter(DefaultSocialAccountAdapter):
    """The sign-in of an organisation: it opens no accounts; somebody links it to theirs."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def new_user(self, request: HttpRequest, sociallogin: Any) -> Any:
        # What it tells of somebody isn't kept: the number that it knows them by is enough. This is before anything is saved.
        sociallogin.account.extra_data = {}
        return super().new_user(request, sociallogin)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        linking = sociallogin.state.get("process") == "connect"
        if not linking and not sociallogin.is_existing:
            messages.info(request, str(sentences.OUTSIDE_UNKNOWN))
            raise ImmediateHttpResponse(headed_redirect_response("account_login"))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        """Cancelled, refused, or made up by somebody: one sentence, and back to the other ways in."""
        messages.error(request, str(sentences.OUTSIDE_FAILED))
        raise ImmediateHttpResponse(headed_redirect_response("account_login"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("account")


def _agent() -> str:
    from allauth.core import context

    return context.request.META.get("HTTP_USER_AGENT", "") if context.request else ""
