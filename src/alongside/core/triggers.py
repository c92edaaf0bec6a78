"""Triggers: what a constraint can't hold. Declared here, installed after every migration, counted by `/health/ready`.

SQLite alters a table by rebuilding it: that drops the table's triggers silently, and fails where a trigger of another table mentions
it. So there they are all taken off before anything is migrated, and put back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

# The shortest limit of the databases (PostgreSQL's).
LONGEST_NAME = 63


@dataclass(frozen=True)
class Trigger:
    """One rule on one table. On SQLite it may take several triggers (name -> statement); on PostgreSQL one, with its function."""

    name: str
    table: str
    sqlite: dict[str, str] = field(default_factory=dict)
    postgresql: list[str] = field(default_factory=list)

    def names(self, vendor: str) -> set[str]:
        """What the database calls it."""
        return set(self.sqlite) if vendor == "sqlite" else {self.name} if self.postgresql else set()


_sources: list[Callable[[], Iterable[Trigger]]] = []


def source(function: Callable[[], Iterable[Trigger]]) -> Callable[[], Iterable[Trigger]]:
    """Decorate a function that yields triggers; asked anew at each installation."""
    if function not in _sources:
        _sources.append(function)
    return function


def declared() -> Iterator[Trigger]:
    """Every trigger that should be there. Raises ValueError for a name that a database would cut."""
    for function in _sources:
        for trigger in function():
            for name in {trigger.name, *trigger.sqlite}:
                if len(name) > LONGEST_NAME:
                    raise ValueError(f"the trigger name {name} is longer than {LONGEST_NAME} characters")
            yield trigger


def _installed(using: str) -> set[str]:
    connection = connections[using]
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {row[0] for row in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """The names of triggers that should be in the database and are not, or are switched off."""
    vendor = connections[using].vendor
    expected = {name for trigger in declared() for name in trigger.names(vendor)}
    return sorted(expected - _installed(using))


def lift(using: str = "default") -> None:
    """On SQLite, take every trigger off, so that tables can be rebuilt. Until `install` the installation isn't ready."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with transaction.atomic(using=using), connection.cursor() as cursor:
            for name in _installed(using):
                cursor.execute(f'DROP TRIGGER "{name}"')


def install(using: str = "default") -> None:
    """Put every declared trigger (back) into the database whose table is there, replacing what has its name.

    What is declared no longer is taken away: its function would go on asking for columns that may be gone.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for trigger in declared():
        if trigger.table in tables:
            with (
                transaction.atomic(using=using),
                connection.cursor() as cursor,
            ):  # there is never a moment without it
                _put(trigger, connection.vendor, cursor)
    _remove_others(using)


def _put(trigger: Trigger, vendor: str, cursor: CursorWrapper) -> None:
    if vendor == "sqlite":
        for name, statement in trigger.sqlite.items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            cursor.execute(statement)
    elif trigger.postgresql:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
        for statement in trigger.postgresql:
            cursor.execute(statement)


def _remove_others(using: str) -> None:
    connection = connections[using]
    named = {name for trigger in declared() for name in trigger.names(connection.vendor)}
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _installed(using) - named:
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        )
        for name, table in cursor.fetchall():
            if name not in named:
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
