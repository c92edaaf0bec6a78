"""A file outside the database, only ever appended to: a line at a time, on the disk before it is relied on.

Each line carries a code that only a holder of the audit key can make, and names the line before it: a line
that was edited, put in or taken out shows. What a file can't show by itself is that its last lines were cut
off.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alongside.core import keys

_VALUE = re.compile(r"[A-Za-z0-9:._+-]{1,200}")
_LINE = re.compile(r"(?P<body>(?:[a-z]+=[A-Za-z0-9:._+-]{1,200} )+)mac=(?P<mac>[0-9a-f]{64})")
_LONGEST = 4096
FIRST = "first"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read. `wrong` says what is the matter with it, and is empty for a good one.

    A genuine line is as it was written, though the one before it may be missing.
    """

    number: int
    said: dict[str, str]
    mac: str
    wrong: str = ""
    genuine: bool = True


class Logbook:
    """The lines of one file, each under the subkey of one purpose."""

    def __init__(self, path: Path, purpose: str) -> None:
        self.path = path
        self.purpose = purpose

    def append(self, **said: str) -> None:
        """Write one line and wait until the disk has it. Values are names and figures, without spaces."""
        with self.held() as line:
            line.add(**said)

    @contextmanager
    def held(self) -> Iterator[_Holding]:
        """Keep every other process from writing while a line depends on what was last."""
        fresh = not self.path.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if fresh:
                _sync_folder(self.path.parent)
            yield _Holding(self, file)
        finally:
            os.close(file)

    def lines(self) -> Iterator[Line]:
        """Every line from the first, checked for itself and against the one before, in bounded memory."""
        if not self.path.exists():
            return
        before = FIRST
        with self.path.open("rb") as file:
            number = 0
            while raw := file.readline(_LONGEST):
                number += 1
                line = self._checked(number, raw, before)
                before = line.mac
                yield line

    def last(self) -> Line | None:
        """The last whole line, or None where there is no file yet."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 2 * _LONGEST))
            whole = file.read().rpartition(b"\n")[0]
        if not whole:
            return None
        return self._checked(0, whole.rpartition(b"\n")[2] + b"\n", None)

    def _mac(self, key_id: str, body: str) -> str:
        subkey = keys.audit().find(key_id).subkey(self.purpose)
        return hmac.new(subkey, body.encode(), hashlib.sha256).hexdigest()

    def _checked(self, number: int, raw: bytes, before: str | None) -> Line:
        match = _LINE.fullmatch(raw.decode("ascii", "replace").removesuffix("\n"))
        if not raw.endswith(b"\n") or not match:
            return Line(number, {}, "", "isn't whole", genuine=False)
        said = dict(pair.split("=", 1) for pair in match["body"].split())
        mac = match["mac"]
        try:
            expected = self._mac(said.get("key", ""), match["body"])
        except keys.UnknownKey as problem:
            return Line(number, said, mac, f"can't be checked: {problem}", genuine=False)
        if not hmac.compare_digest(mac, expected):
            return Line(number, said, mac, "was edited, or put in by somebody without the key", genuine=False)
        if before is not None and said.get("after") != before:
            return Line(
                number, said, mac, "doesn't follow the line before it: a line is missing or was put in"
            )
        return Line(number, said, mac)


class _Holding:
    """The file while it is locked: what is last, and adding to it."""

    def __init__(self, book: Logbook, file: int) -> None:
        self._book = book
        self._file = file

    def last(self) -> Line | None:
        return self._book.last()

    def add(self, **said: str) -> None:
        for name, value in said.items():
            if not _VALUE.fullmatch(value):
                raise ValueError(f"{name} must be a name or a figure, without spaces")
        self._drop_half_a_line()
        last = self._book.last()
        key = keys.audit().current
        whole = {**said, "key": key.id, "after": last.mac if last and last.mac else FIRST}
        body = "".join(f"{name}={value} " for name, value in whole.items())
        os.write(self._file, f"{body}mac={self._book._mac(key.id, body)}\n".encode())
        os.fsync(self._file)

    def _drop_half_a_line(self) -> None:
        """Take away what a crash left of a line: nobody was told that it had been written."""
        size = os.fstat(self._file).st_size
        start = max(0, size - _LONGEST)
        tail = os.pread(self._file, _LONGEST, start)
        if tail and not tail.endswith(b"\n"):
            os.ftruncate(self._file, start + tail.rfind(b"\n") + 1)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
