"""Charts as PowerPoint slides: a title, the picture with its text alternative, what it says, its footing.

A slide is words and a picture, whatever they came from; `slide_of` makes one of a series. Nothing is fetched
and no template comes from outside.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alongside.charts import palette
from alongside.charts.events import Annotation
from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, variation_icon
from alongside.charts.language import N_, Say, in_english
from alongside.charts.png import png
from alongside.charts.rule_words import rule_sentences
from alongside.charts.signals import Series, provisional_phases
from alongside.charts.svg import draw
from alongside.charts.text import clean, isolate
from alongside.charts.words import chart_name, describe, shows_shares, subtitle

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide as Drawn

_MOST_RULES = 2
_MOST_LETTERS = 240
_DARK = "12494f"

# A page of 16 to 9, in inches.
_WIDE, _HIGH, _EDGE = 13.333, 7.5, 0.6
_PICTURE = (_EDGE, 1.45, 8.5, 4.95)
_BESIDE = (9.35, 1.5, 3.4, 4.9)
_BELOW = (_EDGE, 6.5, _WIDE - 2 * _EDGE, 0.8)


@dataclass(frozen=True)
class Icon:
    """A small picture with the words that stand beside it."""

    svg: str
    words: str


@dataclass(frozen=True)
class Slide:
    """One slide. Without a picture its words take the whole width.

    `png` is the picture where somebody has drawn it already. `alt` is its text alternative, `says` what it
    says, a sentence each; `footing` from when to when and of how many, `counted` how the number is counted.
    `notes` are the speaker's; without them, they hold the text alternative and how it is counted.
    """

    title: str
    svg: str = ""
    alt: str = ""
    says: Sequence[str] = ()
    footing: str = ""
    counted: str = ""
    icons: Sequence[Icon] = ()
    notes: str = ""
    png: bytes = b""


def slide_of(
    series: Series,
    *,
    title: str = "",
    unit: str = "",
    percent: bool | None = None,
    annotations: Sequence[Annotation | tuple[str, str] | tuple[str, str, str]] = (),
    phase_reasons: Mapping[int, str] | None = None,
    exclusion_reasons: Mapping[str, str] | None = None,
    footing: str = "",
    counted: str = "",
    say: Say = in_english,
) -> Slide:
    """Return the slide of one series of an `alongside.chart/1` document.

    Everything but `counted`, how the number is counted, can be told from the document; `footing` replaces
    what the document says of points, period and n.
    """
    percent = shows_shares(series) if percent is None else percent
    name = title or series["key"] or chart_name(series["chart"], say)
    drawn = draw(
        # The slide has the title, so that the picture needs none.
        {**series, "key": None},
        unit=unit,
        percent=percent,
        annotations=annotations,
        phase_reasons=phase_reasons,
        exclusion_reasons=exclusion_reasons,
        say=say,
    )
    alt = describe(
        series,
        title=name,
        unit=unit,
        percent=percent,
        annotations=[Annotation(*each) for each in annotations],
        phase_reasons=phase_reasons,
        say=say,
    )
    return Slide(
        title=name,
        svg=drawn,
        alt=alt,
        says=_says(series, say),
        footing=footing or subtitle(series, say),
        counted=counted,
        icons=_icons(series, say),
    )


def slide_deck(
    slides: Sequence[Slide],
    *,
    title: str = "",
    subtitle: str = "",
    cover: bool = False,
    say: Say = in_english,
) -> bytes:
    """Return a PowerPoint file of these slides, in their order.

    `title` is the file's; with `cover` it stands on a slide of its own first, with the subtitle below it.
    """
    # It takes a third of a second to load, which nothing but a slide should wait for.
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    deck.core_properties.title = clean(title or (slides[0].title if slides else ""))[:255]
    deck.core_properties.author = ""
    if cover:
        _cover(deck, title, subtitle)
    for slide in slides:
        _add(deck, slide, say)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _says(series: Series, say: Say) -> list[str]:
    """The latest few things that happened; or that nothing did."""
    sentences = [f"{sentence}." for sentence in rule_sentences(series, say)]
    if not sentences:
        firm = not provisional_phases(series) and series["variation"] is not None
        usual = N_("No rule fired: this is the usual variation.")
        return [say(usual if firm else N_("Nothing stands out so far. There are too few points to be sure."))]
    if len(sentences) > _MOST_RULES:
        earlier = say(N_("Rules also fired earlier, %(count)s times.")) % {
            "count": len(sentences) - _MOST_RULES
        }
        sentences = [*sentences[-_MOST_RULES:], earlier]
    return sentences


def _icons(series: Series, say: Say) -> list[Icon]:
    variation = series["variation"]
    found = [Icon(variation_icon(variation, say=say), say(VARIATION_WORDS[variation]))]
    if series["target"] is not None:
        drawn = assurance_icon(series["assurance"], better=series["better"], say=say)
        found.append(Icon(drawn, say(ASSURANCE_WORDS[series["assurance"]])))
    return found


def _cover(deck: Presentation, title: str, subtitle: str) -> None:
    slide = _blank(deck)
    _title(slide, title, top=2.4, points=40)
    if subtitle:
        _words(slide, (_EDGE, 4.0, _WIDE - 2 * _EDGE, 1.2), [subtitle], points=20)


def _blank(deck: Presentation) -> Drawn:
    """A slide of the layout that has a title and nothing else that would stay empty."""
    return deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))


def _add(deck: Presentation, slide: Slide, say: Say) -> None:
    drawn = _blank(deck)
    _title(drawn, slide.title, top=0.35, points=28 if len(slide.title) <= 60 else 22)
    beside = _BESIDE
    if slide.png or slide.svg:
        _picture(drawn, slide.png or png(slide.svg), _PICTURE, clean(slide.alt))
    else:
        beside = (_EDGE, 1.5, _WIDE - 2 * _EDGE, 4.9)
    left, top, width, height = beside
    for icon in slide.icons:
        _picture(drawn, png(icon.svg, scale=4), (left, top, 0.6, 0.6), clean(icon.words))
        _words(drawn, (left + 0.7, top - 0.05, width - 0.7, 0.75), [icon.words], points=12, middle=True)
        top, height = top + 0.95, height - 0.95
    if slide.says:
        _words(drawn, (left, top + 0.1, width, height - 0.1), slide.says, points=14)
    counted = _counted(slide.counted, say)
    below = [part for part in (slide.footing, _shortened(counted)) if part]
    if below:
        _words(drawn, _BELOW, below, points=12, colour=palette.QUIET[1:])
    notes = slide.notes or "\n\n".join(part for part in (clean(slide.alt), counted) if part)
    if notes:
        frame = drawn.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(clean(line) for line in notes.splitlines())


def _counted(counted: str, say: Say) -> str:
    return say(N_("How this is counted: %(how)s")) % {"how": isolate(clean(counted))} if counted else ""


def _shortened(text: str) -> str:
    """As much as has room on a slide; the speaker's notes have it all."""
    return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS].rsplit(" ", 1)[0] + " …"


