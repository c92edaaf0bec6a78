"""The databases the suite runs on: SQLite in a file of its own, or PostgreSQL as the application role.

On PostgreSQL the tables are made by `alongside migrate` itself, as the owner; the tests then work as the
application, which row security binds. The suite refuses to start if it would not.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

OWNER, APPLICATION = "suite_owner", "suite_application"
PASSWORD = "only-for-tests"


def on_postgresql() -> bool:
    """Whether this run is the one on PostgreSQL."""
    return os.environ.get("ALONGSIDE_TEST_DATABASE", "sqlite") == "postgresql"


def prepare() -> None:
    """Name the databases in the environment, before Django reads its settings."""
    os.environ["ALONGSIDE_TESTING"] = "1"
    folder = tempfile.mkdtemp(prefix="alongside-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["ALONGSIDE_DATA_DIR"] = folder
    if not on_postgresql():
        os.environ.pop("ALONGSIDE_OWNER_DATABASE_URL", None)
        os.environ["ALONGSIDE_DATABASE_URL"] = (
            f"sqlite:///{Path(os.environ['ALONGSIDE_DATA_DIR']) / 'suite.sqlite3'}"
        )
        return
    os.environ.update(fresh(f"suite_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"))


def fresh(name: str) -> dict[str, str]:
    """A new and empty database on the run's PostgreSQL, as the settings that name it: for its owner, and for the application."""
    address = os.environ.get("ALONGSIDE_TEST_POSTGRES_URL")
    if not address:
        raise RuntimeError(
            "ALONGSIDE_TEST_POSTGRES_URL is missing: run the suite with ./dev test, which starts a server"
        )
    with psycopg.connect(address, autocommit=True) as superuser:
        _role(superuser, OWNER, "CREATEROLE")
        superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        )
    return {
        "ALONGSIDE_OWNER_DATABASE_URL": _address(address, OWNER, name),
        "ALONGSIDE_DATABASE_URL": _address(address, f"{APPLICATION}_{name}", name),
    }


def sqlite_file() -> str:
    """Where the suite's SQLite file goes: in memory where the machine has a file system for that."""
    folder = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())
    return str(folder / f"alongside-suite-{os.getpid()}.sqlite3")


def remove_sqlite_file() -> None:
    """What is left of it: a connection that was open to the last leaves its log behind, in memory that nobody gives back."""
    file = Path(sqlite_file())
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink(missing_ok=True)


def _role(superuser: psycopg.Connection, role: str, may: str) -> None:
    # Workers start together: whoever comes second finds the role made.
    superuser.execute(
        f"DO $$ BEGIN CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}' NOSUPERUSER NOBYPASSRLS {may}; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def _address(address: str, user: str, name: str) -> str:
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(
        parts._replace(scheme="postgresql", netloc=f"{user}:{PASSWORD}@{host}", path=f"/{name}")
    )


def migrate_as_owner() -> None:
    """Make the tables as an installation would, and refuse to go on if row security would not bind the tests."""
    from django.db import connections

    from alongside.cli.migrate import migrate
    from alongside.core.rowsecurity import roles

    migrate(quiet=True)
    connections["owner"].close()
    if why := roles.why_it_bypasses(connections["default"]):
        raise RuntimeError(f"the PostgreSQL suite does not start: {why}")


def empty_as_owner() -> None:
    """Empty every table between tests that commit: the application may not truncate."""
    with psycopg.connect(os.environ["ALONGSIDE_OWNER_DATABASE_URL"], autocommit=True) as owner:
        tables = [
            row[0]
            for row in owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
            )
        ]
        guarded = [sql.Identifier(name) for name in append_only()]
        for table in guarded:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
        owner.execute(
            sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(
                sql.SQL(", ").join(map(sql.Identifier, tables))
            )
        )
        for table in guarded:
            owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))


def append_only() -> list[str]:
    """Tables whose triggers refuse to have anything taken away."""
    from django.apps import apps

    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


def lift_guards() -> None:
    """Take the triggers off append-only tables on SQLite; the next migrate, or the emptying of the tables,
    puts them back.
    """
    _lift(set(append_only()))


def _lift_all() -> None:
    """Take off every trigger on SQLite, where emptying a table is deleting from it."""
    from alongside.core import triggers

    _lift({trigger.table for trigger in triggers.declared()})


def _lift(tables: set[str]) -> None:
    from django.db import connection

    from alongside.core import triggers

    with connection.cursor() as cursor:
        for trigger in triggers.declared():
            for name in trigger.sqlite if trigger.table in tables else ():
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def let_tests_empty_tables() -> None:
    """Make Django's emptying of the tables, after tests that commit, work although the audit trail refuses
    it.
    """
    from django.test import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def empty_after(self: TransactionTestCase) -> None:
        if on_postgresql():
            empty_as_owner()
        else:
            _lift_all()
            flush(self)
            _begin_counting_again()

    TransactionTestCase._fixture_teardown = empty_after


def empty() -> None:
    """Empty every table after what was committed for several tests together."""
    from django.core.management import call_command

    if on_postgresql():
        empty_as_owner()
        return
    _lift_all()
    call_command("flush", verbosity=0, interactive=False)
    _begin_counting_again()


def _begin_counting_again() -> None:
    """Number rows from 1 again: the audit trail would otherwise miss those of the tests before."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")
