"""What somebody changes about their own account."""

from __future__ import annotations

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alongside.core import audit
from alongside.core.actions import Refused, action, check_version
from alongside.programmes.access import require, somebody
from alongside.programmes.models import Account
from alongside.programmes.permissions import Permission
from alongside.programmes.sign_in import sentences, sessions
from alongside.programmes.viewers import Viewer


@action
def change_details(*, name: str, language: str, by: Viewer, version: int | None = None) -> Account:
    """Be called something else, or read in another language."""
    account = _mine(by, version)
    account.name, account.language = name.strip(), language
    _save(account)
    audit.record("account details changed", by=by, about=account)
    return account


@action
def change_email(*, email: str, by: Viewer, version: int | None = None) -> Account:
    """Have another e-mail address, or none. A link for a new password goes there from now on."""
    account = _mine(by, version)
    account.email = email.strip()
    _save(account)
    audit.record("account's e-mail address changed", by=by, about=account)
    sentences.tell(account, sentences.EMAIL_CHANGED)
    return account


@action
def rename_passkey(*, passkey: Authenticator, name: str, by: Viewer) -> Authenticator:
    """Call a passkey something else."""
    held = _my_passkey(passkey, by)
    held.data = {**held.data, "name": name.strip()}
    held.save(update_fields=["data"])
    audit.record("passkey renamed", by=by, about=held)
    return held


@action
def remove_passkey(*, passkey: Authenticator, by: Viewer) -> None:
    """Take a passkey away; with the last of all second steps its recovery codes go too. trail.py tells of it."""
    held = _my_passkey(passkey, by)
    account = held.user
    held.delete()
    delete_dangling_recovery_codes(account)


@action
def unlink_outside(*, by: Viewer) -> None:
    """Take the organisation's sign-in off one's account, unless there is no other way in."""
    require(by, Permission.OWN_ACCOUNT)
    account = somebody(by)
    if not account.has_usable_password() and not Authenticator.objects.filter(
        user=account, type=Authenticator.Type.WEBAUTHN
    ):
        raise Refused(_("It is the only way into your account. Set a password or add a passkey first."))
    SocialAccount.objects.filter(user=account).delete()


@action
def close(*, account: Account, by: Viewer) -> Account:
    """Let an account sign in no more. Its sessions end at once, wherever they are."""
    require(by, Permission.SET_UP)
    held = Account.objects.select_for_update().get(pk=account.pk)
    if not held.is_active:
        raise Refused(_("This account is closed already."))
    held.is_active = False
    held.save(update_fields=["is_active"])
    sessions.end_others(held, but=None)
    audit.record("account closed", by=by, about=held)
    return held


def _mine(by: Viewer, version: int | None) -> Account:
    require(by, Permission.OWN_ACCOUNT)
    account = Account.objects.select_for_update().get(pk=somebody(by).pk)
    check_version(account, version)
    return account


def _my_passkey(passkey: Authenticator, by: Viewer) -> Authenticator:
    require(by, Permission.OWN_ACCOUNT)
    mine = Authenticator.objects.select_for_update().filter(
        user=somebody(by), type=Authenticator.Type.WEBAUTHN, pk=passkey.pk
    )
    found: Authenticator | None = mine.first()
    if found is None:
        raise Refused(_("That passkey is removed already."))
    return found


def _save(account: Account) -> None:
    try:
        account.clean_fields(exclude=["password"])
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from problem
    account.save()
