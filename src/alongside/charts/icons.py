"""Two icons for a series: what its latest point says (variation), and whether it will meet its target.

Our own drawings. Variation: where the latest point lies against the points before it, in the colour and
shape of its verdict. Assurance: the range that the process stays in, on the good side of the target, on the
other side, or across it.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from alongside.charts.language import N_, Say, in_english
from alongside.charts.marks import SHAPES, circle
from alongside.charts.palette import COMMON, CONCERN, IMPROVEMENT, PAPER, QUIET, TARGET, VERDICTS

VARIATION_WORDS = {
    "common": N_("Usual variation"),
    "improvement_high": N_("Improvement: the latest point is part of a change upwards"),
    "improvement_low": N_("Improvement: the latest point is part of a change downwards"),
    "concern_high": N_("Concern: the latest point is part of a change upwards"),
    "concern_low": N_("Concern: the latest point is part of a change downwards"),
    "neutral_high": N_("A change upwards, neither good nor bad"),
    "neutral_low": N_("A change downwards, neither good nor bad"),
    None: N_("Too few points to say"),
}

ASSURANCE_WORDS = {
    "pass": N_("If nothing changes, the target will be met"),
    "fail": N_("If nothing changes, the target will not be met"),
    "hit_or_miss": N_("If nothing changes, the target will sometimes be met and sometimes not"),
    None: N_("No target to compare with, or too few points"),
}

_EDGE = 48


def variation_icon(variation: str | None, *, size: float = 48, say: Say = in_english) -> str:
    """Return the SVG of a variation icon; without a variation, that there is too little to go by."""
    words = say(VARIATION_WORDS[variation])
    if variation is None:
        return _icon(
            words, size, _tile(PAPER, QUIET, dash="3 3") + _dots(QUIET, [(16, 24), (24, 24), (32, 24)])
        )
    verdict, _, side = variation.partition("_")
    colour = VERDICTS[verdict]
    if verdict == "common":
        points = [(9, 27), (16.5, 20), (24, 27), (31.5, 21), (39, 26)]
        return _icon(
            words,
            size,
            _tile(PAPER, colour) + _level(24, colour) + _path(points, colour) + _dots(colour, points),
        )
    up = side == "high"
    points = [(8, 31), (14, 28), (20, 32), (34, 14)] if up else [(8, 17), (14, 20), (20, 16), (34, 34)]
    shape = f'<path d="{SHAPES[verdict](*points[-1], 6)}" fill="{PAPER}"/>'
    drawn = _level(30 if up else 18, PAPER) + _path(points, PAPER) + _dots(PAPER, points[:-1]) + shape
    return _icon(words, size, _tile(colour, colour) + drawn)


def assurance_icon(
    assurance: str | None, *, better: str = "up", size: float = 48, say: Say = in_english
) -> str:
    """Return the SVG of an assurance icon, drawn so that the good side is where `better` says."""
    words = say(ASSURANCE_WORDS[assurance])
    aim = f'<path d="M7,24H41" stroke="{TARGET}" stroke-width="2.5" stroke-dasharray="7 2.5 2 2.5"/>'
    if assurance is None:
        return _icon(words, size, _tile(PAPER, QUIET, dash="3 3") + aim)
    if assurance == "hit_or_miss":
        return _icon(words, size, _tile(PAPER, COMMON) + _range(13, COMMON) + aim)
    above = (assurance == "pass") == (better != "down")
    colour = IMPROVEMENT if assurance == "pass" else CONCERN
    middle = 15 if above else 33
    sign = f"M27,{middle}l4,4 7,-8" if assurance == "pass" else f"M28,{middle - 4}l8,8m0,-8l-8,8"
    drawn = f'<path d="{sign}" fill="none" stroke="{colour}" stroke-width="3" stroke-linecap="round"/>'
    return _icon(words, size, _tile(PAPER, colour) + aim + _range(7.5 if above else 28.5, colour, 12) + drawn)


def _icon(words: str, size: float, drawn: str) -> str:
    title = escape(words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_EDGE} {_EDGE}" '
        f'width="{size:g}" height="{size:g}" role="img" aria-label="{title}">'
        f"<title>{title}</title>{drawn}</svg>"
    )


def _tile(fill: str, stroke: str, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    edge = f'stroke="{stroke}" stroke-width="3"{dashes}'
    return f'<rect x="2" y="2" width="44" height="44" rx="9" fill="{fill}" {edge}/>'


def _level(y: float, colour: str) -> str:
    return f'<path d="M7,{y}H41" stroke="{colour}" stroke-width="1.5" stroke-dasharray="2 2.5"/>'


def _path(points: Sequence[tuple[float, float]], colour: str) -> str:
    d = "M" + "L".join(f"{x},{y}" for x, y in points)
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'


def _dots(colour: str, points: Sequence[tuple[float, float]]) -> str:
    return f'<path d="{"".join(circle(x, y, 2.6) for x, y in points)}" fill="{colour}"/>'


def _range(top: float, colour: str, height: float = 22) -> str:
    return f'<rect x="12" y="{top}" width="9" height="{height}" rx="4.5" fill="{colour}"/>'
