"""What home pages hear from this room."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from alongside.core import clock, registries
from alongside.improvement import agenda
from alongside.improvement.actions import measures
from alongside.improvement.queries.lateness import after
from alongside.improvement.reading import Figure
from tests.cast import NOW

from .conftest import shares
from .test_pages import text


def late(viewer) -> list[tuple[str, date]]:
    return [(one.words, one.due_on) for one in agenda.late(viewer)]


def until(label: str) -> list[Figure]:
    return shares([(18, 28)], labels=[label])


def test_a_measure_without_a_figure_for_two_periods_is_late(cast, measure, take):
    take(measure, until("2026-08-01"))  # September and October are over
    assert late(cast.improvement_lead) == [("No new figure: Felt understood", date(2026, 11, 1))]


def test_one_that_misses_a_single_period_is_not(cast, measure, take):
    take(measure, until("2026-09-01"))
    assert late(cast.improvement_lead) == []


def test_a_gap_is_no_figure(cast, measure, take):
    take(measure, until("2026-08-01"))
    take(measure, [Figure("", "2026-10-01", 1, None, None)])
    assert len(late(cast.improvement_lead)) == 1


def test_a_measure_that_never_had_a_figure_is_late_after_two_periods(cast, measure):
    assert late(cast.improvement_lead) == []
    with clock.set_to(NOW.replace(year=2027, month=2)):
        assert late(cast.improvement_lead) == [("No new figure: Felt understood", date(2027, 2, 1))]


def test_withdrawn_measures_and_those_without_periods_are_never_late(cast, define, take):
    take(define(name="By lot", chart="xmr", step="order"), [Figure("", "first", 0, 1.0, None)])
    gone = define(name="Gone")
    take(gone, until("2025-01-01"))
    measures.withdraw(measure=gone, why="Counted twice.", by=cast.improvement_lead)
    assert late(cast.improvement_lead) == []


def test_only_those_who_see_a_measure_hear_that_it_is_late(cast, define, take):
    take(define(service=cast.ward_one), until("2026-01-01"))
    assert late(cast.clinician)
    assert late(cast.other_ward_clinician) == late(cast.administrator) == late(cast.stranger) == []


@pytest.mark.parametrize(
    ("day", "step", "periods", "then"),
    [
        (date(2026, 11, 23), "month", 2, date(2027, 1, 1)),
        (date(2026, 12, 31), "quarter", 1, date(2027, 1, 1)),
        (date(2026, 11, 25), "week", 1, date(2026, 11, 30)),
        (date(2026, 11, 25), "day", 3, date(2026, 11, 28)),
    ],
)
def test_the_first_day_of_a_later_period(day, step, periods, then):
    assert after(day, step, periods) == then


def test_the_room_stands_in_the_registries():
    assert registries.navigation.get("measures").url_name == "measures"
    assert registries.late_items.get("improvement") is agenda.late
    assert registries.to_do.get("improvement") is agenda.to_do


def test_the_home_has_a_tile_with_true_numbers(cast, define, take):
    home = reverse("project_home", kwargs={"project": cast.harbour.slug})
    tile = "Measures at a glance"
    assert tile not in text(cast.client(cast.improvement_lead).get(home))

    define(name="Planned")
    assert "Measures at a glance Too early to say No figures yet" in text(
        cast.client(cast.improvement_lead).get(home)
    )

    months = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
    fallen = [(22 + place % 3, 30) for place in range(12)] + [(12 + place % 3, 30) for place in range(12)]
    for name, better in (("Fallen", "up"), ("Fallen for good", "down")):
        take(define(name=name, better=better), shares(fallen, labels=months))
    said = text(cast.client(cast.improvement_lead).get(home))
    assert "Measures at a glance 1 concern 1 shows concern · 1 shows improvement" in said
    assert tile not in text(cast.client(cast.administrator).get(home))  # sees no measures
