"""What makes somebody's codes lies encrypted in the database, under a key that isn't in it."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.core import keys

PURPOSE = "sign-in/second steps"
_NONCE = 12


class DoesNotOpen(Exception):
    """It was changed, or is under a key that is no longer listed."""


def seal(text: str) -> str:
    """The text encrypted under the vault's current key, with that key's id."""
    key = keys.vault().current
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(key.subkey(PURPOSE)).encrypt(nonce, text.encode(), key.id.encode())
    return f"{key.id}:{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str) -> str:
    """The text again."""
    key_id, _, body = sealed.partition(":")
    raw = base64.urlsafe_b64decode(body)
    try:
        return (
            AESGCM(keys.vault().find(key_id).subkey(PURPOSE))
            .decrypt(raw[:_NONCE], raw[_NONCE:], key_id.encode())
            .decode()
        )
    except InvalidTag:
        raise DoesNotOpen from None
