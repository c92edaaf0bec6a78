"""How often something may be tried: counters in the database, so that every process counts the same tries.

A try is counted and judged in one statement, so that a burst in parallel gets exactly as many tries as a burst in turn. Counters go by a
keyed pseudonym, never by an address or a name. In a page that is one transaction a try is counted only if the page answers without
failing: refuse with an answer, not with an exception.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from alongside.core import clock
from alongside.core.models import Count


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether this try is one of those allowed; if not, in how many seconds the next will be."""

    ok: bool
    wait: int = 0

    def __bool__(self) -> bool:
        return self.ok


def allow(name: str, key: str, *, most: int, per: timedelta) -> Allowed:
    """Count a try of `name` by `key`, unless there were `most` of them within the last `per` already.

    Tries before the present stretch count by the share of them that is still within reach, so that waiting for the stroke of the hour
    doesn't double what is allowed. A try that isn't allowed isn't counted.
    """
    seconds, now = per.total_seconds(), clock.now().timestamp()
    stretch, into = divmod(now, seconds)
    who = pseudonym(name, key)
    before = _count(name, who, int(stretch) - 1)
    still = before * (1 - into / seconds)
    room = math.floor(most - still)
    if room >= 1 and _counted(name, who, int(stretch), room, goes_at=(stretch + 2) * seconds):
        return Allowed(True)
    return Allowed(False, _wait(most, before, _count(name, who, int(stretch)), into, seconds))


def forget(name: str, key: str) -> None:
    """Begin again: what was tried was done properly."""
    Count.objects.filter(name=name, who=pseudonym(name, key)).delete()


def give_back(name: str, key: str, *, per: timedelta) -> None:
    """Take one try of `name` by `key` back, because it was none: within the present stretch, and never below nothing."""
    stretch = int(clock.now().timestamp() // per.total_seconds())
    Count.objects.filter(name=name, who=pseudonym(name, key), stretch=stretch, count__gt=0).update(
        count=F("count") - 1
    )


def purge() -> int:
    """Remove counters that nothing looks at any more; how many."""
    return Count.objects.filter(goes_at__lte=clock.now()).delete()[0]


def pseudonym(name: str, key: str) -> str:
    """What stands for `key` in the counters of `name`, and nowhere else."""
    return salted_hmac(f"alongside.core.limits/{name}", key, algorithm="sha256").hexdigest()


def _count(name: str, who: str, stretch: int) -> int:
    found = Count.objects.filter(name=name, who=who, stretch=stretch).values_list("count", flat=True).first()
    return found or 0


def _counted(name: str, who: str, stretch: int, room: int, *, goes_at: float) -> bool:
    """Add one, if there is room for it; whether it was added."""
    table = connection.ops.quote_name(Count._meta.db_table)
    goes = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(goes_at, UTC))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, who, stretch, count, goes_at) VALUES (%s, %s, %s, 1, %s) "  # noqa: S608 - our own table's name
            f"ON CONFLICT (name, who, stretch) DO UPDATE SET count = {table}.count + 1 WHERE {table}.count < %s RETURNING count",
            [name, who, stretch, goes, room],
        )
        return cursor.fetchone() is not None


def _wait(most: int, before: int, now: int, into: float, seconds: float) -> int:
    """In how many seconds one more try will be within `most`."""
    if most < 1:
        return math.ceil(seconds)
    if now < most and before:
        # When enough of the last stretch is out of reach.
        return max(1, math.ceil(seconds * (1 - (most - 1 - now) / before) - into))
    return max(1, math.ceil(seconds - into + seconds * (1 - (most - 1) / max(now, 1))))
