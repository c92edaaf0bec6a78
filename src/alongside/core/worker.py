"""The background worker: does what is due, until it is asked to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from django.db import DatabaseError, close_old_connections, connections

from alongside.core import clocks, jobs

logger = logging.getLogger(__name__)

PAUSE = 1.0
PAUSE_AFTER_FAILURE = 5.0
JOBS_AT_A_TIME = 20


def run(*, stop: Event, go_on: Callable[[], bool] = lambda: True) -> None:
    """Work until `stop` is set or `go_on` says no. What is being done is finished first.

    A database that is away for a while is waited for.
    """
    while not stop.is_set() and go_on():
        try:
            clocks.run_due()
            busy = jobs.run_due(JOBS_AT_A_TIME) == JOBS_AT_A_TIME
            close_old_connections()
        except DatabaseError as problem:
            logger.warning("the worker waits for the database: %s", type(problem).__name__)
            connections.close_all()
            stop.wait(PAUSE_AFTER_FAILURE)
            continue
        if not busy:
            stop.wait(PAUSE)
    connections.close_all()
