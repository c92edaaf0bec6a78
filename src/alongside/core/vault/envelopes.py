"""Sealing bytes under a key of their own, and that key under the installation's. No files, no database.

AES-256-GCM throughout. What a document belongs to goes into the code as associated data: under another owner,
or with another document's key, it does not open.
"""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.core.keys import Key

MARK = b"AVLT1\n"
_NONCE = 12


class DoesNotOpen(Exception):
    """The key, the owner and the content don't belong together, or one of them was changed."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a document is bound to, for good."""

    project_id: uuid.UUID
    owner_kind: str
    owner_id: uuid.UUID
    item_id: uuid.UUID

    def to_bytes(self, purpose: str) -> bytes:
        """The same for the same belonging and purpose, and for no other."""
        return json.dumps(
            [
                "alongside vault 1",
                purpose,
                str(self.project_id),
                self.owner_kind,
                str(self.owner_id),
                str(self.item_id),
            ]
        ).encode()


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted document, and its key wrapped under the key with that id."""

    body: bytes
    key_id: str
    wrapped_key: str


def seal(content: bytes, *, under: Key, bound_to: Belonging) -> Sealed:
    """Encrypt `content` with a fresh key, and wrap that key."""
    own = AESGCM.generate_key(bit_length=256)
    nonce = os.urandom(_NONCE)
    body = MARK + nonce + AESGCM(own).encrypt(nonce, content, MARK + bound_to.to_bytes("content"))
    return Sealed(body, under.id, _wrap(own, under, bound_to))


def unseal(body: bytes, wrapped_key: str, *, under: Key, bound_to: Belonging) -> bytes:
    """The content again; raises DoesNotOpen unless everything belongs together."""
    own = _unwrap(wrapped_key, under, bound_to)
    nonce, encrypted = body[len(MARK) : len(MARK) + _NONCE], body[len(MARK) + _NONCE :]
    if not body.startswith(MARK) or len(nonce) < _NONCE:
        raise DoesNotOpen
    try:
        return AESGCM(own).decrypt(nonce, encrypted, MARK + bound_to.to_bytes("content"))
    except InvalidTag:
        raise DoesNotOpen from None


def rewrap(wrapped_key: str, *, old: Key, new: Key, bound_to: Belonging) -> str:
    """The same key under a newer one; the content stays as it is."""
    return _wrap(_unwrap(wrapped_key, old, bound_to), new, bound_to)


def _wrap(own: bytes, key: Key, bound_to: Belonging) -> str:
    nonce = os.urandom(_NONCE)
    return (nonce + AESGCM(key.subkey("vault/wrap")).encrypt(nonce, own, _of(key, bound_to))).hex()


def _unwrap(wrapped_key: str, key: Key, bound_to: Belonging) -> bytes:
    try:
        wrapped = bytes.fromhex(wrapped_key)
        return AESGCM(key.subkey("vault/wrap")).decrypt(
            wrapped[:_NONCE], wrapped[_NONCE:], _of(key, bound_to)
        )
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _of(key: Key, bound_to: Belonging) -> bytes:
    return bound_to.to_bytes(f"key under {key.id}")
