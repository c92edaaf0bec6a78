"""The pages of how a measure is judged: phases and left-out points, the one page of choices, and the workings of each limit."""

from __future__ import annotations

import re
from html import unescape
from math import pi, sqrt

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.core.rowsecurity import inside
from alongside.improvement.actions import judging
from alongside.improvement.models import Exclusion, Measure, Phase
from alongside.improvement.queries import charts, series
from alongside.improvement.reading import Figure
from alongside.stats.spc import CHART_TYPES
from tests.asked import fill_in, form_on, press_on

from .conftest import MONTHS, shares, values
from .test_judging import LONG, long_shares
from .test_pages import at, text


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


# The one page of choices


def test_the_page_of_choices_starts_with_what_the_nhs_charts_do(cast, lead, charted):
    page = lead.get(at(cast, "measure_judged", measure=charted))
    said = form_on(page)
    assert "Most people never need this page" in text(page)
    assert {name: said[name] for name in ("chart", "rules", "trend", "two_in_three", "screen", "multiply")} == {
        "chart": ["p"], "rules": ["usual"], "trend": ["7"], "two_in_three": ["beyond"], "screen": ["yes"], "multiply": ["1"],
    }  # fmt: skip


def test_a_choice_is_saved_with_its_reason_and_told_in_the_history(cast, lead, charted):
    url = at(cast, "measure_judged", measure=charted)
    assert fill_in(lead, url, trend="6").status_code == 422  # no reason
    fill_in(lead, url, trend="6", screen="no", why="As agreed with the board.")
    charted.refresh_from_db()
    assert (charted.trend, charted.screen, charted.chart) == (6, False, "p")
    said = text(lead.get(at(cast, "measure", measure=charted)))
    assert (
        "Judged in another way: points that make a trend 7 → 6, wild jumps left out yes → no. As agreed"
        in said
    )
    assert "6 points rising or falling" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"multiply": "1000"}, "A share is shown in per cent"),
        ({"centre": "190"}, "between 0% and 100%"),
        ({"centre": "soon"}, "Write the average as a number"),
        ({"baseline": "1"}, "Use 2 points or more"),
        ({"chart": "c"}, "Choose a chart"),
        ({}, "Nothing was changed"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_saved(cast, lead, charted, typed, said):
    answer = fill_in(lead, at(cast, "measure_judged", measure=charted), why="To see.", **typed)
    assert answer.status_code == 422
    assert said in text(answer)
    charted.refresh_from_db()
    assert charted.version == 1


def test_another_per_how_many_asks_what_becomes_of_the_target(cast, lead, define, take):
    falls = define(name="Falls", chart="u", target=0.004, better="down")
    take(falls, shares([(4 + n % 3, 1000) for n in range(12)]))
    url = at(cast, "measure_judged", measure=falls)
    asked = fill_in(lead, url, multiply="1000", why="Reads better.")
    assert asked.status_code == 422
    assert "Shown like this, is the target still 0.004?" in text(asked)
    fill_in(lead, url, page=asked, target_meant="4")
    falls.refresh_from_db()
    assert (falls.multiply, falls.target) == (1000, 4)


def test_the_suggested_chart_is_one_tap_for_the_lead_and_words_for_the_others(cast, lead, define, take):
    wild = define(name="Seen within four hours")
    take(wild, shares([(7000 + (900 if n % 3 else 0) + 300 * (n % 2), 10_000) for n in range(12)]))
    url = at(cast, "measure", measure=wild)
    page = lead.get(url)
    assert "vary more than chance alone would make them" in text(page)
    others = text(cast.client(cast.supervisor).get(url))
    assert "A p′ chart allows for it" in others
    assert "Judge it by a" not in others
    press_on(lead, page, at(cast, "measure_judged_suggested", measure=wild))
    wild.refresh_from_db()
    assert wild.chart == "pp"
    assert "vary more than chance alone would make them, so that" not in text(lead.get(url))


# A target in another unit


ANSWERS = {
    "name": "A",
    "definition": "B",
    "kind": "process",
    "better": "up",
    "source": "C",
    "service": "whole",
    "unit": "",
}


def test_a_share_typed_as_a_fraction_is_asked_about(cast, lead):
    url = at(cast, "measure_add")
    asked = fill_in(lead, url, **ANSWERS, chart="p", target="0.95")
    assert asked.status_code == 422
    assert not Measure.objects.exists()
    fill_in(lead, url, page=asked, target_meant="95%")
    assert Measure.objects.get().target == 0.95


@pytest.mark.parametrize(
    ("figures", "typed", "meant", "kept"),
    [
        ([0.6, 0.7, 0.9], "95", "0.95", 0.95),
        ([0.6, 0.7, 0.9], "95", "95", 95.0),
        ([60.0, 75.0, 90.0], "0.95", "95", 95.0),
    ],
)
def test_a_target_far_from_the_figures_is_asked_about_before_it_is_saved(
    cast, lead, define, take, figures, typed, meant, kept
):
    measure = define(chart="xmr")
    take(measure, values(figures))
    url = at(cast, "measure_change", measure=measure)
    asked = fill_in(lead, url, target=typed)
    assert asked.status_code == 422
    assert "The figures lie far from that target. Which is meant?" in text(asked)
    fill_in(lead, url, page=asked, target_meant=meant)
    measure.refresh_from_db()
    assert measure.target == kept


def test_a_target_near_the_figures_is_not_asked_about(cast, lead, define, take):
    measure = define(chart="xmr")
    take(measure, values([11.0, 12.0]))
    assert fill_in(lead, at(cast, "measure_change", measure=measure), target="7").status_code == 302


# Phases and points left out


def test_a_phase_is_begun_shown_with_its_reason_everywhere_and_taken_back(cast, lead, measure, take):
    take(measure, long_shares())
    url = at(cast, "measure", measure=measure)
    fill_in(lead, at(cast, "phase_begin", measure=measure), label=LONG[18], why="The form asks it now")
    page = lead.get(url)
    said = text(page).replace(" ,", ",")
    # In its section, in the history, and in how it is counted.
    assert "New phase from July 2024 The form asks it now Imran Qureshi, 23 November 2026" in said
    assert "New phase from July 2024: The form asks it now" in said
    assert "July 2024: The form asks it now. Imran Qureshi, 23 November 2026" in said
    assert "The form asks it now" in " ".join(re.findall(r"<svg.*?</svg>", page.content.decode(), re.S))
    gone = fill_in(lead, at(cast, "phase_withdraw", phase=Phase.objects.get()), why="It began in May")
    assert gone.url == url
    said = text(lead.get(url))
    assert "Phase from July 2024 taken back: It began in May" in said
    assert "None. The lines rest on every point" in said


def test_a_point_is_left_out_shown_hollow_and_counts_again(cast, lead, charted):
    url = at(cast, "measure", measure=charted)
    fill_in(lead, at(cast, "exclusion_add", measure=charted), label=MONTHS[4], why="The ward was shut")
    said = text(lead.get(url))
    assert "May 2025 left out The ward was shut" in said
    assert "Point left out, May 2025: The ward was shut" in said
    fill_in(lead, at(cast, "exclusion_withdraw", exclusion=Exclusion.objects.get()), why="It was open")
    assert "Point counts again, May 2025: It was open" in text(lead.get(url))


def test_of_several_series_one_or_every_one_is_chosen(cast, lead, measure, take):
    take(measure, long_shares("Red") + long_shares("Blue"))
    fill_in(lead, at(cast, "phase_begin", measure=measure), label=LONG[18], part="of:Red", why="A form")
    fill_in(lead, at(cast, "phase_begin", measure=measure), label=LONG[24], part="every-series", why="A card")
    fill_in(lead, at(cast, "exclusion_add", measure=measure), label=LONG[3], part="of:Blue", why="Shut")
    assert [(one.every_part, one.part) for one in Phase.objects.order_by("label")] == [
        (False, "Red"),
        (True, ""),
    ]
    assert Exclusion.objects.get().part == "Blue"


def test_the_first_point_is_not_offered_for_a_phase_and_a_reason_is_asked_for(cast, lead, charted):
    page = lead.get(at(cast, "phase_begin", measure=charted))
    assert f'value="{MONTHS[0]}"' not in page.content.decode()
    assert "13 points" in text(page)
    answer = fill_in(lead, at(cast, "phase_begin", measure=charted), label=MONTHS[3], why=" ")
    assert "Say in a few words what changed, and how you know" in text(answer)
    assert not Phase.objects.exists()


def test_who_only_looks_is_offered_no_change(cast, charted):
    judging.begin_phase(measure=charted, label=MONTHS[5], why="So.", by=cast.improvement_lead)
    page = cast.client(cast.supervisor).get(at(cast, "measure", measure=charted))
    assert "New phase from June 2025" in text(page)
    assert at(cast, "phase_begin", measure=charted) not in page.content.decode()
    assert "Take back" not in text(page)


def test_reasons_that_look_like_markup_stay_text(cast, lead, charted):
    judging.begin_phase(
        measure=charted, label=MONTHS[5], why="<script>alert(1)</script>", by=cast.improvement_lead
    )
    for name in ("measure", "measure_workings"):
        assert "<script>alert" not in lead.get(at(cast, name, measure=charted)).content.decode()


@pytest.mark.parametrize("name", ["measure_judged", "phase_begin", "exclusion_add", "measure_workings"])
def test_each_page_of_judging_answers_by_who_asks(cast, define, take, name):
    measure = define(service=cast.ward_one)
    take(measure, shares([(18, 28)] * 12))
    url = at(cast, name, measure=measure)
    assert cast.client(cast.improvement_lead).get(url).status_code == 200
    reads = 200 if name == "measure_workings" else 403
    assert cast.client(cast.clinician).get(url).status_code == reads
    for other in (cast.other_ward_clinician, cast.stranger, cast.lantern_improvement_lead):
        assert cast.client(other).get(url).status_code == 404


def test_the_queries_of_a_record_do_not_grow_with_its_phases(cast, lead, measure, take):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get(at(cast, "measure", measure=measure)).status_code == 200
        return len(caught)

    take(measure, long_shares())
    judging.begin_phase(measure=measure, label=LONG[3], why="So.", by=cast.improvement_lead)
    few = queries()
    for label in LONG[6:30:4]:
        judging.begin_phase(measure=measure, label=label, why="So.", by=cast.improvement_lead)
        judging.leave_out(measure=measure, label=label, why="So.", by=cast.improvement_lead)
    assert queries() == few


# The workings


def evaluated(written: str) -> float:
    """What a calculator shows for a sum as it stands on the page."""
    plain = (
        written.replace("×", "*").replace("÷", "/").replace("−", "-").replace("^", "**").replace("π", "pi")
    )
    plain = re.sub(r"√([\d.]+)", r"sqrt(\1)", plain).replace("√", "sqrt")
    return eval(plain, {"__builtins__": {}}, {"sqrt": sqrt, "pi": pi})


def rows_on(page) -> list[tuple[str, str]]:
    found = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.content.decode(), re.S)
    plain = [[unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in pair] for pair in found]
    return [(key, value) for key, value in plain]


