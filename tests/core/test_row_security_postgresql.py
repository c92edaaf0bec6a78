"""What row security holds on PostgreSQL, for an application that works through a pool."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit, urlunsplit

import dj_database_url
import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction
from django.db.utils import ConnectionHandler
from psycopg import sql

from alongside.config import health
from alongside.core import audit, rowsecurity
from alongside.core.rowsecurity import roles
from alongside.programmes.models import Service
from tests import databases
from tests.core import test_row_security as rows

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [rowsecurity.SETTING])
        return cursor.fetchone()[0]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


def names() -> set[str]:
    return set(Service.objects.values_list("name", flat=True))


@pytest.fixture
def committed(transactional_db, cast):
    """The cast, in the database for everybody to see; and one connection in the pool, which everybody takes in turn."""
    connection.close()
    connection.close_pool()
    options = connection.settings_dict["OPTIONS"]
    before = options["pool"]
    options["pool"] = {"min_size": 1, "max_size": 1, "timeout": 20}
    yield cast
    connection.close()
    connection.close_pool()
    options["pool"] = before


def as_superuser() -> psycopg.Connection:
    parts = urlsplit(os.environ["ALONGSIDE_TEST_POSTGRES_URL"])
    return psycopg.connect(
        urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")), autocommit=True
    )


class TestARow:
    @pytest.fixture(autouse=True)
    def of_both(self, cast):
        self.cast = cast

    def test_is_seen_inside_its_project_alone_however_it_is_asked_for(self, cast):
        for project, services in (
            (cast.harbour, {"Ward One", "Ward Two"}),
            (cast.lantern, {"Emergency Department", "Surgery"}),
        ):
            with rowsecurity.inside(project.pk):
                assert names() == services

    def test_of_no_project_is_seen_outside_all_of_them(self, cast):
        with rowsecurity.inside(None):
            seen = {
                m.__name__: count(m._meta.db_table) for m in rows.tenant_models() if count(m._meta.db_table)
            }

        assert seen == {}

    def test_is_not_written_into_another_project(self, cast):
        row = rows.a_row(Service, cast.lantern)

        with pytest.raises(ProgrammingError, match="row-level security"):
            rows.insert(Service, {**row, "id": str(cast.harbour.pk), "name": "Elsewhere"})

    def test_of_another_project_is_neither_changed_nor_taken_away(self, cast):
        assert Service.objects.filter(pk=cast.emergency.pk).update(name="Taken over") == 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM programmes_service WHERE project_id = %s", [cast.lantern.pk])
            assert cursor.rowcount == 0

    def test_of_another_project_can_not_be_locked(self, cast):
        assert not Service.objects.select_for_update().filter(pk=cast.emergency.pk).exists()


class TestTheApplication:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE core_auditrow SET event = 'x'",
            "DELETE FROM core_auditrow",
            "TRUNCATE core_auditrow",
            "UPDATE core_auditseal SET count = 0",
            "DELETE FROM core_auditseal",
            "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
            "TRUNCATE programmes_service CASCADE",
            "ALTER TABLE programmes_service DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE programmes_service NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE programmes_service DISABLE TRIGGER ALL",
            "DROP TRIGGER programmes_service_project_fixed ON programmes_service",
            "CREATE POLICY open ON programmes_service USING (true)",
            "DROP POLICY of_one_project ON programmes_service",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE TABLE public.mine (id int)",
            f"SET ROLE {databases.OWNER}",
            f"SET ROLE {roles.BACKUP}",
            "SET session_replication_role = 'replica'",
        ],
    )
    def test_may_not(self, statement):
        with (
            pytest.raises((ProgrammingError, DatabaseError), match="permission denied|must be owner"),
            transaction.atomic(),
        ):
            connection.cursor().execute(statement)

    def test_is_refused_rather_than_shown_everything_when_it_asks_without_row_security(self, cast):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET LOCAL row_security = off")
            cursor.execute("SELECT count(*) FROM programmes_service")

    def test_adds_to_the_trail(self, cast):
        before = count("core_auditrow")
        audit.record("something happened", by=cast.supervisor)

        assert count("core_auditrow") == before + 1


class TestOneProjectWithinAnother:
    def test_ends_where_it_began(self, cast):
        with rowsecurity.inside(cast.lantern.pk), rowsecurity.inside(cast.harbour.pk):
            assert setting() == str(cast.harbour.pk)
        assert setting() == str(cast.harbour.pk)

    @pytest.mark.parametrize("problem", ["of the database", "of ours"])
    def test_ends_where_it_began_after_a_savepoint_was_rolled_back(self, cast, problem):
        with (
            contextlib.suppress(DatabaseError, ValueError),
            transaction.atomic(),
            rowsecurity.inside(cast.lantern.pk),
        ):
            if problem == "of ours":
                raise ValueError
            connection.cursor().execute("SELECT 1 / 0")

        assert setting() == str(cast.harbour.pk)
        assert names() == {"Ward One", "Ward Two"}

    def test_ends_where_it_began_when_a_savepoint_inside_it_was_rolled_back(self, cast):
        with rowsecurity.inside(cast.lantern.pk):
            with contextlib.suppress(DatabaseError), transaction.atomic():
                connection.cursor().execute("SELECT 1 / 0")
            assert setting() == str(cast.lantern.pk)

        assert setting() == str(cast.harbour.pk)


@pytest.mark.django_db(transaction=True)
class TestThePool:
    def test_keeps_nothing_of_a_transaction_that_broke_off(self, committed):
        for problem in ("SELECT 1 / 0", "SELECT no_such_column"):
            with (
                contextlib.suppress(DatabaseError),
                transaction.atomic(),
                rowsecurity.inside(committed.lantern.pk),
            ):
                connection.cursor().execute(problem)
            assert setting() == ""
            assert names() == set()
        with (
            contextlib.suppress(ZeroDivisionError),
            transaction.atomic(),
            rowsecurity.inside(committed.lantern.pk),
        ):
            assert names()
            raise ZeroDivisionError
        connection.close()  # back to the pool; the next one takes the same

        assert (setting(), names()) == ("", set())

    def test_keeps_nothing_of_a_transaction_that_was_committed(self, committed):
        with rowsecurity.opened(committed.lantern.pk):
            assert names() == {"Emergency Department", "Surgery"}
        connection.close()

        assert (setting(), names()) == ("", set())

    def test_is_refused_a_project_without_a_transaction(self, committed):
        with (
            pytest.raises(RuntimeError, match="needs a transaction"),
            rowsecurity.inside(committed.harbour.pk),
        ):
            pass

    def test_serves_two_projects_in_turn_and_mixes_nothing_up(self, committed):
        together, wrong = Barrier(2), []
        expected = {
            committed.harbour.pk: {"Ward One", "Ward Two"},
            committed.lantern.pk: {"Emergency Department", "Surgery"},
        }

        def ask(project_id):
            together.wait()
            for turn in range(40):
                try:
                    with transaction.atomic(), rowsecurity.inside(project_id):
                        if names() != expected[project_id]:
                            wrong.append(project_id)
                        if turn % 3 == 0:
                            raise ZeroDivisionError
                        if turn % 3 == 1:
                            connection.cursor().execute("SELECT 1 / 0")
                except (ZeroDivisionError, DatabaseError):
                    pass
                if names():
                    wrong.append("outside")
                connection.close()

        connection.close()  # the only one there is
        with ThreadPoolExecutor(2) as pool:
            for each in [pool.submit(ask, project) for project in expected]:
                each.result()

        assert wrong == []

    def test_serves_pages_of_two_projects_in_turn_one_of_which_breaks(self, committed, monkeypatch):
        from alongside.programmes.views import home

        harbour, lantern = (
            committed.client(committed.supervisor),
            committed.client(committed.lantern_supervisor),
        )
        harbour.raise_request_exception = False

        def broken(*_, **__):
            connection.cursor().execute("SELECT 1 / 0")

        for _turn in range(3):
            with monkeypatch.context() as patched:
                patched.setattr(home, "render", broken)
                assert harbour.get("/projects/harbour/").status_code == 500
            assert setting() == ""
            page = lantern.get("/projects/lantern/services/").content.decode()
            assert "Emergency Department" in page
            assert "Ward One" not in page
            assert lantern.get(f"/projects/lantern/services/{committed.ward_one.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
class TestOtherRoles:
    def test_the_owner_reaches_every_row_so_that_a_migration_of_data_does(self, committed):
        with psycopg.connect(os.environ["ALONGSIDE_OWNER_DATABASE_URL"]) as owner:
            changed = owner.execute("UPDATE programmes_service SET about = 'migrated'").rowcount
            owner.rollback()

        assert changed == 4

    def test_the_backup_role_reads_every_row_of_every_table(self, committed):
        with as_superuser() as there:
            tables = [
                row[0] for row in there.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
            counted = {
                t: there.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(t))).fetchone()
                for t in tables
            }
            there.execute(f"SET ROLE {roles.BACKUP}")
            read = {
                t: there.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(t))).fetchone()
                for t in tables
            }

        assert read == counted
        assert read["programmes_service"] == (4,)

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO {0} SELECT * FROM {0}",
            "UPDATE {0} SET {1} = {1}",
            "DELETE FROM {0}",
            "TRUNCATE {0} CASCADE",
        ],
    )
    def test_the_backup_role_writes_nothing(self, committed, statement):
        let_through = []
        with as_superuser() as there:
            there.execute(f"SET ROLE {roles.BACKUP}")
            for table in connection.introspection.table_names():
                column = connection.introspection.get_table_description(connection.cursor(), table)[0].name
                try:
                    there.execute(statement.format(f'"{table}"', f'"{column}"'))
                except psycopg.errors.InsufficientPrivilege:
                    continue
                let_through.append(table)

        assert let_through == []


@contextlib.contextmanager
def a_login(*grants: str, may: str = ""):
    """A connection of an account of its own, made for the test."""
    with as_superuser() as there:
        there.execute(f"CREATE ROLE somebody_else LOGIN PASSWORD '{databases.PASSWORD}' {may}")
        try:
            for role in grants:
                there.execute(f"GRANT {role} TO somebody_else")
            address = databases._address(
                os.environ["ALONGSIDE_TEST_POSTGRES_URL"], "somebody_else", connection.settings_dict["NAME"]
            )
            handler = ConnectionHandler({"default": dj_database_url.parse(address)})
            yield handler["default"]
            handler["default"].close()
        finally:
            there.execute("DROP ROLE somebody_else")


class TestWhoWouldNotBeBound:
    @pytest.mark.parametrize(
        ("grants", "may", "why"),
        [
            ((), "SUPERUSER", "is a superuser"),
            ((), "BYPASSRLS", "bypasses row security"),
            ((databases.OWNER,), "", "owns tables"),
            (("alongside_tests",), "NOINHERIT", "can act as alongside_tests, which is a superuser"),
            ((roles.APPLICATION, roles.BACKUP), "", "reads the rows of every project"),
        ],
    )
    def test_is_told_why(self, grants, may, why):
        with a_login(*grants, may=may) as somebody:
            assert why in roles.why_it_bypasses(somebody)

    def test_an_ordinary_member_of_the_application_is_bound(self):
        with a_login(roles.APPLICATION) as somebody:
            assert roles.why_it_bypasses(somebody) == ""
        assert roles.why_it_bypasses(connection) == ""

    def test_the_suite_does_not_start(self, monkeypatch):
        monkeypatch.setattr(roles, "why_it_bypasses", lambda connection: "it is a superuser")
        monkeypatch.setattr("alongside.cli.migrate.migrate", lambda quiet: None)

        with pytest.raises(RuntimeError, match="does not start: it is a superuser"):
            databases.migrate_as_owner()

    def test_the_product_does_not_serve(self):
        parts = urlsplit(os.environ["ALONGSIDE_TEST_POSTGRES_URL"])
        address = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
        # Without the suite's settings, which would make its databases anew.
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        said = subprocess.run(
            [sys.executable, "-m", "alongside", "serve", "--port", "1"],
            env={**kept, "ALONGSIDE_DATABASE_URL": address}, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

        assert said.returncode == 1
        assert "superuser, and row security does not bind superusers" in said.stderr
        assert parts.password not in said.stderr


@pytest.mark.django_db(transaction=True)
class TestAnInstallationIsNotReady:
    @pytest.mark.parametrize(
        ("undo", "again"),
        [
            ("DISABLE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"),
            ("NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"),
            (
                "DISABLE TRIGGER programmes_service_project_fixed",
                "ENABLE TRIGGER programmes_service_project_fixed",
            ),
        ],
    )
    def test_without_its_protection(self, client, undo, again):
        with psycopg.connect(os.environ["ALONGSIDE_OWNER_DATABASE_URL"], autocommit=True) as owner:
            owner.execute(f"ALTER TABLE programmes_service {undo}")
            try:
                answer = client.get("/health/ready")
            finally:
                owner.execute(f"ALTER TABLE programmes_service {again}")

        assert (answer.status_code, answer.json()["checks"]["protection"] == "ok") == (503, False)
        assert client.get("/health/ready").status_code == 200

    def test_with_a_policy_that_lets_more_through(self, client):
        with psycopg.connect(os.environ["ALONGSIDE_OWNER_DATABASE_URL"], autocommit=True) as owner:
            owner.execute("CREATE POLICY open ON programmes_service USING (true)")
            try:
                assert health.protection() == "1 tables without their row security"
            finally:
                owner.execute("DROP POLICY open ON programmes_service")
        assert health.protection() == ""


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_the_password_of_a_new_account_is_set_without_being_told():
    with connections["owner"].execute_wrapper(heard := Heard()):
        roles.admit(connections["owner"], login="somebody_new", password="canary")
    try:
        assert not [statement for statement in heard.statements if "canary" in statement]
        assert any("SCRAM-SHA-256" in statement for statement in heard.statements)
        parts = urlsplit(
            databases._address(os.environ["ALONGSIDE_TEST_POSTGRES_URL"], "somebody_new", "postgres")
        )
        address = urlunsplit(parts._replace(netloc=parts.netloc.replace(databases.PASSWORD, "canary")))
        with psycopg.connect(address) as somebody:
            assert somebody.execute("SELECT current_user").fetchone() == ("somebody_new",)
    finally:
        with as_superuser() as there:
            there.execute("DROP ROLE somebody_new")


class Heard:
    """What is sent to the database."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute, statement, params, many, context):
        self.statements.append(f"{statement} {params}")
        return execute(statement, params, many, context)
