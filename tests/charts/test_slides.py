"""Charts as PowerPoint: what a reader of the file, a screen reader and the speaker find on a slide."""

from __future__ import annotations

import io

import pptx
import pytest
from pptx.util import Inches

from alongside.charts.slides import Icon, Slide, slide_deck, slide_of
from tests.charts.examples import a_series

TWO_YEARS = [10, 11, 9, 12, 8, 10, 11, 9, 10, 12, 8, 11] * 2


def opened(deck: bytes):
    return pptx.Presentation(io.BytesIO(deck))


def words_on(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def pictures_on(slide) -> list:
    return [shape for shape in slide.shapes if hasattr(shape, "image")]


def alternative(picture) -> str:
    return picture._element.nvPicPr.cNvPr.get("descr")


def a_slide(**more):
    signals = {i: [("shift", "high")] for i in range(16, 24)}
    series = a_series(
        TWO_YEARS, signals=signals, target=9, assurance="hit_or_miss", variation="improvement_high", **more
    )
    return slide_of(series, title="Waits", unit="days", counted="Days from asking to a first meeting.")


def test_a_slide_has_title_picture_rule_in_words_footing_and_how_it_is_counted():
    deck = opened(slide_deck([a_slide()]))
    (slide,) = deck.slides
    assert slide.shapes.title.text_frame.text == "Waits"
    chart, variation, assurance = pictures_on(slide)
    assert alternative(chart).startswith("XmR chart of Waits (days): 24 months, April 2023 to March 2025. ")
    assert "Special cause of an improving nature: eight months in a row" in alternative(chart)
    assert alternative(variation) == "Improvement: the latest point is part of a change upwards"
    assert "sometimes be met" in alternative(assurance)
    said = words_on(slide)
    assert (
        "Eight months in a row above the average, since August 2024: something changed, for the better."
        in said
    )
    assert "24 months, Apr 2023 to Mar 2025" in said
    assert "How this is counted: Days from asking to a first meeting." in said
    notes = slide.notes_slide.notes_text_frame.text
    assert "XmR chart of Waits" in notes
    assert "How this is counted" in notes
    assert deck.core_properties.title == "Waits"


def test_nothing_on_a_slide_reaches_beyond_its_edges_and_the_picture_keeps_its_shape():
    tall = a_slide(phases=[1] * 12 + [2] * 12)
    deck = opened(slide_deck([a_slide(), tall]))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
        for picture in pictures_on(slide):
            wide, high = picture.image.size
            assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)
        assert pictures_on(slide)[0].width > Inches(6)


def test_a_deck_has_its_slides_in_order_and_a_cover_if_it_is_asked_for():
    slides = [Slide(title=f"Measure {i}", says=["Nothing happened."]) for i in range(3)]
    assert [s.shapes.title.text_frame.text for s in opened(slide_deck(slides)).slides] == [
        "Measure 0", "Measure 1", "Measure 2",
    ]  # fmt: skip
    deck = opened(slide_deck(slides, title="Board pack", subtitle="October 2026", cover=True))
    assert deck.slides[0].shapes.title.text_frame.text == "Board pack"
    assert "October 2026" in words_on(deck.slides[0])
    assert len(deck.slides) == 4
    assert deck.core_properties.title == "Board pack"
    assert len(opened(slide_deck([])).slides) == 0


def test_a_slide_of_words_alone_uses_the_whole_width():
    (slide,) = opened(slide_deck([Slide(title="In short", says=["All is usual."], icons=[])])).slides
    box = next(shape for shape in slide.shapes if shape.has_text_frame and "usual" in shape.text_frame.text)
    assert box.width > Inches(11)
    assert not slide.has_notes_slide


@pytest.mark.parametrize("values", [[], [None, None], [5], [5] * 24, [0.0] * 24, list(range(120))], ids=len)
def test_few_points_none_and_many_are_slides_too(values):
    lines = {} if len(values) > 5 else {"centre": None, "lower": None, "upper": None, "variation": None}
    deck = opened(slide_deck([slide_of(a_series(values, **lines), title="Waits")]))
    assert pictures_on(deck.slides[0])
    few = "There are too few points to be sure." in words_on(deck.slides[0])
    assert few == (len(values) <= 5)


HOSTILE = "<script>alert(1)</script> & \x00\x0b\u202e\ufffe ]]>"
RIGHT_TO_LEFT = "خدمة دعم الأقران في المجتمع"


def test_what_people_typed_stays_text():
    slide = slide_of(a_series(TWO_YEARS), title=HOSTILE, unit=HOSTILE, counted=HOSTILE * 20)
    (drawn,) = opened(slide_deck([slide], title=HOSTILE, cover=False)).slides
    assert drawn.shapes.title.text_frame.text.startswith("<script>alert(1)</script> &")
    assert not {"\x00", "\x0b", "\u202e", "\ufffe"} & set(words_on(drawn))
    assert " …" in words_on(drawn)
    # All of it is in the speaker's notes.
    assert drawn.notes_slide.notes_text_frame.text.count("<script>") > 20


def test_right_to_left_words_run_right_to_left():
    (slide,) = opened(slide_deck([Slide(title=RIGHT_TO_LEFT, says=["Plain."])])).slides
    paragraph = slide.shapes.title.text_frame.paragraphs[0]
    assert paragraph._p.pPr.get("rtl") == "1"
    plain = next(shape for shape in slide.shapes if shape.text_frame.text == "Plain.")
    assert plain.text_frame.paragraphs[0]._p.pPr.get("rtl") is None


def test_only_the_latest_of_many_rules_are_on_a_slide():
    series = a_series(TWO_YEARS, signals={i: [("outside", "high")] for i in range(0, 20, 2)})
    assert len(slide_of(series).says) == 3
    assert slide_of(series).says[-1] == "Rules also fired earlier, 8 times."


def test_an_icon_stands_with_its_words():
    icon = Icon('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>', "Usual variation")
    (slide,) = opened(slide_deck([Slide(title="x", icons=[icon])])).slides
    assert alternative(pictures_on(slide)[0]) == "Usual variation"
    assert "Usual variation" in words_on(slide)
