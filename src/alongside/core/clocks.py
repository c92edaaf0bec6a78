"""What comes round: reminders, reviews, purges. Each is a question to the dates in the database, asked at intervals; nothing is a timer.

Several workers may run; the table of last runs lets one of them at a time do each thing. A worker that is killed leaves a lease that
runs out. After days without a worker everything is simply due.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from alongside.core import clock
from alongside.core.models import ClockRun

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Clock:
    """Something done again and again, and how often."""

    name: str
    every: timedelta
    do: Callable[[], object]


_clocks: dict[str, Clock] = {}


def every(interval: timedelta, *, name: str) -> Callable:
    """Declare a function that does whatever is due by the dates it finds. It must be harmless to call too often."""

    def declare(do: Callable[[], object]) -> Callable[[], object]:
        if name in _clocks:
            raise KeyError(f"a clock called {name!r} is declared already")
        _clocks[name] = Clock(name, interval, do)
        return do

    return declare


def declared() -> list[Clock]:
    """Every clock, by name."""
    return [_clocks[name] for name in sorted(_clocks)]


def run_due() -> int:
    """Do each thing whose interval has passed and that nobody else is doing; how many were done."""
    runs = {run.name: run for run in ClockRun.objects.all()}
    if missing := [ClockRun(name=name) for name in _clocks if name not in runs]:
        ClockRun.objects.bulk_create(missing, ignore_conflicts=True)
    # Read first: an UPDATE that finds nothing would still take SQLite's one write lock every second.
    return sum(_run(each) for each in declared() if _may_be_due(each, runs.get(each.name)))


def _may_be_due(each: Clock, run: ClockRun | None) -> bool:
    now = clock.now()
    if run is None or run.started_at is None:
        return True
    return run.started_at <= now - each.every and (run.leased_until is None or run.leased_until < now)


def _run(each: Clock) -> bool:
    now, lease = clock.now(), uuid.uuid4()
    due = Q(started_at__isnull=True) | Q(started_at__lte=now - each.every)
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    if not ClockRun.objects.filter(due, free, name=each.name).update(
        started_at=now, lease=lease, leased_until=now + LEASE
    ):
        return False
    problem = ""
    try:
        each.do()
    except Exception as failure:
        # The message could hold anybody's data; the others must have their turn.
        problem = type(failure).__name__[:80]
        logger.error("clock %s: %s", each.name, problem)
    ClockRun.objects.filter(name=each.name, lease=lease).update(
        ended_at=clock.now(), lease=None, leased_until=None, problem=problem
    )
    return True
