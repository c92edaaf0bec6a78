"""What tests of releases begin with."""

from __future__ import annotations

from alongside.improvement.actions import releases
from alongside.improvement.models import Measure, Release
from alongside.improvement.releasing import Choices, Chosen
from tests.improvement.conftest import shares

# A year of so many out of so many, large enough for percentages; one month too few.
YEAR = [
    (40, 60),
    (42, 61),
    (38, 58),
    (45, 66),
    (41, 60),
    (5, 60),
    (44, 63),
    (40, 62),
    (39, 61),
    (43, 64),
    (46, 66),
    (41, 60),
]


def choices(*measures: Measure, since: str = "", until: str = "", **said) -> Choices:
    """All the figures of some measures."""
    return Choices(tuple(Chosen(str(measure.pk), **said) for measure in measures), since, until)


def prepared(
    cast, *measures: Measure, name: str = "Figures of 2025", rule_set: str = "nhs-hes-like", **said
) -> Release:
    """A draft of Harbour's improvement lead."""
    return releases.prepare(
        project=cast.harbour,
        name=name,
        choices=choices(*measures, **said),
        rule_set=rule_set,
        by=cast.improvement_lead,
    )


def sent(cast, *measures: Measure, **said) -> Release:
    """A release that waits for the privacy lead."""
    return releases.send(release=prepared(cast, *measures, **said), by=cast.improvement_lead)


def cleared(cast, *measures: Measure, **said) -> Release:
    """A release that the programme reads."""
    return releases.clear(release=sent(cast, *measures, **said), by=cast.privacy_lead)


def a_year(take, measure: Measure, pairs=None) -> Measure:
    """A measure with figures for a year."""
    take(measure, shares(pairs or YEAR))
    return measure
