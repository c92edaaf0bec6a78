"""How lines were computed: the sums on a page give the very limits that are drawn."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from alongside.charts.documents import series_document
from alongside.charts.method import how_lines_were_made, left_out, lines_used, rules_used
from alongside.stats.spc import CHART_TYPES, Settings, judge
from tests.charts.examples import a_series, months

VALUES = [10, 11, 9, 12, 8, 10, 11, 9, 10, 12, 8, 11] * 2
SIZES = [40, 50, 45, 60, 41, 39] * 4


def judged(chart: str, **more):
    n = SIZES if CHART_TYPES[chart].denominator == "required" or chart in {"u", "up"} else None
    sd = [1.0 + i % 3 for i in range(24)] if chart == "xbar" else None
    block = judge([VALUES], n and [n], settings=Settings(chart=chart, **more), **({"sd": [sd]} if sd else {}))
    return series_document(block, 0, key=None, x_labels=months(24))


def evaluated(said: str) -> tuple[float, float]:
    """Compute the sum that a sentence writes out, and return it with what the sentence says it is."""
    sum_of, _, found = said.partition(": ")[2].rstrip(".").partition(" = ")
    sum_of = re.sub(r"√(\(.*?\)|[\d.]+)", r"math.sqrt(\1)", sum_of).replace("×", "*").replace("÷", "/")
    sum_of = sum_of.replace("−", "-").replace("±", "+")
    return eval(sum_of, {"math": math}), float(found.split(", ")[-1].replace("−", "-"))


@pytest.mark.parametrize("chart", ["xmr", "mr", "p", "pp", "u", "up", "c"])
def test_the_sum_for_the_last_point_is_right_and_is_the_limit_that_is_drawn(chart):
    series = judged(chart)
    computed, written = evaluated(how_lines_were_made(series)[-1])
    last = series["points"][-1]
    assert computed == pytest.approx(written, rel=1e-4)
    assert written == pytest.approx(last["upper"], rel=1e-5)


def test_a_limit_that_was_cut_off_says_so():
    block = judge([[1, 0, 0, 1] * 6], [[2] * 24], settings=Settings(chart="p"))
    said = how_lines_were_made(series_document(block, 0, key=None, x_labels=months(24)))[-1]
    assert re.search(r"0\.25 \+ 3 × √\(0\.25 × 0\.75 ÷ 2\) = 1\.16\d+, cut off at 1\.$", said)


def test_a_rate_per_thousand_is_computed_before_it_is_multiplied():
    series = judged("u", multiply=1000)
    sentences = how_lines_were_made(series)
    assert "All values and lines are multiplied by 1,000." in sentences
    assert evaluated(sentences[-1])[1] * 1000 == pytest.approx(series["points"][-1]["upper"], rel=1e-5)


@pytest.mark.parametrize("chart", sorted(CHART_TYPES))
def test_every_type_of_chart_says_where_its_lines_come_from_and_which_rules_judge_it(chart):
    series = a_series(VALUES, chart=chart, n=SIZES)
    assert "centre line" in " ".join(how_lines_were_made(series)) or chart == "mr"
    assert (chart == "run") != any("limit" in sentence for sentence in how_lines_were_made(series))
    assert rules_used(series)[0].startswith("Outside: ")
    assert any(rule.startswith("Trend") for rule in rules_used(series)) == (
        chart not in {"run", "mr", "g", "t", "s"}
    )


def test_what_was_asked_for_is_said():
    sentences = " ".join(how_lines_were_made(judged("xmr", screen=False, baseline=14, trend=6)))
    assert "No moving range is left out of it." in sentences
    assert "Only the first 14 rows of each phase stand behind the lines." in sentences
    assert "The centre was given: 9.5." in " ".join(how_lines_were_made(judged("xmr", centre=9.5)))
    rules = " ".join(rules_used(judged("xmr", trend=6, two_in_three="within")))
    assert "Trend: 6 or more" in rules
    assert "and not beyond it" in rules


def test_runs_are_told_with_their_numbers():
    rules = rules_used(judged("run"))
    assert any(
        re.fullmatch(r"Phase 1: \d+ points off the line; longest run \d+, allowed .*", one) for one in rules
    )
    assert any("lowest 5 % of" in rule for rule in rules)


def test_the_lines_of_each_phase_stand_with_how_many_are_behind_them():
    series = a_series(
        VALUES[:20], phases=[1] * 15 + [2] * 5, judged_by=[1] * 20, own=(11.25, 5.0, 17.0), excluded={3}
    )
    first, second = lines_used(series, {2: "moved wards"})
    assert (first.first, first.last, first.behind, first.provisional) == ("Apr 2023", "Jun 2024", 14, False)
    assert (second.centre, second.lower, second.upper) == ("11.25", "5", "17")
    assert (second.behind, second.provisional, second.reason) == (5, True, "moved wards")
    assert left_out(series, {months(20)[3]: "strike"}) == ["Jul 2023: Left out: strike"]


def test_limits_that_vary_with_n_say_between_what():
    (lines,) = lines_used(judged("p"))
    assert re.fullmatch(r"0\.\d+ to 0\.\d+, with n", lines.upper)
    assert " to " not in lines.centre


@pytest.mark.parametrize("value", [0.0, 1e-9, -3.5, 123456.789, 1e12, 1e20])
def test_numbers_are_written_with_six_figures(value):
    block = judge(np.full((1, 24), value), settings=Settings(chart="xmr"))
    (lines,) = lines_used(series_document(block, 0, key=None, x_labels=months(24)))
    assert float(lines.centre.replace(",", "").replace("−", "-")) == pytest.approx(value, rel=1e-5)
