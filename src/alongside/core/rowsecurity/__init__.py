"""The second wall: on PostgreSQL a transaction sees the rows of one project, or of none.

The setting is local to the transaction (`set_config(…, true)`): the session form leaks into the next checkout of a pool.
On SQLite there is no such wall; the scoped fetch and the sweep are the wall there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SETTING = "alongside.project"
# What a project has released is also read by its programme.
PROGRAMME_SETTING = "alongside.programme"


def _current() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), coalesce(current_setting(%s, true), '')",
            [SETTING, PROGRAMME_SETTING],
        )
        return cursor.fetchone()


def _set(project: str, programme: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), set_config(%s, %s, true)",
            [SETTING, project, PROGRAMME_SETTING, programme],
        )


@contextmanager
def inside(project_id: uuid.UUID | None, programme_id: uuid.UUID | None = None) -> Iterator[None]:
    """Let the database show rows of `project_id` (None: of no project) until the block ends.

    With `programme_id`, also what the projects of that programme have released to it, for reading.

    Must run inside a transaction on PostgreSQL, or the setting would be gone with the statement that made it.
    """
    if connection.vendor != "postgresql":
        yield
        return
    if not connection.in_atomic_block:
        raise RuntimeError("rowsecurity.inside() needs a transaction around it")
    before = _current()
    _set(str(project_id or ""), str(programme_id or ""))
    try:
        yield
    finally:
        # After a failed statement the transaction only rolls back, and takes the setting with it.
        if not connection.needs_rollback and connection.connection.info.transaction_status.name != "INERROR":
            _set(*before)


@contextmanager
def opened(project_id: uuid.UUID | None, programme_id: uuid.UUID | None = None) -> Iterator[None]:
    """As inside(), with a transaction of its own around it where the database needs one."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), inside(project_id, programme_id):
        yield
