"""The second wall: no row refers to another project, moves there, or is seen from there."""

from __future__ import annotations

import re
import types
import uuid

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader

from alongside.cli.migrate import migrate
from alongside.config import health
from alongside.core import clock, rowsecurity, triggers, vault
from alongside.core.models import ProjectRecord
from alongside.improvement.actions import (
    aims,
    analyses,
    cycles,
    drivers,
    effects,
    feeding,
    figures,
    ideas,
    judging,
    measures,
    protocols,
    rehearsals,
    releases,
    summaries,
)
from alongside.improvement.counted import available
from alongside.improvement.interrupted import Asked
from alongside.improvement.models import Measure
from alongside.improvement.releasing import Choices, Chosen
from alongside.programmes.actions import joining, programmes, role_profiles
from alongside.programmes.models import Membership, Partnership, Project, Service
from alongside.programmes.settings import DAYS_TO_READ
from alongside.stats.rehearsal import Plan
from tests.improvement import protocolling

pytestmark = pytest.mark.django_db

# Rows that a trigger of their own refuses to change say that first.
KEPT = "never changed|never edited|never rewritten|stays as it was read"


def tenant_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, ProjectRecord)]


def of_a_project(model: object) -> bool:
    """Whether rows of that table say which project they are of."""
    return isinstance(model, type) and any(
        f.column == "project_id" and f.is_relation for f in model._meta.concrete_fields
    )


def references() -> list[tuple[type[models.Model], models.ForeignKey]]:
    """Every foreign key from what a project owns to what says its project."""
    return [
        (model, field)
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.name != "project" and of_a_project(field.related_model)
    ]


def written(lead, administrator, service):
    """What an improvement lead makes in a project: a row of each table that setting a project up leaves empty."""
    role_profiles.begin(project=lead.project, name="Navigator", by=lead)
    joining.invite(
        project=lead.project,
        for_whom="Nia",
        role="clinician",
        organisation=lead.project.lead,
        services=[service],
        by=administrator,
    )
    measure = measures.define(
        project=lead.project, service=None, name="Felt understood", definition="Of those asked.", kind="outcome",
        better="up", chart="p", source="Cards", by=lead,
    )  # fmt: skip
    figures.take(
        measure=measure, figures=[figures.Figure("", "2026-10-01", 0, 8.0, 10.0)], rows=1, columns={}, by=lead
    )
    measures.annotate(measure=measure, label="2026-10-01", words="A change", by=lead)
    releases.prepare(
        project=lead.project,
        name="Figures",
        choices=Choices((Chosen(str(measure.pk)),)),
        rule_set="nhs-hes-like",
        by=lead,
    )
    feeding.switch_on(project=lead.project, definition=available()["members-leaving"], by=lead)
    effects.note(
        project=lead.project, valence="good", noticed_on=clock.today(), what="The ward is quieter.", affected="staff", severity="slight",
        before="first", by=lead,
    )  # fmt: skip
    effects.ask_about(project=lead.project, month=clock.today(), by=lead)
    judged(lead, measure)
    tried(lead, measure)


def judged(lead, measure):
    """How a measure is judged, what was fixed beforehand, what was rehearsed and what was worked out."""
    days = measures.define(
        project=lead.project, service=None, name="Days waited", definition="Mean days.", kind="balancing",
        better="down", chart="xmr", source="Diary", by=lead,
    )  # fmt: skip
    waited = [
        figures.Figure("", f"2026-{month:02}-01", month, 9.0 + month % 3, None) for month in range(1, 11)
    ]
    figures.take(measure=days, figures=waited, rows=10, columns={}, by=lead)
    analyses.run(
        measure=days, asked=Asked(part="", change="2026-06-01"), change_words="A second worker", by=lead
    )
    judging.begin_phase(measure=days, label="2026-06-01", why="A second worker.", by=lead)
    judging.leave_out(measure=days, label="2026-03-01", why="The ward was shut.", by=lead)
    judging.rejudge(
        measure=Measure.objects.get(pk=days.pk), said={"trend": 6}, why="As the board does.", by=lead
    )
    plan = Plan(level=9, effect=-2, spread=2, before=12, after=6)
    rehearsals.rehearse(
        project=lead.project, name="Days waited", plan=plan, measure=days, simulations=100, by=lead
    )
    drafted = protocols.write(
        project=lead.project, said=protocolling.said(), measures=[measure, days], primary=measure, by=lead
    )
    fixed = protocols.lock(protocol=drafted, by=lead)
    protocols.amend(
        protocol=fixed, said=protocolling.said(stops_after=15), measures=[measure, days], primary=measure,
        why="More months are needed.", after=0, by=lead,
    )  # fmt: skip
    lead.account.email = "lead@example.org"
    lead.account.save()
    summaries.switch_on(project=lead.project, by=lead)


