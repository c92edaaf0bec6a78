"""Work for later: leased, retried a bounded number of times, and done once however often it is asked for.

A job names one project (or none) and carries ids only. What it may do is said where its handler is declared, not in its row, so that a
row can't grant anything. A handler's writes and the mark that the job is done commit together. A worker that is killed loses its lease,
and another takes the job up.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from alongside.core import clock, rowsecurity
from alongside.core.actors import Actor, By
from alongside.core.models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
# How long to wait after the first failure, the second, …; after the last of them the job is given up.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 3_600, 21_600))
MOST_ATTEMPTS = len(BACK_OFF) + 1
KEPT_FOR = timedelta(days=30)

State = Job.State


class GiveUp(Exception):
    """Raised by a handler for which trying again would change nothing. Its argument is a code, without anybody's data."""


class _LostLease(Exception):
    """It took too long, and another worker has the job."""


@dataclass(frozen=True)
class Handler:
    """What does the jobs of one name, and what it is granted."""

    do: Callable[..., None]
    granted: frozenset[Any]
    in_one_transaction: bool


@dataclass(frozen=True, slots=True)
class _Nobody:
    """The viewer of a job where no room makes better ones."""

    called: str
    project_id: uuid.UUID | None

    def as_actor(self) -> Actor:
        return Actor(account_id=None, project_id=self.project_id, hat=f"job:{self.called}")


_handlers: dict[str, Handler] = {}


def _nobody_special(called: str, project_id: uuid.UUID | None, granted: frozenset[Any]) -> By:
    return _Nobody(called, project_id)


_make_viewer: Callable[[str, uuid.UUID | None, frozenset[Any]], By] = _nobody_special


def handles(name: str, *, granted: Iterable[Any] = (), in_one_transaction: bool = True) -> Callable:
    """Declare the function that does the jobs called `name`: it takes `by` and the job's ids.

    `in_one_transaction=False` is for what waits for others (a mail server): it opens short transactions of its own, and must itself be
    harmless to repeat.
    """

    def declare(do: Callable[..., None]) -> Callable[..., None]:
        if name in _handlers:
            raise KeyError(f"jobs called {name!r} have a handler already")
        _handlers[name] = Handler(do, frozenset(granted), in_one_transaction)
        return do

    return declare


def viewers_are_made_by(make: Callable[[str, uuid.UUID | None, frozenset[Any]], By]) -> Callable:
    """Declare how a viewer is made of a job's name, its project and what its handler is granted: the room that knows viewers does."""
    global _make_viewer
    _make_viewer = make
    return make


def enqueue(
    name: str,
    *,
    project_id: uuid.UUID | None = None,
    ids: Mapping[str, uuid.UUID | Iterable[uuid.UUID]] | None = None,
    key: str | None = None,
    by: By | None = None,
    after: timedelta = timedelta(),
) -> None:
    """Ask for a job, in the transaction that makes it necessary. Asking again under the same `key` asks for nothing."""
    if name not in _handlers:
        raise KeyError(f"no handler is declared for jobs called {name!r}")
    asked_by = by.as_actor().account_id if by else None
    job = Job(
        name=name, key=key or str(uuid.uuid4()), project_id=project_id, asked_by=asked_by,
        ids={each: _ids_only(each, value) for each, value in (ids or {}).items()}, due_at=clock.now() + after,
    )  # fmt: skip
    Job.objects.bulk_create([job], ignore_conflicts=True)


def run_due(limit: int = 50) -> int:
    """Do what is due, at most `limit` jobs; how many were taken up."""
    for taken in range(limit):
        job = _take()
        if job is None:
            return taken
        _run(job)
    return limit


def given_up() -> Any:
    """Jobs that nobody will try again, the latest first: somebody has to look."""
    return Job.objects.filter(state=State.GIVEN_UP).order_by("-ended_at")


def purge() -> int:
    """Remove jobs that ended long ago; how many."""
    return Job.objects.filter(ended_at__lt=clock.now() - KEPT_FOR).delete()[0]


def _ids_only(name: str, value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (list, tuple, set)) and all(isinstance(each, uuid.UUID) for each in value):
        return [str(each) for each in value]
    raise TypeError(f"a job carries ids only, and {name!r} is {type(value).__name__}")


def _ids_of(job: Job) -> dict[str, Any]:
    return {
        name: [uuid.UUID(each) for each in value] if isinstance(value, list) else uuid.UUID(value)
        for name, value in job.ids.items()
    }


def _take() -> Job | None:
    """Lease the job that has been due for longest; None where nothing is due."""
    while True:
        now = clock.now()
        due = Q(state=State.WAITING, due_at__lte=now) | Q(state=State.RUNNING, leased_until__lt=now)
        # Several, because other workers look at the same moment.
        found = list(Job.objects.filter(due).order_by("due_at").values_list("pk", flat=True)[:10])
        if not found:
            return None
        for pk in found:
            lease = uuid.uuid4()
            leased = Job.objects.filter(due, pk=pk).update(
                state=State.RUNNING, lease=lease, leased_until=now + LEASE, attempts=F("attempts") + 1
            )
            if leased:
                return Job.objects.get(pk=pk)


def _run(job: Job) -> None:
    handler = _handlers.get(job.name)
    try:
        if job.attempts > MOST_ATTEMPTS:  # its workers were killed each time
            raise GiveUp("worker lost")
        if handler is None:
            raise LookupError("no handler")  # a newer release may have it
        by = _make_viewer(job.name, job.project_id, handler.granted)
        around = transaction.atomic if handler.in_one_transaction else nullcontext
        with around():
            # On PostgreSQL a setting needs a transaction around it; a handler that opens its own sets it there.
            with rowsecurity.inside(job.project_id) if handler.in_one_transaction else nullcontext():
                handler.do(by=by, **_ids_of(job))
            if not _end(job, state=State.DONE, ended_at=clock.now(), problem=""):
                raise _LostLease
    except _LostLease:
        logger.warning("job %s: lost its lease to another worker", job.name)
    except Exception as problem:
        _failed(job, problem)


def _failed(job: Job, problem: Exception) -> None:
    """Wait and try again, or give up. The problem's message could hold anybody's data: its kind alone is kept."""
    stop = isinstance(problem, GiveUp) or job.attempts >= MOST_ATTEMPTS
    code = str(problem)[:80] if isinstance(problem, GiveUp) else type(problem).__name__[:80]
    if stop:
        _end(job, state=State.GIVEN_UP, ended_at=clock.now(), problem=code)
        logger.error("job %s: given up after %s attempts, %s", job.name, job.attempts, code)
    else:
        _end(job, state=State.WAITING, due_at=clock.now() + BACK_OFF[job.attempts - 1], problem=code)
        logger.warning("job %s: attempt %s failed, %s", job.name, job.attempts, code)


def _end(job: Job, **values: Any) -> bool:
    """Write how it went, unless the lease has gone to another worker."""
    return bool(
        Job.objects.filter(pk=job.pk, lease=job.lease).update(lease=None, leased_until=None, **values)
    )
