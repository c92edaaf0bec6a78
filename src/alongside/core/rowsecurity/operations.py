"""Row security as a migration operation: forced on the table, with a policy for each of three roles."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from alongside.core.rowsecurity import PROGRAMME_SETTING, SETTING
from alongside.core.rowsecurity.roles import APPLICATION, BACKUP, OF_PROGRAMME


class ProtectByProject(Operation):
    """Let the application see and write rows of one project at a time in the tables of these models.

    The owner has a policy of its own, because under FORCE a data migration would otherwise change nothing, silently; so has the
    backup role, which reads everything. On SQLite there is nothing to do.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, list(self.models), {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for model in self.models:
            for statement in protect(to_state.apps.get_model(app_label, model)._meta.db_table):
                schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for model in self.models:
            for statement in unprotect(from_state.apps.get_model(app_label, model)._meta.db_table):
                schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Protect by project: {', '.join(self.models)}"


class LetProgrammeRead(Operation):
    """Let the application read, inside a programme, those rows of a protected table that have left their project.

    The table has a `programme_id` and a `state`; `states` are those that the programme reads. It writes none of them.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, states: list[str]) -> None:
        self.model = model
        self.states = states

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.model, self.states], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                let_programme_read(to_state.apps.get_model(app_label, self.model)._meta.db_table, self.states)
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = from_state.apps.get_model(app_label, self.model)._meta.db_table
            schema_editor.execute(f'DROP POLICY {OF_PROGRAMME} ON "{table}"')

    def describe(self) -> str:
        return f"Let the programme read: {self.model}"


def let_programme_read(table: str, states: list[str]) -> str:
    """The statement that lets a programme read what left its projects."""
    of_programme = f"programme_id = nullif(current_setting('{PROGRAMME_SETTING}', true), '')::uuid"
    listed = ", ".join(f"'{state}'" for state in states)
    return (
        f'CREATE POLICY {OF_PROGRAMME} ON "{table}" FOR SELECT TO {APPLICATION} '
        f"USING ({of_programme} AND state IN ({listed}))"
    )


def protect(table: str) -> list[str]:
    """The statements that put row security on a table with a `project_id`."""
    of_project = f"project_id = nullif(current_setting('{SETTING}', true), '')::uuid"
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY of_one_project ON "{table}" TO {APPLICATION} USING ({of_project}) WITH CHECK ({of_project})',
        f'CREATE POLICY of_the_owner ON "{table}" TO CURRENT_USER USING (true) WITH CHECK (true)',
        f'CREATE POLICY of_the_backup ON "{table}" FOR SELECT TO {BACKUP} USING (true)',
    ]


def unprotect(table: str) -> list[str]:
    """The statements that take it off again."""
    return [
        *(f'DROP POLICY {name} ON "{table}"' for name in ("of_one_project", "of_the_owner", "of_the_backup")),
        f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
    ]
