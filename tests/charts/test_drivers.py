"""Driver diagrams drawn: nothing overlaps, nothing is cut off, nothing typed becomes a picture's own code."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.charts.drivers import AIM, IDEA, PRIMARY, SECONDARY, Box, Note, draw_drivers
from alongside.charts.png import png

HEADINGS = ["Aim", "Primary drivers", "Secondary drivers", "Change ideas"]
SVG = "{http://www.w3.org/2000/svg}"
LONG = (
    "People who stay on the ward are asked by somebody they know whether they want peer support, and may say no "
    * 2
)


def drawn(aim: Box, **said) -> ET.Element:
    return ET.fromstring(draw_drivers(aim, headings=HEADINGS, **said))


def rects(svg: ET.Element) -> list[tuple[float, float, float, float]]:
    return [
        tuple(float(each.get(name)) for name in ("x", "y", "width", "height"))  # type: ignore[misc]
        for each in svg.iter(f"{SVG}rect")
        if each.get("class") == "box"
    ]


def words(svg: ET.Element) -> str:
    said = " ".join(each.text or "" for each in svg.iter(f"{SVG}text"))
    return said.replace("\u2068", "").replace("\u2069", "")


def an_example(*ideas: str) -> Box:
    lower = Box(SECONDARY, "Somebody has the time", below=[Box(IDEA, each, [Note("Idea")]) for each in ideas])
    return Box(
        AIM,
        "More people feel understood",
        [Note("from 58% to 75%", typed=True)],
        [Box(PRIMARY, "People are asked", (), [lower])],
    )


def touch(one, other) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def test_every_box_is_drawn_with_its_words_and_joined_to_what_it_hangs_on():
    svg = drawn(
        an_example("Ask at the second meeting", "A card"), loose=[Box(IDEA, "A poster", [Note("Parked")])]
    )
    assert len(rects(svg)) == 6
    assert (
        svg.find(f"{SVG}path[@class='joins']").get("d").count("M") == 4
    )  # the loose one is joined to nothing
    assert "Ask at the second meeting" in words(svg)
    assert "from 58% to 75%" in words(svg)


def test_a_long_name_wraps_whole_and_its_box_grows():
    short, long = drawn(an_example("A card")), drawn(an_example(LONG))
    assert max(rect[3] for rect in rects(long)) > max(rect[3] for rect in rects(short))
    assert LONG.split()[-1] in words(long)
    assert "…" not in words(long)


def test_only_levels_that_are_used_have_a_column_and_a_heading():
    svg = drawn(Box(AIM, "Aim", below=[Box(PRIMARY, "First")]))
    assert "Secondary drivers" not in words(svg)
    assert len({rect[0] for rect in rects(svg)}) == 2


def test_from_the_right_everything_is_mirrored():
    aim = an_example("A card")
    plain, mirrored = rects(drawn(aim)), rects(drawn(aim, rtl=True))
    expected = [1040 - x - width for x, _y, width, _h in plain]
    assert [x for x, *_rest in mirrored] == pytest.approx(expected, abs=0.11)


def test_what_people_typed_stays_text():
    svg = draw_drivers(Box(AIM, '<script>alert(1)</script> & "so"'), headings=HEADINGS)
    assert "<script" not in svg
    assert "style=" not in svg
    assert png(svg)[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("name", ["ليلى حداد تسأل الناس قبل الإحالة", "\u202eturned\u202c round"])
def test_names_from_the_right_are_isolated(name):
    svg = draw_drivers(Box(AIM, name), headings=HEADINGS)
    assert "\u202e" not in svg
    ET.fromstring(svg)


name_of = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=120)
idea_of = name_of.map(lambda name: Box(IDEA, name, [Note("Idea")]))
lower_of = st.builds(
    lambda name, ideas: Box(SECONDARY, name, (), ideas), name_of, st.lists(idea_of, max_size=3)
)
upper_of = st.builds(
    lambda name, lower, ideas: Box(PRIMARY, name, (), [*lower, *ideas]),
    name_of,
    st.lists(lower_of, max_size=3),
    st.lists(idea_of, max_size=2),
)


@settings(max_examples=60)
@given(st.builds(lambda name, upper: Box(AIM, name, (), upper), name_of, st.lists(upper_of, max_size=4)))
def test_no_two_boxes_touch_and_all_are_inside(aim):
    svg = drawn(aim)
    found = rects(svg)
    assert not any(touch(one, other) for one, other in combinations(found, 2))
    _x, _y, width, height = (float(each) for each in svg.get("viewBox").split())
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in found)


def test_what_people_typed_is_marked_as_nobodys_to_translate():
    svg = drawn(an_example("A card"))
    marked = {
        "".join((each.text or "").split("\u2068"))
        for each in svg.iter(f"{SVG}text")
        if each.get("translate") == "no"
    }
    assert {"A card", "People are asked", "from 58% to 75%"} <= marked
    assert not {"Idea", "Change ideas"} & marked
