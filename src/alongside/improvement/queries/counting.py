"""From facts to figures: rows counted by day and service in the database, gathered into periods here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Aggregate, Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When

from alongside.core import clock
from alongside.improvement.counted import Counted, MeasureDefinition, Where, fact_of
from alongside.improvement.queries.lateness import after
from alongside.improvement.reading import Figure
from alongside.programmes.models import Project, Service

# Twenty years of months: a date of 1900 typed by mistake makes no chart of a thousand empty periods.
MOST_PERIODS = 240
# More separate stretches than this are asked for as one.
MOST_STRETCHES = 12

# A share of fewer members than these says what one of them did or left undone: nothing here counts a named colleague's lateness.
FEWEST_STAFF = 5

# The service of a row, or None where the whole project is one series.
Series = UUID | None


@dataclass
class Tally:
    """What was counted in one period of one series."""

    numerator: float = 0.0
    whole: float = 0.0
    rows: int = 0  # whether there was anything at all


Tallies = Mapping[tuple[Series, date], Tally]


@dataclass(frozen=True)
class About:
    """What is counted, of whom."""

    definition: MeasureDefinition
    project: Project
    service: Service | None = None
    by_service: bool = False

    @property
    def step(self) -> str:
        return self.definition.step


def last_finished(about: About, today: date) -> date:
    """The first day of the latest period that is over and can't change any more by the definition."""
    settled = today - timedelta(days=about.definition.settles_after_days)
    return after(settled, about.step, -1)


def counted_on(about: About, period: date) -> date:
    """The first day on which a period is counted."""
    return after(period, about.step, 1) + timedelta(days=about.definition.settles_after_days)


def touched(about: About, since: datetime) -> set[date] | None:
    """The periods in which any row came, went or changed since that moment; None where a fact can't tell."""
    days: set[date] = set()
    for _place, counted in about.definition.both:
        fact = fact_of(counted)
        if fact.changed_since is None:
            return None
        days.update(fact.changed_since(about.project, since))
    return {after(day, about.step, 0) for day in days if day is not None}


def tallies(about: About, periods: Iterable[date] | None, last: date) -> dict[tuple[Series, date], Tally]:
    """What is counted in each of the periods (None: in all up to `last`), by series. One question to a fact."""
    found: dict[tuple[Series, date], Tally] = defaultdict(Tally)
    stretches = None if periods is None else list(_stretches(sorted(periods), about.step))
    end = after(last, about.step, 1)
    for series, day, one in _days(about, stretches, end):
        tally = found[(series, after(day, about.step, 0))]
        tally.numerator += one.numerator
        tally.whole += one.whole
        tally.rows += one.rows
    return dict(found)


def _days(
    about: About, stretches: list[tuple[date, date]] | None, end: date
) -> Iterator[tuple[Series, date, Tally]]:
    definition = about.definition
    if definition.same_rows or definition.denominator is None:
        yield from _ask(about, definition.numerator, stretches, end, whole=definition.denominator)
        return
    for series, day, tally in _ask(about, definition.numerator, stretches, end, whole=None):
        yield series, day, Tally(tally.numerator, 0.0, 0)
    for series, day, tally in _ask(about, definition.denominator, stretches, end, whole=None):
        yield series, day, Tally(0.0, tally.numerator, int(tally.numerator))


def _ask(
    about: About,
    counted: Counted,
    stretches: list[tuple[date, date]] | None,
    end: date,
    *,
    whole: Counted | None,
) -> Iterator[tuple[Series, date, Tally]]:
    """Rows of one fact by day and service. Days, not months: they are few, and every database groups by a plain column fast."""
    fact = fact_of(counted)
    rows: QuerySet = fact.rows(about.project).filter(**{f"{fact.day}__lt": end})
    if stretches is not None:
        if not stretches:
            return
        rows = rows.filter(
            _any(Q(**{f"{fact.day}__gte": first, f"{fact.day}__lt": until}) for first, until in stretches)
        )
    if about.service is not None:
        rows = rows.filter(**{fact.service: about.service.pk})
    if whole is not None:
        rows = rows.filter(filters(whole.where))
    passed = filters(counted.where)
    passing = Count(Case(When(passed, then=Value(1)))) if passed else Count("*")
    aggregates: dict[str, Aggregate] = {"rows_there": Count("*"), "rows_passed": passing}
    if counted.add:
        added = (
            Case(When(passed, then=F(counted.add)), output_field=FloatField()) if passed else F(counted.add)
        )
        aggregates["added"] = Sum(added, output_field=FloatField())
    by = (fact.day, fact.service) if about.by_service else (fact.day,)
    for row in rows.order_by().values(*by).annotate(**aggregates):
        numerator = (row["added"] or 0.0) if counted.add else row["rows_passed"]
        yield (
            row[fact.service] if about.by_service else None,
            row[fact.day],
            Tally(
                float(numerator), float(row["rows_there"]) if whole is not None else 0.0, row["rows_there"]
            ),
        )


