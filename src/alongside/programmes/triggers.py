"""What a constraint can't hold: rows that are added and never changed, and role profiles that stay as they were read."""

from __future__ import annotations

from collections.abc import Iterator

from alongside.core.triggers import Trigger, source
from alongside.programmes.models import Acknowledgement, ReadinessChange, RoleProfileVersion, ServiceChange


@source
def triggers() -> Iterator[Trigger]:
    """The triggers of this room's own rules."""
    for model in (ServiceChange, ReadinessChange, Acknowledgement):
        table = model._meta.db_table
        yield _refusing(table, f"{table}_kept_update", "UPDATE", "true", "this row is never changed")
    table = RoleProfileVersion._meta.db_table
    published = "OLD.state = 'published'"
    for event in ("UPDATE", "DELETE"):
        yield _refusing(
            table,
            f"{table}_kept_{event.lower()}",
            event,
            published,
            "a published role profile stays as it was read",
        )


def _refusing(table: str, name: str, event: str, when: str, said: str) -> Trigger:
    returned = "OLD" if event == "DELETE" else "NEW"
    return Trigger(
        name=name,
        table=table,
        sqlite={
            name: f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {when} BEGIN SELECT RAISE(ABORT, \'{said}\'); END'
        },
        postgresql=[
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"IF {when} THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'check_violation'; END IF; RETURN {returned}; END $$",
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        ],
    )
