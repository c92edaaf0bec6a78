"""The chart of a change: the values, the fitted line, what would have gone on without it; and the same in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.charts.interrupted import describe_interrupted, draw_interrupted, interrupted_table
from tests.charts.reading import boxes, by_class, marks, overlaps, parsed, texts, view_box


def a_change(months=24, change=13, words="A second peer worker started", **said):
    """A change at a month counted from 1, after which values are 4 lower."""
    points = [
        {
            "x": f"{2024 + (t - 1) // 12}-{(t - 1) % 12 + 1:02}-01",
            "y": None if t in said.get("missing", ()) else 20 + t % 3 - (4 if t >= change else 0),
            "n": said.get("n"),
            "fitted": 21 - (4 if t >= change else 0),
            "without": 21.0,
            "left_out": t in said.get("left_out", ()),
            "since": t >= change,
        }
        for t in range(1, months + 1)
    ]
    return {"points": points, "change": points[change - 1]["x"], "words": words, "step": "month"}


def path(svg, name):
    return "".join(element.get("d") for element in by_class(svg, name))


def test_points_before_and_since_are_told_apart_and_so_are_the_lines():
    svg = draw_interrupted(a_change(), title="Days", unit="days")
    assert (len(marks(svg, "before")), len(marks(svg, "since"))) == (12, 12)
    fitted, without = by_class(svg, "fitted")[0], by_class(svg, "without")[0]
    assert fitted.get("stroke-dasharray") is None
    assert without.get("stroke-dasharray") == "7 4"  # not by colour alone
    assert path(svg, "fitted").count("M") == 2  # it breaks at the change
    assert path(svg, "without").count("M") == 1
    assert {"Fitted", "Without the change", "A second peer worker started"} <= set(texts(svg))


def test_what_was_left_out_is_hollow_and_named():
    svg = draw_interrupted(a_change(left_out=(13, 14)))
    assert len(marks(svg, "left-out")) == 2
    assert by_class(svg, "left-out")[0].get("fill") == "#ffffff"
    assert "Left out" in texts(svg)


def test_a_gap_is_not_bridged():
    svg = draw_interrupted(a_change(missing=(5,)))
    assert len(marks(svg, "before")) == 11
    assert path(svg, "values").count("M") == 2


def test_a_keyboard_reaches_each_point_and_hears_its_words():
    svg = draw_interrupted(a_change(missing=(5,), left_out=(13,)), interactive=True, unit="days")
    said = [e.get("aria-label") for e in parsed(svg).iter() if e.get("tabindex") == "0"]
    assert len(said) == 23
    assert "February 2024: 22; fitted 21.0" in said
    assert "January 2025: 17, left out of the comparison" in said
    assert "February 2025: 18; fitted 17.0, without the change 21.0" in said


def test_it_is_told_to_whoever_does_not_see_it():
    said = describe_interrupted(a_change(), title="Days", unit="days")
    assert said == (
        "Days: 24 months, January 2024 to December 2025. The change, “A second peer worker started”, is at 1 January 2025. "
        "At December 2025 the fitted line is at 17.0; without the change it would be at 21.0."
    )


def test_the_table_has_every_point_and_leaves_out_empty_columns():
    table = interrupted_table(a_change(missing=(5,)))
    assert table.headings == ["When", "Value", "Fitted", "Without the change"]
    assert table.rows[4] == ["May 2024", "missing", "21.0", ""]
    assert table.rows[12] == ["Jan 2025", "17", "17.0", "21.0"]
    assert "n" in interrupted_table(a_change(n=30)).headings


@given(
    months=st.integers(4, 90),
    where=st.floats(0.1, 0.9),
    words=st.text("abcdefgh <>&é", min_size=1, max_size=200),
    size=st.sampled_from(["wide", "narrow"]),
)
def test_no_two_texts_touch_and_none_leaves_the_picture(months, where, words, size):
    change = max(2, min(months - 1, round(where * months)))
    svg = draw_interrupted(
        a_change(months, change, words), title="Days to a meeting", size=size, percent=False
    )
    width, height = view_box(svg)
    assert not overlaps(svg)
    for box in boxes(svg):
        assert box.left >= -1
        assert box.right <= width + 1
        assert box.bottom <= height + 1


def test_what_people_type_is_escaped():
    svg = draw_interrupted(a_change(words="<script>alert(1)</script>"), title="<b>")
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_there_is_no_other_size():
    with pytest.raises(ValueError, match="there is no size 'huge'"):
        draw_interrupted(a_change(), size="huge")
