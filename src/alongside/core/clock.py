"""The one clock. Everything that needs the time asks here, so that tests and the demo can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today(zone: str = "Europe/London") -> date:
    """The present day where the project is: instants are UTC, days are taken in the project's zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_of(instant: datetime, zone: str = "Europe/London") -> date:
    """The day that an instant fell on where the project is."""
    return instant.astimezone(ZoneInfo(zone)).date()


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Make it `instant` (with a time zone) until the block ends."""
    if instant.tzinfo is None:
        raise ValueError("the clock is set to an instant with a time zone")
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
