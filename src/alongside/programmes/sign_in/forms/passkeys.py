"""What a browser sends when somebody makes or shows a passkey."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.webauthn import forms as theirs
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.programmes.sign_in import sentences, tries
from alongside.ui.forms import Form, Text
from alongside.ui.forms.base import Drawn, Question

BUTTON = "passkey-button"
# What the library raises for a passkey that isn't right, and for something that isn't one at all.
NONSENSE = (ValidationError, KeyError, TypeError, ValueError, AttributeError)


class Credential(Question, forms.JSONField):
    """What the browser says about a passkey, put there by the script when its button is pressed."""

    kind = "hidden"

    def __init__(self) -> None:
        super().__init__("", error=sentences.PASSKEY_PROBLEM, widget=forms.HiddenInput)

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        return {"value": ""}

    def first_id(self, bound: Drawn) -> str:
        return BUTTON


def name(label: Any = "") -> Text:
    """The question for a passkey's name."""
    label = label or _("What do you call it?")
    return Text(
        label,
        hint=_("So that you know it again in your list, like “Work phone”"),
        error=_("Enter a name for the passkey"),
        max_length=60,
        width=20,
    )


class AddPasskeyForm(Form, theirs.AddWebAuthnForm):
    """A new passkey. Every one can sign in by itself: it asks for a finger, a face or a PIN."""

    name = name()
    credential = Credential()
    passwordless = None

    def clean(self) -> dict[str, Any] | None:
        # Whoever holds the device alone must not get in: allauth then asks that its owner showed a finger, a face or a PIN.
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except NONSENSE:
            raise ValidationError(sentences.PASSKEY_PROBLEM) from None


class Shown(Form):
    """A passkey that was shown: counted, and refused in our words."""

    user: Any

    def clean_credential(self) -> Any:
        request, who = context.request, str(self.user.pk) if self.user else ""
        tries.count(request, tries.CODE, who)
        try:
            shown = super().clean_credential()  # type: ignore[misc]
        except NONSENSE:
            raise ValidationError(sentences.PASSKEY_PROBLEM) from None
        tries.succeeded(request, tries.CODE, who)
        return shown


class PasskeyForm(Shown, theirs.AuthenticateWebAuthnForm):
    """The second step of signing in."""

    credential = Credential()


class SignInByPasskeyForm(Shown, theirs.LoginWebAuthnForm):
    """Signing in with a passkey alone."""

    credential = Credential()


class ConfirmByPasskeyForm(Shown, theirs.ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""

    credential = Credential()
