"""`alongside migrate`: brings the database up to date as its owner, with its roles, grants and triggers. Safe to repeat."""

from __future__ import annotations

import argparse
from pathlib import Path

from alongside.cli import BadInput, Failed, start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    start.django()
    migrate(quiet=options.quiet)
    return 0


def migrate(*, quiet: bool = False) -> None:
    """Migrate, then check that what must be there is. Raises Failed naming what is not."""
    from django.core.management import call_command
    from django.db import connections

    from alongside.core import triggers

    using = "default"
    if connections["default"].vendor == "postgresql":
        using = _as_owner()
    _make_data_folder()
    call_command("migrate", database=using, interactive=False, verbosity=0 if quiet else 1)
    if using == "owner":
        _grant()
        _check_protection()
    if missing := triggers.missing(using):
        raise Failed(f"After migrating, these triggers are not in the database: {', '.join(missing)}.")
    if not quiet:
        print("The database is up to date.")


def _make_data_folder() -> None:
    from django.conf import settings

    try:
        Path(settings.DATA_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise Failed(
            f"The data folder {settings.DATA_DIR} can't be made: {problem.strerror}. Check ALONGSIDE_DATA_DIR."
        ) from problem


def _as_owner() -> str:
    """The owner's alias, with the roles made that policies name."""
    from django.conf import settings
    from django.db import connections

    from alongside.core.rowsecurity import roles

    if "owner" not in settings.DATABASES:
        raise BadInput(
            "ALONGSIDE_OWNER_DATABASE_URL is missing: on PostgreSQL the tables belong to an owner that is not the "
            "application. Set it to an account that may create roles, and run this again."
        )
    if settings.DATABASES["owner"]["USER"] == settings.DATABASES["default"]["USER"]:
        raise BadInput(
            "ALONGSIDE_OWNER_DATABASE_URL and ALONGSIDE_DATABASE_URL name the same account: row security does not bind the "
            "owner of a table as it must bind the application. Use two accounts."
        )
    roles.create(connections["owner"])
    roles.admit(
        connections["owner"],
        login=settings.DATABASES["default"]["USER"],
        password=settings.DATABASES["default"]["PASSWORD"],
    )
    return "owner"


def _grant() -> None:
    from django.apps import apps
    from django.db import connections

    from alongside.core.rowsecurity import roles

    tables = [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]
    roles.grant(connections["owner"], append_only=tables, read_only=["django_migrations"])


def _check_protection() -> None:
    from django.db import connections

    from alongside.core.rowsecurity import references, roles

    tables = [model._meta.db_table for model in references.tenant_models()]
    if without := roles.unprotected(connections["owner"], tables, references.read_by_programme()):
        raise Failed(
            f"These tables belong to projects and have not the row security they need: {', '.join(without)}."
        )
    if why := roles.why_it_bypasses(connections["default"]):
        raise Failed(f"The application would not be bound by row security: {why}. Use an ordinary account.")
