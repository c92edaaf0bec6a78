"""Measures at a glance: the grid, the matrix, what a period does, and what chance alone would colour."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.core import clock
from alongside.core.rowsecurity import inside
from alongside.improvement.actions import measures
from alongside.improvement.models import Measure
from alongside.improvement.presenters import glance as presenter
from alongside.improvement.queries import charts, glance, periods, series
from alongside.improvement.reading import Figure

from .conftest import shares, values
from .test_pages import at, text

MONTHS_24 = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
TODAY = date(2026, 11, 23)
STEADY = [(15 + place % 3, 30) for place in range(24)]
RISEN = [(12 + place % 3, 30) for place in range(12)] + [(22 + place % 3, 30) for place in range(12)]
FALLEN = [(22 + place % 3, 30) for place in range(12)] + [(12 + place % 3, 30) for place in range(12)]


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


@pytest.fixture
def chart(define, take):
    """A measure of two years of figures, by name."""

    def charted(name: str, pairs=STEADY, part: str = "", **said) -> Measure:
        measure = define(name=name, **said)
        take(measure, shares(pairs, labels=MONTHS_24, part=part))
        return measure

    return charted


def seen(cast, **said) -> glance.Glance:
    with inside(cast.harbour.pk):
        found = list(glance.measures_of(cast.improvement_lead))
        return glance.look(found, today=TODAY, **said)


def cells(page) -> dict[tuple[str, str], tuple[int, list[str]]]:
    """The matrix as it stands on the page: how many and which, by row and column."""
    html = page.content.decode()
    table = re.search(r'<table class="[^"]*app-matrix.*?</table>', html, re.S)[0]
    columns = [
        re.sub("<[^>]+>", "", one) for one in re.findall(r'<th role="columnheader"[^>]*>(.*?)</th>', table)
    ][1:]
    found = {}
    for row in re.findall(r'<tr role="row" class.*?</tr>', table, re.S):
        name = re.sub(r"<svg.*?</svg>|<[^>]+>", "", re.search(r"<th.*?</th>", row, re.S)[0]).strip()
        for column, cell in zip(columns, re.findall(r"<td.*?</td>", row, re.S), strict=True):
            count = int(re.search(r'app-matrix__count">(\d+)<', cell)[1])
            named = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<a [^>]*>(.*?)</a>", cell)]
            found[name, column] = (count, named)
    return found


# What it judges


def test_together_measures_are_judged_as_each_is_alone(cast, chart, define, take):
    chart("Risen", RISEN, target=0.9)
    chart("Fallen", FALLEN, target=0.1)
    chart("Low is good", FALLEN, better="down", kind="balancing")
    take(define(name="Days", chart="xmr", better="down", target=4), values([5.0, 4, None, 6, 5, 4]))
    take(define(name="Parts"), [one for part in "AB" for one in shares(RISEN, labels=MONTHS_24, part=part)])
    for one in seen(cast).charts:
        parts = series.parts(one.measure)
        alone = charts.documents(one.measure, parts)[[part.name for part in parts].index(one.part.name)]
        assert one.document() == alone
        assert (one.variation, one.assurance) == (alone["variation"], alone["assurance"])


def test_a_share_without_denominators_in_one_measure_does_not_touch_another(cast, define, take, chart):
    take(define(name="Rate", chart="xmr"), shares(STEADY, labels=MONTHS_24))
    take(define(name="Plain", chart="xmr"), values([float(n % 4) for n in range(12)]))
    said = {one.measure.name: one for one in seen(cast).charts}
    assert said["Rate"].block is not said["Plain"].block
    assert said["Plain"].block.n is None


def test_the_order_puts_first_what_needs_somebody(cast, chart):
    chart("Improved", RISEN)
    chart("Concern", FALLEN)
    chart("As usual")
    chart("Never met", STEADY, target=0.99)
    chart("Changed", RISEN, better="neither")
    chart("Concern and never met", FALLEN, target=0.99)
    ordered = sorted(seen(cast).charts, key=glance.by_concern)
    assert [one.measure.name for one in ordered] == [
        "Concern and never met", "Concern", "Never met", "Changed", "As usual", "Improved",
    ]  # fmt: skip


def test_a_period_moves_the_latest_point_and_leaves_the_lines(cast, chart):
    chart("Risen", RISEN)
    whole = seen(cast).charts[0]
    early = seen(cast, period=periods.asked("2024", TODAY)).charts[0]
    assert (early.first, early.last, early.place) == (0, 11, 11)
    assert whole.says == "improvement"
    assert early.says == "concern"  # below an average that the later rise has lifted
    assert np.array_equal(early.block.centre, whole.block.centre, equal_nan=True)
    assert early.document()["points"][11] == whole.document()["points"][11]


def test_what_has_no_figure_in_the_period_is_counted_apart(cast, chart, take, define):
    chart("Two years")
    take(define(name="No dates", chart="xmr", step="order"), [Figure("", "first", 0, 1.0, None)])
    found = seen(cast, period=periods.asked("3m", TODAY))
    assert found.charts == ()
    assert {one.measure.name for one in found.outside} == {"Two years", "No dates"}


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("12m", date(2025, 11, 1), TODAY), ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)), ("", None, None),
    ],
)  # fmt: skip
def test_periods_are_named_in_the_address(key, first, last):
    period = periods.asked(key, TODAY)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("key", ["5m", "2026-q5", "soon", "0026", "2026-", "99999"])
def test_a_period_that_is_none_is_none(key):
    assert periods.asked(key, TODAY) is None


def test_the_periods_offered_reach_back_to_the_oldest_figure():
    keys = [one.key for one in periods.offered(date(2026, 2, 1), TODAY)]
    assert keys == ["", "3m", "6m", "12m", "2026-q4", "2026-q3", "2026-q2", "2026-q1", "2026"]
    assert [one.key for one in periods.offered(None, TODAY)] == ["", "3m", "6m", "12m"]


def test_chance_is_counted_over_the_icons_that_are_there(cast, chart, define, take):
    assert seen(cast).by_chance == 0.0
    take(define(name="Young"), shares([(10, 20)] * 5))
    assert seen(cast).by_chance == 0.0
    assert presenter.by_chance(seen(cast)) == ""
    for place in range(3):
        chart(f"Measure {place}")
    found = seen(cast)
    assert len(found.judged) == 3
    assert 0 < found.by_chance < 0.3
    said = presenter.by_chance(found)
    assert said.startswith("0 of 3 icons say that something changed.")
    assert "chance alone would colour fewer than one of them" in said


# The page


def test_an_empty_page_says_what_to_do(cast, lead):
    page = lead.get(at(cast, "measures_glance"))
    assert "Nothing here yet. When the first figures are brought in" in text(page)
    assert at(cast, "figures_bring") in page.content.decode()
    others = cast.client(cast.supervisor).get(at(cast, "measures_glance"))
    assert "When the improvement lead has defined the first measure" in text(others)
    assert at(cast, "figures_bring") not in others.content.decode()


def test_each_number_has_its_n_its_period_and_leads_to_its_chart(cast, lead, chart):
    measure = chart("Felt understood", target=0.9)
    page = lead.get(at(cast, "measures_glance"))
    assert "57%" in text(page)
    assert "December 2025 · n = 30" in text(page)
    assert "If nothing changes, the target will not be met" in text(page)
    assert page.content.decode().count(at(cast, "measure", measure=measure)) >= 3
    assert 'aria-label="Small chart of Felt understood, Jan 2024 to Dec 2025"' in page.content.decode()


def test_a_part_leads_to_its_own_chart(cast, lead, define, take):
    measure = define()
    take(
        measure,
        [one for part in ("Red team", "Blue team") for one in shares(STEADY, labels=MONTHS_24, part=part)],
    )
    html = lead.get(at(cast, "measures_glance")).content.decode()
    assert f"{at(cast, 'measure_part', measure=measure)}?part=Red+team" in html
    assert html.count('class="app-glance__card"') == 2


def test_the_matrix_counts_and_names_every_chart_once(cast, lead, chart, define, take):
    chart("Improved", RISEN, target=0.9)
    chart("Concern", FALLEN, target=0.01)
    chart("As usual")
    take(define(name="Young"), shares([(10, 20)] * 5))
    found = cells(lead.get(at(cast, "measures_glance")))
    named = [name for _, names in found.values() for name in names]
    assert sorted(named) == ["As usual", "Concern", "Improved", "Young"]
    assert sum(count for count, _ in found.values()) == 4
    assert found["Concern", "Target will be met"] == (1, ["Concern"])
    assert found["Improvement", "Target will not be met"] == (1, ["Improved"])
    assert found["Usual variation", "No target to judge by"] == (1, ["As usual"])
    assert found["Too few points to say", "No target to judge by"] == (1, ["Young"])


def test_a_crowded_cell_names_five_and_opens_to_the_rest(cast, lead, chart):
    for place in range(8):
        chart(f"Measure {place}")
    page = lead.get(at(cast, "measures_glance"))
    assert cells(page)["Usual variation", "No target to judge by"][0] == 8
    assert "and 3 more" in text(page)
    assert "8 show usual variation" in text(page)


def test_too_few_points_no_figures_and_withdrawn_measures(cast, lead, chart, define, take):
    take(define(name="Young"), shares([(10, 20)] * 5))
    define(name="Planned")
    measures.withdraw(measure=chart("Old one"), why="Counted twice.", by=cast.improvement_lead)
    said = text(lead.get(at(cast, "measures_glance")))
    assert "Too few points to say: 5 of the 13 it takes" in said
    assert "1 has too few points to say" in said
    assert "Without any figures Planned" in said
    assert "Old one" not in said


def test_only_measures_without_figures_are_still_named(cast, lead, define):
    define(name="Planned")
    assert "Without any figures Planned" in text(lead.get(at(cast, "measures_glance")))


def test_what_nobody_feeds_is_marked(cast, lead, chart):
    chart("Two years")
    assert "No new figure for two periods" in text(lead.get(at(cast, "measures_glance")))
    with clock.set_to(datetime(2026, 1, 20, 9, tzinfo=UTC)):
        assert "No new figure" not in text(
            cast.client(cast.improvement_lead).get(at(cast, "measures_glance"))
        )


def test_filters_narrow_the_grid_and_stay(cast, lead, chart):
    chart("On the ward", service=cast.ward_one)
    chart("Falls", kind="balancing", better="down")
    url = at(cast, "measures_glance")
    of_ward = lead.get(f"{url}?service={cast.ward_one.pk}&order=name")
    assert "On the ward" in text(of_ward)
    assert "Falls" not in cells(of_ward)["Usual variation", "No target to judge by"][1]
    assert f'<option value="{cast.ward_one.pk}" selected>' in of_ward.content.decode()
    assert '<option value="name" selected>' in of_ward.content.decode()
    whole = cells(lead.get(f"{url}?service=whole"))
    assert whole["Usual variation", "No target to judge by"] == (1, ["Falls"])
    assert cells(lead.get(f"{url}?kind=outcome"))["Usual variation", "No target to judge by"] == (
        1,
        ["On the ward"],
    )
    assert "No chart here with these choices" in text(lead.get(f"{url}?kind=process"))


@pytest.mark.parametrize("asked", ["kind=odd", "period=soon", "order=odd", "service=odd", "page=9"])
def test_choices_that_are_none_are_not_found(cast, lead, chart, asked):
    chart("Felt understood")
    assert lead.get(f"{at(cast, 'measures_glance')}?{asked}").status_code == 404


def test_a_chosen_period_says_what_it_does(cast, lead, chart):
    chart("Risen", RISEN)
    said = text(lead.get(at(cast, "measures_glance") + "?period=2024-q1"))
    assert "Shown are the figures of this period (January to March 2024)" in said
    assert "Averages and limits are still those of all figures" in said
    assert "March 2024 · n = 30" in said
    gone = text(lead.get(at(cast, "measures_glance") + "?period=2020"))
    assert "1 chart has no figure in it, and is not on this page." in gone


def test_names_that_look_like_markup_stay_text(cast, lead, define, take):
    measure = define(name="<script>alert(1)</script>")
    take(
        measure,
        [one for part in ("<b>Red</b>", "\u202eBlue") for one in shares(STEADY, labels=MONTHS_24, part=part)],
    )
    html = lead.get(at(cast, "measures_glance")).content.decode()
    assert "<script>alert" not in html
    assert "<b>Red" not in html


def test_many_measures_are_paged_the_matrix_counts_all_and_queries_do_not_grow(cast, lead, chart):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(cast, "measures_glance")).status_code == 200
        return len(caught)

    chart("Measure 00")
    few = queries()
    for number in range(1, 30):
        chart(f"Measure {number:02}", target=number / 100, kind=("outcome", "process")[number % 2])
    assert queries() == few
    page = lead.get(at(cast, "measures_glance") + "?order=name")
    assert page.content.decode().count('class="app-glance__card"') == 24
    assert sum(count for count, _ in cells(page).values()) == 30
    second = lead.get(at(cast, "measures_glance") + "?order=name&page=2")
    assert second.content.decode().count('class="app-glance__card"') == 6
    assert sum(count for count, _ in cells(second).values()) == 30


def test_who_sees_it_and_what_of_it(cast, chart):
    chart("On the ward", service=cast.ward_one)
    chart("Of all")
    url = at(cast, "measures_glance")
    assert "On the ward" in text(cast.client(cast.clinician).get(url))
    other = text(cast.client(cast.other_ward_clinician).get(url))
    assert "Of all" in other
    assert "On the ward" not in other
    assert cast.client(cast.administrator).get(url).status_code == 403
    for outside in (cast.stranger, cast.ended_member, cast.lantern_improvement_lead):
        assert cast.client(outside).get(url).status_code == 404
    assert cast.client().get(url).status_code == 302


# The list of measures


def test_the_list_shows_icons_for_measures_with_several_series(cast, lead, define, take):
    measure = define(name="By team")
    pairs = {"Red": RISEN, "Blue": FALLEN, "Green": STEADY, "Grey": STEADY}
    take(
        measure, [one for part, given in pairs.items() for one in shares(given, labels=MONTHS_24, part=part)]
    )
    page = lead.get(at(cast, "measures"))
    said = text(page)
    assert "1: Concern · 2: Usual variation · 1: Improvement" in said
    assert "4 series, the latest figure for December 2025" in said
    icons = re.search(r'app-measure__icons">(.*?)</div>', page.content.decode(), re.S)[1]
    assert re.findall(r'aria-label="(\w+)', icons) == ["Concern", "Usual", "Improvement"]
