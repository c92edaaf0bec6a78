"""The installation's own keys: where they come from, how they rotate, and the subkeys that are made of them.

`ALONGSIDE_AUDIT_KEY` and `ALONGSIDE_VAULT_KEY` look like "id:hex" or "id:hex,older-id:hex". The first key
writes; the others still read, so that a key can be replaced without losing what it guards. No key is used as
it stands: every purpose has a subkey of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AUDIT = "ALONGSIDE_AUDIT_KEY"
VAULT = "ALONGSIDE_VAULT_KEY"

KEY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
BYTES = 32


class BadKey(ValueError):
    """A key setting can't be read; the message names the variable and never repeats the key."""


class UnknownKey(LookupError):
    """Something was written under a key that the setting no longer lists."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an installation, by its id."""

    id: str
    secret: bytes = field(repr=False)

    def subkey(self, purpose: str) -> bytes:
        """The 32 bytes that this key gives for one purpose, and for no other."""
        return _derived(self.secret, purpose)


@dataclass(frozen=True)
class KeyRing:
    """The keys of one setting, the current one first."""

    name: str
    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[0]

    def find(self, key_id: str) -> Key:
        """The key with that id; raises UnknownKey where it is not listed (any more)."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise UnknownKey(f"{self.name} has no key called {key_id!r}. Put it back behind the current one.")


@lru_cache(maxsize=64)
def _derived(secret: bytes, purpose: str) -> bytes:
    info = f"alongside/{purpose}/1".encode()
    return HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=info).derive(secret)


@lru_cache(maxsize=16)
def parse(name: str, text: str) -> KeyRing:
    """The ring that a setting's text describes; raises BadKey with a sentence that names the setting."""
    keys: list[Key] = []
    for place, part in enumerate(text.split(","), start=1):
        key_id, colon, secret = part.strip().partition(":")
        if not colon or not KEY_ID.fullmatch(key_id):
            raise BadKey(
                f"{name}: key {place} must look like id:hex, its id of up to 20 lower-case letters, digits or hyphens."
            )
        if not re.fullmatch(rf"[0-9a-fA-F]{{{BYTES * 2}}}", secret):
            raise BadKey(
                f"{name}: the key {key_id!r} must be {BYTES * 2} hexadecimal digits ({BYTES} random bytes); "
                f"`openssl rand -hex {BYTES}` makes one."
            )
        keys.append(Key(key_id, bytes.fromhex(secret)))
    if len({key.id for key in keys}) < len(keys):
        raise BadKey(f"{name}: two keys have the same id. Give each key an id of its own.")
    if len({key.secret for key in keys}) < len(keys):
        raise BadKey(f"{name}: two ids stand for the same key. A rotated key must be a new one.")
    return KeyRing(name, tuple(keys))


def audit() -> KeyRing:
    """The keys of the audit trail, its anchors and the erasure ledger."""
    from django.conf import settings

    return parse(AUDIT, settings.AUDIT_KEY)


def vault() -> KeyRing:
    """The keys that wrap the vault's own."""
    from django.conf import settings

    return parse(VAULT, settings.VAULT_KEY)
