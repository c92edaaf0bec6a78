"""The pages of measures: who sees which, what stands on them, and how many questions they put to the database."""

from __future__ import annotations

import io
import re

import pptx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.core.rowsecurity import inside
from alongside.improvement.actions import measures
from alongside.improvement.models import Annotation, Measure
from alongside.improvement.presenters import charts as chart_presenter
from alongside.improvement.queries import charts, series
from alongside.improvement.reading import Figure
from tests.asked import fill_in, form_on, press_on

from .conftest import shares, values


def at(cast, name: str, **named) -> str:
    return reverse(
        name,
        kwargs={
            "project": cast.harbour.slug,
            **{key: getattr(each, "pk", each) for key, each in named.items()},
        },
    )


def text(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


def parts(names: list[str]) -> list[Figure]:
    return [figure for name in names for figure in shares([(10 + n, 30) for n in range(12)], part=name)]


# The list


def test_an_empty_list_says_what_to_do(cast, lead):
    page = lead.get(at(cast, "measures"))
    assert "Nothing here yet. Bring in a table of figures" in text(page)
    assert at(cast, "figures_bring") in page.content.decode()


def test_an_empty_list_offers_nothing_to_those_who_only_look(cast):
    page = cast.client(cast.supervisor).get(at(cast, "measures"))
    assert "When the improvement lead has defined the first measure" in text(page)
    assert at(cast, "figures_bring") not in page.content.decode()


def test_the_list_shows_the_latest_figure_with_its_n_and_period(cast, lead, charted):
    said = text(lead.get(at(cast, "measures")))
    assert "71%" in said
    assert "December 2025 · n = 28" in said
    assert "Too few points to say" in said or "Usual variation" in said


def test_tabs_hold_measures_apart_and_count_them(cast, lead, define):
    define()
    define(name="Falls", kind="balancing", chart="xmr", better="down")
    gone = define(name="Old one", kind="process")
    measures.withdraw(measure=gone, why="Counted twice.", by=cast.improvement_lead)

    assert "All 2" in text(lead.get(at(cast, "measures")))
    balancing = text(lead.get(at(cast, "measures") + "?kind=balancing"))
    assert "Falls" in balancing
    assert "Felt understood" not in balancing
    assert "Old one" in text(lead.get(at(cast, "measures") + "?kind=withdrawn"))
    assert lead.get(at(cast, "measures") + "?kind=nonsense").status_code == 404


def test_a_long_list_is_paged_and_its_queries_do_not_grow(cast, lead, define, take):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(cast, "measures")).status_code == 200
        return len(caught)

    take(define(name="Measure 00"), shares([(18, 28)] * 12))
    few = queries()
    for number in range(1, 30):
        take(define(name=f"Measure {number:02}"), shares([(18, 28)] * 12))
    assert queries() == few
    page = text(lead.get(at(cast, "measures")))
    assert "Measure 24" in page
    assert "Measure 25" not in page
    assert "Measure 29" in text(lead.get(at(cast, "measures") + "?page=2"))


# The record


def test_the_record_shows_the_chart_its_words_and_how_it_is_counted(cast, lead, charted):
    page = lead.get(at(cast, "measure", measure=charted))
    html, said = page.content.decode(), text(page)

    assert html.count("<svg") >= 3
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "12 months" in said
    assert "none missing" in said
    assert "n = 336 in all" in said
    assert "Answers &#39;yes, definitely&#39;, out of all answers." in html
    assert "Imran Qureshi, 23 November 2026" in said
    assert "12 figures from 12 rows that were pasted" in said


def test_a_signal_is_said_in_words(cast, lead, measure, take):
    labels = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
    answers = [(12 + n % 3, 30) for n in range(12)] + [(22 + n % 3, 30) for n in range(12)]
    take(measure, shares(answers, labels=labels))
    said = text(lead.get(at(cast, "measure", measure=measure)))
    assert re.search(r"in a row above the average, .*: something changed, for the better\.", said)


def test_a_record_without_figures_says_so(cast, lead, measure):
    assert "No figures yet." in text(lead.get(at(cast, "measure", measure=measure)))


def test_a_gap_is_counted_as_missing(cast, lead, define, take):
    measure = define(chart="run")
    take(measure, values([3.5, None, 4.0]))
    assert "1 missing" in text(lead.get(at(cast, "measure", measure=measure)))


def test_the_queries_of_a_record_do_not_grow_with_its_figures(cast, lead, measure, take):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(cast, "measure", measure=measure)).status_code == 200
        return len(caught)

    take(measure, parts([f"Team {n:02}" for n in range(2)]))
    few = queries()
    take(measure, parts([f"Team {n:02}" for n in range(2, 14)]))
    assert queries() == few


