"""What an audit row says, byte for byte: its pseudonyms and its message authentication code."""

from __future__ import annotations

import hmac
import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Model

from alongside.core import keys
from alongside.core.keys import Key

# In the order in which the MAC covers them. Adding a field here means a new version in `canonical`.
COVERED = (
    "nonce", "at", "kind", "event", "place", "hat", "actor", "project_id", "about_kind", "about_id", "others",
    "key_id",
)  # fmt: skip


def instant(at: datetime) -> str:
    """An instant as the trail writes it: UTC, to the microsecond, always of one length."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(values: dict[str, Any]) -> bytes:
    """The bytes that a row's MAC covers."""
    said = [
        instant(value) if isinstance(value, datetime) else _text(value) for value in map(values.get, COVERED)
    ]
    return json.dumps(["audit row 1", *said], ensure_ascii=True, separators=(",", ":")).encode()


def mac(key: Key, values: dict[str, Any]) -> str:
    """The code that only a holder of the key can make for these values."""
    return hmac.digest(key.subkey("audit/row"), canonical(values), "sha256").hex()


def pseudonym(key: Key, record_id: uuid.UUID) -> str:
    """How the trail names an account or a person: without the key it leads nowhere."""
    return hmac.digest(key.subkey("audit/pseudonym"), record_id.bytes, "sha256").hex()[:32]


def pseudonyms(record_id: uuid.UUID) -> list[str]:
    """The pseudonyms that a record has under every key still listed, the current key's first."""
    return [pseudonym(key, record_id) for key in keys.audit().keys]


def resolve(found: Iterable[str], *, among: Iterable[uuid.UUID]) -> dict[str, uuid.UUID]:
    """Which of the ids in `among` the pseudonyms stand for. A pseudonym gives no id to whoever lacks it."""
    known = {name: record_id for record_id in among for name in pseudonyms(record_id)}
    return {name: known[name] for name in found if name in known}


def is_pseudonymous(record: Model | type[Model]) -> bool:
    """Whether the trail keeps pseudonyms for this model: for accounts, and where Privacy says so."""
    meta = record._meta
    return meta.label == settings.AUTH_USER_MODEL or bool(
        getattr(getattr(record, "Privacy", None), "pseudonymous", False)
    )


def id_of(key: Key, record: Model) -> str:
    """What stands in the trail for `record`: its id, or its pseudonym."""
    if is_pseudonymous(record):
        return pseudonym(key, uuid.UUID(str(record.pk)))
    return str(record.pk)


def ids_of(record: Model) -> list[str]:
    """Everything that may stand in the trail for `record`, whichever key wrote it."""
    if is_pseudonymous(record):
        return pseudonyms(uuid.UUID(str(record.pk)))
    return [str(record.pk)]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
