"""The pack as a PDF that a screen reader can read: tagged, with a title, a language, text alternatives and its letters inside."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.charts import palette
from alongside.charts.png import FOLDER as LETTERS
from alongside.charts.text import clean
from alongside.improvement.board_pack.content import Pack, Sheet

TEMPLATE = Path(__file__).parent / "pack.typ"
PICTURES = Path(__file__).parent / "pictures.typ"
FAMILY = "DejaVu Sans"
# What our letters hold (Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, signs). A PDF for everybody may have no
# letter that nobody can see, so others are written as a box: the name stands whole on the project's own page.
_UNKNOWN = re.compile(
    r"[^\u0020-\u024f\u0250-\u0524\u0531-\u058f\u05b0-\u05f4\u0606-\u06ff\u10a0-\u10fc\u1e00-\u1fff\u2010-\u2027\u2030-\u205e"
    r"\u2070-\u2094\u20a0-\u20b5\u2100-\u2189\u2190-\u21ff\u2200-\u22ff\u25a0-\u25ff\ufb1d-\ufb4f\ufb50-\ufbb1\ufe70-\ufefc]"
)
BOX = "\u25a1"


def pdf(pack: Pack) -> bytes:
    """The pack as PDF/UA-1."""
    return bytes(_typeset(TEMPLATE, {"pack": json.dumps(_data(pack))}, format="pdf", pdf_standards=["ua-1"]))


def pictures(svgs: Sequence[str]) -> list[bytes]:
    """Charts as PNG, all in one go: three times as fast as one by one."""
    if not svgs:
        return []
    made = _typeset(PICTURES, {"svgs": json.dumps([_svg(svg) for svg in svgs])}, format="png", ppi=144)
    return [made] if isinstance(made, bytes) else list(made)


def _typeset(template: Path, inputs: dict[str, str], **how: Any) -> Any:
    # It takes a while to load, which nothing but a pack should wait for.
    import typst

    letters = LETTERS.is_dir()  # a copy of the sources that was never set up has no letters but the machine's
    return typst.compile(
        template,
        root=template.parent,
        font_paths=[LETTERS] if letters else [],
        ignore_system_fonts=letters,
        sys_inputs=inputs,
        **how,
    )


def _data(pack: Pack) -> dict[str, Any]:
    """What the template reads. People's words go in as data; the template never sees them as its own language."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "language": code.partition("-")[0] if len(code.partition("-")[0]) in (2, 3) else "en",
        "title": _text(f"{pack.project}: {pack.title}"),
        "project": _text(pack.project),
        "heading": _text(pack.title),
        "made": _text(pack.made),
        "lede": _text(pack.lede),
        "by_chance": _text(pack.by_chance),
        "attention": _text(pack.attention_words),
        "sheets": [
            {
                "title": _text(sheet.title),
                "about": _text(sheet.about),
                "icons": [{"svg": _svg(icon.svg), "words": _text(icon.words)} for icon in sheet.icons if icon.svg],
                "says_in_short": _text(sheet.in_short),
                "value": _text(sheet.value),
                "footing_of_value": _unbroken(sheet),
                "svg": _svg(sheet.svg),
                "alt": _text(sheet.alt),
                "says": [_text(sentence) for sentence in sheet.says],
                "footing": _text(sheet.footing),
                "counted": _text(sheet.counted),
                "released": _text(sheet.released),
                "attention": sheet.needs_attention,
            }
            for sheet in pack.sheets
        ],
        "how_to_read": [[_text(heading), _text(words)] for heading, words in pack.how_to_read],
        "rules": [[_text(title), _text(said)] for title, said in pack.rules],
        "words": {
            "summary": _("In short"),
            "chart": _("Chart"),
            "shows": _("What it shows"),
            "latest": _("Latest figure"),
            "needs_attention": _("Needs your attention"),
            "page": _("Page"),
            "of": _("of"),
            "found": _("What was found"),
            "how_to_read": _("How to read these charts"),
            "rules": _("What was done so that nobody can be recognised"),
            "nothing_shown": _("Every point of this chart is too few to show."),
        },
        "colours": {"ink": palette.INK, "quiet": palette.QUIET, "concern": palette.CONCERN, "deep": "#12494f"},
        "family": FAMILY,
    }  # fmt: skip


def _unbroken(sheet: Sheet) -> str:
    """The period and n of the latest value; n is not torn from its number."""
    n = _text(sheet.n).replace(" ", "\u00a0")
    return " · ".join(part for part in (_text(sheet.period), n) if part)


def _text(text: str) -> str:
    """Somebody's text fit for print: one line, without controls, in letters that we have."""
    return _UNKNOWN.sub(BOX, clean(re.sub("[\u2066-\u2069]", "", text)))


def _svg(svg: str) -> str:
    """A picture with our letters, and without those that would be drawn as nothing."""
    named = svg.replace(f'font-family="{palette.FONTS}"', f'font-family="{FAMILY}"')
    return _UNKNOWN.sub("", named.replace("\n", " "))
