"""What is asked to sign in with a password, to change it, and to get a new one."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alongside.core import jobs
from alongside.programmes.sign_in import reset, tries
from alongside.programmes.sign_in.passwords import LONGEST
from alongside.ui.forms import Form, Password, Text


def username(label: Any = "", **options: Any) -> Text:
    """The question for a username. Nothing corrects what is typed."""
    label = label or _("Username")
    return Text(
        label,
        error=_("Enter your username"),
        max_length=60,
        width=20,
        autocomplete="username",
        spellcheck=False,
        **options,
    )


def present(label: Any = "") -> Password:
    """The question for the password one has."""
    label = label or _("Password")
    return Password(label, error=_("Enter your password"), max_length=LONGEST)


def new(label: Any = "") -> Password:
    """The question for a password to come, typed once: the button beside it shows it."""
    label = label or _("New password")
    return Password(
        label,
        hint=_("At least 12 characters. Three or four words with spaces between them are easy to remember."),
        error=_("Enter a password"),
        max_length=LONGEST,
        autocomplete="new-password",
    )


class SignInForm(Form, theirs.LoginForm):
    """Username and password."""

    password = present()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # allauth makes its own question while it starts.
        self.fields = {"login": username(), "password": self.fields["password"]}


class ConfirmByPasswordForm(Form, theirs.ReauthenticateForm):
    """The password again, before something that matters."""

    password = present()


class NewPassword(Form):
    """A password to come, checked against the rules, once."""

    password1 = new()
    user: Any

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPassword, theirs.ChangePasswordForm):
    """The password one has, and the one to come."""

    oldpassword = present(_("Your password now"))
    password1 = new()
    password2 = None
    field_order = ("oldpassword", "password1")

    def clean_oldpassword(self) -> str:
        """The password one has, guessed at no more often here than when signing in."""
        request, who = context.request, self.user.username.casefold()
        tries.count(request, tries.PASSWORD, who)
        right: str = super().clean_oldpassword()
        tries.succeeded(request, tries.PASSWORD, who)
        return right


class SetPasswordForm(NewPassword, theirs.SetPasswordForm):
    """A first password."""

    password1 = new(_("Password"))
    password2 = None


class NewPasswordForm(NewPassword, theirs.ResetPasswordKeyForm):
    """A password in place of one that was forgotten."""

    password1 = new()
    password2 = None


class ForgottenPasswordForm(Form):
    """Where to send a link to. What happens next sounds the same whether anybody has that address."""

    email = Text(
        _("The e-mail address of your account"),
        error=_("Enter an e-mail address, like name@example.org"),
        max_length=254,
        type="email",
        autocomplete="email",
        spellcheck=False,
    )

    def clean_email(self) -> str:
        address: str = forms.EmailField(
            error_messages={"invalid": self.fields["email"].error_messages["invalid"]}
        ).clean(self.cleaned_data["email"])
        return address.casefold()

    def save(self, request: HttpRequest, **rest: Any) -> str:
        """Ask for the mail; a worker writes it, so that nobody can tell by waiting whether there is one."""
        address: str = self.cleaned_data["email"]
        tries.count(request, tries.RESET, address)
        for account in reset.accounts_at(address):
            jobs.enqueue(reset.SEND, ids={"account": account.pk})
        return address
