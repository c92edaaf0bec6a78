"""Pages for whoever isn't signed in (yet, or any more).

None of them is one transaction on PostgreSQL: a try must be counted, and its counter be free for others, while a password is compared.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.internal import flows
from allauth.mfa.base import views as second_step
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import json_script
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.programmes.pages import open_page
from alongside.programmes.sign_in import presenters, queries, sentences
from alongside.programmes.sign_in.forms import SignInByPasskeyForm
from alongside.programmes.sign_in.views.theirs import from_allauth


class SignIn(account.LoginView):
    """Username and password, a passkey, or the organisation's own sign-in."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        back = self.request.POST.get("next") or self.request.GET.get("next", "")
        return {
            **super().get_context_data(**context),
            "passkey_form": SignInByPasskeyForm(auto_id="passkey_%s"),
            "passkeys": presenters.passkeys_here(self.request),
            "outside": settings.OUTSIDE_SIGN_IN,
            "outside_id": settings.OUTSIDE_SIGN_IN_ID,
            "next": back
            if url_has_allowed_host_and_scheme(back, allowed_hosts={self.request.get_host()})
            else "",
        }


class SecondStep(second_step.AuthenticateView):
    """A code or a passkey, after the password."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        made = super().get_context_data(**context)
        kinds = queries.kinds_of_step(self.stage.login.user)
        return {
            **made,
            "has_passkey": "webauthn" in kinds,
            "has_app": "totp" in kinds,
            "passkeys": presenters.passkeys_here(self.request),
            "options": json_script(made["js_data"], "passkey-options"),
            "problem_form": made["webauthn_form"] if made["webauthn_form"].errors else made["form"],
        }


class SignInByPasskey(passkeys.LoginWebAuthnView):
    """What the button asks for, and what it sends."""

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, str(sentences.PASSKEY_PROBLEM))
        return HttpResponseRedirect(reverse("account_login"))


class Forgotten(account.PasswordResetView):
    """Where to send a link to, or whom to ask where nothing can be sent."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "can_send": settings.SENDS_EMAIL}


def _leave(request: HttpRequest) -> HttpResponse:
    """Sign out. Doing it twice changes nothing."""
    flows.logout.logout(request)
    return HttpResponseRedirect(reverse("account_login"))


_IN = "whoever isn't signed in must be able to sign in"
_NEW = "whoever has forgotten a password can't sign in"
QUESTION = ("GET", "POST")

sign_in = open_page(_IN, methods=QUESTION)(transaction.non_atomic_requests(from_allauth(SignIn)))
second = open_page(_IN, methods=QUESTION)(transaction.non_atomic_requests(from_allauth(SecondStep)))
by_passkey = open_page(_IN, methods=QUESTION)(transaction.non_atomic_requests(from_allauth(SignInByPasskey)))
leave = open_page("whose session has run out may still press the button", methods=("POST",))(_leave)
forgotten = open_page(_NEW, methods=QUESTION)(transaction.non_atomic_requests(from_allauth(Forgotten)))
forgotten_sent = open_page(_NEW)(from_allauth(account.PasswordResetDoneView))
new_password = open_page(_NEW, methods=QUESTION)(from_allauth(account.PasswordResetFromKeyView))
new_password_done = open_page(_NEW)(from_allauth(account.PasswordResetFromKeyDoneView))