def _title(slide: Drawn, title: str, *, top: float, points: int) -> None:
    from pptx.util import Inches

    shape: Any = slide.shapes.title
    shape.left, shape.top = Inches(_EDGE), Inches(top)
    shape.width, shape.height = Inches(_WIDE - 2 * _EDGE), Inches(1.0)
    _fill(shape.text_frame, [title], points=points, bold=True, colour=_DARK, middle=True)


def _words(
    slide: Drawn,
    box: tuple[float, float, float, float],
    paragraphs: Sequence[str],
    *,
    points: int,
    bold: bool = False,
    colour: str = palette.INK[1:],
    middle: bool = False,
) -> None:
    from pptx.util import Inches

    left, top, width, height = (Inches(edge) for edge in box)
    shape = slide.shapes.add_textbox(left, top, width, height)
    _fill(shape.text_frame, paragraphs, points=points, bold=bold, colour=colour, middle=middle)


def _fill(
    frame: Any, paragraphs: Sequence[str], *, points: int, bold: bool, colour: str, middle: bool = False
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        words = clean(words) if "\u2068" not in words else words
        backwards = _right_to_left(words)
        paragraph.alignment = PP_ALIGN.RIGHT if backwards else PP_ALIGN.LEFT
        if backwards:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        paragraph.space_after = Pt(6)
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(points), bold
        run.font.color.rgb = RGBColor.from_string(colour.upper())


def _picture(slide: Drawn, picture: bytes, box: tuple[float, float, float, float], alt: str) -> None:
    """Put a picture as large as it fits into a box, at its top left."""
    from pptx.util import Inches

    left, top, wide, high = box
    across, down = struct.unpack(">II", picture[16:24])
    scale = min(wide / across, high / down)
    shape: Any = slide.shapes.add_picture(
        io.BytesIO(picture), Inches(left), Inches(top), Inches(across * scale), Inches(down * scale)
    )
    shape._element.nvPicPr.cNvPr.set("descr", alt)


def _right_to_left(text: str) -> bool:
    first = next((c for c in text if unicodedata.bidirectional(c) in {"L", "R", "AL"}), "a")
    return unicodedata.bidirectional(first) in {"R", "AL"}
