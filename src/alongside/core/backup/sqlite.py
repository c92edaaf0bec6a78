"""SQLite: a compact copy of the whole file, taken while others go on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connections

from alongside.core.backup.container import Damaged
from alongside.core.backup.manifest import LEFT_OUT, Manifest, Table, kept_tables

MEMBER = "database.sqlite3"


def dump(into: Path, manifest: Manifest) -> None:
    """Copy the database into the folder, without who is signed in, and say in the manifest what it holds."""
    path = into / MEMBER
    tables = kept_tables("default")
    with connections["default"].cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    path.chmod(0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        for table in LEFT_OUT:
            if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - one of two names above
        copy.execute("VACUUM")
        manifest.tables = {table: _table(copy, table) for table in tables}


def rehearse(folder: Path, manifest: Manifest) -> None:
    """Open the copy as a database of its own: whole, every reference leading somewhere, every row there. Raises Damaged."""
    with closing(sqlite3.connect(f"file:{folder / MEMBER}?mode=ro", uri=True)) as copy:
        try:
            found = copy.execute("PRAGMA integrity_check").fetchall()
            if found != [("ok",)]:
                raise Damaged(f"The database in the backup is not whole: {found[0][0]}.")
            if broken := copy.execute("PRAGMA foreign_key_check").fetchone():
                raise Damaged(
                    f"In the backup, a row of {broken[0]} refers to a row of {broken[2]} that isn't there."
                )
            for name, table in manifest.tables.items():
                if _table(copy, name) != table:
                    raise Damaged(f"The table {name} in the backup has not the rows of its manifest.")
        except sqlite3.DatabaseError as problem:
            raise Damaged(f"The database in the backup can't be read: {problem}.") from problem


def load(folder: Path, target: Path, aside: Path) -> None:
    """Put the copy in the place of the database. What was there is set aside, never thrown away."""
    connections.close_all()
    if target.exists():
        with closing(sqlite3.connect(target, timeout=1)) as there:
            # Nothing of it may be left in its log, and nobody may be writing.
            there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target.replace(aside)
    for left in (target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        left.unlink(missing_ok=True)
    (folder / MEMBER).replace(target)


def is_in_use(target: Path) -> bool:
    """Whether somebody holds the database: a server that is still running."""
    if not target.exists():
        return False
    try:
        with closing(sqlite3.connect(target, timeout=1, isolation_level=None)) as there:
            there.execute("PRAGMA locking_mode=EXCLUSIVE")
            there.execute("BEGIN EXCLUSIVE")
            there.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    return False


def _table(copy: sqlite3.Connection, name: str) -> Table:
    columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{name}")')]
    # The names are those of our own models.
    return Table(columns, copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
