"""A trail to tamper with, and the means of somebody who has the database open as its owner."""

from __future__ import annotations

import os
import uuid

import psycopg
from django.db import connection, transaction

from alongside.core import audit, triggers
from alongside.core.actors import Actor
from tests import databases

SOMEBODY = Actor(account_id=uuid.UUID(int=7), project_id=uuid.UUID(int=8), hat="staff:peer_worker")
TABLES = ("core_auditrow", "core_auditseal")


def append(several: int, *, by: Actor = SOMEBODY) -> None:
    """So many rows, committed."""
    with transaction.atomic():
        for _ in range(several):
            audit.record("something happened", by=by)


def tamper(*statements: str) -> None:
    """Run statements as the owner of the tables, with the triggers off."""
    if not databases.on_postgresql():
        databases.lift_guards()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return
    with psycopg.connect(os.environ["ALONGSIDE_OWNER_DATABASE_URL"], autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            owner.execute(statement)
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def empty() -> None:
    """No rows, no seals, and numbers that begin at one again."""
    if databases.on_postgresql():
        tamper(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY")
    else:
        tamper(
            *(f"DELETE FROM {table}" for table in TABLES),
            "DELETE FROM sqlite_sequence WHERE name = 'core_auditrow'",
        )
        triggers.install()


def columns(*, but: str = "id") -> str:
    """The columns of an audit row, to copy one."""
    from alongside.core.models import AuditRow

    return ", ".join(f.column for f in AuditRow._meta.concrete_fields if f.column != but)
