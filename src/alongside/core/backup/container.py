"""The file of a backup: a stream that is encrypted piece by piece, in which no byte can be changed, moved or cut off unseen.

AES-256-GCM for each piece, under a key that is made for this one file from the vault's key and a random salt. The number of
a piece is its nonce; that it is the last is part of what is authenticated.
"""

from __future__ import annotations

import io
import json
import os
import struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from alongside.core import keys

MAGIC = b"alongside.backup/1\n"
PIECE = 1 << 20
LONGEST_HEADER = 1024
_LENGTH = struct.Struct(">I")
_MORE, _LAST = b"more", b"last"


class Damaged(Exception):
    """The file isn't a backup, or not as it was written. The message is for whoever runs the command."""


class Writer(io.RawIOBase):
    """A file that takes plain bytes and writes sealed pieces. Only `seal` ends it properly."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        key = keys.vault().current
        salt = os.urandom(16)
        self._header = MAGIC + json.dumps({"key": key.id, "salt": salt.hex()}).encode() + b"\n"
        self._cipher = AESGCM(_key(key, salt))
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[no-untyped-def]
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), _MORE)
            del self._waiting[:PIECE]
        return len(data)

    def seal(self) -> None:
        """Write what is left, as the last piece."""
        self._put(bytes(self._waiting), _LAST)
        self._waiting.clear()

    def _put(self, plain: bytes, place: bytes) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), plain, self._header + place)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


class Reader(io.RawIOBase):
    """The other way: plain bytes from sealed pieces. Raises Damaged at the first that is not as it was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        magic = file.read(len(MAGIC))
        if magic != MAGIC:
            raise Damaged("This is not a backup of Alongside.")
        line = file.readline(LONGEST_HEADER)
        try:
            said = json.loads(line)
            key, salt = keys.vault().find(str(said["key"])), bytes.fromhex(said["salt"])
        except keys.UnknownKey as unknown:
            raise Damaged(str(unknown.args[0])) from unknown
        except (ValueError, KeyError, TypeError):
            raise Damaged("The beginning of the backup can't be read: it was changed or cut off.") from None
        self._header = magic + line
        self._cipher = AESGCM(_key(key, salt))
        self._number = 0
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:  # type: ignore[no-untyped-def]
        while not self._ready and not self._ended:
            self._next()
        count = min(len(into), len(self._ready))
        into[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def finish(self) -> None:
        """Read to the end; raises Damaged where the last piece is missing or something follows it."""
        while not self._ended:
            self._next()
        if self._file.read(1):
            raise Damaged("Something was added to the end of the backup.")

    def _next(self) -> None:
        length = self._file.read(_LENGTH.size)
        if len(length) < _LENGTH.size:
            raise Damaged(f"The backup was cut off after piece {self._number}.")
        (size,) = _LENGTH.unpack(length)
        if size > PIECE + 16:
            raise self._wrong()
        sealed = self._file.read(size)
        if len(sealed) < size:
            raise Damaged(f"The backup was cut off in piece {self._number + 1}.")
        for place in (_MORE, _LAST):
            try:
                self._ready = self._cipher.decrypt(_nonce(self._number), sealed, self._header + place)
            except InvalidTag:
                continue
            self._number += 1
            self._ended = place == _LAST
            return
        raise self._wrong()

    def _wrong(self) -> Damaged:
        return Damaged(
            f"Piece {self._number + 1} of the backup is not as it was written: it was changed, or the key is another one."
        )


def _key(key: keys.Key, salt: bytes) -> bytes:
    made = HKDF(algorithm=SHA256(), length=keys.BYTES, salt=salt, info=b"alongside/backup/file/1")
    return made.derive(key.subkey("backup"))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
