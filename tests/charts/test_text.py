"""Text fit for a picture: cleaned, isolated, wrapped and shortened."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alongside.charts.text import clean, isolate, shorten, width, wrap


def test_what_could_break_a_picture_is_taken_out():
    assert clean(" a\nb\tc\x00\x0bd ") == "a b c d"
    assert clean("\u202eabc\u202c") == "abc"
    assert clean("lone \ud800 half") == "lone half"
    assert clean("Zoë’s “café” 😀") == "Zoë’s “café” 😀"


def test_right_to_left_text_is_kept_from_turning_its_neighbours_round():
    assert isolate("Cedar ward") == "Cedar ward"
    assert isolate("גינה 5") == "\u2068גינה 5\u2069"


def test_text_that_fits_is_left_alone_and_other_text_is_shortened():
    assert shorten("Ward", 100, 10) == "Ward"
    assert shorten("A very long name of a ward", 60, 10).endswith("…")


def test_lines_break_at_spaces_or_inside_a_word_that_is_too_long():
    assert wrap("one two three", width("one two", 10) + 1, 10) == ["one two", "three"]
    assert len(wrap("x" * 100, 100, 10, lines=3)) == 3


@given(st.text(max_size=200), st.floats(30, 400), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text, room, lines):
    cleaned = clean(text)
    found = wrap(cleaned, room, 12, lines=lines)
    assert len(found) <= lines
    assert all(width(line, 12) <= room + 1e-6 for line in found)
    if found and not found[-1].endswith("…"):
        assert "".join(found).replace(" ", "") == cleaned.replace(" ", "")


@given(st.text(max_size=100))
def test_cleaned_text_is_what_xml_allows_and_stays_clean(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    assert all(character >= " " for character in cleaned)
