"""What is said about signing in, in place of the library's own sentences; and what somebody is told of afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core import outgoing
from alongside.programmes.models import Account

# Wrong password, unknown username and closed account sound the same.
_WRONG = gettext_lazy(
    "The username and the password don't go together. Check both. If you have forgotten the password, ask for a new one."
)
_WRONG_CODE = gettext_lazy("That code isn't right, or was used already. Wait for the next one and try again.")
_WRONG_PASSKEY = gettext_lazy("That didn't work. Try again, or use another way.")

ERRORS = {
    "account_inactive": _WRONG,
    "username_password_mismatch": _WRONG,
    "invalid_login": _WRONG,
    "incorrect_password": gettext_lazy("That isn't your password. Try again."),
    "enter_current_password": gettext_lazy("That isn't the password you have now. Try again."),
    "incorrect_code": _WRONG_CODE,
    "invalid_password_reset": gettext_lazy("This link can't be used any more. Ask for a new one."),
}
SECOND_STEP_ERRORS = {
    "incorrect_code": _WRONG_CODE,
    "cannot_generate_recovery_codes": gettext_lazy(
        "Recovery codes stand in for an app or a passkey. Add one of these first."
    ),
}
PASSKEY_PROBLEM = _WRONG_PASSKEY
OUTSIDE_UNREACHED = gettext_lazy(
    "Your organisation's sign-in can't be reached now. Use another way, or try again later."
)
OUTSIDE_FAILED = gettext_lazy("Your organisation's sign-in didn't work out. Try again, or use another way.")
OUTSIDE_UNKNOWN = gettext_lazy(
    "That sign-in isn't linked to an account here. Sign in another way first, and link it on your account page."
)
SAID = {
    "account/messages/logged_out.txt": gettext_lazy("You have signed out."),
    "account/messages/password_changed.txt": gettext_lazy(
        "Your password is changed. Wherever else you were signed in, you no longer are."
    ),
    "account/messages/password_set.txt": gettext_lazy("You have a password now."),
    "mfa/messages/totp_activated.txt": gettext_lazy(
        "The app is added. From now on you need one of its codes to sign in."
    ),
    "mfa/messages/totp_deactivated.txt": gettext_lazy(
        "The app is removed. Its codes are not asked for any more."
    ),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": gettext_lazy(
        "It is linked. From now on you can sign in with it."
    ),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "That sign-in is linked to another account."
    ),
    "socialaccount/messages/account_disconnected.txt": gettext_lazy("It is no longer linked."),
}
# Ways to show again that it is you.
WAYS = {
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}

PASSWORD_CHANGED = "password changed"  # noqa: S105 - the kind of a message
STEP_ADDED = "second step added"
STEP_REMOVED = "second step removed"
EMAIL_CHANGED = "e-mail address changed"
OUTSIDE_LINKED = "outside sign-in linked"


def tell(account: Account, kind: str) -> None:
    """Leave the account's owner a message: if it wasn't them, they must hear of it."""
    outgoing.tell(account.pk, kind, key=f"{kind} {uuid.uuid4()}", url_name="account")


def _if_not_you(sentence: str) -> str:
    return _("%(what)s If that wasn't you, tell your project's administrator now.") % {"what": sentence}


def password_changed(facts: Mapping[str, Any]) -> str:
    return _if_not_you(_("The password of your account was changed."))


def step_added(facts: Mapping[str, Any]) -> str:
    return _if_not_you(_("A second step for signing in was added to your account."))


def step_removed(facts: Mapping[str, Any]) -> str:
    return _if_not_you(_("A second step for signing in was removed from your account."))


def outside_linked(facts: Mapping[str, Any]) -> str:
    return _if_not_you(_("The sign-in of an organisation was linked to your account."))


def email_changed(facts: Mapping[str, Any]) -> str:
    return _if_not_you(_("The e-mail address of your account was changed."))


for _kind, _words in (
    (EMAIL_CHANGED, email_changed),
    (OUTSIDE_LINKED, outside_linked),
    (PASSWORD_CHANGED, password_changed),
    (STEP_ADDED, step_added),
    (STEP_REMOVED, step_removed),
):
    # These may stand in an e-mail: whoever reads it must not need to sign in first to be alarmed.
    outgoing.kinds.enter(_kind, outgoing.Kind(words=_words, line_for_email=_words))
