"""What is asked to make a link for somebody, and of whoever joins by it."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.programmes.forms.members import AddMemberForm
from alongside.programmes.models import Account
from alongside.programmes.sign_in.forms.passwords import new, username
from alongside.ui.forms import Form, Text


class InviteForm(AddMemberForm):
    """For whom the link is, and what they become."""

    for_whom = Text(
        _("Who is it for?"),
        hint=_("So that you know the link again. They choose themselves what they are called."),
        error=_("Enter who it is for"),
        max_length=120,
    )
    username = None  # type: ignore[assignment]
    starts_on = None  # type: ignore[assignment]
    ends_on = None  # type: ignore[assignment]
    field_order = ("for_whom", "role", "organisation", "services")


class JoinForm(Form):
    """A username, a name and a password."""

    name = Text(
        _("Your name"),
        hint=_("As colleagues know you. Members of the project see it."),
        error=_("Enter your name"),
        max_length=120,
        autocomplete="name",
    )
    username = username(
        _("Choose a username"),
        hint=_("You sign in with it. It can be short, like your first name and a number."),
    )
    password = new(_("Choose a password"))

    def clean_username(self) -> str:
        typed: str = Account.normalize_username(self.cleaned_data["username"].strip())
        try:
            Account._meta.get_field("username").run_validators(typed)
        except ValidationError:
            raise ValidationError(
                _("Use letters, figures and the signs @ . + - _ alone, without spaces.")
            ) from None
        return typed

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        somebody = Account(
            username=self.cleaned_data.get("username", ""), name=self.cleaned_data.get("name", "")
        )
        validate_password(password, somebody)
        return password
