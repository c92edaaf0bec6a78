"""Charts as PNG, for slides and messages that take no SVG.

The letters are our own (DejaVu Sans, put into `fonts/` when the package is built), so that a picture looks
the same on every machine and has its words on one without any font.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import resvg_py

from alongside.charts.palette import FONTS

FOLDER = Path(__file__).parent / "fonts"
_FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_FAMILY = "DejaVu Sans"

# Writing that our letters have: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, and signs.
# Only a picture with others looks for a typeface of the machine's.
_OTHERS = re.compile(
    r"[^\u0000-\u058f\u0590-\u06ff\u0750-\u077f\u10a0-\u10ff\u1d00-\u2bff\u2d00-\u2d2f\ufb1d-\ufdff\ufe70-\ufeff]"
)


def png(svg: str, *, scale: float = 2.0) -> bytes:
    """Return a picture of an SVG, `scale` pixels to each of its units."""
    faces = _faces()
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.replace(f'font-family="{FONTS}"', f'font-family="{_FAMILY}, sans-serif"'),
            zoom=scale,
            font_files=list(faces),
            sans_serif_family=_FAMILY if faces else None,
            # A copy of the sources that was never set up has no letters but the machine's.
            skip_system_fonts=bool(faces) and not _OTHERS.search(svg),
        )
    )


@lru_cache(maxsize=1)
def _faces() -> tuple[str, ...]:
    return tuple(str(FOLDER / name) for name in _FACES if (FOLDER / name).is_file())
