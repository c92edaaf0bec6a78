"""The trail is only ever appended to: triggers refuse the rest, to whoever has the database open."""

from __future__ import annotations

from collections.abc import Iterator

from alongside.core.models import AuditRow, AuditSeal
from alongside.core.triggers import Trigger, source

SAID = "the audit trail is only ever appended to"


@source
def triggers() -> Iterator[Trigger]:
    """What keeps rows and seals as they were written, on both databases."""
    for model in (AuditRow, AuditSeal):
        table = model._meta.db_table
        # SQLite's INSERT OR REPLACE takes a row away without any DELETE, so a second row of one key is
        # refused first.
        unique = [field.column for field in model._meta.concrete_fields if field.unique]
        taken = " OR ".join(f'"{column}" = NEW."{column}"' for column in unique)
        there = f'SELECT 1 FROM "{table}" WHERE {taken}'  # noqa: S608  the names are the models' own
        name = f"{table}_append_only"
        yield Trigger(
            name=name,
            table=table,
            sqlite={
                f"{name}_{suffix}": f'CREATE TRIGGER "{name}_{suffix}" BEFORE {event} '
                f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
                for suffix, event in (
                    ("update", f'UPDATE ON "{table}"'),
                    ("delete", f'DELETE ON "{table}"'),
                    ("replace", f'INSERT ON "{table}" WHEN EXISTS ({there})'),
                )
            },
            postgresql=[
                f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                f"RAISE EXCEPTION '{SAID}' USING ERRCODE = 'check_violation'; END $$",
                f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
            ],
        )
