"""The cast as its actions left it: built once by each worker of a run, put back row by row for every test.

Building it takes some hundred queries and a quarter of a second; putting it back, one statement for each table.
A test finds exactly what it would have built: the same rows, in its own transaction, and people of its own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from alongside.core import clock, rowsecurity
from alongside.programmes import roles
from tests.cast import NOW, Cast

# A project whose rows the database shows, or None: a table, its columns, and its rows.
Rows = tuple[Any, str, list[str], list[tuple[Any, ...]]]


@dataclass
class Kept:
    """The people, and the rows behind them in an order in which each finds what it refers to."""

    cast: Cast
    rows: list[Rows] = field(default_factory=list)

    def put_back(self) -> Cast:
        """The rows stand again; the people are the test's to change."""
        with transaction.atomic():
            for project, table, columns, rows in self.rows:
                with rowsecurity.inside(project):
                    _insert(table, columns, rows)
        # Roles are told apart by identity.
        return copy.deepcopy(self.cast, {id(role): role for role in roles.ROLES.values()})


def build() -> Kept:
    """Build the cast on an empty stage, keep what is there, and leave the stage empty again."""
    with clock.set_to(NOW), transaction.atomic():
        before = {(table, row) for table, _columns, rows in _tables() for row in rows}
        kept = Kept(Cast())
        for project in (None, kept.cast.harbour.pk, kept.cast.lantern.pk):
            with rowsecurity.inside(project):
                for table, columns, rows in _tables():
                    new = [row for row in rows if (table, row) not in before]
                    before |= {(table, row) for row in new}
                    if new:
                        kept.rows.append((project, table, columns, new))
        transaction.set_rollback(True)
    return kept


def _tables() -> Iterator[tuple[str, list[str], list[tuple[Any, ...]]]]:
    """Every table with the rows that the database shows, without numbers that it gives out itself."""
    for model in _parents_first():
        fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
        columns = [connection.ops.quote_name(each.column) for each in fields]
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
            yield table, columns, cursor.fetchall()


def _parents_first() -> list[type[models.Model]]:
    """The models, each after those that its rows refer to."""
    found: list[type[models.Model]] = []

    def add(model: type[models.Model], below: tuple[type[models.Model], ...] = ()) -> None:
        if model in found or model in below:
            return
        for each in model._meta.concrete_fields:
            if each.is_relation:
                add(each.related_model, (*below, model))
        found.append(model)

    for model in apps.get_models(include_auto_created=True):
        add(model)
    return found


def _insert(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(rows))}",
            [value for row in rows for value in row],
        )
