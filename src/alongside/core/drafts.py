"""Nothing typed is lost: what a form holds, kept sealed for the one account that typed it.

The text is encrypted under a key of its own made from the vault's, bound to the account and the form: a row copied to another account
does not open. Drafts go when the form is saved, or after their time.
"""

from __future__ import annotations

import json
import secrets
import uuid
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from alongside.core import clock, keys
from alongside.core.models import Draft

DRAFT, SIGNED_OUT = Draft.Kind.DRAFT, Draft.Kind.SIGNED_OUT
KEPT_FOR: dict[str, timedelta] = {DRAFT: timedelta(days=30), SIGNED_OUT: timedelta(days=1)}
# What one form may hold, in bytes: several hundred pages of text. And how many forms one account may have begun.
MOST_BYTES = 2_000_000
MOST_DRAFTS = 60
_PURPOSE = "drafts"
_NONCE = 12


class TooLong(Exception):
    """More was typed than a draft can hold."""


@dataclass(frozen=True)
class Typed:
    """What a form held: its fields as a browser sends them, and what it carried unseen."""

    fields: dict[str, list[str]]
    key: uuid.UUID | None = None
    version: int | None = None
    with_files: bool = False  # files were chosen too; they are not kept


@dataclass(frozen=True)
class Kept:
    """A draft, opened."""

    id: uuid.UUID
    kind: str
    saved_at: datetime
    goes_at: datetime
    typed: Typed = field(repr=False)


def save(*, account_id: uuid.UUID, form: str, typed: Typed, kind: str = DRAFT) -> Kept:
    """Keep what was typed, in place of what this account had typed there before. Raises TooLong."""
    content = json.dumps(
        [typed.fields, str(typed.key or ""), typed.version, typed.with_files], ensure_ascii=True
    )
    if len(content) > MOST_BYTES:
        raise TooLong
    key, now = keys.vault().current, clock.now()
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(key.subkey(_PURPOSE)).encrypt(
        nonce, zlib.compress(content.encode("ascii")), _bound_to(account_id, form, kind)
    )
    goes_at = now + KEPT_FOR[kind]
    values = {"key_id": key.id, "sealed": sealed, "saved_at": now, "goes_at": goes_at}
    with transaction.atomic():
        row, made = Draft.objects.update_or_create(
            account_id=account_id, form=form, kind=kind, defaults=values
        )
        if made:
            _keep_few(account_id)
    return Kept(row.pk, kind, now, goes_at, typed)


def find(*, account_id: uuid.UUID, form: str) -> list[Kept]:
    """What this account has typed there and not saved, the latest first."""
    rows = Draft.objects.filter(account_id=account_id, form=form, goes_at__gt=clock.now()).order_by(
        "-saved_at"
    )
    return [kept for row in rows if (kept := _opened(row))]


def drop(*, account_id: uuid.UUID, form: str) -> None:
    """Remove what was typed there: it is saved now, or its writer starts again."""
    Draft.objects.filter(account_id=account_id, form=form).delete()


def purge() -> int:
    """Remove what is past its time; how many."""
    return Draft.objects.filter(goes_at__lte=clock.now()).delete()[0]


def _opened(row: Draft) -> Kept | None:
    """The draft with its text; None where its key is gone or the row was tampered with: nobody can read it then."""
    sealed = bytes(row.sealed)
    try:
        content = AESGCM(keys.vault().find(row.key_id).subkey(_PURPOSE)).decrypt(
            sealed[:_NONCE], sealed[_NONCE:], _bound_to(row.account_id, row.form, row.kind)
        )
    except (keys.UnknownKey, InvalidTag):
        return None
    fields, key, version, with_files = json.loads(zlib.decompress(content))
    typed = Typed(fields, uuid.UUID(key) if key else None, version, with_files)
    return Kept(row.pk, row.kind, row.saved_at, row.goes_at, typed)


def _bound_to(account_id: uuid.UUID, form: str, kind: str) -> bytes:
    return f"{account_id}|{kind}|{form}".encode()


def _keep_few(account_id: uuid.UUID) -> None:
    """Let the oldest go where somebody has begun very many."""
    beyond = (
        Draft.objects.filter(account_id=account_id)
        .order_by("-saved_at")
        .values_list("pk", flat=True)[MOST_DRAFTS:]
    )
    Draft.objects.filter(pk__in=list(beyond)).delete()
