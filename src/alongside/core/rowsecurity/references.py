"""No row may refer to a row of another project: triggers on both databases, drawn from the models.

Row security doesn't check foreign keys, and SQLite has no row security, so a trigger must.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from alongside.core.models import ProjectRecord
from alongside.core.triggers import Trigger, source

TENANT = "programmes.Project"


def tenant_models() -> list[type[models.Model]]:
    """Every model whose rows one project owns."""
    return [model for model in apps.get_models() if issubclass(model, ProjectRecord)]


def read_by_programme() -> list[str]:
    """The tables of what projects release to their programme."""
    return [model._meta.db_table for model in tenant_models() if getattr(model, "read_by_programme", False)]


def _has_project(model: type[models.Model]) -> bool:
    return any(
        field.name == "project" and field.is_relation and field.related_model._meta.label == TENANT  # type: ignore[union-attr]
        for field in model._meta.concrete_fields
    )


@source
def triggers() -> Iterator[Trigger]:
    """The triggers of every table that says its project; of those that one project owns, for each reference too."""
    for model in filter(_has_project, apps.get_models()):
        # Also where row security doesn't reach (memberships, partnerships): what refers to such a row would be left behind.
        yield _fixed_project(model._meta.db_table)
    for model in tenant_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            parent = field.related_model if field.is_relation else None
            if isinstance(parent, type) and field.name != "project" and _has_project(parent):
                assert field.column is not None
                yield _same_project(table, field.column, parent._meta.db_table)


def _fixed_project(table: str) -> Trigger:
    name = f"{table}_project_fixed"
    said = "a row stays in its project"
    return Trigger(
        name=name,
        table=table,
        sqlite={
            name: f'CREATE TRIGGER "{name}" BEFORE UPDATE OF project_id ON "{table}" WHEN OLD.project_id <> NEW.project_id '
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        },
        postgresql=_postgresql(name, table, "UPDATE OF project_id", "OLD.project_id <> NEW.project_id", said),
    )


def _same_project(table: str, column: str, parent: str) -> Trigger:
    name = f"{table}_{column}_same_project"
    said = f"{column} refers to another project"
    elsewhere = (
        f'NEW."{column}" IS NOT NULL AND NOT EXISTS '  # noqa: S608  names of our own tables
        f'(SELECT 1 FROM "{parent}" parent WHERE parent.id = NEW."{column}" AND parent.project_id = NEW.project_id)'
    )
    return Trigger(
        name=name,
        table=table,
        sqlite={
            f"{name}{suffix}": f'CREATE TRIGGER "{name}{suffix}" BEFORE {event} ON "{table}" WHEN {elsewhere} '
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            for suffix, event in (("", "INSERT"), ("_u", f'UPDATE OF "{column}", project_id'))
        },
        postgresql=_postgresql(name, table, f'INSERT OR UPDATE OF "{column}", project_id', elsewhere, said),
    )


def _postgresql(name: str, table: str, event: str, wrong: str, said: str) -> list[str]:
    # check_violation, so that Django raises IntegrityError as it does for a constraint.
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF {wrong} THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]
