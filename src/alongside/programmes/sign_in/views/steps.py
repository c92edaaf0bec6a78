"""Second steps: apps that make codes, passkeys, recovery codes; and the password itself."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth as ceremony
from django.http import Http404, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.html import json_script
from django.utils.translation import gettext as _

from alongside.programmes.pages import own_page
from alongside.programmes.requests import OwnRequest
from alongside.programmes.sign_in import actions, presenters, queries
from alongside.programmes.sign_in.confirming import confirmed
from alongside.programmes.sign_in.forms.details import NothingForm, RenamePasskeyForm
from alongside.programmes.sign_in.own import Passkey
from alongside.programmes.sign_in.views.theirs import from_allauth
from alongside.ui.asking import ask
from alongside.ui.pages import render

QUESTION = ("GET", "POST")


def _steps(done: object = None) -> str:
    return reverse("mfa_index")


@own_page()
def index(request: OwnRequest) -> HttpResponse:
    """What signing in asks for besides a password."""
    found = queries.steps(request.viewer.account)
    return render(
        request,
        "mfa/index.jinja",
        {
            "steps": found,
            "listed": [presenters.passkey(each) for each in found.passkeys],
            "passkeys": presenters.passkeys_here(request),
        },
    )


class AddApp(app.ActivateTOTPView):
    """An app that makes codes: its secret as a picture and as text, and its first code."""


class RemoveApp(app.DeactivateTOTPView):
    """No more codes."""

    def get_form_kwargs(self) -> dict[str, Any]:
        # allauth sends the form with nothing at once, to show early that it may not be done. Here it always may.
        return {
            **super().get_form_kwargs(),
            "data": self.request.POST if self.request.method == "POST" else None,
        }


class AddPasskey(passkeys.AddWebAuthnView):
    """A passkey of this device, or of one that is near."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        options = {"creation_options": ceremony.begin_registration(self.request.user, True)}
        return {
            **super(passkeys.AddWebAuthnView, self).get_context_data(**context),
            "options": json_script(options, "passkey-options"),
            "passkeys": presenters.passkeys_here(self.request),
        }


class ConfirmByPasskey(passkeys.ReauthenticateWebAuthnView):
    """A passkey, to show that it is you."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        made = {**super().get_context_data(), **context}
        made.setdefault("form", self.get_form())
        return {
            **made,
            "options": json_script(made["js_data"], "passkey-options"),
            "passkeys": presenters.passkeys_here(self.request),
        }


class ChangePassword(account.PasswordChangeView):
    """Another password."""

    success_url = reverse_lazy("account")


class SetPassword(account.PasswordSetView):
    """A first password."""

    success_url = reverse_lazy("account")


class NewRecoveryCodes(recovery.GenerateRecoveryCodesView):
    """Ten new codes in place of those there were."""


@own_page(methods=QUESTION, passkey=Passkey)  # type: ignore[arg-type]
@confirmed
def passkey_rename(request: OwnRequest, passkey: Any) -> HttpResponse:
    """Call a passkey something else."""
    return ask(
        request,
        RenamePasskeyForm,
        "mfa/webauthn/edit_form.jinja",
        key="passkey",
        initial={"name": passkey.data["name"]},
        do=lambda form: actions.rename_passkey(
            passkey=passkey, name=form.cleaned_data["name"], by=request.viewer
        ),
        then=_steps,
        said=_("Saved."),
        context={"cancel_url": _steps()},
        later=_steps(),
    )


@own_page(methods=QUESTION, passkey=Passkey)  # type: ignore[arg-type]
@confirmed
def passkey_remove(request: OwnRequest, passkey: Any) -> HttpResponse:
    """Take a passkey away."""
    return ask(
        request,
        NothingForm,
        "mfa/webauthn/authenticator_confirm_delete.jinja",
        key="passkey remove",
        do=lambda form: actions.remove_passkey(passkey=passkey, by=request.viewer),
        then=_steps,
        said=_("The passkey is removed."),
        context={"cancel_url": _steps(), "passkey": presenters.passkey(passkey)},
    )


@own_page()
@confirmed
def recovery_codes(request: OwnRequest) -> HttpResponse:
    """The recovery codes that are left. Looking changes nothing, so not allauth's own page, which notes that it was seen."""
    codes = queries.unused_codes(request.viewer.account)
    if codes is None:
        raise Http404
    return render(request, "mfa/recovery_codes/index.jinja", {"codes": codes})


_ONCE = "a code is right once, so sending it again finds it used"
_SAME = (
    "what it asks for is so already the second time, and nothing but secrets is typed, which are never kept"
)

app_add = own_page(methods=QUESTION)(confirmed(from_allauth(AddApp, harmless=_ONCE)))
app_remove = own_page(methods=QUESTION)(confirmed(from_allauth(RemoveApp, harmless=_SAME)))
passkey_add = own_page(methods=QUESTION)(
    confirmed(from_allauth(AddPasskey, harmless="its challenge is answered once; sent again it is refused"))
)
password_change = own_page(methods=QUESTION)(from_allauth(ChangePassword, harmless=_SAME))
password_set = own_page(methods=QUESTION)(confirmed(from_allauth(SetPassword, harmless=_SAME)))
new_recovery_codes = own_page(methods=QUESTION)(
    confirmed(from_allauth(NewRecoveryCodes, harmless="it makes other codes again, and shows the last ones"))
)
confirm_by_password = own_page(methods=QUESTION)(from_allauth(account.ReauthenticateView, harmless=_SAME))
confirm_by_code = own_page(methods=QUESTION)(from_allauth(second_step.ReauthenticateView, harmless=_ONCE))
confirm_by_passkey = own_page(methods=QUESTION)(from_allauth(ConfirmByPasskey, harmless=_SAME))
