"""What watches an installation is told whether it can work, and nothing else."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from alongside.config import health


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


def test_the_process_says_that_it_lives_without_asking_the_database(client):
    answer = client.get("/health/live")  # this test may not touch it

    assert (answer.status_code, answer.json()) == (200, {"live": True})


@pytest.mark.django_db
def test_an_installation_in_order_is_ready(client):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "migrations": "ok", "protection": "ok", "disk": "ok"}


@pytest.mark.django_db
def test_a_missing_trigger_makes_it_unready(client, monkeypatch):
    monkeypatch.setattr(health.triggers, "missing", lambda: ["a", "b"])

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["checks"]["protection"]) == (
        503,
        "2 triggers missing; run `alongside migrate`",
    )


@pytest.mark.django_db
@pytest.mark.once  # on PostgreSQL the application may not drop a trigger at all
def test_a_trigger_that_was_really_dropped_is_noticed(client):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1")
        cursor.execute(f'DROP TRIGGER "{cursor.fetchone()[0]}"')

    assert client.get("/health/ready").status_code == 503


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_makes_it_unready(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["one", "two"])

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert answer.json()["checks"]["migrations"].startswith("2 not applied")


@pytest.mark.django_db
def test_a_data_folder_that_can_not_be_written_to_makes_it_unready(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file" / "below"

    assert "can't be written to" in client.get("/health/ready").json()["checks"]["disk"]


@pytest.mark.django_db
def test_a_full_disk_makes_it_unready(client, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1_000}))

    assert "nearly full" in client.get("/health/ready").json()["checks"]["disk"]


def test_without_a_database_it_says_so_and_asks_no_further(client, monkeypatch):
    def away() -> str:
        raise OperationalError("could not connect to server at 10.0.0.7 as alongside")

    monkeypatch.setitem(health.CHECKS, "database", away)

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "the database doesn't answer", "migrations": "not asked", "protection": "not asked", "disk": "not asked",
    }  # fmt: skip
    assert "10.0.0.7" not in answer.content.decode()
