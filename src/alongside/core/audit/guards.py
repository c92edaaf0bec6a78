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
        # SQLite's INSERT OR REPLACE takes a row away without any DELETE, so a second row of one key is refused first.
        taken = " OR ".join(
            f'"{f.column}" = NEW."{f.column}"' for f in model._meta.concrete_fields if f.unique
        )
        name = f"{table}_append_only"
        yield Trigger(
            name=name,
            table=table,
            sqlite={
                f"{name}_{event.lower()}": f'CREATE TRIGGER "{name}_{event.lower()}" BEFORE {event} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
                for event in ("UPDATE", "DELETE")
            }
            | {
                f"{name}_replace": f'CREATE TRIGGER "{name}_replace" BEFORE INSERT ON "{table}" '
                f"WHEN EXISTS (SELECT 1 FROM \"{table}\" WHERE {taken}) BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            },
            postgresql=[
                f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                f"RAISE EXCEPTION '{SAID}' USING ERRCODE = 'check_violation'; END $$",
                f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
            ],
        )