def test_several_series_are_small_charts_a_page_at_a_time_each_with_a_page_of_its_own(
    cast, lead, measure, take
):
    take(measure, parts([f"Team {n:02}" for n in range(14)]))
    first = lead.get(at(cast, "measure", measure=measure))

    assert first.content.decode().count('class="app-small-chart"') == 12
    assert "14 series" in text(first)
    assert "Team 13" in text(lead.get(at(cast, "measure", measure=measure) + "?page=2"))
    whole = lead.get(at(cast, "measure_part", measure=measure) + "?part=Team+13")
    assert "Felt understood: Team 13" in text(whole)
    assert "n = 360 in all" in text(whole)
    assert lead.get(at(cast, "measure_part", measure=measure) + "?part=Nobody").status_code == 404


def test_names_that_look_like_markup_stay_text(cast, lead, define, take):
    measure = define(name="<script>alert(1)</script>")
    take(measure, parts(["<b>Red</b>", "Blue"]))
    for url in (at(cast, "measures"), at(cast, "measure", measure=measure)):
        html = lead.get(url).content.decode()
        assert "<script>alert" not in html
        assert "<b>Red" not in html


# Who sees it


DOORS = [
    "measure", "measure_part", "measure_csv", "measure_svg", "measure_png", "measure_pptx", "measure_change",
    "measure_withdraw", "measure_annotate", "figures_for",
]  # fmt: skip
CHANGING = {"measure_change", "measure_withdraw", "measure_annotate", "figures_for"}


@pytest.mark.parametrize("name", DOORS)
def test_each_page_of_a_measure_answers_by_who_asks(cast, define, take, name):
    measure = define(service=cast.ward_one)
    take(measure, shares([(18, 28)] * 12))
    url = at(cast, name, measure=measure) + ("?part=" if name == "measure_part" else "")

    assert cast.client(cast.improvement_lead).get(url).status_code == 200
    assert cast.client(cast.clinician).get(url).status_code == (403 if name in CHANGING else 200)
    for other in (
        cast.other_ward_clinician,
        cast.funder,
        cast.stranger,
        cast.ended_member,
        cast.lantern_improvement_lead,
    ):
        assert cast.client(other).get(url).status_code == 404
    assert cast.client(cast.administrator).get(url).status_code == 403
    signed_out = cast.client().get(url)
    assert signed_out.status_code == 302
    assert signed_out.url.startswith("/account/login/")


@pytest.mark.parametrize("name", ["measures", "measure_add", "figures_bring"])
def test_the_list_and_what_adds_to_it_answer_by_who_asks(cast, name):
    url = at(cast, name)
    assert cast.client(cast.improvement_lead).get(url).status_code == 200
    assert cast.client(cast.supervisor).get(url).status_code == (200 if name == "measures" else 403)
    assert cast.client(cast.administrator).get(url).status_code == 403
    assert cast.client(cast.stranger).get(url).status_code == 404
    assert cast.client().get(url).status_code == 302


def test_a_measure_of_another_project_is_not_found_under_ones_own(cast, define):
    with inside(cast.lantern.pk):
        theirs = define(project=cast.lantern, by=cast.lantern_improvement_lead)
    assert cast.client(cast.improvement_lead).get(at(cast, "measure", measure=theirs)).status_code == 404


# What is done to it


def test_a_measure_is_added_with_a_target_typed_in_per_cent(cast, lead):
    answer = fill_in(
        lead, at(cast, "measure_add"), name="Asked first", definition="Asked, out of referred.", kind="process", better="up",
        source="Forms", chart="p", target="90%", unit="", service="whole",
    )  # fmt: skip
    measure = Measure.objects.get(name="Asked first")
    assert answer.url == at(cast, "figures_for", measure=measure)
    assert (measure.target, measure.service) == (0.9, None)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"chart": "p", "target": "90"}, 0.9),
        ({"chart": "xmr", "target": "7.5"}, 7.5),
        ({"chart": "run", "target": "45%", "unit": "%"}, 45),
        ({"chart": "decide", "target": "85%"}, 0.85),
        ({"chart": "xmr", "target": "1,200"}, 1200),
        ({"chart": "xmr", "target": ""}, None),
    ],
)
def test_how_a_target_is_understood(cast, lead, said, kept):
    answers = {
        "name": "A",
        "definition": "B",
        "kind": "process",
        "better": "up",
        "source": "C",
        "service": "whole",
        "unit": "",
        **said,
    }
    assert fill_in(lead, at(cast, "measure_add"), **answers).status_code == 302
    assert Measure.objects.get().target == kept


@pytest.mark.parametrize(
    ("target", "chart"), [("soon", "xmr"), ("190", "p"), ("nan", "xmr"), ("inf", "xmr"), ("-5%", "p")]
)
def test_a_target_that_is_none_is_said(cast, lead, target, chart):
    answers = {
        "name": "A",
        "definition": "B",
        "kind": "process",
        "better": "up",
        "source": "C",
        "service": "whole",
        "unit": "",
    }
    answer = fill_in(lead, at(cast, "measure_add"), **answers, target=target, chart=chart)
    assert answer.status_code == 422
    assert not Measure.objects.exists()


