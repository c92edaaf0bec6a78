"""What changed, and when: an analysis is asked for, kept for good, counted, and told with what to know before believing it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.core.models import AuditRow
from alongside.core.rowsecurity import inside
from alongside.improvement.actions import analyses, figures, measures, protocols
from alongside.improvement.interrupted import Asked
from alongside.improvement.models import AnalysisRun
from alongside.improvement.presenters.amounts import Amounts
from alongside.improvement.queries import analyses as queries
from alongside.improvement.reading import Figure
from alongside.programmes.access import NotAllowed
from tests.asked import fill_in

MONTHS = [f"20{24 + i // 12}-{i % 12 + 1:02}-01" for i in range(30)]
WOBBLE = [0.3, -0.4, 0.1, 0.5, -0.6, 0.2, -0.1, 0.4, -0.3, 0.0, 0.2, -0.3]
CHANGE = MONTHS[15]
WAITS = [round(12 + WOBBLE[i % 12] - (4 if i >= 15 else 0), 1) for i in range(30)]


def monthly(numbers, part: str = "", n: float | None = None) -> list[Figure]:
    return [Figure(part, MONTHS[place], place, y, n) for place, y in enumerate(numbers)]


def text(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def at(cast, name: str, **named) -> str:
    keys = {key: each.pk for key, each in named.items()}
    return reverse(name, kwargs={"project": cast.harbour.slug, **keys})


@pytest.fixture
def waits(define, take):
    """Thirty months of days waited, four fewer from the sixteenth on."""
    measure = define(name="Days waited", chart="xmr", better="down", unit="days", kind="process")
    take(measure, monthly(WAITS))
    return measure


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


@pytest.fixture
def run(cast):
    """Run an analysis of a measure around a date, as the improvement lead."""

    def ran(measure, change=CHANGE, *, by=None, words="A second worker started", annotation=None, **asked):
        return analyses.run(
            measure=measure,
            asked=Asked(part=asked.pop("part", ""), change=change, **asked),
            change_words=words,
            annotation=annotation,
            by=by or cast.improvement_lead,
        )

    return ran


# Running one


def test_what_was_asked_on_which_figures_and_what_came_out_are_kept(cast, waits, run):
    made = run(waits)
    made.refresh_from_db()

    assert (made.by, made.created_at) == (cast.membership(cast.improvement_lead), clock.now())
    assert made.specification["change"] == CHANGE
    assert made.data["y"] == WAITS
    assert len(made.specification_hash) == len(made.data_hash) == 64
    terms = {term["name"]: term for term in made.results["terms"]}
    assert terms["level_change"]["estimate"] == pytest.approx(-4, abs=0.3)
    assert terms["level_change"]["upper"] < -3
    assert made.results["errors"] == "ar1"
    assert AuditRow.objects.filter(event="analysis run").count() == 1


def test_the_same_asked_of_the_same_figures_is_one_run(waits, run):
    first = run(waits)
    assert run(waits) == first
    assert run(waits, slope=False) != first
    assert AnalysisRun.objects.count() == 2


def test_a_project_evaluator_may_run_one_and_others_may_not(cast, waits, run):
    assert run(waits, by=cast.project_evaluator).by == cast.membership(cast.project_evaluator)
    for who in ("supervisor", "peer_worker", "clinician", "administrator"):
        with pytest.raises(NotAllowed):
            run(waits, slope=False, by=getattr(cast, who))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("2030-01-01", "not among the figures"),
        ("2020-01-01", "not among the figures"),
        (MONTHS[0], "nothing before this date"),
        (MONTHS[1], "too few points before the change"),
        (MONTHS[-1], "too few points from the change on"),
        ("2026-06-17", "too few points from the change on"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(waits, run, change, said):
    with pytest.raises(Refused, match=said):
        run(waits, change)
    assert not AnalysisRun.objects.exists()


def test_figures_without_rhythm_are_refused(define, take, run):
    measure = define(name="At odd times", chart="xmr", step="date")
    days = ["2026-01-03", "2026-01-09", "2026-02-22", "2026-05-01", "2026-05-02", "2026-06-01"]
    take(measure, [Figure("", day, place, 3.0 + place % 2, None) for place, day in enumerate(days)])
    with pytest.raises(Refused, match="keep no rhythm"):
        run(measure, "2026-02-22")


def test_a_measure_without_figures_has_nothing_to_compare(measure, run):
    with pytest.raises(Refused, match="no figures to analyse"):
        run(measure)


def test_a_series_in_the_order_given_is_compared_around_a_label(define, take, run):
    measure = define(name="By round", chart="xmr", step="order")
    take(measure, [Figure("", f"Round {place}", place, WAITS[place], None) for place in range(30)])
    made = run(measure, "Round 15")
    assert made.results["change"] == {"time": 16, "inside": False}
    with pytest.raises(Refused, match="not among the figures"):
        run(measure, "Round 99")


def test_a_share_is_compared_in_shares_and_events_in_ratios(define, take, run):
    shares = define(name="Asked", chart="p")
    take(shares, monthly([30 + i % 4 + (10 if i >= 15 else 0) for i in range(30)], n=50))
    made = run(shares)
    term = next(t for t in made.results["terms"] if t["name"] == "level_change")
    assert term["estimate"] == pytest.approx(0.2, abs=0.04)
    assert term["ratio"] is None
    falls = define(name="Falls", chart="xmr", better="down")
    take(falls, monthly([40 + i % 5 - (15 if i >= 15 else 0) for i in range(30)]))
    counted = run(falls, counts=True)
    term = next(t for t in counted.results["terms"] if t["name"] == "level_change")
    assert 0.5 < term["ratio_lower"] < term["ratio"] < term["ratio_upper"] < 0.8
    assert counted.results["model"] == "quasipoisson"


# Chosen before or after


def test_a_date_noted_before_its_figures_came_was_chosen_before(cast, waits, run):
    noted = measures.annotate(
        measure=waits, label=MONTHS[27], words="A second worker", by=cast.improvement_lead
    )
    made = run(waits, MONTHS[27], annotation=noted)
    assert not made.chosen_before  # all thirty months were there
    assert made.chosen_at == noted.created_at


def test_a_note_that_stood_when_the_figures_came_makes_the_date_chosen_before(cast, define, take, run):
    measure = define(name="Days waited", chart="xmr", better="down")
    take(measure, monthly(WAITS[:15]))
    noted = measures.annotate(
        measure=measure, label=CHANGE, words="A second worker", by=cast.improvement_lead
    )
    with clock.set_to(clock.now() + timedelta(days=300)):
        figures.take(
            measure=measure, figures=monthly(WAITS)[15:], rows=15, columns={}, by=cast.improvement_lead
        )
    with clock.set_to(clock.now() + timedelta(days=301)):
        assert run(measure, annotation=noted).chosen_before
        assert not run(measure, MONTHS[16]).chosen_before
        assert queries.ledger(measure, cast.improvement_lead) == queries.Ledger(2, 1, 0)


def test_figures_that_were_taken_back_were_seen_all_the_same(cast, define, take, run):
    measure = define(name="Days waited", chart="xmr", better="down")
    take(measure, monthly(WAITS[:15]))
    seen = take(measure, monthly(WAITS)[15:])
    figures.undo(brought=seen, why="Wrong ward.", by=cast.improvement_lead)
    with clock.set_to(clock.now() + timedelta(days=1)):
        noted = measures.annotate(measure=measure, label=CHANGE, words="Late", by=cast.improvement_lead)
    with clock.set_to(clock.now() + timedelta(days=2)):
        take(measure, monthly(WAITS)[15:])
        assert not run(measure, annotation=noted).chosen_before


def test_a_note_about_another_date_is_refused(cast, waits, run):
    noted = measures.annotate(measure=waits, label=MONTHS[3], words="Snow", by=cast.improvement_lead)
    with pytest.raises(Refused, match="not about that date"):
        run(waits, annotation=noted)


def test_an_analysis_that_a_protocol_fixed_before_its_figures_says_so(cast, lead, define, take, run):
    measure = define(name="Days waited", chart="xmr", better="down")
    take(measure, monthly(WAITS[:15]))
    draft = protocols.write(
        project=cast.harbour,
        measures=[measure],
        said={
            "name": "The second worker", "change_on": date.fromisoformat(CHANGE), "change_words": "A second worker",
            "no_balancing_why": "One number at a time.", "analysis": "its", "its_slope": False, "its_model": "ols",
            "its_phase_in": 0, "stops_on": None, "stops_after": 12,
        },
        primary=measure,
        by=cast.improvement_lead,
    )  # fmt: skip
    protocols.lock(protocol=draft, by=cast.improvement_lead)
    with clock.set_to(clock.now() + timedelta(days=300)):
        take(measure, monthly(WAITS)[15:])
        fixed, other = run(measure, slope=False), run(measure, slope=True)
    assert queries.ledger(measure, cast.improvement_lead) == queries.Ledger(2, 0, 1)
    said = text(lead.get(at(cast, "analysis", analysis=fixed)))
    assert "Yes, in the protocol “" in said
    assert "Fixed in a protocol beforehand: 1." in said
    said = text(lead.get(at(cast, "analysis", analysis=other)))
    assert "No protocol that was locked before these figures came in has it" in said


# Kept for good


def test_a_run_is_never_changed_nor_taken_away(waits, run):
    made = run(waits)
    made.change_words = "Something better"
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AnalysisRun.objects.filter(pk=made.pk).update(chosen_before=True)


@pytest.mark.parametrize("wrong", [{"chosen_before": True}, {"change": ""}, {"change_words": ""}])
def test_the_database_holds_what_a_run_says_of_its_change(cast, waits, run, wrong):
    made = run(waits)
    fields = {
        field.attname: getattr(made, field.attname)
        for field in AnalysisRun._meta.concrete_fields
        if field.name not in ("id", "specification_hash")
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        AnalysisRun.objects.create(**{**fields, "specification_hash": "f" * 64, **wrong})


def test_later_figures_make_a_run_out_of_date_and_leave_it_as_it_was(cast, lead, waits, run):
    made = run(waits)
    assert queries.out_of_date(waits, [made]) == set()
    before = made.results
    figures.take(
        measure=waits,
        figures=[Figure("", MONTHS[20], 20, 30.0, None)],
        rows=1,
        columns={},
        clash="replace",
        by=cast.improvement_lead,
    )
    made.refresh_from_db()
    assert made.results == before
    assert queries.out_of_date(waits, [made]) == {made.pk}
    page = lead.get(at(cast, "analysis", analysis=made))
    assert "The figures have changed since" in text(page)
    assert "Run it on the figures of today" in text(page)
    assert run(waits) != made


def test_figures_of_another_series_leave_a_run_as_good_as_it_was(define, take, run):
    measure = define(name="By ward", chart="xmr")
    take(measure, monthly(WAITS, part="Ash") + monthly(WAITS[::-1], part="Elm"))
    ash, elm = run(measure, part="Ash"), run(measure, part="Elm")
    take(measure, [Figure("Elm", "2026-07-01", 30, 9.0, None)])
    assert queries.out_of_date(measure, [ash, elm]) == {elm.pk}


# The pages


def test_the_question_offers_the_notes_on_the_chart_and_leads_to_the_answer(cast, lead, waits):
    noted = measures.annotate(measure=waits, label=CHANGE, words="A second worker", by=cast.improvement_lead)
    address = at(cast, "measure_analyse", measure=waits)
    page = lead.get(address)
    assert "A second worker" in text(page)
    assert "Another date" in text(page)
    answer = fill_in(lead, address, page=page, when=str(noted.pk), effect="jump", season="no")
    assert answer.status_code == 302, text(answer)
    made = AnalysisRun.objects.get()
    assert answer.url == at(cast, "analysis", analysis=made)
    assert (made.annotation, made.specification["slope"]) == (noted, False)


def test_another_date_needs_its_words(cast, lead, waits):
    address = at(cast, "measure_analyse", measure=waits)
    page = lead.get(address)
    missing = fill_in(lead, address, page=page, when="other", day_day="1", day_month="4", day_year="2025")
    assert missing.status_code == 422
    assert "Say in a few words what changed" in text(missing)
    given = {"when": "other", "day_day": "17", "day_month": "4", "day_year": "2025", "words": "New rota"}
    answer = fill_in(lead, address, page=page, **given)
    assert answer.status_code == 302, text(answer)
    made = AnalysisRun.objects.get()
    assert (made.change, made.change_words, made.annotation) == ("2025-04-17", "New rota", None)
    assert made.results["change"]["inside"]


def test_a_date_outside_the_figures_comes_back_with_its_sentence(cast, lead, waits):
    address = at(cast, "measure_analyse", measure=waits)
    given = {"when": "other", "day_day": "1", "day_month": "4", "day_year": "2031", "words": "New rota"}
    answer = fill_in(lead, address, **given)
    assert answer.status_code == 422
    assert "not among the figures" in text(answer)


def test_a_season_is_asked_about_where_there_are_two_years(cast, lead, define, take, waits):
    assert "time of year" in text(lead.get(at(cast, "measure_analyse", measure=waits)))
    short = define(name="Short", chart="xmr")
    take(short, monthly(WAITS[:20]))
    assert "time of year" not in text(lead.get(at(cast, "measure_analyse", measure=short)))


def test_the_answer_shows_the_chart_the_estimates_in_natural_units_and_what_to_know(cast, lead, waits, run):
    made = run(waits, slope=False)
    page = lead.get(at(cast, "analysis", analysis=made))
    html, said = page.content.decode(), text(page)

    assert html.count("<svg") >= 2
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    jump = r"At once, in April 2025: [34]\.\d+ days lower than the figures before would lead to"
    assert re.search(jump + r" \(95% interval: [34]\.\d+ to 4\.\d+ days lower\)", said)
    assert "Without the change" in said
    assert "No. It was written down on 23 November 2026" in said
    assert "Yes: 15 before and 15 from the change on." in said
    assert "It can&#39;t show what made the difference" in html
    assert (
        "One analysis was run on this measure, around a date that was written down after the figures had come in."
        in said
    )
    assert made.data_hash in said
    assert "ignificant" not in said


def test_figures_that_show_nothing_say_so(cast, lead, define, take, run):
    measure = define(name="No change", chart="xmr", better="down", unit="days")
    take(measure, monthly([12 + WOBBLE[i * 5 % 12] for i in range(30)]))
    said = text(lead.get(at(cast, "analysis", analysis=run(measure))))
    assert (
        "these figures can&#39;t tell whether anything changed" in said or "these figures can't tell" in said
    )
    assert re.search(r"95% interval goes from \d[\d.]* lower to \d[\d.]* days higher", said)


def test_figures_that_are_all_equal_give_no_interval(cast, lead, define, take, run):
    measure = define(name="Always seven", chart="xmr")
    take(measure, monthly([7.0] * 30))
    said = text(lead.get(at(cast, "analysis", analysis=run(measure))))
    assert "no interval" in said
    assert "There is none: the lines meet every figure" in said


def test_few_figures_and_a_gap_are_said(cast, lead, define, take, run):
    measure = define(name="Few", chart="xmr")
    take(measure, monthly([None if i == 3 else WAITS[i] for i in range(20)]))
    said = text(lead.get(at(cast, "analysis", analysis=run(measure, phase_in=1))))
    assert "Few: 14 before and 4 from the change on" in said
    assert "fewer than two years" in said
    assert "1 of 20 months have no figure" in said
    assert "1 month, in which the change came in." in said


def test_the_page_of_a_measure_lists_its_analyses_and_its_queries_do_not_grow(cast, lead, waits, run):
    def queries_of_page() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(cast, "measure", measure=waits)).status_code == 200
        return len(caught)

    run(waits)
    few = queries_of_page()
    for month in range(5, 25):
        run(waits, MONTHS[month])
    assert queries_of_page() == few
    said = text(lead.get(at(cast, "measure", measure=waits)))
    assert "20 analyses were run on this measure, 0 of them around dates" in said
    assert "Date chosen after the figures" in said


def test_those_who_only_read_see_the_analyses_and_no_way_to_run_one(cast, waits, run):
    made = run(waits)
    client = cast.client(cast.supervisor)
    page = client.get(at(cast, "measure", measure=waits))
    assert "A second worker started" in text(page)
    assert at(cast, "measure_analyse", measure=waits) not in page.content.decode()
    assert client.get(at(cast, "analysis", analysis=made)).status_code == 200
    assert client.get(at(cast, "measure_analyse", measure=waits)).status_code == 403


def test_a_stranger_finds_no_analysis(cast, waits, run):
    made = run(waits)
    for who in (cast.stranger, cast.lantern_improvement_lead):
        assert cast.client(who).get(at(cast, "analysis", analysis=made)).status_code == 404


def test_an_analysis_of_a_ward_is_seen_by_those_who_reach_the_ward(cast, define, take, run):
    measure = define(name="On Ward Two", chart="xmr", service=cast.ward_two)
    take(measure, monthly(WAITS))
    made = run(measure)
    address = at(cast, "analysis", analysis=made)
    assert cast.client(cast.other_ward_clinician).get(address).status_code == 200
    assert cast.client(cast.clinician).get(address).status_code == 404


def test_another_project_runs_its_own(cast, define, run):
    with inside(cast.lantern.pk):
        theirs = define(project=cast.lantern, by=cast.lantern_improvement_lead, chart="xmr")
        figures.take(
            measure=theirs, figures=monthly(WAITS), rows=30, columns={}, by=cast.lantern_improvement_lead
        )
        run(theirs, by=cast.lantern_improvement_lead)
    assert not AnalysisRun.objects.visible_to(cast.improvement_lead).exists()


def test_a_withdrawn_measure_keeps_its_analyses_and_offers_no_more(cast, lead, waits, run):
    run(waits)
    measures.withdraw(measure=waits, why="Nobody counts it.", by=cast.improvement_lead)
    page = lead.get(at(cast, "measure", measure=waits))
    assert "A second worker started" in text(page)
    assert at(cast, "measure_analyse", measure=waits) not in page.content.decode()


def test_the_figures_of_a_run_can_be_downloaded_as_it_was_run(cast, lead, waits, run):
    answer = lead.get(at(cast, "analysis_csv", analysis=run(waits)))
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="days-waited-2025-04-01.csv"'
    assert rows[0] == "Period,Value,Out of,Fitted,Without the change,Left out"
    assert len(rows) == 31
    assert rows[1].startswith("2024-01-01,12.3,,")


def test_what_people_typed_is_escaped(cast, lead, waits, run):
    made = run(waits, words="<script>alert(1)</script>")
    html = lead.get(at(cast, "analysis", analysis=made)).content.decode()
    assert "<script>alert" not in html


# Amounts


def amounts(**said):
    return Amounts(**{"percent": False, "unit": "days", "ratios": False, "decimals": 1, **said})


def term(estimate, lower, upper, **said):
    return {"estimate": estimate, "lower": lower, "upper": upper, **said}


@pytest.mark.parametrize(
    ("told", "given", "moved", "interval"),
    [
        (amounts(), term(-3.81, -5.3, -2.3), "3.8 days lower", "2.3 to 5.3 days lower"),
        (amounts(), term(3.81, 2.3, 5.3), "3.8 days higher", "2.3 to 5.3 days higher"),
        (amounts(), term(-0.07, -0.17, 0.02), "0.07 days lower", "0.17 lower to 0.02 days higher"),
        (amounts(percent=True), term(-0.152, -0.278, -0.027), "15 percentage points lower", "3 to 28 percentage points lower"),
        (amounts(unit="%"), term(4.0, 1.0, 7.0), "4.0% higher", "1.0 to 7.0% higher"),
        (amounts(), term(0.0, None, None), "no higher and no lower", "no interval"),
        (amounts(ratios=True), term(-0.1, -0.2, -0.02, ratio=0.894, ratio_lower=0.839, ratio_upper=0.953), "11% lower", "5 to 16% lower"),
    ],
)  # fmt: skip
def test_estimates_are_told_with_as_many_digits_as_their_interval_deserves(told, given, moved, interval):
    assert told.moved(given) == moved
    assert told.interval(given) == interval
