"""Rehearsing a plan in a project: who may, what it starts from, what the page says."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.core.actions import Refused
from alongside.improvement.actions import rehearsals
from alongside.improvement.models import Rehearsal
from alongside.improvement.queries import rehearsals as queries
from alongside.programmes.access import NotAllowed
from alongside.stats.rehearsal import Plan
from tests.asked import fill_in

from .conftest import shares, values

PLAN = Plan(chart="p", level=0.6, effect=0.2, size=30, before=15, after=12)
ANSWERS = {
    "name": "Asked and informed",
    "chart": "p",
    "level": "60",
    "effect": "30",
    "size": "30",
    "before": "15",
    "after": "12",
    "missing": "0",
    "season": "0",
    "varies": "1",
}


def at(cast, name: str, **named) -> str:
    keys = {key: getattr(each, "pk", each) for key, each in named.items()}
    return reverse(name, kwargs={"project": cast.harbour.slug, **keys})


def text(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def rehearse(cast):
    def rehearsed(**said) -> Rehearsal:
        told = {
            "project": cast.harbour,
            "name": "Asked and informed",
            "plan": PLAN,
            "simulations": 200,
            "by": cast.improvement_lead,
            **said,
        }
        return rehearsals.rehearse(**told)

    return rehearsed


def test_the_lead_rehearses_a_plan_and_reads_what_to_expect(cast):
    browser = cast.client(cast.improvement_lead)

    answer = fill_in(browser, at(cast, "rehearsal_add"), **ANSWERS)
    said = text(browser.get(answer.url))

    kept = Rehearsal.objects.get()
    assert kept.plan["level"] == 0.6
    assert kept.plan["size"] == [30.0]
    assert "p chart, from 60% to 90%" in said
    assert kept.told["chart"]["notices"]["share"] > 0.995
    assert "The chart notices the change more than 99 in 100" in said
    assert "as far as 1,000 tries can tell" in said
    assert "The chart signals where nothing changed" in said
    assert "Month after the change" in said
    assert "1,000 rehearsals with the change and as many without" in said


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"effect": "0"}, "Say how large a change you hope to notice"),
        ({"effect": "45"}, "would be 1.05 after the change"),
        ({"level": "sixty"}, "Enter where it stands now, like 60"),
        ({"size": ""}, "Enter how many are counted in a month"),
        ({"before": "2"}, "Use 3 or more"),
        ({"chart": "xmr", "spread": ""}, "Enter how much it varies"),
        ({"name": ""}, "Enter a name for what you are going to measure"),
    ],
)
def test_what_cant_be_rehearsed_is_asked_again(cast, answers, said):
    browser = cast.client(cast.improvement_lead)

    page = fill_in(browser, at(cast, "rehearsal_add"), **{**ANSWERS, **answers})

    assert page.status_code == 422
    assert said in text(page).replace("&#39;", "'")
    assert not Rehearsal.objects.exists()


def test_whoever_may_not_run_analyses_rehearses_nothing(cast, rehearse):
    with pytest.raises(NotAllowed):
        rehearse(by=cast.peer_worker)


def test_a_rehearsal_of_a_service_s_measure_is_seen_with_the_service(cast, rehearse, define):
    kept = rehearse(measure=define(service=cast.ward_two))
    seen = Rehearsal.objects.visible_to

    assert kept in seen(cast.other_ward_clinician)
    assert kept not in seen(cast.clinician)
    assert kept not in seen(cast.lantern_improvement_lead)
    assert rehearse() in seen(cast.clinician), "a plan for no measure yet is the whole project's"


def test_a_rehearsal_has_a_name_and_is_tried_often_enough(cast, rehearse):
    with pytest.raises(Refused, match="what you are going to measure"):
        rehearse(name="  ")
    with pytest.raises(IntegrityError, match="tried_often_enough"), transaction.atomic():
        rehearse(simulations=99)


def test_a_share_s_rehearsal_starts_from_its_figures(measure, take):
    take(
        measure, shares([(18, 30), (21, 30), (None, None), (15, 25), (19, 30), (20, 30), (17, 30), (22, 35)])
    )

    start = queries.starts_from(measure)

    assert start["level"] == f"{100 * 132 / 210:.4g}"
    assert start["size"] == "30"
    assert (start["chart"], start["missing"], start["before"]) == ("p", 12, 7)


def test_a_value_s_rehearsal_starts_from_its_figures(define, take):
    waits = define(name="Days waited", chart="xmr", unit="days")
    take(waits, values([10, 12, 11, 9, 10, 12, 11, 9]))

    start = queries.starts_from(waits)

    assert (start["chart"], start["level"]) == ("xmr", "10.5")
    # The mean moving range is 11/7; divided by 1.128.
    assert start["spread"] == f"{11 / 7 / 1.128:.4g}"


def test_too_few_figures_start_nothing_but_the_name(measure, take):
    take(measure, shares([(18, 30), (21, 30)]))
    assert queries.starts_from(measure) == {"name": "Felt understood"}


def test_the_form_of_a_measure_shows_where_it_stands(cast, charted):
    page = cast.client(cast.improvement_lead).get(at(cast, "measure_rehearse", measure=charted))
    assert "worked out from the figures of" in text(page)
    assert 'value="67.86"' in page.content.decode()


def test_an_empty_list_says_what_rehearsing_is_for(cast):
    page = cast.client(cast.improvement_lead).get(at(cast, "rehearsals"))
    assert "learn whether your plan could show it" in text(page)


def test_the_list_puts_the_same_number_of_questions_however_long_it_is(cast, rehearse, measure):
    browser = cast.client(cast.improvement_lead)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries_put:
            assert browser.get(at(cast, "rehearsals")).status_code == 200
        return len(queries_put)

    rehearse(measure=measure)
    asked()
    first = asked()
    for name in ("A", "B", "C"):
        rehearse(measure=measure, name=name)
    assert asked() == first


def test_what_came_of_it_is_never_changed(cast):
    kept = rehearsals.rehearse(
        project=cast.harbour, name="Asked and informed", plan=PLAN, simulations=100, by=cast.improvement_lead
    )
    for said in ({"told": {}}, {"plan": {}}, {"name": "Other"}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Rehearsal.objects.filter(pk=kept.pk).update(**said)
