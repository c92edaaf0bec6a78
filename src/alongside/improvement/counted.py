"""Measure definitions: what is counted over which facts, as YAML in definitions/measures/."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from pydantic import Field, model_validator

from alongside.core import definitions, registries
from alongside.core.definitions import Definition, Part
from alongside.core.facts import Column, Fact, Kind
from alongside.improvement.models import Measure
from alongside.improvement.models.measures import SHARE_CHARTS

STEPS = ("week", "month", "quarter")
# Charts of one point a period. Those of rare events go from event to event instead.
NEEDS_WHOLE = ("u", "up", "ip")
CHARTS = (*sorted(SHARE_CHARTS), "xmr", "run", "c", *NEEDS_WHOLE)


class Where(Part):
    """Which rows: one column and one question to it."""

    column: str
    is_: bool | str | None = Field(default=None, alias="is")
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Where:
        asked = [self.is_ is not None, bool(self.one_of), self.at_least is not None, self.at_most is not None]
        if sum(asked) != 1:
            raise ValueError(
                f"the filter on {self.column!r} needs exactly one of: is, one_of, at_least, at_most"
            )
        return self


class Counted(Part):
    """Rows of a fact: all, or those that every filter lets through; counted, or a column of them added up."""

    fact: str
    words: str = Field(min_length=3)
    where: tuple[Where, ...] = ()
    add: str = ""


class MeasureDefinition(Definition):
    """A measure over facts. Its counting stays the same for a version, so a changed one is a new version."""

    operational_definition: str = Field(min_length=30)
    kind: str
    better: str
    chart: str
    step: str
    unit: str = ""
    target: float | None = None
    numerator: Counted
    denominator: Counted | None = None
    # Whether each service may have a series of its own.
    by_service: bool = False
    # How many days after a period it can still change: it is counted after them.
    settles_after_days: int = Field(default=0, ge=0, le=366)

    @model_validator(mode="after")
    def _makes_sense(self) -> MeasureDefinition:
        for name, allowed in (
            ("kind", Measure.Kind.values),
            ("better", Measure.Better.values),
            ("chart", CHARTS),
            ("step", STEPS),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} must be one of {_listed(allowed)}, not {getattr(self, name)!r}")
        for place, counted in self.both:
            _check(place, counted, by_service=self.by_service)
        if self.denominator is not None and self.denominator.add:
            raise ValueError(
                "denominator: rows of the whole are counted; only a numerator may add up a column"
            )
        if self.chart in SHARE_CHARTS:
            self._check_share()
        elif self.chart in NEEDS_WHOLE and self.denominator is None:
            raise ValueError(
                f"denominator: a chart of kind {self.chart} is for so many of so many, so say out of which rows"
            )
        elif self.chart == Measure.Chart.C and self.denominator is not None:
            raise ValueError(
                "denominator: a c chart counts events and takes no whole; use u where there is one"
            )
        if self.chart not in SHARE_CHARTS and not self.unit:
            raise ValueError("unit: say what is counted, like members or days; only a share has no unit")
        return self

    def _check_share(self) -> None:
        whole = self.denominator
        if whole is None:
            raise ValueError(f"denominator: a {self.chart} chart is for shares, so say out of which rows")
        if self.numerator.add or self.numerator.fact != whole.fact:
            raise ValueError(
                "numerator: a share counts some rows of the very fact that is its whole, without adding a column up"
            )
        if self.target is not None and not 0 <= self.target <= 1:
            raise ValueError("target: the target of a share is between 0 and 1, like 0.9")

    @property
    def both(self) -> Sequence[tuple[str, Counted]]:
        """The numerator, and the denominator where there is one, with where they stand in the file."""
        whole = [("denominator", self.denominator)] if self.denominator is not None else []
        return [("numerator", self.numerator), *whole]

    @property
    def same_rows(self) -> bool:
        """Whether the numerator is about rows of the whole: what the whole leaves out, it leaves out too."""
        return self.denominator is not None and self.numerator.fact == self.denominator.fact

    @property
    def chosen(self) -> tuple[Where, ...]:
        """Every filter that a row of the numerator passes."""
        whole = self.denominator.where if self.denominator is not None and self.same_rows else ()
        return (*whole, *self.numerator.where)


def fact_of(counted: Counted) -> Fact:
    """The fact it counts. A definition that was checked has one."""
    found = registries.facts.get(counted.fact)
    if found is None:
        raise LookupError(counted.fact)
    return found


def _check(place: str, counted: Counted, *, by_service: bool) -> None:
    fact = registries.facts.get(counted.fact)
    if fact is None:
        known = sorted(each.key for each in registries.facts)
        raise ValueError(f"{place}: there is no fact {counted.fact!r}; there are {_listed(known)}")
    if by_service and not fact.service:
        raise ValueError(f"by_service: rows of the fact {counted.fact!r} belong to no service")
    if counted.add and _column(place, fact, counted.add).kind is not Kind.NUMBER:
        raise ValueError(f"{place}: {counted.add!r} is no number, so it can't be added up")
    for where in counted.where:
        _check_filter(place, _column(place, fact, where.column), where)


def _column(place: str, fact: Fact, name: str) -> Column:
    if name not in fact.columns:
        raise ValueError(
            f"{place}: the fact {fact.key!r} has no column {name!r}; it has {_listed(sorted(fact.columns))}"
        )
    return fact.columns[name]


def _check_filter(place: str, column: Column, where: Where) -> None:
    if column.kind is Kind.YES_NO and not isinstance(where.is_, bool):
        raise ValueError(f"{place}: {where.column!r} is yes or no, so filter with is: true or is: false")
    if column.kind is Kind.NUMBER and where.at_least is None and where.at_most is None:
        raise ValueError(f"{place}: {where.column!r} is a number, so filter with at_least or at_most")
    if column.kind is Kind.CHOICE:
        asked = where.one_of or ((where.is_,) if isinstance(where.is_, str) else ())
        unknown = [each for each in asked if each not in column.choices]
        if not asked or unknown:
            raise ValueError(
                f"{place}: {where.column!r} is a choice, so filter with is or one_of, of {_listed(list(column.choices))}"
            )


def _listed(names: Sequence[Any]) -> str:
    return ", ".join(str(name) for name in names)


@functools.cache
def available() -> dict[str, MeasureDefinition]:
    """Every definition by its id, in the order of their titles."""
    files = sorted((definitions.FOLDER / "measures").glob("*.yaml"))
    read = [definitions.load(f"measures/{path.stem}", MeasureDefinition) for path in files]
    return {each.id: each for each in sorted(read, key=lambda each: each.title)}
