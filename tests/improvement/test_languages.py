"""Every page of the room in a pseudo-language: no sentence of ours that was never handed to a translator."""

from __future__ import annotations

import pytest
from django.conf import settings

from alongside.improvement.actions import figures, measures
from alongside.improvement.models import Import
from alongside.programmes.models import Account, Organisation, Service
from tests.plain_english import plain_english_in

from .conftest import shares
from .test_bringing_in import bring, fill_in, look_at
from .test_pages import at

pytestmark = pytest.mark.usefixtures("pseudo_languages")

TYPED = "Typed by somebody"


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


@pytest.fixture
def names(cast):
    """What people typed, and what they and their tables are called: nobody translates those."""

    def known() -> list[str]:
        kept = [TYPED, cast.harbour.name, "answers.csv"]
        kept += [
            "Felt understood",
            "Good or very good",
            "Paper cards",
            "Answers 'yes, definitely', out of all answers.",
        ]
        columns = [
            "date",
            "service",
            "team",
            "answer",
            "month",
            "met",
            "seen",
            "Wards",
            "Red",
            "Blue",
            "many",
        ]
        people = [
            *Account.objects.values_list("name", flat=True),
            *Organisation.objects.values_list("name", flat=True),
        ]
        return [*kept, *people, *Service.objects.values_list("name", flat=True), *columns]

    return known


def visit(browser, address: str) -> str:
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-xa"
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def told(cast, define, take):
    """A measure with a history: a target, a signal, notes, figures replaced and taken back."""
    measure = define(definition=TYPED, source=TYPED, target=0.9, service=cast.ward_one)
    labels = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
    take(
        measure,
        shares([(12, 30)] * 12 + [(22, 30)] * 12, labels=labels),
        notes=[TYPED],
        filename="answers.csv",
    )
    again = take(measure, shares([(13, 30)], labels=labels[:1]), clash="replace")
    figures.undo(brought=again, why=TYPED, by=cast.improvement_lead)
    measures.annotate(measure=measure, label="2025-01-14", words=TYPED, by=cast.improvement_lead)
    return measure


@pytest.mark.parametrize("name", ["measures", "measure_add", "figures_bring"])
def test_the_list_and_what_adds_to_it(cast, lead, told, names, name):
    assert plain_english_in(visit(lead, at(cast, name)), besides=names()) == []


@pytest.mark.parametrize(
    "name", ["measure", "measure_change", "measure_withdraw", "measure_annotate", "figures_for"]
)
def test_the_pages_of_a_measure(cast, lead, told, names, name):
    assert plain_english_in(visit(lead, at(cast, name, measure=told)), besides=names()) == []


def test_the_pages_of_several_series(cast, lead, measure, take, names):
    take(measure, [figure for part in ("Red", "Blue") for figure in shares([(12, 30)] * 12, part=part)])
    assert plain_english_in(visit(lead, at(cast, "measures")), besides=names()) == []
    assert plain_english_in(visit(lead, at(cast, "measure", measure=measure)), besides=names()) == []


def test_an_empty_list(cast, lead, names):
    assert plain_english_in(visit(lead, at(cast, "measures")), besides=names()) == []


def test_undoing(cast, lead, told, names):
    brought = Import.objects.get(state="taken")
    assert plain_english_in(visit(lead, at(cast, "figures_undo", brought=brought)), besides=names()) == []


@pytest.mark.parametrize("name", ["figures_columns", "figures_rows", "figures_measure", "figures_look"])
def test_the_pages_of_a_table(cast, lead, names, name):
    look_at(cast, lead)
    brought = Import.objects.get()
    assert plain_english_in(visit(lead, at(cast, name, brought=brought)), besides=names()) == []


def test_a_table_that_is_wrong(cast, lead, measure, names):
    columns = bring(cast, lead, "month,met,seen\n2025-01-01,18,28\n2025-02-01,many,31\n", measure=measure).url
    look = fill_in(
        lead, columns, x="month", each_row="shares", count="met", n="seen", every="as-they-are"
    ).url
    assert plain_english_in(visit(lead, look), besides=names()) == []


def test_figures_that_are_there_already(cast, lead, measure, take, names):
    take(measure, shares([(18, 28)]))
    columns = bring(cast, lead, "month,met,seen\n2025-01-01,19,28\n2025-02-01,20,31\n", measure=measure).url
    look = fill_in(
        lead, columns, x="month", each_row="shares", count="met", n="seen", every="as-they-are"
    ).url
    assert plain_english_in(visit(lead, look), besides=names()) == []