def filters(asked: Iterable[Where]) -> Q:
    """A definition's filters as the database's."""
    condition = Q()
    for where in asked:
        if where.is_ is not None:
            condition &= Q(**{where.column: where.is_})
        elif where.one_of:
            condition &= Q(**{f"{where.column}__in": where.one_of})
        elif where.at_least is not None:
            condition &= Q(**{f"{where.column}__gte": where.at_least})
        else:
            condition &= Q(**{f"{where.column}__lte": where.at_most})
    return condition


@dataclass
class Known:
    """What stands already: for each series the label of its first period, and every label there is."""

    first: dict[Series, date] = field(default_factory=dict)
    labels: set[tuple[Series, date]] = field(default_factory=set)


def figures(
    about: About,
    counted: Tallies,
    last: date,
    *,
    names: Mapping[Series, str],
    known: Known | None = None,
    anew: set[date] | None = None,
) -> list[Figure]:
    """Figures of every period that was counted, and of those between that had nothing: a count of none, or no share at all.

    A series begins with its first period that had rows; one of plain counts with the first whole period that there was a project
    (or a service) to count in. `anew` are the periods that were counted (None: all); what stands for the others stays.
    """
    known = known or Known()
    definition = about.definition
    begin = _beginnings(about, counted, known)
    made: list[Figure] = []
    earliest = after(last, about.step, 1 - MOST_PERIODS)
    for series, first in begin.items():
        period, place = max(first, earliest), 0
        while period <= last:
            if anew is None or period in anew or (series, period) not in known.labels:
                tally = counted.get((series, period), Tally())
                made.append(_figure(definition, names[series], period, place, tally))
            period, place = after(period, about.step, 1), place + 1
    return made


def _figure(definition: MeasureDefinition, part: str, period: date, place: int, tally: Tally) -> Figure:
    if definition.denominator is None:
        return Figure(part, period.isoformat(), place, tally.numerator, None)
    # Nothing to share, or so few colleagues that the share would be about one of them: no figure, which the chart shows as missing.
    fewest = FEWEST_STAFF if fact_of(definition.denominator).about_staff else 1
    value = tally.numerator if tally.whole >= fewest else None
    return Figure(part, period.isoformat(), place, value, tally.whole)


def _beginnings(about: About, counted: Tallies, known: Known) -> dict[Series, date]:
    begin = dict(known.first)
    for (series, period), tally in counted.items():
        if tally.rows and (series not in begin or period < begin[series]):
            begin[series] = period
    if about.definition.denominator is None:
        for series, floor in _floors(about).items():
            if series not in begin or floor < begin[series]:
                begin[series] = floor
    return begin


def _floors(about: About) -> dict[Series, date]:
    """The first whole period in which there was something to count in."""

    def floor(made: datetime) -> date:
        return after(clock.day_of(made, about.project.zone), about.step, 1)

    if not about.by_service:
        return {None: floor((about.service or about.project).created_at)}
    return {
        service.pk: floor(service.created_at) for service in Service.objects.filter(project=about.project)
    }


def _stretches(periods: list[date], step: str) -> Iterator[tuple[date, date]]:
    """Periods as stretches of days, those that follow one another as one; very many as one from the first to the last."""
    joined: list[tuple[date, date]] = []
    for period in periods:
        until = after(period, step, 1)
        if joined and joined[-1][1] == period:
            joined[-1] = (joined[-1][0], until)
        else:
            joined.append((period, until))
    if len(joined) > MOST_STRETCHES:
        joined = [(joined[0][0], joined[-1][1])]
    yield from joined


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found
