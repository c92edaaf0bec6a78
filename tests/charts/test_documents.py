"""Documents: judged series as the plain data that scripts read."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.charts.documents import as_json, chart_document, series_document
from alongside.charts.svg import draw
from alongside.charts.table import chart_table
from alongside.charts.words import describe
from alongside.stats.spc import Settings, judge
from tests.charts.examples import months

KEYS = [
    "key",
    "chart",
    "rules",
    "better",
    "target",
    "settings",
    "points",
    "runs",
    "variation",
    "assurance",
    "notes",
]
POINT_KEYS = [
    "x", "y", "n", "phase", "judged_by", "in_baseline", "excluded", "centre", "lower", "upper", "lower_2s",
    "upper_2s", "signals", "verdict",
]  # fmt: skip
OWN = ["own_centre", "own_lower", "own_upper"]

# Mean 10.5; every moving range is 1, so the limits are 10.5 ± 2.66.
STEADY = [10.0, 11.0] * 9


def document(y, n=None, *, settings=None, **marks):
    told = {
        name: marks.pop(name) for name in ("phase_reasons", "exclusion_reasons", "notes") if name in marks
    }
    judged = judge(y, n, settings=settings or Settings(chart="xmr", better="up", target=9), **marks)
    return series_document(judged, 0, key=None, x_labels=months(len(y)), **told)


def test_a_document_has_what_others_build_on():
    one = document(STEADY)
    assert set(KEYS) <= set(one)
    assert all(set(POINT_KEYS) == set(point) for point in one["points"])
    assert (one["chart"], one["rules"], one["better"], one["target"]) == ("xmr", "nhs", "up", 9.0)
    asked = {name: one["settings"][name] for name in ("screen", "trend", "two_in_three", "baseline")}
    assert asked == {"screen": True, "trend": 7, "two_in_three": "beyond", "baseline": None}
    assert one["variation"] == "common"
    assert one["assurance"] == "hit_or_miss"
    assert chart_document([one])["format"] == "alongside.chart/1"


def test_numbers_keep_their_full_precision_through_json():
    one = document([value / 3 for value in STEADY])
    again = json.loads(as_json(chart_document([one])))["series"][0]
    assert again == one
    assert again["points"][0]["centre"] == pytest.approx(3.5, rel=1e-15)
    assert again["points"][0]["upper"] == pytest.approx(3.5 + 2.66 / 3, rel=1e-15)


def test_a_missing_value_is_null_and_has_no_verdict():
    point = document([*STEADY, np.nan])["points"][-1]
    assert point["y"] is None
    assert point["verdict"] is None
    assert "NaN" not in as_json(chart_document([document([*STEADY, np.nan])]))


def test_a_signal_names_its_rule_and_its_side():
    point = document([*STEADY, 20.0])["points"][-1]
    assert point["signals"] == [{"rule": "outside", "side": "high"}]
    assert point["verdict"] == "improvement"


def test_a_signal_that_does_not_count_says_so():
    y, n = [0] * 12 + [1, 0, 1], [10] * 15
    one = document(y, n, settings=Settings(chart="p", better="down"))
    uncounted = [
        signal for point in one["points"] for signal in point["signals"] if signal["rule"] == "shift"
    ]
    assert uncounted
    assert all(signal["counts"] is False for signal in uncounted)
    assert {point["verdict"] for point in one["points"]} == {"common"}


def test_denominators_are_whole_where_they_were_whole():
    one = document([3, 4], [10, 12.5], settings=Settings(chart="u"))
    assert [repr(point["n"]) for point in one["points"]] == ["10", "12.5"]
    assert one["points"][0]["y"] == 0.3


def test_a_young_phase_has_the_lines_it_is_judged_on_and_its_own():
    one = document([*STEADY, 20.0, 21.0], phase=[1] * 18 + [2] * 2, phase_reasons={2: "new form"})
    old, young = one["points"][0], one["points"][-1]
    assert set(OWN).isdisjoint(old)
    assert (young["phase"], young["judged_by"]) == (2, 1)
    assert young["centre"] == old["centre"] == 10.5
    assert young["own_centre"] == 20.5
    assert set(OWN) <= set(young)
    assert one["phases"] == [
        {"phase": 1, "x": months(20)[0], "reason": ""},
        {"phase": 2, "x": months(20)[18], "reason": "new form"},
    ]


def test_reasons_for_leaving_out_travel_with_the_document():
    x = months(18)[4]
    excluded = [i == 4 for i in range(18)]
    one = document(STEADY, excluded=excluded, exclusion_reasons={x: "strike"})
    assert one["exclusions"] == [{"x": x, "reason": "strike"}]
    assert one["points"][4]["excluded"] is True
    assert one["points"][4]["verdict"] is None


def test_runs_are_there_whatever_the_rules():
    for chart in ("run", "xmr"):
        runs = document(STEADY, settings=Settings(chart=chart))["runs"]
        assert set(runs[0]) == {
            "phase", "useful", "longest", "longest_max", "crossings", "crossings_min", "signal",
        }  # fmt: skip


def test_notes_are_sentences_with_dates_and_those_of_reading_follow():
    notes = document([*STEADY, np.nan], notes=["the file was odd"])["notes"]
    assert "the icons are those of September 2024, the last point present and not excluded" in notes
    assert notes[-1] == "the file was odd"


def test_labels_must_fit_the_rows():
    judged = judge(STEADY, settings=Settings(chart="xmr"))
    with pytest.raises(ValueError, match="2 labels for the 18 rows"):
        series_document(judged, 0, key=None, x_labels=["a", "b"])


def test_a_short_series_in_a_block_has_only_its_own_rows():
    judged = judge([STEADY, [1.0, 2.0] + [np.nan] * 16], length=[18, 2], settings=Settings(chart="xmr"))
    assert len(series_document(judged, 1, key="Ash", x_labels=months(2))["points"]) == 2


@given(
    st.lists(st.none() | st.floats(-1e6, 1e6), max_size=40),
    st.sampled_from(["run", "xmr"]),
    st.sampled_from(["up", "down", "neither"]),
    st.integers(1, 40),
    st.sets(st.integers(0, 39)),
)
def test_whatever_is_judged_can_be_written_drawn_said_and_listed(values, chart, better, new_phase, left_out):
    y = np.array([np.nan if value is None else value for value in values])
    one = document(
        y, settings=Settings(chart=chart, better=better, target=1.0),
        phase=[1 if i < new_phase else 2 for i in range(len(values))],
        excluded=[i in left_out for i in range(len(values))],
    )  # fmt: skip
    assert json.loads(as_json(chart_document([one])))["series"] == [one]
    assert draw(one, interactive=True, size="narrow", two_sigma=True).startswith("<svg")
    assert describe(one).endswith(".")
    assert len(chart_table(one).rows) == len(values)