def drawn_for(chart: str) -> list[Figure]:
    random = np.random.default_rng(7)
    sizes = random.integers(40, 90, 30)
    made = {
        "p": lambda n: (random.binomial(n, 0.6), n), "u": lambda n: (random.poisson(n * 0.2), n),
        "ip": lambda n: (n * random.normal(12, 1), n), "c": lambda n: (random.poisson(12), None),
        "xmr": lambda n: (round(random.normal(20, 3), 1), None),
    }  # fmt: skip
    alike = {"pp": "p", "up": "u", "g": "c", "t": "xmr", "run": "xmr"}
    pairs = [made[alike.get(chart, chart)](int(n)) for n in sizes]
    if chart == "xmr":
        pairs[9] = (60.0, None)  # one wild point, whose ranges are screened
    return [
        Figure("", label, place, float(y), None if n is None else float(n))
        for place, (label, (y, n)) in enumerate(zip(LONG, pairs, strict=False))
    ]


@pytest.mark.parametrize("chart", [chart for chart in Measure.Chart.values if chart in CHART_TYPES])
@pytest.mark.parametrize("multiply", [1.0, 1000.0])
def test_every_sum_on_the_page_is_right_and_ends_at_the_lines_that_are_drawn(
    cast, lead, define, take, chart, multiply
):
    if chart in ("p", "pp") and multiply != 1:
        pytest.skip("shares are shown in per cent")
    measure = define(chart=chart)
    take(measure, drawn_for(chart))
    if multiply != 1:
        measure = judging.rejudge(
            measure=measure, said={"multiply": multiply}, why="So.", by=cast.improvement_lead
        )
    judging.begin_phase(measure=measure, label=LONG[15], why="A new form.", by=cast.improvement_lead)
    judging.leave_out(measure=measure, label=LONG[4], why="Shut.", by=cast.improvement_lead)

    rows = rows_on(lead.get(at(cast, "measure_workings", measure=measure)))
    sums = [value for _key, value in rows if re.search(r" (=|→) ", value) and ":" not in value]
    assert len(sums) >= (0 if chart == "run" else 6)
    for each in sums:
        written = each.removeprefix("none (").removesuffix(" or more)")
        left, right = written.split(" = ") if " = " in written else written.split(" → ")
        if " → " in each:
            assert evaluated(left) < 0 or chart in ("p", "pp")
            continue
        # What is shown is rounded to seven digits; a difference keeps the rounding of what it is between.
        rounding = 2e-6 * max(float(number) for number in re.findall(r"\d+\.?\d*", left))
        assert evaluated(left) == pytest.approx(evaluated(right), rel=2e-6, abs=rounding), each

    (part,) = series.parts(measure)
    block = charts.judged(measure, [part])
    last = {"lower": block.own_lower[0, -1], "upper": block.own_upper[0, -1]}
    if chart == "run":
        median = [value for key, value in rows if key == "Median"][-1]
        assert evaluated(median.split(" = ")[-1]) * multiply == pytest.approx(block.own_centre[0, -1])
        return
    for which, key in (("lower", "Lower limit"), ("upper", "Upper limit")):
        shown = [value for name, value in rows if name == key][-1]
        result = evaluated(re.split(r" = |raised to |lowered to ", shown)[-1])
        assert result * multiply == pytest.approx(last[which], rel=1e-5, abs=1e-5 * abs(last["upper"]))


