"""Finding the account that somebody means."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.core.actions import Refused
from alongside.programmes.models import Account


def with_username(username: str) -> Account:
    """The account of that username. Nobody picks from a list of all accounts: who is added tells their username first."""
    found = Account.objects.filter(username__iexact=Account.normalize_username(username.strip())).first()
    if found is None:
        raise Refused(
            _(
                "Nobody here signs in as “%(username)s”. Ask them how they write their username, or to open an account first."
            )
            % {"username": username}
        )
    return found