def tried(lead, measure):
    """An aim with what it depends on, an idea that is being tried, and what they are watched by."""
    aim = aims.set_aim(project=lead.project, what="More people feel understood", by=lead)
    aims.choose_measures(aim=aim, measures=[measure], by=lead)
    (driver,) = drivers.add(aim=aim, names=["People know that they may say no"], by=lead)
    drivers.add(aim=aim, names=["They were told"], under=driver, by=lead)
    (idea,) = ideas.add(aim=aim, driver=driver, words=["Ask at the second meeting"], by=lead)
    week = cycles.Plan(
        objective="Do people read the card?", what="Give it to five people.", scale="few", starts_on=clock.today(), ends_on=clock.today(),
    )  # fmt: skip
    cycle = cycles.plan(idea=idea, plan=week, prediction="Four of five read it.", measures=[measure], by=lead)
    cycles.begin(cycle=cycle, prediction="Four of five read it.", began_on=clock.today(), by=lead)


@pytest.fixture
def both(cast, settings, tmp_path):
    """Harbour and Lantern, with a row of everything that projects own."""
    settings.DATA_DIR = tmp_path
    cast.make_live(cast.ward_one)
    written(cast.improvement_lead, cast.administrator, cast.ward_one)
    programmes.change_settings(
        project=cast.harbour,
        zone="Europe/London",
        settings={DAYS_TO_READ.key: DAYS_TO_READ.most},
        by=cast.administrator,
    )
    vault.put(by=cast.improvement_lead, owner=cast.ward_one, content=b"minutes")
    with rowsecurity.inside(cast.lantern.pk):
        written(cast.lantern_improvement_lead, cast.lantern_administrator, cast.emergency)
    return cast


def a_row(model, project: Project) -> dict[str, object]:
    """A row of that project, column by column."""
    with rowsecurity.inside(project.pk), connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(f'SELECT * FROM "{table}" WHERE project_id = %s', [stored(project.pk)])
        row = cursor.fetchone()
        assert row is not None, f"there is no {model.__name__} in {project}; make one in written() or both()"
        return dict(zip([column[0] for column in cursor.description], row, strict=True))


def stored(value):
    """As the database keeps it."""
    return value.hex if isinstance(value, uuid.UUID) and connection.vendor == "sqlite" else value


def insert(model, row) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({", ".join(["%s"] * len(row))})',
            list(row.values()),
        )


def update(model, pk, column, value) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE id = %s', [value, pk])
        return cursor.rowcount


def refusal(attempt) -> str:
    """What the database says to that; empty when it lets it happen."""
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError as problem:
        return str(problem)
    return ""


def test_the_models_have_references_that_could_cross():
    assert len(tenant_models()) > 10
    assert len(references()) > 15


@pytest.mark.parametrize("how", ["inserted", "changed"])
def test_no_row_refers_to_another_project(both, how):
    let_through = []
    for model, field in references():
        row = a_row(model, both.harbour)
        # Of a membership one column says the project and nothing else does: row security shows them all.
        there = a_row(field.related_model, both.lantern)["id"]

        def attempt(model=model, field=field, row=row, there=there):
            if how == "inserted":
                insert(model, {**row, "id": stored(uuid.uuid4()), field.column: there})
            else:
                assert update(model, row["id"], field.column, there) == 1

        if not re.search(f"{field.column} refers to another project|{KEPT}", refusal(attempt)):
            let_through.append(f"{model.__name__}.{field.name}")

    assert let_through == []


