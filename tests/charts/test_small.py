"""Charts small enough for a grid of many."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from alongside.charts.documents import series_document
from alongside.charts.palette import CONCERN, IMPROVEMENT, INK, QUIET
from alongside.charts.small import HEIGHT, WIDTH, draw_small
from alongside.stats.spc import Settings, judge

MONTHS = [f"{2024 + place // 12}-{place % 12 + 1:02}-01" for place in range(24)]
RISEN = [12.0, 13, 14] * 4 + [22.0, 23, 24] * 4


def document(values: list[float], phase: list[int] | None = None, **said):
    judged = judge(values, phase=phase, settings=Settings(**{"chart": "xmr", "better": "up", **said}))
    return series_document(judged, 0, key=None, x_labels=MONTHS[: len(values)], step="month")


def paths(svg: str) -> list[str]:
    return re.findall(r'<path d="([^"]+)"', svg)


def test_it_is_a_picture_with_a_name_and_nothing_outside():
    svg = draw_small(document(RISEN), name='Felt <understood> & "heard"')
    drawn = ElementTree.fromstring(svg)
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == 'Felt <understood> & "heard"'
    assert "style=" not in svg
    assert "href" not in svg


def test_everything_lies_inside_it():
    for values in (RISEN, [5.0] * 14, [1.0, 2.0], [3.0], [np.nan, 4.0, np.nan]):
        for x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", draw_small(document(values, target=30.0))):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT


def test_what_stands_out_is_marked_in_its_colour():
    svg = draw_small(document(RISEN))
    assert svg.count(f'fill="{IMPROVEMENT}"') == 12
    assert svg.count(f'fill="{CONCERN}"') == 12


def test_a_part_of_it_keeps_the_lines_of_the_whole():
    whole = document(RISEN)
    part = draw_small(whole, first=12, last=23)
    assert part.count(f'fill="{IMPROVEMENT}"') == 12
    assert CONCERN not in part


def lines(svg: str, stroke: str) -> list[str]:
    """The paths drawn as lines of that colour."""
    return re.findall(rf'<path d="([^"]+)" fill="none" stroke="{stroke}"', svg)


def test_a_gap_is_not_bridged_and_a_lone_point_is_seen():
    svg = draw_small(document([1.0, 2.0, np.nan, 4.0, np.nan, 5.0, 6.0]))
    assert [line.count(",") for line in lines(svg, INK)] == [2, 2]
    alone = f"{WIDTH / 2 - 2.8:.1f}"  # the fourth of seven points is in the middle
    assert f'<path d="M{alone},' in svg


def test_provisional_lines_are_dashed():
    assert 'stroke-dasharray="4 3"' in draw_small(document([5.0, 6, 7, 6, 5]))
    assert 'stroke-dasharray="4 3"' not in draw_small(document(RISEN))


def test_lines_break_where_a_phase_begins():
    assert len(lines(draw_small(document(RISEN)), QUIET)) == 1
    phases = [1] * 12 + [2] * 12
    assert len(lines(draw_small(document(RISEN, phase=phases)), QUIET)) == 2


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_nothing_is_drawn_of_nothing(values):
    assert paths(draw_small(document(values))) == []
