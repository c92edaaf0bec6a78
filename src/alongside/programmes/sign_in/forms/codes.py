"""What is asked about codes: those an app makes, and recovery codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as theirs
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django.utils.translation import gettext_lazy as _

from alongside.core import limits
from alongside.programmes.sign_in import queries, tries
from alongside.ui.forms import Form, Text

# As long as a code can be right: its half minute and the one on each side of it.
CODE_LIVES = timedelta(seconds=90)


def code(label: Any, hint: Any = "") -> Text:
    """The question for a code; a phone offers figures, and what it has just received."""
    return Text(
        label,
        hint=hint,
        error=_("Enter the code"),
        max_length=20,
        width=10,
        autocomplete="one-time-code",
        spellcheck=False,
    )


class OneCode:
    """A code is right once, in whichever process it arrives, and may be guessed at only so often."""

    user: Any

    def clean_code(self) -> str:
        request, who = context.request, str(self.user.pk)
        tries.count(request, tries.CODE, who)
        typed = "".join(self.cleaned_data["code"].split())  # type: ignore[attr-defined]
        self.cleaned_data["code"] = typed  # type: ignore[attr-defined]
        right: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP and not limits.allow(
            "code used", f"{who} {typed}", most=1, per=CODE_LIVES
        ):
            raise get_adapter().validation_error("incorrect_code")
        tries.succeeded(request, tries.CODE, who)
        return right

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if Authenticator.Type.TOTP not in queries.kinds_of_step(self.user):
            self.fields["code"].label = _("Recovery code")  # type: ignore[attr-defined]
            self.fields["code"].help_text = _("One of those that you wrote down. It works once.")  # type: ignore[attr-defined]


EITHER = _("The six figures that your app shows now, or one of your recovery codes")


class CodeForm(OneCode, Form, theirs.AuthenticateForm):
    """The second step of signing in."""

    code = code(_("Code"), EITHER)


class ConfirmByCodeForm(OneCode, Form, theirs.ReauthenticateForm):
    """A code before something that matters."""

    code = code(_("Code"), EITHER)


class AddAppForm(Form, ActivateTOTPForm):
    """The first code of a new app shows that both have the same secret."""

    code = code(_("The code that the app shows now"), _("Six figures"))

    def clean_code(self) -> str:
        request, who = context.request, str(self.user.pk)
        tries.count(request, tries.CODE, who)
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        right: str = super().clean_code()
        # It was seen on this page, so it doesn't sign anybody in.
        limits.allow("code used", f"{who} {right}", most=1, per=CODE_LIVES)
        tries.succeeded(request, tries.CODE, who)
        return right


class RemoveAppForm(Form, DeactivateTOTPForm):
    """Asks nothing."""


class NewRecoveryCodesForm(Form, GenerateRecoveryCodesForm):
    """Asks nothing."""
