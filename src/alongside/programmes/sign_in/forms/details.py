"""What is asked about one's own account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from alongside.programmes.sign_in.forms.passkeys import name as passkey_name
from alongside.ui.forms import Form, Radios, Text
from alongside.ui.header import OWN_NAMES
from alongside.ui.pseudo import is_pseudo


def languages() -> list[tuple[str, str]]:
    """The languages that pages can be read in, each called as its speakers call it."""
    return [
        (code, OWN_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES if not is_pseudo(code)
    ]


class DetailsForm(Form):
    """What somebody is called, and the language they read."""

    name = Text(
        _("Your name"),
        hint=_("As colleagues know you. Members of your projects see it."),
        error=_("Enter your name"),
        max_length=120,
        autocomplete="name",
    )
    language = Radios(_("The language of pages and e-mails"), error=_("Choose a language"), choices=languages)


class EmailForm(Form):
    """An address, or none."""

    email = Text(
        _("Your e-mail address"),
        hint=_("For a new password, and to tell you that there is a message. Leave it empty to have none."),
        required=False,
        max_length=254,
        type="email",
        autocomplete="email",
        spellcheck=False,
    )

    def clean_email(self) -> str:
        invalid = {"invalid": _("Enter an e-mail address, like name@example.org")}
        address: str = forms.EmailField(required=False, error_messages=invalid).clean(
            self.cleaned_data["email"]
        )
        return address


class RenamePasskeyForm(Form):
    """What a passkey is called."""

    name = passkey_name()


class NothingForm(Form):
    """A question that is answered by its button."""
