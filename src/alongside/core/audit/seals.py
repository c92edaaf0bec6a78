"""What a seal says, byte for byte: its codes over its rows and over itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable

from alongside.core.audit.rows import instant
from alongside.core.keys import Key
from alongside.core.models import AuditSeal

# What the first seal has in place of a head before it.
BEGINNING = "0" * 64


def rows_mac(key: Key, rows: Iterable[tuple[int, str]]) -> str:
    """The code over the numbers and codes of a seal's rows, in order."""
    made = hmac.new(key.subkey("audit/seal-rows"), digestmod=hashlib.sha256)
    for number, mac in rows:
        made.update(f"{number}:{mac}\n".encode())
    return made.hexdigest()


def head(key: Key, seal: AuditSeal) -> str:
    """The code over everything a seal says, the head before it included: that chains them."""
    said = [
        "audit seal 1", seal.number, instant(seal.at), seal.covers, seal.through, seal.awaits, seal.count,
        seal.total, seal.rows_mac, seal.previous, seal.key_id,
    ]  # fmt: skip
    return hmac.new(key.subkey("audit/seal"), json.dumps(said).encode(), hashlib.sha256).hexdigest()
