"""A new password by e-mail, where the installation can send and the account has an address; else the administrator helps."""

from __future__ import annotations

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.core import jobs
from alongside.core.actors import By
from alongside.programmes.models import Account

SEND = "send a link for a new password"


def accounts_at(address: str) -> list[Account]:
    """The accounts that gave this address. Several may share one: each gets its own link."""
    if not settings.SENDS_EMAIL or not address:
        return []
    return list(Account.objects.filter(email__iexact=address, is_active=True).order_by("pk")[:5])


@jobs.handles(SEND, in_one_transaction=False)
def send(*, by: By, account: uuid.UUID) -> None:
    """Send the link. It works once, for an hour, and not after the password has changed."""
    found = Account.objects.filter(pk=account, is_active=True).exclude(email="").first()
    if found is None:
        return
    with translation.override(found.language or settings.LANGUAGE_CODE):
        EmailMessage(_("A new password for Alongside"), _body(found), to=[found.email]).send()


def _body(account: Account) -> str:
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)},
    )
    lines = [
        _("Somebody, probably you, asked for a new password for the username %(username)s.")
        % {"username": account.username},
        _("This link lets you choose one. It works once, and for one hour."),
        f"{settings.BASE_URL.rstrip('/')}{path}",
        _("If it wasn't you, do nothing: your password stays as it is."),
    ]
    return "\n\n".join(lines) + "\n"
