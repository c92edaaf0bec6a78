"""Telling people that there is something for them, without saying what where others could read it.

A message is a row with a kind and facts; its words are made when its reader looks, in the reader's language. By e-mail goes one fixed
sentence and a link, to those who have an address, where the installation can send.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.core import clock, jobs
from alongside.core.actors import By
from alongside.core.models import Message
from alongside.core.registries import Registry

KEPT_FOR = timedelta(days=180)
DIGEST = re.compile(r"[0-9a-f]{32,128}")
MESSAGES_PAGE = "messages"
SEND = "tell somebody by e-mail"


@dataclass(frozen=True)
class Kind:
    """One kind of message: its words for the reader, and (seldom) a line that may stand in an e-mail, made from its facts."""

    words: Callable[[Mapping[str, Any]], str]
    line_for_email: Callable[[Mapping[str, Any]], str] | None = None


# The kinds of message, entered by the rooms that send them.
kinds: Registry[Kind] = Registry("kinds of message")


def tell(
    account_id: uuid.UUID,
    kind: str,
    *,
    key: str,
    facts: Mapping[str, int | str | date] | None = None,
    url_name: str = "",
    url_arguments: Mapping[str, str | uuid.UUID] | None = None,
    by: By | None = None,
) -> None:
    """Leave somebody a message, in the transaction that it tells of. Telling the same person again under the same key tells nothing.

    Facts are counts, days and digests: any other text is refused, because a message must not carry what somebody wrote.
    """
    if kinds.get(kind) is None:
        raise KeyError(f"no kind of message is called {kind!r}")
    message = Message(
        account_id=account_id, kind=kind, key=key, facts={name: _fact(name, value) for name, value in (facts or {}).items()},
        url_name=url_name, url_arguments={name: str(value) for name, value in (url_arguments or {}).items()},
    )  # fmt: skip
    Message.objects.bulk_create([message], ignore_conflicts=True)
    made = Message.objects.filter(pk=message.pk).exists()
    if made and settings.SENDS_EMAIL:
        jobs.enqueue(SEND, ids={"message": message.pk}, key=str(message.pk), by=by)


def words(message: Message) -> str:
    """What it says to its reader."""
    kind = kinds.get(message.kind)
    return kind.words(message.facts) if kind else _("There is something for you in Alongside")


def address(message: Message) -> str:
    """Where it leads, if that page still exists."""
    try:
        return reverse(message.url_name, kwargs=message.url_arguments) if message.url_name else ""
    except NoReverseMatch:
        return ""


def mark_read(*, account_id: uuid.UUID) -> int:
    """Mark every message of that account as read; how many weren't."""
    return Message.objects.filter(account_id=account_id).unread().update(read_at=clock.now())


def purge() -> int:
    """Remove messages past their time; how many."""
    return Message.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()[0]


@jobs.handles(SEND, in_one_transaction=False)
def send(*, by: By, message: uuid.UUID) -> None:
    """Send one fixed sentence and a link. Sending twice is harmless, and seldom: only where a worker dies in between."""
    found = (
        Message.objects.filter(pk=message, emailed_at__isnull=True, read_at__isnull=True)
        .select_related("account")
        .first()
    )
    if found is None:
        return  # sent, read or purged meanwhile
    to = getattr(found.account, get_user_model().get_email_field_name(), "")
    if not to or not found.account.is_active:
        return
    with translation.override(getattr(found.account, "language", "") or settings.LANGUAGE_CODE):
        EmailMessage(_("There is something for you in Alongside"), _body(found), to=[to]).send()
    Message.objects.filter(pk=found.pk).update(emailed_at=clock.now())


def _body(message: Message) -> str:
    kind = kinds.get(message.kind)
    lines = [
        _("There is something for you in Alongside."),
        f"{settings.BASE_URL.rstrip('/')}{reverse(MESSAGES_PAGE)}",
    ]
    if kind and kind.line_for_email:
        lines.append(kind.line_for_email(message.facts))
    return "\n\n".join(lines) + "\n"


def _fact(name: str, value: Any) -> int | str:
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and DIGEST.fullmatch(value):
        return value
    raise TypeError(f"a message carries counts, days and digests only, and {name!r} is none")