def test_no_row_moves_to_another_project(both):
    moved = []
    for model in (*tenant_models(), Membership, Partnership):
        row = a_row(model, both.harbour)

        def attempt(model=model, row=row):
            assert update(model, row["id"], "project_id", stored(both.lantern.pk)) == 1

        if not re.search(f"a row stays in its project|refers to another project|{KEPT}", refusal(attempt)):
            moved.append(model.__name__)

    assert moved == []


def test_a_row_of_ones_own_project_is_taken(both):
    """The checks above are no use if nothing could be written at all."""
    row = a_row(Service, both.harbour)

    insert(Service, {**row, "id": stored(uuid.uuid4()), "name": "Ward Three"})
    assert update(Service, row["id"], "name", "Ward Four") == 1


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_table_that_others_refer_to_can_be_altered_in_a_database_that_is_in_use(client, altering_services):
    """SQLite rebuilds the table, and with the triggers in place would refuse to."""
    assert triggers.missing() == []

    migrate(quiet=True)

    with connection.cursor() as cursor:
        columns = {
            column.name
            for column in connection.introspection.get_table_description(cursor, "programmes_service")
        }
    assert "added" in columns
    assert triggers.missing() == []
    assert client.get("/health/ready").status_code == 200


@pytest.mark.once  # on PostgreSQL a table is altered in place
@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_migration_that_was_killed_leaves_an_installation_that_is_not_ready_until_the_next(
    client, altering_services, monkeypatch
):
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(altering_services, "database_forwards", killed)
        migrate(quiet=True)

    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (
        503,
        "1 not applied; run `alongside migrate`",
    )
    assert "triggers missing" in answer.json()["checks"]["protection"]

    migrate(quiet=True)

    assert client.get("/health/ready").status_code == 200


class Killed(BaseException):
    """Nothing catches it."""


def killed(*_: object) -> None:
    raise Killed


@pytest.fixture
def altering_services(transactional_db, monkeypatch, tmp_path):
    """A migration of services that isn't applied yet, as a later release brings it; taken back afterwards."""
    monkeypatch.setattr(health, "_migrated", False)
    # A field with a default can't be added to a table of SQLite in place.
    operation = migrations.AddField("service", "added", models.BooleanField(default=False))
    last = max(loader().graph.leaf_nodes("programmes"))
    module = types.ModuleType("alongside.programmes.migrations.later")
    module.Migration = type(
        "Migration", (migrations.Migration,), {"dependencies": [last], "operations": [operation]}
    )
    read = MigrationLoader.load_disk

    def with_one_more(self):
        read(self)
        self.disk_migrations["programmes", "later"] = module.Migration("later", "programmes")

    monkeypatch.setattr(MigrationLoader, "load_disk", with_one_more)
    yield operation
    using = "owner" if connection.vendor == "postgresql" else "default"
    call_command("migrate", "programmes", last[1], database=using, verbosity=0)


def loader() -> MigrationLoader:
    return MigrationLoader(connection)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_trigger_that_is_declared_no_longer_is_taken_away():
    """It would go on naming columns that a later release has renamed."""
    owner = connections["owner" if connection.vendor == "postgresql" else "default"]
    with owner.cursor() as cursor:
        for statement in OUTLIVED[owner.vendor]:
            cursor.execute(statement)
    assert "outlived" in triggers._installed("default")

    migrate(quiet=True)

    assert "outlived" not in triggers._installed("default")
    assert triggers.missing() == []


OUTLIVED = {
    "sqlite": [
        "CREATE TRIGGER outlived BEFORE INSERT ON programmes_service BEGIN SELECT RAISE(ABORT, 'no'); END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION outlived() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER outlived BEFORE INSERT ON programmes_service FOR EACH ROW EXECUTE FUNCTION outlived()",
    ],
}
