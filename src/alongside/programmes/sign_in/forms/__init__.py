"""allauth's forms with our questions, sentences and limits. The settings name them (config/sign_in.py)."""

from alongside.programmes.sign_in.forms.codes import (
    AddAppForm,
    CodeForm,
    ConfirmByCodeForm,
    NewRecoveryCodesForm,
    RemoveAppForm,
)
from alongside.programmes.sign_in.forms.passkeys import (
    AddPasskeyForm,
    ConfirmByPasskeyForm,
    PasskeyForm,
    SignInByPasskeyForm,
)
from alongside.programmes.sign_in.forms.passwords import (
    ChangePasswordForm,
    ConfirmByPasswordForm,
    ForgottenPasswordForm,
    NewPasswordForm,
    SetPasswordForm,
    SignInForm,
)

__all__ = [
    "AddAppForm",
    "AddPasskeyForm",
    "ChangePasswordForm",
    "CodeForm",
    "ConfirmByCodeForm",
    "ConfirmByPasskeyForm",
    "ConfirmByPasswordForm",
    "ForgottenPasswordForm",
    "NewPasswordForm",
    "NewRecoveryCodesForm",
    "PasskeyForm",
    "RemoveAppForm",
    "SetPasswordForm",
    "SignInByPasskeyForm",
    "SignInForm",
]