def test_a_change_keeps_the_target_as_it_was_typed(cast, lead, define):
    measure = define(target=0.925)
    opened = lead.get(at(cast, "measure_change", measure=measure))
    assert form_on(opened)["target"] == ["92.5%"]
    fill_in(lead, at(cast, "measure_change", measure=measure), page=opened, name="Felt heard")
    measure.refresh_from_db()
    assert (measure.name, measure.target) == ("Felt heard", 0.925)


def test_a_stale_change_shows_both_texts(cast, lead, measure):
    opened = lead.get(at(cast, "measure_change", measure=measure))
    fill_in(lead, at(cast, "measure_change", measure=measure), name="Felt heard")
    answer = fill_in(lead, at(cast, "measure_change", measure=measure), page=opened, name="Felt seen")
    assert answer.status_code == 409
    assert "Felt heard" in text(answer)
    assert "Felt seen" in text(answer)


def test_what_happened_is_noted_on_the_chart_and_taken_off(cast, lead, charted):
    url = at(cast, "measure_annotate", measure=charted)
    fill_in(lead, url, day_day="14", day_month="6", day_year="2025", words="Second peer worker started")
    page = lead.get(at(cast, "measure", measure=charted))
    assert "14 June 2025 Second peer worker started" in text(page)

    note = Annotation.objects.get()
    press_on(lead, page, at(cast, "annotation_withdraw", annotation=note))
    assert "Second peer worker" not in text(lead.get(at(cast, "measure", measure=charted)))


def test_a_chart_without_dates_is_annotated_at_a_point(cast, lead, define, take):
    measure = define(chart="xmr", step="order")
    take(
        measure,
        [
            Figure("", label, place, float(place), None)
            for place, label in enumerate(["first", "second", "third"])
        ],
    )
    fill_in(lead, at(cast, "measure_annotate", measure=measure), label="second", words="A new machine")
    assert Annotation.objects.get().label == "second"


def test_a_measure_is_withdrawn_with_a_reason(cast, lead, charted):
    fill_in(lead, at(cast, "measure_withdraw", measure=charted), why="Counted twice.")
    page = lead.get(at(cast, "measure", measure=charted))
    assert "Withdrawn: Counted twice." in text(page)
    assert at(cast, "figures_for", measure=charted) not in page.content.decode()


# Files


def test_the_figures_come_as_csv_that_excel_takes_for_no_formula(cast, lead, measure, take):
    take(measure, parts(["=HYPERLINK(1)", "Blue"]))
    answer = lead.get(at(cast, "measure_csv", measure=measure))
    rows = answer.content.decode("utf-8-sig").splitlines()

    assert rows[0].startswith("Series,Period,Value,Count,Out of")
    assert len(rows) == 25
    assert any(row.startswith("'=HYPERLINK(1),2025-01-01,0.3333333333333333,10,30") for row in rows)
    assert answer["Content-Disposition"] == 'attachment; filename="felt-understood.csv"'
    assert len(lead.get(at(cast, "measure_csv", measure=measure) + "?part=Blue").content.splitlines()) == 13


def test_the_chart_comes_as_a_picture(cast, lead, charted):
    svg, png = (lead.get(at(cast, f"measure_{kind}", measure=charted)) for kind in ("svg", "png"))
    assert svg.content.startswith(b"<svg")
    assert png.content.startswith(b"\x89PNG")
    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")


def test_of_several_series_a_picture_is_of_one(cast, lead, measure, take):
    take(measure, parts(["Red", "Blue"]))
    assert lead.get(at(cast, "measure_svg", measure=measure)).status_code == 404
    assert b"Blue" in lead.get(at(cast, "measure_svg", measure=measure) + "?part=Blue").content


def test_the_chart_comes_as_a_slide_with_its_words_and_how_it_is_counted(cast, lead, charted):
    page = lead.get(at(cast, "measure", measure=charted))
    assert at(cast, "measure_pptx", measure=charted) in page.content.decode()
    answer = lead.get(at(cast, "measure_pptx", measure=charted))
    assert answer["Content-Type"].endswith("presentationml.presentation")
    assert answer["Content-Disposition"] == 'attachment; filename="felt-understood.pptx"'
    (slide,) = pptx.Presentation(io.BytesIO(answer.content)).slides
    said = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert slide.shapes.title.text_frame.text == "Felt understood"
    assert "How this is counted: Answers 'yes, definitely', out of all answers." in said
    assert "n = 336 in all" in said
    assert "12 months" in said


def test_cycles_of_change_stand_on_the_chart_and_in_its_words(cast, charted):
    (part,) = series.parts(charted)
    (document,) = charts.documents(charted, [part], say=str)
    (one,) = chart_presenter.shown(
        charted, [part], [document], percent=True, cycles=[("2025-03-10", "Two visits")]
    )
    assert 'class="cycle"' in one.wide
    assert "Cycle of change at 10 March 2025: Two visits." in one.in_words
    assert "Cycle of change" in one.slide.alt


@pytest.mark.parametrize("kind", ["csv", "svg", "png", "pptx"])
def test_without_figures_there_is_no_file(cast, lead, measure, kind):
    assert lead.get(at(cast, f"measure_{kind}", measure=measure)).status_code == 404
