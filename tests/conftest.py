"""What holds for every test: which run on one database only, and which can't run here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases

HERE = Path(__file__).parent

# The database makes no difference to what is tested in these folders.
ONCE = {"stats", "charts", "tabular", "cli", "dev", "browser"}

# A busy machine is no failure; and in CI the same examples every time, so that red means something changed.
settings.register_profile(
    "alongside", deadline=None, derandomize=os.environ.get("CI") == "true", print_blob=True
)
settings.load_profile("alongside")


def pytest_configure() -> None:
    """The audit trail refuses to be emptied, also between tests."""
    databases.let_tests_empty_tables()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by folder what runs once; leave out on SQLite what PostgreSQL alone can do; without Chromium skip the browser
    tests, but never in CI.
    """
    if not databases.on_postgresql():
        elsewhere = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    chromium = os.environ.get("ALONGSIDE_TEST_CHROMIUM")
    for item in items:
        folder = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
        if (folder in ONCE or not reaches_a_database(item)) and not item.get_closest_marker("both_databases"):
            item.add_marker(pytest.mark.once)
        if folder == "browser" and not chromium:
            if os.environ.get("CI") == "true":
                raise pytest.UsageError(
                    "There is no Chromium, and in CI the browser tests may not be skipped."
                )
            item.add_marker(
                pytest.mark.skip(
                    reason="NO CHROMIUM: run `./dev test`, or name one in ALONGSIDE_TEST_CHROMIUM"
                )
            )


def reaches_a_database(item: pytest.Item) -> bool:
    """Whether a test may: one that doesn't say so is kept from it by pytest-django, so that it can't differ by the database."""
    said = {"django_db", "postgresql"} & {marker.name for marker in item.iter_markers()}
    return bool(said or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The tables: on SQLite as Django makes them for tests, on PostgreSQL by the owner, for tests that work as the application."""
    from django.test.utils import setup_databases, teardown_databases

    if databases.on_postgresql():
        with django_db_blocker.unblock():
            databases.migrate_as_owner()
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)
    databases.remove_sqlite_file()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is that the browser tests drive."""
    return os.environ["ALONGSIDE_TEST_CHROMIUM"]


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory) -> Path:
    """A data folder with the demo built into it, once in a run whatever the number of workers. Copy it, don't change it."""
    from tests import live_demo

    base = tmp_path_factory.getbasetemp()
    return live_demo.built((base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "demo")


@pytest.fixture(scope="session")
def kept_cast(django_db_setup, django_db_blocker):
    """The cast's rows and people, built once."""
    from tests import staging

    with django_db_blocker.unblock():
        return staging.build()


@pytest.fixture
def cast(kept_cast, db):
    """The people and organisations that every test knows, on a Monday morning. See tests/cast.py."""
    from django.db import connection

    from alongside.core import clock, rowsecurity
    from tests.cast import NOW

    with clock.set_to(NOW):
        made = kept_cast.put_back()
        if not connection.in_atomic_block:  # a test that commits opens its own transactions
            yield made
            return
        # What a test reads for itself it reads in Harbour; `rowsecurity.inside` takes it elsewhere.
        with rowsecurity.inside(made.harbour.pk):
            yield made


@pytest.fixture(scope="session")
def pseudo_catalogues(tmp_path_factory) -> Path:
    """A folder with the catalogues of the pseudo-languages, made from the source as it is now."""
    from alongside.ui import pseudo

    return pseudo.make(tmp_path_factory.mktemp("pseudo"), HERE.parent)


@pytest.fixture
def pseudo_languages(settings, pseudo_catalogues) -> None:
    """Pages can be drawn in the languages `en-xa` and `qps-plocm`: set the cookie `django_language`."""
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, pseudo_catalogues]
