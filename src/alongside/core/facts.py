"""Facts: what rooms offer to be counted. Tidy, dated, one project's, and nobody's name among them.

A room enters a `Fact` in `registries.facts`. A measure definition counts its rows by period and by service, in the database. What a
fact offers is what it declares: a day, perhaps a service, and columns that are yes or no, a choice, or a number. There is no column for
an account, a membership or words that somebody typed, so no definition can count by a named worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateField, Expression, Func, IntegerField, QuerySet
from django.db.models.functions import TruncDate


class Kind(StrEnum):
    """What a column holds."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """Something that rows may be filtered on; a number can also be added up."""

    words: Any  # lazy translated text: "met by its date"
    kind: Kind = Kind.YES_NO
    choices: Mapping[str, Any] = field(default_factory=dict)  # of a choice: value -> words


@dataclass(frozen=True)
class Fact:
    """What one room offers to be counted."""

    key: str
    one_row: Any  # "one item of a service's checklist that has a date"
    dated_by: Any  # "the day it was due"
    # Project -> its rows, with `day`, `service` and every column there by name.
    rows: Callable[[Any], QuerySet]
    columns: Mapping[str, Column]
    day: str = "day"
    service: str = ""  # the name of the service's id among the columns; empty where rows belong to no service
    # (project, moment) -> the days on which anything came, went or changed since. Without it every day is counted anew each time:
    # right for hundreds of rows, slow for a million.
    changed_since: Callable[[Any, datetime], Iterable[date]] | None = None
    # Whether its rows are about members: what is counted of them leaves as figures about staff, a small group that knows itself.
    about_staff: bool = False


class DaysBetween(Func):
    """Whole days from the second date to the first, worked out by the database."""

    output_field = IntegerField()
    arity = 2
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        first, second = self.get_source_expressions()
        one, of_one = compiler.compile(first)
        two, of_two = compiler.compile(second)
        sql = f"CAST(julianday({one}) - julianday({two}) AS INTEGER)"
        return sql, (*of_one, *of_two)


def day_in(zone: str, instant: str | Expression) -> TruncDate:
    """The day an instant fell on where the project is. A fact with very many rows keeps that day in a column of its own."""
    return TruncDate(instant, tzinfo=ZoneInfo(zone), output_field=DateField())
