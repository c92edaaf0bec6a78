"""Stamps: a step whose ingredients haven't changed is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *more: str) -> str:
    """One fingerprint of what the files hold (a folder: all files in it) and of some words beside them."""
    sums = hashlib.sha256()
    for path in files:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            sums.update(f"{file.relative_to(path.parent)}\0".encode())
            sums.update(hashlib.sha256(file.read_bytes()).digest() if file.is_file() else b"missing")
    for word in more:
        sums.update(f"\0{word}".encode())
    return sums.hexdigest()


class Stamp:
    """A file that says what a step was last done with."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fresh(self, fingerprint: str) -> bool:
        """Whether the step was last done with exactly this."""
        try:
            return self.path.read_text() == fingerprint
        except OSError:
            return False

    def write(self, fingerprint: str) -> None:
        """Remember that the step is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(fingerprint)

    def remove(self) -> None:
        """Forget it: the step is being done, and may fail halfway."""
        self.path.unlink(missing_ok=True)
