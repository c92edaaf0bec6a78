"""Work for later is done once, taken up again when a worker dies, and given up when trying again is no use."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from alongside.core import clock, jobs
from alongside.core.jobs import BACK_OFF, LEASE, MOST_ATTEMPTS, GiveUp, State
from alongside.core.models import Job
from alongside.programmes import viewers
from alongside.programmes.models import Organisation
from alongside.programmes.permissions import Permission

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RECORD = uuid.uuid4()


@pytest.fixture
def handler(monkeypatch):
    """Declare a handler called "count" for one test; what it was called with is in `handler.calls`."""
    monkeypatch.setattr(jobs, "_handlers", {})
    calls = []

    def declare(do=None, **how):
        def counted(*, by, **ids):
            calls.append((by, ids))
            if do:
                do()

        jobs.handles("count", **how)(counted)
        return counted

    declare.calls = calls
    return declare


def run(at=NOW, **how) -> int:
    with clock.set_to(at):
        return jobs.run_due(**how)


def ask(at=NOW, **what) -> None:
    with clock.set_to(at):
        jobs.enqueue("count", **what)


@pytest.mark.django_db
def test_a_job_is_done_with_its_ids_by_a_viewer_named_after_it(handler):
    handler(granted={Permission.MEASURES_SEE})
    others = [uuid.uuid4(), uuid.uuid4()]
    ask(ids={"record": RECORD, "others": others})

    assert run() == 1

    by, ids = handler.calls[0]
    assert ids == {"record": RECORD, "others": others}
    assert (by.as_actor().hat, by.as_actor().project_id) == ("job:count", None)
    assert by.may(Permission.MEASURES_SEE)
    assert not by.may(Permission.MEASURES_CHANGE)
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_a_job_works_in_its_project(handler, cast):
    handler()
    jobs.enqueue("count", project_id=cast.harbour.pk, by=cast.supervisor)

    jobs.run_due()

    assert handler.calls[0][0].project == cast.harbour
    assert Job.objects.get().asked_by == cast.supervisor.account.pk


@pytest.mark.django_db
def test_nothing_is_done_twice(handler):
    handler()
    ask()

    assert (run(), run()) == (1, 0)
    assert len(handler.calls) == 1


@pytest.mark.django_db
def test_asking_again_under_the_same_key_asks_for_nothing_even_after_it_is_done(handler):
    handler()
    ask(key="monday")
    ask(key="monday")
    run()
    ask(key="monday")

    assert run() == 0
    assert len(handler.calls) == 1


@pytest.mark.django_db
def test_a_job_waits_until_it_is_due(handler):
    handler()
    ask(after=timedelta(hours=1))

    assert run(NOW + timedelta(minutes=59)) == 0
    assert run(NOW + timedelta(minutes=60)) == 1


@pytest.mark.django_db
def test_the_job_that_has_been_due_for_longest_comes_first_and_a_run_has_a_limit(handler):
    handler()
    for minutes in (3, 1, 2):
        ask(at=NOW + timedelta(minutes=minutes), ids={"record": uuid.UUID(int=minutes)})

    assert run(NOW + timedelta(hours=1), limit=2) == 2
    assert [ids["record"].int for _, ids in handler.calls] == [1, 2]


@pytest.mark.django_db
def test_what_fails_leaves_nothing_half_done_and_is_tried_again_later_and_later(handler):
    def fail() -> None:
        Organisation.objects.create(name="Half")
        raise ValueError("Amina Bello, 07700 900123")

    handler(fail)
    ask()
    at, tried = NOW, []
    for pause in BACK_OFF:
        assert run(at) == 1
        assert run(at + pause - timedelta(seconds=1)) == 0
        tried.append(Job.objects.get().state)
        at += pause
    run(at)

    job = Job.objects.get()
    assert tried == [State.WAITING] * len(BACK_OFF)
    assert (job.state, job.attempts, len(handler.calls)) == (State.GIVEN_UP, MOST_ATTEMPTS, MOST_ATTEMPTS)
    assert run(at + timedelta(days=30)) == 0
    assert not Organisation.objects.exists()
    assert list(jobs.given_up()) == [job]


@pytest.mark.django_db
def test_neither_the_table_nor_the_log_repeats_what_a_problem_says(handler, caplog):
    def fail() -> None:
        raise ValueError("Amina Bello, 07700 900123")

    handler(fail)
    ask()
    run()

    assert Job.objects.get().problem == "ValueError"
    assert "Amina" not in caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.django_db
def test_a_handler_can_say_that_trying_again_is_no_use(handler):
    def stop() -> None:
        raise GiveUp("no such record")

    handler(stop)
    ask()
    run()

    job = Job.objects.get()
    assert (job.state, job.problem, job.attempts) == (State.GIVEN_UP, "no such record", 1)


class Killed(BaseException):
    """Nothing of the program runs any more."""


@pytest.mark.django_db
def test_the_job_of_a_killed_worker_is_taken_up_when_its_lease_is_over(handler):
    def die() -> None:
        if len(handler.calls) == 1:
            raise Killed

    handler(die)
    ask()
    with pytest.raises(Killed):
        run()

    assert Job.objects.get().state == State.RUNNING
    assert run(NOW + LEASE - timedelta(seconds=1)) == 0
    assert run(NOW + LEASE + timedelta(seconds=1)) == 1
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up(handler):
    def die() -> None:
        raise Killed

    handler(die)
    ask()
    at = NOW
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            run(at)
        at += LEASE + timedelta(seconds=1)
    run(at)

    assert (Job.objects.get().state, Job.objects.get().problem) == (State.GIVEN_UP, "worker lost")
    assert len(handler.calls) == MOST_ATTEMPTS


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_undoes_what_it_did_and_does_not_end_the_job(handler, caplog):
    def slow() -> None:
        Organisation.objects.create(name="Too late")
        Job.objects.update(lease=uuid.uuid4())  # another worker has taken it up

    handler(slow)
    ask()
    run()

    assert not Organisation.objects.exists()
    assert Job.objects.get().state == State.RUNNING
    assert "lost its lease" in caplog.text


@pytest.mark.django_db
def test_a_job_whose_handler_is_not_here_waits_for_a_release_that_has_it(handler, monkeypatch):
    handler()
    ask()
    monkeypatch.setattr(jobs, "_handlers", {})
    run()

    assert (Job.objects.get().state, Job.objects.get().problem) == (State.WAITING, "LookupError")


@pytest.mark.django_db
def test_a_job_is_asked_for_in_the_transaction_that_makes_it_necessary(handler):
    handler()
    with pytest.raises(ValueError), transaction.atomic():
        ask()
        raise ValueError

    assert run() == 0


@pytest.mark.parametrize("value", ["Amina", 7, [uuid.uuid4(), "Amina"], {"a": 1}, None])
def test_a_job_carries_ids_and_nothing_else(handler, value):
    handler()

    with pytest.raises(TypeError, match="ids only"):
        jobs.enqueue("count", ids={"record": value})


def test_a_job_that_nobody_handles_can_not_be_asked_for():
    with pytest.raises(KeyError):
        jobs.enqueue("nobody handles this")


def test_a_name_has_one_handler(handler):
    handler()
    with pytest.raises(KeyError):
        handler()


@pytest.mark.django_db
def test_without_its_own_transaction_a_handler_still_ends_its_job(handler):
    handler(in_one_transaction=False)
    ask()

    assert run() == 1
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
@pytest.mark.parametrize("impossible", [
    {"state": "running"}, {"state": "done"}, {"state": "waiting", "lease": uuid.uuid4(), "leased_until": NOW},
])  # fmt: skip
def test_the_database_holds_no_job_that_could_not_be(impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="count", key="1", **impossible)


@pytest.mark.django_db
def test_jobs_go_a_month_after_they_ended(handler):
    handler()
    ask(key="done")
    run()
    ask(key="waiting", after=timedelta(days=90))

    with clock.set_to(NOW + timedelta(days=29)):
        assert jobs.purge() == 0
    with clock.set_to(NOW + timedelta(days=31)):
        assert jobs.purge() == 1
    assert Job.objects.get().key == "waiting"


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_do_each_job_once(handler):
    done, lock = [], threading.Lock()

    def do(*, by, record) -> None:
        with lock:
            done.append(record)

    jobs.handles("count")(do)
    for number in range(40):
        ask(ids={"record": uuid.UUID(int=number)})

    def work() -> None:
        run(NOW, limit=100)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(each.int for each in done) == list(range(40))
    assert not Job.objects.exclude(state=State.DONE).exists()


def test_a_job_viewer_without_rooms_still_says_what_it_is():
    assert jobs._Nobody("count", None).as_actor().hat == viewers.job("count", project=None).as_actor().hat
