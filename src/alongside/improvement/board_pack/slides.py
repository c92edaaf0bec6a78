"""The pack as PowerPoint: a cover, the icons in a table, a slide for each chart, and how to read them."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from alongside.charts import palette
from alongside.charts.png import png
from alongside.charts.slides import Icon, Slide, slide_deck
from alongside.charts.text import clean
from alongside.improvement.board_pack.content import Pack, Sheet
from alongside.improvement.board_pack.pdf import pictures

if TYPE_CHECKING:
    from pptx.presentation import Presentation

ROWS_A_SLIDE = 9
# In inches, on a page of 13.333 by 7.5.
_LEFT, _TOP, _ROW = 0.6, 1.45, 0.56
_COLUMNS = (1.2, 4.6, 4.2, 2.1)
_LONGEST_NAME, _LONGEST_SAYS = 88, 118


def slides(pack: Pack) -> bytes:
    """The pack as a PowerPoint file. Every picture has its text alternative, and the speaker's notes say what a slide shows."""
    drawn_before = iter(pictures([sheet.svg for sheet in pack.sheets if sheet.svg]))
    drawn = [_of_sheet(sheet, next(drawn_before) if sheet.svg else b"") for sheet in pack.sheets]
    reading = [
        Slide(
            title=_("How to read these charts"), says=[f"{title}. {said}" for title, said in pack.how_to_read]
        ),
        Slide(
            title=_("What was done so that nobody can be recognised"),
            says=[f"{title}. {said}" for title, said in pack.rules],
        ),
    ]
    made = slide_deck(
        [*drawn, *reading],
        title=pack.title,
        subtitle=f"{pack.project}. {pack.made}",
        cover=True,
        say=_,
    )
    return _with_summary(made, pack)


def _of_sheet(sheet: Sheet, picture: bytes) -> Slide:
    below = " · ".join(part for part in (sheet.latest, sheet.footing) if part)
    return Slide(
        title=sheet.title,
        png=picture,
        alt=sheet.alt,
        says=sheet.says,
        footing=below,
        counted="",
        icons=[Icon(icon.svg, icon.words) for icon in sheet.icons if icon.svg],
        notes="\n\n".join(part for part in (sheet.alt, " ".join(sheet.says), sheet.footing, sheet.counted, sheet.released) if part),
    )  # fmt: skip


def _with_summary(made: bytes, pack: Pack) -> bytes:
    """The same deck with the icon summary behind its cover."""
    import pptx

    deck = pptx.Presentation(io.BytesIO(made))
    order = deck.slides._sldIdLst
    for page in range(0, len(pack.sheets), ROWS_A_SLIDE):
        _add_summary(deck, pack, pack.sheets[page : page + ROWS_A_SLIDE], first=page == 0)
        added = order[-1]
        order.remove(added)
        order.insert(1 + page // ROWS_A_SLIDE, added)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _add_summary(deck: Presentation, pack: Pack, sheets: Sequence[Sheet], *, first: bool) -> None:
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    title: Any = slide.shapes.title
    title.left, title.top, title.width, title.height = Inches(_LEFT), Inches(0.3), Inches(12.1), Inches(0.9)
    _write(
        title.text_frame,
        _("In short") if first else _("In short, continued"),
        points=28,
        bold=True,
        colour="12494F",
    )
    shape = slide.shapes.add_table(
        len(sheets) + 1, len(_COLUMNS), Inches(_LEFT), Inches(_TOP), Inches(sum(_COLUMNS)), Inches(_ROW * (len(sheets) + 1))
    )  # fmt: skip
    shape._element.nvGraphicFramePr.cNvPr.set("descr", _("What each chart shows, and its latest figure"))
    table = shape.table
    table.horz_banding = False
    for column, width in enumerate(_COLUMNS):
        table.columns[column].width = Inches(width)
    for row in table.rows:
        row.height = Inches(_ROW)
    for column, heading in enumerate((_("Icons"), _("Chart"), _("What it shows"), _("Latest figure"))):
        _cell(table.cell(0, column), heading, bold=True, fill="12494F", colour="FFFFFF")
    for place, sheet in enumerate(sheets, 1):
        mark = _("Needs your attention. ") if sheet.needs_attention else ""
        cells = (
            "",
            _shortened(sheet.title, _LONGEST_NAME),
            mark + _shortened(f"{sheet.in_short}.", _LONGEST_SAYS),
            sheet.latest,
        )
        for column, words in enumerate(cells):
            _cell(
                table.cell(place, column),
                words,
                bold=column == 1,
                fill="FFFFFF",
                colour=palette.INK[1:].upper(),
            )
        for number, icon in enumerate(icon for icon in sheet.icons if icon.svg):
            _icon(slide, icon.svg, icon.words, _LEFT + 0.1 + number * 0.5, _TOP + _ROW * place + 0.07)
    foot = slide.shapes.add_textbox(Inches(_LEFT), Inches(6.95), Inches(12.1), Inches(0.5))
    _write(
        foot.text_frame,
        pack.by_chance if not first else f"{pack.attention_words} {pack.by_chance}",
        points=10,
        colour=palette.QUIET[1:].upper(),
    )
    if slide.notes_slide.notes_text_frame is not None:
        slide.notes_slide.notes_text_frame.text = "\n".join(
            f"{clean(sheet.title)}: {clean(sheet.in_short)}. {clean(sheet.latest)}" for sheet in sheets
        )


@lru_cache(maxsize=64)
def _drawn(svg: str) -> bytes:
    """An icon as a picture. There are few, and each stands in many rows."""
    return png(svg, scale=3)


def _icon(slide: Any, svg: str, words: str, left: float, top: float) -> None:
    from pptx.util import Inches

    drawn = _drawn(svg)
    across, down = struct.unpack(">II", drawn[16:24])
    shape = slide.shapes.add_picture(
        io.BytesIO(drawn), Inches(left), Inches(top), Inches(0.42), Inches(0.42 * down / across)
    )
    shape._element.nvPicPr.cNvPr.set("descr", clean(words))


def _cell(cell: Any, words: str, *, bold: bool, fill: str, colour: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill)
    _write(cell.text_frame, words, points=12, bold=bold, colour=colour)


def _write(frame: Any, words: str, *, points: int, colour: str, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = clean(words)
    run.font.size, run.font.bold = Pt(points), bold
    run.font.color.rgb = RGBColor.from_string(colour)


def _shortened(text: str, most: int) -> str:
    """As much as has room in its row; its own slide has it all."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
