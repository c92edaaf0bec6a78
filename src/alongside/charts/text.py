"""Text in a picture: cleaned of what could break it, measured, wrapped and shortened."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
# Embeddings, overrides, isolates and marks: an unclosed one in a name would turn round the words after it.
# The last two are no characters at all, and XML refuses them.
_FORBIDDEN = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufffe\uffff")
_RIGHT_TO_LEFT = {"R", "AL"}

# Advance widths in tenths of the font size, measured on the widest face that "sans-serif" commonly means.
_WIDTHS = {
    3.0: "ijl'",
    3.2: " |I",
    3.5: "/\\.,:;",
    4.0: "()[]-fJ!",
    4.4: "rt",
    5.0: "`",
    5.5: 'csz"?*',
    6.4: "aeghknopqubdvxyLFT_0123456789${}",
    7.1: "ABCEKPRSVXYZ",
    7.9: "DGHNOQU&",
    8.2: "w",
    8.5: "+<>=~^#",
    10.0: "MWm%@",
}
_ADVANCE = {character: width / 10 for width, characters in _WIDTHS.items() for character in characters}


def clean(text: str) -> str:
    """Return somebody's text fit for one line of a picture.

    Line breaks become spaces. Control characters are dropped, because XML forbids most of them, and so are
    direction controls; text written right to left gets an isolate of its own instead.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if character.isspace():
            kept.append(" ")
        elif category in {"Cc", "Cs"} or character in _FORBIDDEN:
            continue
        else:
            kept.append(character)
    return " ".join("".join(kept).split())


def isolate(text: str) -> str:
    """Keep right-to-left text from turning round the words beside it."""
    if text.isascii() or not any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text):
        return text
    return f"{_ISOLATE}{text}{_END_ISOLATE}"


@lru_cache(maxsize=1024)
def _advance(character: str) -> float:
    if character in _ADVANCE:
        return _ADVANCE[character]
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.0
    base = unicodedata.normalize("NFD", character)[0]
    if base in _ADVANCE:
        return _ADVANCE[base]
    return 0.8


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return about how wide a line of text is at a font size; rather too much than too little."""
    return sum(map(_advance, text)) * size * (1.12 if bold else 1.0)


def shorten(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return the text, or as much of it as fits into `room` with an ellipsis."""
    if width(text, size, bold) <= room:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS, size, bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float, bold: bool = False, lines: int = 2) -> list[str]:
    """Break text into at most `lines` lines that fit into `room`; the last is shortened if it must be."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1:
        if width(rest, size, bold) <= room:
            break
        taken = _fitting_words(rest, room, size, bold)
        found.append(rest[:taken].rstrip())
        rest = rest[taken:].lstrip()
    if rest:
        found.append(shorten(rest, room, size, bold))
    return found


def _fitting_words(text: str, room: float, size: float, bold: bool) -> int:
    """Return how many characters fit, at a space if there is one, else inside the word."""
    fits, at_space, used = 0, 0, 0.0
    factor = size * (1.12 if bold else 1.0)
    for position, character in enumerate(text):
        if character == " ":
            at_space = position
        used += _advance(character) * factor
        if used > room:
            break
        fits = position + 1
    return at_space or max(fits, 1)
