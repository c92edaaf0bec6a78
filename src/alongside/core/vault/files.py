"""Where the encrypted documents lie: a file each, written whole or not at all, for this account alone."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PART = ".part"


def folder(project_id: uuid.UUID) -> Path:
    """The folder of a project's documents."""
    return Path(settings.DATA_DIR) / "vault" / str(project_id)


def place(project_id: uuid.UUID, item_id: uuid.UUID) -> Path:
    """Where a document lies: fanned out by its (random) id, so that no folder grows large."""
    return folder(project_id) / item_id.hex[:2] / str(item_id)


def write(path: Path, body: bytes) -> None:
    """Write the file so that, whatever happens, it is there whole or not there; wait until the disk has it."""
    _make(path.parent)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}{PART}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def remove(path: Path) -> None:
    """Take the file away, if it is there."""
    path.unlink(missing_ok=True)


def lying_in(project_id: uuid.UUID) -> Iterator[list[Path]]:
    """Every file of a project, fan by fan."""
    if not folder(project_id).is_dir():
        return
    for fan in sorted(folder(project_id).iterdir()):
        if fan.is_dir():
            yield sorted(fan.iterdir())


def _make(path: Path) -> None:
    if path.is_dir():
        return
    _make(path.parent)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
