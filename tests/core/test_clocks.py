"""What comes round is done when its interval has passed, by one worker at a time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from alongside.core import clock, clocks
from alongside.core.models import ClockRun

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def hourly(monkeypatch):
    """One clock, once an hour; what it does can be replaced."""
    monkeypatch.setattr(clocks, "_clocks", {})
    done = []
    clocks.every(HOUR, name="hourly")(lambda: done.append(clock.now()))
    return done


def run(at=NOW) -> int:
    with clock.set_to(at):
        return clocks.run_due()


@pytest.mark.django_db
def test_it_is_done_at_once_then_when_its_interval_has_passed(hourly):
    assert [run(NOW + timedelta(minutes=minutes)) for minutes in (0, 1, 59, 60, 61)] == [1, 0, 0, 1, 0]
    assert hourly == [NOW, NOW + HOUR]


@pytest.mark.django_db
def test_after_days_without_a_worker_it_is_done_once(hourly):
    run()

    assert run(NOW + timedelta(days=3)) == 1
    assert run(NOW + timedelta(days=3, minutes=1)) == 0


@pytest.mark.django_db
def test_one_that_fails_lets_the_others_have_their_turn_and_says_its_kind_alone(hourly, caplog):
    def fail() -> None:
        raise ValueError("Amina Bello")

    clocks.every(HOUR, name="a failing one")(fail)

    assert run() == 2
    assert len(hourly) == 1
    assert ClockRun.objects.get(name="a failing one").problem == "ValueError"
    assert "Amina" not in caplog.text
    assert run(NOW + HOUR) == 2


@pytest.mark.django_db
def test_one_that_another_worker_is_doing_is_left_to_it_until_its_lease_is_over(hourly):
    run()
    ClockRun.objects.update(leased_until=NOW + 3 * HOUR, ended_at=None)

    assert run(NOW + 2 * HOUR) == 0
    assert run(NOW + 4 * HOUR) == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_the_same_moment_do_it_once(hourly):
    run(NOW - 2 * HOUR)
    hourly.clear()
    start = threading.Barrier(6)

    def work() -> None:
        start.wait()
        run()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(hourly) == 1


def test_two_clocks_can_not_have_one_name(hourly):
    with pytest.raises(KeyError):
        clocks.every(HOUR, name="hourly")(lambda: None)


@pytest.mark.django_db
def test_nothing_is_written_when_nothing_is_due(hourly, django_assert_num_queries):
    run()

    with django_assert_num_queries(1):
        run(NOW + timedelta(minutes=1))


@pytest.mark.django_db
def test_everything_that_the_product_declares_runs(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert clocks.run_due() == len(clocks.declared())

    assert not ClockRun.objects.exclude(problem="").exists()
    assert {"seal the audit trail", "clear drafts", "clear retry keys"} <= {
        each.name for each in clocks.declared()
    }
