"""Pages of improvement work in a pseudo-language: no sentence of ours that was never handed to a translator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from alongside.improvement.actions import cycles, drivers
from alongside.programmes.models import Account, Service
from tests.cast import NOW
from tests.plain_english import plain_english_in

from .test_pages import at
from .work import an_aim, driver, idea

pytestmark = pytest.mark.usefixtures("pseudo_languages")

TYPED = "Typed by somebody"


@pytest.fixture
def lead(cast):
    client = cast.client(cast.improvement_lead)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-xa"
    return client


def test_every_page_of_improvement_work_can_be_translated(cast, lead, charted):
    aim = an_aim(cast, what=TYPED, how_much="", for_whom=TYPED, measure=charted)
    upper = driver(cast, aim, TYPED)
    lower = drivers.change(
        driver=driver(cast, aim, TYPED, under=upper),
        name=TYPED,
        under=upper,
        measures=[charted],
        by=cast.improvement_lead,
    )
    card = idea(cast, aim, TYPED, under=lower)
    week = cycles.Plan(
        objective=TYPED,
        what=TYPED,
        scale="few",
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=7),
    )
    pages = [at(cast, name) for name in ("improvement", "aims", "cycles", "aim_add")]
    pages += [
        at(cast, name, aim=aim)
        for name in (
            "aim",
            "aim_change",
            "aim_withdraw",
            "aim_measures",
            "drivers_edit",
            "driver_add",
            "idea_add",
        )
    ]
    pages += [at(cast, name, driver=lower) for name in ("driver_change", "driver_withdraw", "idea_add_under")]
    pages += [at(cast, name, idea=card) for name in ("idea", "idea_change", "idea_state", "cycle_add")]
    assert complaints(lead, pages) == []

    cycle = cycles.plan(idea=card, plan=week, prediction=TYPED, measures=[charted], by=cast.improvement_lead)
    assert (
        complaints(
            lead,
            [at(cast, name, cycle=cycle) for name in ("cycle", "cycle_plan", "cycle_begin", "cycle_drop")],
        )
        == []
    )
    cycle = cycles.begin(cycle=cycle, prediction=TYPED, began_on=NOW.date(), by=cast.improvement_lead)
    assert (
        complaints(lead, [at(cast, name, cycle=cycle) for name in ("cycle", "cycle_do", "cycle_study")]) == []
    )
    cycle = cycles.study(
        cycle=cycle,
        happened=TYPED,
        ended_on=NOW.date(),
        compared="not",
        study=TYPED,
        by=cast.improvement_lead,
    )
    assert complaints(lead, [at(cast, "cycle_act", cycle=cycle)]) == []
    cycles.decide(cycle=cycle, decision="adapt", why=TYPED, by=cast.improvement_lead)
    pages = [
        at(cast, "cycle", cycle=cycle),
        at(cast, "idea", idea=card),
        at(cast, "measure", measure=charted),
    ]
    assert complaints(lead, [*pages, at(cast, "cycles") + "?kind=over"]) == []


def complaints(lead, pages: list[str]) -> list[str]:
    """What on these pages is in plain English."""
    besides = [
        TYPED,
        "Felt understood",
        "Paper cards",
        "Answers 'yes, definitely', out of all answers.",
        "Harbour",
        *Account.objects.values_list("name", flat=True),
        *Service.objects.values_list("name", flat=True),
    ]
    found = []
    for page in pages:
        answer = lead.get(page)
        assert answer.status_code == 200, page
        found += [f"{page}: {text}" for text in plain_english_in(answer.content.decode(), besides)]
    return found