def test_what_was_screened_out_is_named_with_its_month(cast, lead, define, take):
    measure = define(chart="xmr")
    take(measure, drawn_for("xmr"))
    said = dict(rows_on(lead.get(at(cast, "measure_workings", measure=measure))))
    assert "October 2023" in said["Ranges left out as too wide"]
    assert "November 2023" in said["Ranges left out as too wide"]


def test_the_workings_of_one_series_of_several_and_of_a_measure_without_figures(cast, lead, measure, take):
    assert "No figures yet" in text(lead.get(at(cast, "measure_workings", measure=measure)))
    take(measure, long_shares("Red") + long_shares("Blue"))
    red = lead.get(at(cast, "measure_workings", measure=measure) + "?part=Red")
    assert re.search(r"Felt understood\s*:\s*Red", text(red))


def test_a_mark_of_another_project_is_not_found(cast, define, take, lead):
    with inside(cast.lantern.pk):
        theirs = define(project=cast.lantern, by=cast.lantern_improvement_lead)
        take(theirs, shares([(18, 28)] * 12), by=cast.lantern_improvement_lead)
        phase = judging.begin_phase(
            measure=theirs, label=MONTHS[5], why="So.", by=cast.lantern_improvement_lead
        )
    assert lead.get(at(cast, "phase_withdraw", phase=phase)).status_code == 404
