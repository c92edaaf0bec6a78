"""The database's roles on PostgreSQL: the owner migrates, the application works, backup reads.

The application and backup roles are groups; the account in ALONGSIDE_DATABASE_URL is made a member of the first. Policies name the
groups, so that a changed login needs no migration.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

APPLICATION = "alongside_application"
BACKUP = "alongside_backup"

# What the application may not do to a table, beyond what its policies say. Table name -> what is taken away.
APPEND_ONLY = "UPDATE, DELETE, TRUNCATE"

# What stands on each table that one project owns (operations.protect). Any other policy would let more through.
POLICIES = ["of_one_project", "of_the_backup", "of_the_owner"]
# And on tables of what projects release to their programme (operations.let_programme_read).
OF_PROGRAMME = "of_one_programme"


def create(connection: BaseDatabaseWrapper) -> None:
    """Create the two groups where they are missing. Needs an owner that may create roles."""
    with connection.cursor() as cursor:
        for role in (APPLICATION, BACKUP):
            # Two installations in one cluster may start together; whoever comes second finds the group there.
            cursor.execute(
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )


def admit(connection: BaseDatabaseWrapper, *, login: str, password: str) -> None:
    """Make `login` an account that works as the application, creating it where it is missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login])
        if cursor.fetchone() is None:
            statement = sql.SQL(
                "CREATE ROLE {} LOGIN PASSWORD {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS INHERIT"
            ).format(sql.Identifier(login), sql.Literal(_hashed(connection, login, password)))
            cursor.execute(statement.as_string(connection.connection))
        cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [login, APPLICATION])
        if not cursor.fetchone()[0]:
            cursor.execute(
                sql.SQL("GRANT {} TO {}")
                .format(sql.Identifier(APPLICATION), sql.Identifier(login))
                .as_string(connection.connection)
            )


def _hashed(connection: BaseDatabaseWrapper, login: str, password: str) -> str:
    """The password as the server keeps it, so that the statement that sets it tells no log what it is."""
    hashed: bytes = connection.connection.pgconn.encrypt_password(
        password.encode(), login.encode(), b"scram-sha-256"
    )
    return hashed.decode()


def grant(connection: BaseDatabaseWrapper, *, append_only: list[str], read_only: list[str]) -> None:
    """Give the application what it needs on every table, and the backup role the reading of all. Repeat after each migration."""
    # In one transaction, so that there is no moment in which the trail could be changed.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for role in (APPLICATION, BACKUP):
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION}")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}")
        cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}")
        for table in append_only:
            cursor.execute(f'REVOKE {APPEND_ONLY} ON "{table}" FROM {APPLICATION}')
        for table in read_only:
            cursor.execute(f'REVOKE INSERT, {APPEND_ONLY} ON "{table}" FROM {APPLICATION}')


def why_it_bypasses(connection: BaseDatabaseWrapper) -> str:
    """Why the role of this connection is not bound by row security; empty when it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolname, rolsuper FROM pg_roles WHERE (rolsuper OR rolbypassrls) "
            "AND pg_has_role(current_user, oid, 'MEMBER') ORDER BY rolname <> current_user"
        )
        if found := cursor.fetchone():
            name, other, is_super = found
            does = (
                "is a superuser, and row security does not bind superusers"
                if is_super
                else "bypasses row security"
            )
            return f"the database role {name} {'' if name == other else f'can act as {other}, which '}{does}"
        cursor.execute(
            "SELECT current_user, count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(current_user, c.relowner, 'MEMBER')"
        )
        name, owned = cursor.fetchone()
        if owned:
            return (
                f"the database role {name} owns tables, and an owner is not bound as the application must be"
            )
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER')", [BACKUP]
        )
        if cursor.fetchone():
            return f"the database role {name} belongs to {BACKUP}, which reads the rows of every project"
    return ""


def unprotected(
    connection: BaseDatabaseWrapper, tables: list[str], read_by_programme: list[str]
) -> list[str]:
    """Those of `tables` on which row security is not forced, or whose policies are not the three and no other.

    On those `read_by_programme` a fourth belongs, and nothing beyond it.
    """
    belong = {table: [OF_PROGRAMME] if table in read_by_programme else [] for table in tables}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(p.polname::text) FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity GROUP BY c.relname"
        )
        protected = {
            table
            for table, policies in cursor.fetchall()
            if sorted(policies) == sorted([*POLICIES, *belong.get(table, [])])
        }
    return sorted(set(tables) - protected)
