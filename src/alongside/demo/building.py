"""Builds the example projects through the actions that pages use, one transaction a month, so that it can be read like a diary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from django.db import DatabaseError, transaction

from alongside.core import audit, clock
from alongside.demo import (
    diary,
    effects,
    feeding,
    improving,  # noqa: F401  enters its happenings in the diary
    judging,  # noqa: F401  enters its happenings in the diary
    releasing,  # noqa: F401  enters its happenings in the diary
)
from alongside.demo.stage import Stage
from alongside.programmes.models import Project

MONTHS = 18  # from the projects' start to the month before the present one


def is_built() -> bool:
    """Whether this database was built as the demo's. No real installation has an example project in it."""
    try:
        return Project.objects.filter(slug="harbour", kind=Project.Kind.DEMO).exists()
    except DatabaseError:  # no database of ours at all
        return False


def month_after(first: date, months: int) -> date:
    """The first day of the month so many months later (or earlier)."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def build(*, today: date | None = None, say: Callable[[str], None] = lambda line: None) -> None:
    """Build everything up to today. The same day gives the same data, but for its random keys."""
    today = today or clock.today()
    start = month_after(today.replace(day=1), -MONTHS)
    stage = Stage(start=start)
    for month in range(MONTHS + 1):
        first = month_after(start, month)
        # The ninth of the month, when last month's figures are in; in the present month no later than today.
        day = min(first + timedelta(days=8), today)
        with clock.set_to(datetime.combine(day, time(10), tzinfo=UTC)):
            with transaction.atomic():
                say(f"{first:%B %Y}")
                for happens in diary.of_month(month):
                    happens(stage)
                stage.bring_in_figures(month)
                stage.compare(month)
                effects.of_month(stage, month)
                feeding.of_month(stage, month)
            # As the background worker would have, that very minute.
            audit.seal_once()
