"""Measures that several tests begin with."""

from __future__ import annotations

import pytest

from alongside.improvement.actions import figures, measures
from alongside.improvement.models import Measure
from alongside.improvement.reading import Figure

MONTHS = [f"2025-{month:02}-01" for month in range(1, 13)]


def shares(pairs: list[tuple[float, float]], part: str = "", labels: list[str] | None = None) -> list[Figure]:
    """Figures of so many out of so many, month by month."""
    return [
        Figure(part, label, place, y, n)
        for place, (label, (y, n)) in enumerate(zip(labels or MONTHS, pairs, strict=False))
    ]


def values(numbers: list[float | None], part: str = "") -> list[Figure]:
    """Figures of one value, month by month."""
    return [
        Figure(part, label, place, y, None)
        for place, (label, y) in enumerate(zip(MONTHS, numbers, strict=False))
    ]


@pytest.fixture
def define(cast):
    """Define a measure of Harbour, as its improvement lead, with whatever is said otherwise."""

    def defined(**said) -> Measure:
        told = {
            "project": cast.harbour,
            "name": "Felt understood",
            "definition": "Answers 'yes, definitely', out of all answers.",
            "kind": "outcome",
            "better": "up",
            "chart": "p",
            "source": "Paper cards",
            "by": cast.improvement_lead,
            **said,
        }
        return measures.define(**told)

    return defined


@pytest.fixture
def measure(define) -> Measure:
    """A share of the whole project, without figures."""
    return define()


@pytest.fixture
def take(cast):
    """Take figures into a measure of Harbour."""

    def taken(measure: Measure, brought: list[Figure], **said):
        told = {"rows": len(brought), "columns": {}, "by": cast.improvement_lead, **said}
        return figures.take(measure=measure, figures=brought, **told)

    return taken


@pytest.fixture
def charted(measure, take) -> Measure:
    """A share with a year of figures."""
    take(measure, shares([(18 + month % 3, 28) for month in range(12)]))
    return measure
