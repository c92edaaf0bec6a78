"""Accounts: opened by the command that sets an installation up and by whoever answers a joining link."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.core import audit
from alongside.core.actions import Refused, action
from alongside.programmes.access import require
from alongside.programmes.models import Account
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@action
def create(*, username: str, name: str, password: str | None, by: Viewer, email: str = "") -> Account:
    """Open an account. Without a password nobody can sign in with one (a passkey or the trust's own sign-in is then needed)."""
    require(by, Permission.SET_UP)
    account = opened(username=username, name=name, password=password, email=email)
    audit.record("account opened", by=by, about=account)
    return account


def opened(*, username: str, name: str, password: str | None, email: str = "") -> Account:
    """A new account, for actions that have made sure that it may be opened."""
    username = Account.normalize_username(username.strip())
    if Account.objects.filter(username__iexact=username).exists():
        raise Refused(_taken(username))
    account = Account(username=username, name=name.strip(), email=email.strip())
    try:
        account.clean_fields(exclude=["password"])
        if password is not None:
            validate_password(password, account)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from problem
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # somebody took the name a moment ago
        raise Refused(_taken(username)) from None
    return account


def _taken(username: str) -> str:
    return _("Somebody has the username “%(username)s” already. Choose another.") % {"username": username}
