"""What a backup says of itself: when it was made, by which version, and every table and file in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from alongside.core.backup.container import Damaged

NAME = "manifest.json"
FORMAT = "alongside.backup/1"
# Who is signed in: nobody is, after a restore.
LEFT_OUT = ("django_session", "usersessions_usersession")


@dataclass
class Table:
    """One table: its columns in the order of its rows, and how many rows."""

    columns: list[str]
    rows: int


@dataclass
class Manifest:
    """The last thing written into a backup, and the first that is checked."""

    made_at: str
    version: str
    vendor: str
    migrations: dict[str, list[str]]
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # member -> SHA-256

    def as_json(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, sort_keys=True).encode()

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """From an unpacked backup. Raises Damaged where it is missing or of another format."""
        try:
            said: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        except (OSError, ValueError):
            raise Damaged("The backup has no readable manifest.") from None
        if said.pop("format", None) != FORMAT:
            raise Damaged("This backup has another format. Restore it with the version that made it.")
        said["tables"] = {name: Table(**table) for name, table in said["tables"].items()}
        return cls(**said)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def check_files(self, folder: Path) -> None:
        """Raise Damaged unless exactly the files of the manifest are there, each as it was."""
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {NAME}
        if there != set(self.files):
            raise Damaged("The files in the backup are not those of its manifest.")
        for name, digest in self.files.items():
            if digest_of(folder / name) != digest:
                raise Damaged(f"{name} in the backup is not as it was.")


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def applied(using: str) -> dict[str, list[str]]:
    """The migrations that the database has, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def kept_tables(using: str) -> list[str]:
    """The tables whose rows go into a backup: those of every model, and of links between them."""
    models = apps.get_models(include_auto_created=True)
    wanted = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    there = set(connections[using].introspection.table_names())
    return sorted((wanted & there) - set(LEFT_OUT))
