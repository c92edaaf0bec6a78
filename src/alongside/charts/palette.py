"""Colours of charts and icons. Verdicts keep their usual meaning, in tones dark enough for white paper."""

from __future__ import annotations

IMPROVEMENT = "#005eb8"
CONCERN = "#c75000"
COMMON = "#768692"
NEUTRAL = "#490092"

VERDICTS = {"common": COMMON, "improvement": IMPROVEMENT, "concern": CONCERN, "neutral": NEUTRAL}

INK = "#212b32"
QUIET = "#4c6272"
LINE = "#768692"
FAINT = "#e8edee"
BAND = "#f3f6f7"
TARGET = "#0b5d66"
PAPER = "#ffffff"

# Every list of fonts ends in a generic family: resvg draws nothing at all for a font it doesn't have.
FONTS = "Arial, sans-serif"
