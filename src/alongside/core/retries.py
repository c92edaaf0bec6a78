"""One key for every write that may be tried again: a double click, a lost answer, a page sent twice.

A commit that reports an error may still have happened, so nobody can know from outside whether to try again. With a key made before the
first try it doesn't matter: the same key with the same content gets the first answer; with other content it is refused.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from alongside.core import clock
from alongside.core.models import Retry

# Longer than drafts live: a draft keeps the key of the page it was typed on.
KEPT_FOR = timedelta(days=60)


class OtherContent(Exception):
    """The key was used already, with something else in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the write led, and whether this was the first time of asking."""

    url: str
    first: bool


def once(*, account_id: uuid.UUID, key: uuid.UUID, form: str, body: str, do: Callable[[], str]) -> Answer:
    """Do it, unless it was done under this key already. `do` writes, and returns the address to answer with.

    The key and the write commit together or not at all. Whoever comes second waits for the first (the unique constraint makes them, on
    SQLite the one write lock), then gets the first answer. Raises OtherContent where the key stands for something else.
    """
    with transaction.atomic():
        mine = Retry(account_id=account_id, key=key, form=form, body=body)
        Retry.objects.bulk_create([mine], ignore_conflicts=True)
        held = Retry.objects.get(account_id=account_id, key=key)
        if held.pk != mine.pk:
            if (held.form, held.body) != (form, body):
                raise OtherContent
            return Answer(held.answer, first=False)
        url = do()
        Retry.objects.filter(pk=mine.pk).update(answer=url)
        return Answer(url, first=True)


def first_answer(*, account_id: uuid.UUID, key: uuid.UUID, form: str, body: Callable[[], str]) -> str | None:
    """Where this very write led when it was done, if it was. `body` is asked for only where the key is known."""
    held = Retry.objects.filter(account_id=account_id, key=key, form=form).first()
    return held.answer if held is not None and held.body == body() else None


def used(*, account_id: uuid.UUID, key: uuid.UUID) -> bool:
    """Whether something was written under this key already."""
    return Retry.objects.filter(account_id=account_id, key=key).exists()


def just_used(*, account_id: uuid.UUID, key: uuid.UUID) -> bool:
    """Whether that was within the last minute: what arrives now under this key was sent before it was answered."""
    since = clock.now() - timedelta(minutes=1)
    return Retry.objects.filter(account_id=account_id, key=key, made_at__gte=since).exists()


def digest(parts: Iterable[bytes]) -> str:
    """A keyed digest of what was sent: enough to compare, too little to guess a short answer from."""
    made = salted_hmac("alongside.core.retries", b"", algorithm="sha256")
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)  # with its length: "ab" + "c" is not "a" + "bc"
    return made.hexdigest()


def purge() -> int:
    """Remove keys past their time; how many."""
    return Retry.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()[0]
