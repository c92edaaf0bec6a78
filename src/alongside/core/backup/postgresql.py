"""PostgreSQL: every table as rows, from one moment; read by the owner, whose policy shows it the rows of every project.

No program of the server's is needed. The tables themselves come from the migrations that the manifest names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql

from alongside.core.backup.container import Damaged
from alongside.core.backup.manifest import Manifest, Table, kept_tables

FOLDER = "tables"
SCRATCH = "alongside_rehearsal_of_a_restore"
PIECE = 1 << 16


def dump(into: Path, manifest: Manifest) -> None:
    """Write the rows of each table into a file, all as they were at one moment, and say in the manifest what there is."""
    (into / FOLDER).mkdir()
    tables = kept_tables("owner")
    with _connected() as owner, owner.transaction():
        owner.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for name in tables:
            columns = _columns(owner, name)
            with (
                (into / FOLDER / name).open("wb") as file,
                owner.cursor() as cursor,
                cursor.copy(_rows_of(sql.Identifier("public", name), columns)) as rows,
            ):
                for piece in rows:
                    file.write(piece)
            (count,) = owner.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))
            ).fetchone()  # type: ignore[misc]
            manifest.tables[name] = Table(columns, count)


def rehearse(folder: Path, manifest: Manifest) -> None:
    """Load every table into a scratch schema with the constraints of the real one, read it out again and compare. Raises Damaged."""
    with _connected() as owner:
        _drop_scratch(owner)
        try:
            with owner.transaction():
                owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCRATCH)))
                for name in manifest.tables:
                    owner.execute(
                        sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                            sql.Identifier(SCRATCH, name), sql.Identifier("public", name)
                        )
                    )
                for name, table in manifest.tables.items():
                    _copy_in(owner, SCRATCH, name, table.columns, folder / FOLDER / name)
                _refer(owner, list(manifest.tables))
                for name, table in manifest.tables.items():
                    if _digest(owner, name, table.columns) != manifest.files[f"{FOLDER}/{name}"]:
                        raise Damaged(f"The table {name}, loaded and read again, is not as it was.")
        except psycopg.Error as problem:
            raise Damaged(f"The backup can't be loaded: {_first_line(problem)}") from problem
        finally:
            _drop_scratch(owner)


def is_empty() -> bool:
    """Whether no project is in the database yet, or it has no tables at all."""
    with _connected() as owner:
        there = owner.execute("SELECT to_regclass('public.programmes_project')").fetchone()
        if there is None or there[0] is None:
            return True
        found = owner.execute("SELECT EXISTS (SELECT 1 FROM public.programmes_project)").fetchone()
        return found is not None and not found[0]


def load(folder: Path, manifest: Manifest) -> None:
    """Put the rows of every table in the place of what is there: all in one transaction, or nothing."""
    with _connected() as owner:
        try:
            with owner.transaction():
                names = sorted(manifest.tables)
                guarded = [sql.Identifier("public", name) for name in names]
                forced = [sql.Identifier("public", name) for name in _forced(owner, names)]
                for table in guarded:
                    owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
                for table in forced:  # rows are not copied into a table whose owner is bound too
                    owner.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(table))
                owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(guarded)))
                owner.execute("SET CONSTRAINTS ALL DEFERRED")
                for name in names:
                    _copy_in(owner, "public", name, manifest.tables[name].columns, folder / FOLDER / name)
                owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for table in forced:
                    owner.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(table))
                for table in guarded:
                    owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
                for name in names:
                    _count_on(owner, name)
        except psycopg.Error as problem:
            raise Damaged(
                f"The backup can't be loaded, and nothing was changed: {_first_line(problem)}"
            ) from problem


@contextmanager
def _connected() -> Iterator[psycopg.Connection]:
    """A connection of its own as the owner, outside Django's."""
    params = connections["owner"].get_connection_params()
    wanted = {
        name: params[name] for name in ("dbname", "user", "password", "host", "port") if params.get(name)
    }
    with psycopg.connect(**wanted, autocommit=True) as owner:
        yield owner


def _columns(owner: psycopg.Connection, name: str) -> list[str]:
    found = owner.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' ORDER BY attnum",
        [f'public."{name}"'],
    )
    return [row[0] for row in found]


def _forced(owner: psycopg.Connection, names: list[str]) -> list[str]:
    """Those tables whose row security binds their owner too."""
    found = owner.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity AND relname = ANY(%s)",
        [names],
    )
    return [row[0] for row in found]


def _rows_of(table: sql.Identifier, columns: list[str]) -> sql.Composed:
    # In the order of the first column, which is the key: so the same rows are the same bytes.
    return sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), table, sql.Identifier(columns[0])
    )


def _copy_in(owner: psycopg.Connection, schema: str, name: str, columns: list[str], path: Path) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(schema, name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with path.open("rb") as file, owner.cursor() as cursor, cursor.copy(statement) as rows:
        while piece := file.read(PIECE):
            rows.write(piece)


def _refer(owner: psycopg.Connection, tables: list[str]) -> None:
    """Give the scratch tables the references of the real ones, which checks each."""
    found = owner.execute(
        "SELECT c.relname, r.conname, pg_get_constraintdef(r.oid) FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid "
        "JOIN pg_class t ON t.oid = r.confrelid WHERE r.contype = 'f' AND c.relnamespace = 'public'::regnamespace "
        "AND c.relname = ANY(%s) AND t.relname = ANY(%s)",
        [tables, tables],
    ).fetchall()
    owner.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(SCRATCH)))
    for table, constraint, definition in found:
        owner.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(
                sql.Identifier(SCRATCH, table), sql.Identifier(constraint)
            )
            # The server's own words for it, in which names lead into the scratch schema by the search path.
            + sql.SQL(definition.replace("REFERENCES public.", "REFERENCES "))
        )


def _digest(owner: psycopg.Connection, name: str, columns: list[str]) -> str:
    digest = hashlib.sha256()
    with owner.cursor() as cursor, cursor.copy(_rows_of(sql.Identifier(SCRATCH, name), columns)) as rows:
        for piece in rows:
            digest.update(piece)
    return digest.hexdigest()


def _count_on(owner: psycopg.Connection, name: str) -> None:
    """Let numbers of rows go on after the highest there is."""
    for column in _columns(owner, name):
        found = owner.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", [f'public."{name}"', column]
        ).fetchone()
        if found and found[0]:
            owner.execute(
                sql.SQL("SELECT setval(%s, COALESCE((SELECT max({}) FROM {}), 0) + 1, false)").format(
                    sql.Identifier(column), sql.Identifier("public", name)
                ),
                [found[0]],
            )


def _drop_scratch(owner: psycopg.Connection) -> None:
    owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCRATCH)))


def _first_line(problem: psycopg.Error) -> str:
    return str(problem).partition("\n")[0]
