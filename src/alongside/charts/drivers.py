"""Driver diagrams as SVG: an aim, what it depends on in one or two levels, and the ideas for changing that.

A column for each level, the aim first. Every box is as tall as its words, and nothing in it is cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from alongside.charts import palette
from alongside.charts.picture import LINE
from alongside.charts.text import clean, isolate, wrap

__all__ = ["AIM", "IDEA", "PRIMARY", "SECONDARY", "Box", "Note", "draw_drivers"]

AIM, PRIMARY, SECONDARY, IDEA = range(4)

_WIDTH = 1040
_TEXT = 15
_NOTE = 13
_GAP = 44
_PADDING = 10
_APART = 12
# How the room is shared out among the columns that there are.
_SHARES = {AIM: 1.0, PRIMARY: 1.0, SECONDARY: 1.1, IDEA: 1.3}
_LINES = 14


class Note(NamedTuple):
    """Smaller words under those of a box: ours, or what somebody typed."""

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Box:
    """One thing in the diagram: its level, its words, what is noted under them, and what stands under it."""

    level: int
    words: str
    notes: Sequence[Note] = ()
    below: Sequence[Box] = ()


class _Text(NamedTuple):
    x: str
    y: str
    text: str
    note: bool
    fill: str
    typed: bool = False


class _Line(NamedTuple):
    text: str
    note: bool
    typed: bool

    @property
    def size(self) -> int:
        return _NOTE if self.note else _TEXT


class _Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    radius: int
    fill: str
    stroke: str


@dataclass
class _Diagram:
    """Everything the template writes."""

    name: str
    title: str
    description: str
    rtl: bool
    width: int = _WIDTH
    height: float = 0.0
    headings: list[_Text] = field(default_factory=list)
    boxes: list[_Rect] = field(default_factory=list)
    texts: list[_Text] = field(default_factory=list)
    lines: str = ""
    fonts: str = palette.FONTS
    paper: str = palette.PAPER
    line: str = palette.LINE
    quiet: str = palette.QUIET
    text_size: int = _TEXT
    note_size: int = _NOTE


# Fill, edge and words of each level; corners are rounder where something can still be tried.
_LOOKS = {
    AIM: (palette.TARGET, palette.TARGET, palette.PAPER, 4),
    PRIMARY: (palette.BAND, palette.TARGET, palette.INK, 4),
    SECONDARY: (palette.PAPER, palette.QUIET, palette.INK, 4),
    IDEA: (palette.PAPER, palette.LINE, palette.INK, 16),
}


def draw_drivers(
    aim: Box,
    *,
    headings: Sequence[str],
    loose: Sequence[Box] = (),
    title: str = "",
    description: str = "",
    rtl: bool = False,
    name: str = "drivers",
) -> str:
    """Return the SVG of a driver diagram.

    `headings` name the four levels, aim first. `loose` are ideas that stand under nothing yet: they come last, joined
    to nothing. `rtl` mirrors the whole for pages that read from the right. `name` begins the ids.
    """
    made = _Diagram(name, clean(title or aim.words), clean(description), rtl)
    columns = _columns({AIM, *_levels(aim), *(box.level for box in loose)})
    top = _headings(made, columns, headings)
    bottom = _place(made, columns, aim, top)[1]
    for box in loose:
        bottom = _place(made, columns, box, bottom + _APART)[1]
    made.height = round(bottom + 4)
    return _template().render(d=made)


def _levels(box: Box) -> set[int]:
    return {box.level}.union(*(_levels(each) for each in box.below))


def _columns(levels: set[int]) -> dict[int, tuple[float, float]]:
    """The left edge and the width of each level that there is."""
    room = _WIDTH - 4 - _GAP * (len(levels) - 1)
    whole = sum(_SHARES[level] for level in levels)
    found, x = {}, 2.0
    for level in sorted(levels):
        wide = room * _SHARES[level] / whole
        found[level] = (x, wide)
        x += wide + _GAP
    return found


def _headings(made: _Diagram, columns: dict[int, tuple[float, float]], headings: Sequence[str]) -> float:
    tallest = 0
    for level, (x, wide) in columns.items():
        lines = wrap(clean(headings[level]), wide, _NOTE, bold=True, lines=3)
        tallest = max(tallest, len(lines))
        for place, line in enumerate(lines):
            at = _across(made, x, wide, 0)
            made.headings.append(
                _Text(at, f"{_NOTE * (1 + place * LINE):.1f}", isolate(line), True, palette.QUIET)
            )
    return _NOTE * (tallest * LINE) + _APART


def _place(
    made: _Diagram, columns: dict[int, tuple[float, float]], box: Box, top: float
) -> tuple[float, float]:
    """Draw a box beside what stands under it, from `top` down; return its middle and where it all ends."""
    x, wide = columns[box.level]
    room = wide - 2 * _PADDING
    lines = [_Line(line, False, True) for line in wrap(clean(box.words), room, _TEXT, lines=_LINES)]
    for note in box.notes:
        lines += [_Line(line, True, note.typed) for line in wrap(clean(note.text), room, _NOTE, lines=_LINES)]
    own = 2 * _PADDING + sum(line.size * LINE for line in lines)
    middles, bottom = [], top
    for place, each in enumerate(box.below):
        middle, bottom = _place(made, columns, each, bottom + (_APART if place else 0))
        middles.append((middle, each))
    # Beside the middle of what stands under it; where it is taller than that, from the top.
    below = bottom - top
    y = top + max(0.0, (below - own) / 2)
    bottom = max(bottom, y + own)
    _box(made, box.level, x, y, wide, own, lines)
    middle = y + own / 2
    for at, each in middles:
        _join(made, x + wide, middle, columns[each.level][0], at)
    return middle, bottom


def _box(
    made: _Diagram, level: int, x: float, y: float, wide: float, high: float, lines: list[_Line]
) -> None:
    fill, edge, ink, radius = _LOOKS[level]
    left = made.width - x - wide if made.rtl else x
    made.boxes.append(_Rect(round(left, 1), round(y, 1), round(wide, 1), round(high, 1), radius, fill, edge))
    at = y + _PADDING
    for line in lines:
        quiet = ink if level == AIM else palette.QUIET
        made.texts.append(
            _Text(
                _across(made, x, wide, _PADDING),
                f"{at + line.size:.1f}",
                isolate(line.text),
                line.note,
                quiet if line.note else ink,
                line.typed,
            )
        )
        at += line.size * LINE


def _join(made: _Diagram, x: float, y: float, to_x: float, to_y: float) -> None:
    turn = x + _GAP / 2
    if made.rtl:
        x, to_x, turn = made.width - x, made.width - to_x, made.width - turn
    made.lines += f"M{x:.1f},{y:.1f}H{turn:.1f}V{to_y:.1f}H{to_x:.1f}"


def _across(made: _Diagram, x: float, wide: float, padding: float) -> str:
    """Where words begin: at the left of a box, or at its right where reading begins there."""
    return f"{made.width - x - padding:.1f}" if made.rtl else f"{x + padding:.1f}"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    return environment.get_template("drivers.svg.jinja")
