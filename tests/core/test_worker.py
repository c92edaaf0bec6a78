"""The background worker does what is due until it is asked to stop, and waits for a database that is away."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import OperationalError

from alongside.core import clocks, jobs, worker


@pytest.fixture
def rounds(monkeypatch):
    """Count the rounds; stop after the third."""
    stop, seen = Event(), []

    def clocks_due() -> int:
        seen.append("clocks")
        if len(seen) >= 3:
            stop.set()
        return 0

    monkeypatch.setattr(clocks, "run_due", clocks_due)
    monkeypatch.setattr(jobs, "run_due", lambda limit: 0)
    monkeypatch.setattr(worker, "PAUSE", 0.001)
    monkeypatch.setattr(worker, "PAUSE_AFTER_FAILURE", 0.001)
    monkeypatch.setattr(worker, "connections", type("None", (), {"close_all": staticmethod(lambda: None)}))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    return stop, seen


def test_it_goes_round_until_it_is_asked_to_stop(rounds):
    stop, seen = rounds
    worker.run(stop=stop)

    assert len(seen) == 3


def test_it_stops_when_whoever_started_it_is_gone(rounds):
    stop, seen = rounds
    worker.run(stop=stop, go_on=lambda: len(seen) < 1)

    assert len(seen) == 1


def test_a_database_that_is_away_is_waited_for(rounds, monkeypatch, caplog):
    stop, seen = rounds
    first = clocks.run_due

    def away_once() -> int:
        if not seen:
            seen.append("away")
            raise OperationalError("password authentication failed for user x")
        return first()

    monkeypatch.setattr(clocks, "run_due", away_once)
    worker.run(stop=stop)

    assert len(seen) == 3
    assert "waits for the database: OperationalError" in caplog.text
    assert "password" not in caplog.text


def test_while_there_is_much_to_do_it_does_not_pause(rounds, monkeypatch):
    stop, _ = rounds
    monkeypatch.setattr(jobs, "run_due", lambda limit: limit)
    monkeypatch.setattr(worker, "PAUSE", 60)

    worker.run(stop=stop)
