"""Taking a backup: dump, write, read again, restore into a scratch database. What can't be restored is no backup."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import tarfile
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections

from alongside.core import clock
from alongside.core.backup import postgresql, sqlite
from alongside.core.backup.container import Damaged, Reader, Writer
from alongside.core.backup.manifest import NAME, Manifest, applied, digest_of

VAULT = "vault"
ENDING = ".backup"
_WORK = "alongside-backup-"
# What may be in a backup: a name with letters, digits and no step upwards.
MEMBER = re.compile(r"[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_-]*){0,3}")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A backup that was restored once already."""

    path: Path
    bytes: int
    manifest: Manifest
    documents: int


def take(folder: Path, *, say: Say = lambda said: None) -> Made:
    """Write a backup into the folder and prove it. Raises Damaged, leaving no file behind, where it doesn't restore.

    It is written under another name until it is proved, so that no half backup ever looks like one.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"alongside-{clock.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}{ENDING}"
    part = folder / f"{name}.part"
    try:
        with working_folder() as work:
            say("Copying the database")
            manifest = _dumped(work)
            say("Writing and encrypting")
            documents = _write(part, work, manifest)
        say("Restoring it into a scratch database")
        with unpacked(part) as (there, again):
            rehearse(there, again)
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
    _sync(folder)
    return Made(folder / name, (folder / name).stat().st_size, manifest, documents)


def rehearse(folder: Path, manifest: Manifest) -> None:
    """Restore an unpacked backup into a scratch database. Raises Damaged."""
    vendor().rehearse(folder, manifest)


def vendor():  # type: ignore[no-untyped-def]
    """The module for the database in use."""
    return postgresql if connections["default"].vendor == "postgresql" else sqlite


def _dumped(work: Path) -> Manifest:
    using = "owner" if vendor() is postgresql else "default"
    manifest = Manifest(
        made_at=clock.now().isoformat(timespec="seconds"),
        version=version("alongside"),
        vendor=connections["default"].vendor,
        migrations=applied(using),
    )
    vendor().dump(work, manifest)
    return manifest


def _write(part: Path, work: Path, manifest: Manifest) -> int:
    """Database first, then the documents: each row of that moment finds its document, unless it was erased since."""
    documents = 0
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        sealed = Writer(file)
        with tarfile.open(mode="w|gz", fileobj=sealed) as archive:
            for path in sorted(each for each in work.rglob("*") if each.is_file()):
                name = path.relative_to(work).as_posix()
                manifest.files[name] = digest_of(path)
                archive.add(path, arcname=name, recursive=False)
            for path in _vault_files():
                name = f"{VAULT}/{path.relative_to(Path(settings.DATA_DIR) / VAULT).as_posix()}"
                try:
                    body = path.read_bytes()
                except FileNotFoundError:
                    continue  # erased this moment
                _add(archive, manifest, name, body)
                documents += 1
            _add(archive, None, NAME, manifest.as_json())
        sealed.seal()
        file.flush()
        os.fsync(file.fileno())
    return documents


def _add(archive: tarfile.TarFile, manifest: Manifest | None, name: str, body: bytes) -> None:
    if manifest is not None:
        manifest.files[name] = hashlib.sha256(body).hexdigest()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    archive.addfile(member, io.BytesIO(body))


def _vault_files() -> Iterator[Path]:
    root = Path(settings.DATA_DIR) / VAULT
    if root.is_dir():
        # What is still being written has another ending.
        yield from sorted(path for path in root.rglob("*") if path.is_file() and not path.suffix)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder for this account alone, gone afterwards; what a crash left of an earlier one goes first."""
    root = Path(settings.DATA_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in root.glob(f"{_WORK}*"):
        if not _is_somebodys(left):
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{_WORK}{os.getpid()}-", dir=root))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _is_somebodys(folder: Path) -> bool:
    """Whether the process that made it is still there."""
    pid = folder.name.removeprefix(_WORK).partition("-")[0]
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, Manifest]]:
    """The backup's files, each checked against its manifest, in a folder that goes away. Raises Damaged."""
    with working_folder() as folder, path.open("rb") as file:
        plain = Reader(file)
        try:
            with tarfile.open(mode="r|gz", fileobj=io.BufferedReader(plain)) as archive:
                for member in archive:
                    _unpack(archive, member, folder)
        except (tarfile.TarError, EOFError, OSError) as problem:
            raise Damaged(f"The backup can't be unpacked: {problem}.") from problem
        plain.finish()
        manifest = Manifest.read(folder)
        manifest.check_files(folder)
        yield folder, manifest


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file of the archive. It is sealed by our own key, and still may not lead out of the folder."""
    body = archive.extractfile(member) if member.isreg() else None
    if body is None or not MEMBER.fullmatch(member.name):
        raise Damaged(f"There is something in the backup that doesn't belong there: {member.name!r}.")
    path = folder / member.name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(body, file)
    path.chmod(0o600)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
