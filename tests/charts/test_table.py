"""The chart as a table, and its icons."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, variation_icon
from alongside.charts.png import png
from alongside.charts.table import chart_table
from tests.charts.examples import a_series, months
from tests.charts.pixels import pixels


def test_a_row_says_when_how_much_and_why():
    series = a_series(
        [10, 17, None, 9, 10], phases=[1, 1, 1, 1, 2], excluded={3}, signals={1: [("outside", "high")]}
    )
    table = chart_table(series, phase_reasons={2: "moved"}, exclusion_reasons={months(5)[3]: "strike"})
    assert table.headings == ["When", "Value", "Average", "Lower limit", "Upper limit", "What it says", "Why"]
    assert table.rows == [
        ["Apr 2023", "10", "10.0", "4.0", "16.0", "Usual variation", ""],
        ["May 2023", "17", "10.0", "4.0", "16.0", "Improvement", "Above the upper limit"],
        ["Jun 2023", "missing", "10.0", "4.0", "16.0", "", ""],
        ["Jul 2023", "9", "10.0", "4.0", "16.0", "", "Left out: strike"],
        ["Aug 2023", "10", "10.0", "4.0", "16.0", "Usual variation", "New phase: moved"],
    ]
    assert table.numeric == [False, True, True, True, True, False, False]


def test_shares_are_percentages_and_n_has_its_column():
    table = chart_table(a_series([0.5, 0.25], n=[20, 1200], chart="p", centre=0.4, lower=0.1, upper=0.7))
    assert table.headings[:3] == ["When", "Value", "n"]
    assert table.rows[1][:3] == ["May 2023", "25%", "1,200"]


def test_an_empty_chart_is_an_empty_table():
    table = chart_table(a_series([]))
    assert table.headings == ["When", "Value"]
    assert table.rows == []


@pytest.mark.parametrize("variation", list(VARIATION_WORDS))
def test_every_variation_has_an_icon_of_its_own(variation):
    svg = variation_icon(variation)
    assert ElementTree.fromstring(svg)[0].text == VARIATION_WORDS[variation]
    drawn = pixels(png(svg)).tobytes()
    others = [pixels(png(variation_icon(other))).tobytes() for other in VARIATION_WORDS if other != variation]
    assert drawn not in others


@pytest.mark.parametrize("better", ["up", "down"])
@pytest.mark.parametrize("assurance", list(ASSURANCE_WORDS))
def test_every_assurance_has_an_icon_of_its_own(assurance, better):
    drawn = pixels(png(assurance_icon(assurance, better=better))).tobytes()
    others = [
        pixels(png(assurance_icon(other, better=better))).tobytes()
        for other in ASSURANCE_WORDS
        if other != assurance
    ]
    assert drawn not in others


def test_icons_are_translated_and_their_words_escaped():
    svg = variation_icon("common", say=lambda words: f'<b>"{words}"')
    assert ElementTree.fromstring(svg)[0].text == '<b>"Usual variation"'
    assert "<b>" not in svg
    assert "style=" not in svg
