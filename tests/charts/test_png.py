"""Pictures as PNG: what is in the SVG is really drawn, its words above all."""

from __future__ import annotations

import re

import numpy as np
import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.charts.palette import FONTS
from alongside.charts.png import png
from alongside.charts.svg import draw
from alongside.charts.text import width
from tests.charts.examples import a_series
from tests.charts.pixels import inked, pixels

TWO_YEARS = [10, 11, 9, 12, 8, 10, 11, 9, 10, 12, 8, 11] * 2


def written(text: str, bold: bool = False, size: int = 40) -> bytes:
    weight = ' font-weight="bold"' if bold else ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return png(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2000 80" '
        f'font-family="{FONTS}" font-size="{size}">'
        f'<rect width="2000" height="80" fill="#fff"/><text x="20" y="50"{weight}>{escaped}</text></svg>',
        scale=1,
    )


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_every_text_of_a_chart_is_drawn(size):
    svg = draw(a_series(TWO_YEARS, target=13), title="Waits", size=size)
    whole = png(svg, scale=1)
    assert png(svg, scale=1) == whole  # so that two files differ where their pixels do, and nowhere else
    texts = re.findall(r"<text .*?</text>", svg)
    assert len(texts) > 15
    for text in texts:
        assert png(svg.replace(text, "", 1), scale=1) != whole, f"nothing was drawn for {text}"


@pytest.mark.parametrize("name", ["Zoë", "أمينة", "רותי", "Łukasz", "Αθηνά", "Ольга", "p′ 3–5 … ≥ −2"])
def test_names_are_drawn_with_our_own_letters_whatever_the_machine_has(name, monkeypatch):
    asked = []
    real = resvg_py.svg_to_bytes

    def seen(**options):
        asked.append(options["skip_system_fonts"])
        return real(**options)

    monkeypatch.setattr(resvg_py, "svg_to_bytes", seen)
    boxes = written("\u0378" * len(name))  # a letter that no face has
    drawn = written(name)
    assert asked == [True, True]
    assert np.count_nonzero(inked(drawn)) > 100
    assert drawn != boxes


def test_writing_that_our_letters_do_not_have_is_looked_for_on_the_machine(monkeypatch):
    asked = []
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **options: asked.append(options) or b"")
    written("漢字")
    assert asked[0]["skip_system_fonts"] is False
    assert len(asked[0]["font_files"]) == 2


def test_a_picture_is_as_large_as_asked():
    svg = draw(a_series(TWO_YEARS))
    height = float(re.search(r'viewBox="0 0 800 (\d+)"', svg).group(1))
    assert pixels(png(svg)).shape[:2] == (height * 2, 1600)
    assert pixels(png(svg, scale=1)).shape[:2] == (height, 800)


def test_points_have_the_colours_of_their_verdicts_on_white_paper():
    picture = pixels(png(draw(a_series(TWO_YEARS, signals={3: [("outside", "high")]}))))[:, :, :3]
    colours = {tuple(colour) for colour in picture.reshape(-1, 3).tolist()}
    assert {(0xFF, 0xFF, 0xFF), (0x00, 0x5E, 0xB8), (0x76, 0x86, 0x92)} <= colours


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_is_reckoned_at_least_as_wide_as_it_is_drawn(bold):
    for code in range(33, 127):
        columns = np.flatnonzero(inked(written(chr(code) * 4, bold)).any(axis=0))
        assert columns[-1] - 20 <= width(chr(code) * 4, 40, bold) + 2, chr(code)


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126) | st.just(" "), min_size=1, max_size=30),
    st.booleans(),
)
@settings(max_examples=60)
def test_text_is_reckoned_at_least_as_wide_as_it_is_drawn(text, bold):
    columns = np.flatnonzero(inked(written(text.strip() or "x", bold)).any(axis=0))
    if columns.size:
        assert columns[-1] - 20 <= width(text.strip() or "x", 40, bold) + 2
