"""The demo, built into the test database once for a file of tests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from tests import databases

TODAY = date(2026, 11, 23)


@dataclass
class Example:
    """What the building was seen to do."""

    seconds: float = 0.0
    months: list[str] = field(default_factory=list)
    # For each month: whether it was said in a transaction of its own.
    in_transaction: list[bool] = field(default_factory=list)


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Example]:
    from django.db import connection
    from django.test import override_settings

    from alongside.demo import building

    seen = Example()

    def say(line: str) -> None:
        seen.months.append(line)
        seen.in_transaction.append(connection.in_atomic_block and not connection.savepoint_ids)

    # The anchors of the trail lie outside the database, so this one gets a folder of its own as well.
    folder = tmp_path_factory.mktemp("demo")
    as_in_the_demo = {"PASSWORD_HASHERS": ["alongside.demo.hashing.QuickArgon2"], "DATA_DIR": folder}
    with override_settings(**as_in_the_demo), django_db_blocker.unblock():
        started = time.monotonic()
        try:
            building.build(today=TODAY, say=say)
            seen.seconds = time.monotonic() - started
            yield seen
        finally:  # also where it broke off: what it had committed would be in the way of every test after it
            databases.empty()


@pytest.fixture
def example(_built, db) -> Iterator[Example]:
    """The demo as it stands on the day it was built."""
    from alongside.core import clock

    with clock.set_to(datetime(2026, 11, 23, 10, tzinfo=UTC)):
        yield _built


@pytest.fixture
def demo(settings) -> None:
    """This is the demo."""
    settings.DEMO = True
