"""What a picture is made of, before it is written as SVG: groups of paths, marks and texts; and its sizes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from alongside.charts.palette import FONTS, INK, PAPER

LINE = 1.3
"""Height of a line of text, in font sizes."""

ON_LINE = 0.35
"""How far below a line a text's baseline is, in font sizes, to stand level with it."""


@dataclass(frozen=True)
class Size:
    """One of the sizes a chart is offered in. Pages show the narrow one to phones, where a shrunk wide one
    is unreadable.
    """

    width: float
    plot_height: float
    text: float
    title: float
    padding: float
    point: float
    title_lines: int
    long_words: bool


WIDE = Size(
    width=800, plot_height=300, text=14, title=18, padding=16, point=4.2, title_lines=2, long_words=True
)
NARROW = Size(
    width=360, plot_height=220, text=13, title=16, padding=10, point=3.8, title_lines=3, long_words=False
)
SIZES = {"wide": WIDE, "narrow": NARROW}


class Paths(NamedTuple):
    """Lines drawn alike."""

    name: str
    d: str
    stroke: str = ""
    width: float = 1.0
    dash: str = ""
    fill: str = "none"
    round: bool = False


class Mark(NamedTuple):
    """One point: its shape; for a chart explored by keyboard also its words and the area that answers."""

    d: str
    words: str = ""
    target: str = ""


@dataclass
class Marks:
    """Points drawn alike."""

    name: str
    fill: str
    stroke: str = PAPER
    width: float = 1.0
    marks: list[Mark] = field(default_factory=list)

    @property
    def plain(self) -> Markup:
        """The paths of points without words, written at once: numbers that we made need no escaping one by one."""
        return Markup("\n".join(f'<path d="{mark.d}"/>' for mark in self.marks if not mark.words))  # noqa: S704


@dataclass
class Texts:
    """Texts set alike; each is x, y of its baseline, and the words. A halo keeps them readable over lines."""

    name: str
    fill: str = INK
    size: float | None = None
    bold: bool = False
    anchor: str = "start"
    halo: bool = False
    typed: bool = False  # what people wrote, which is nobody's to translate
    texts: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, x: float, y: float, text: str) -> None:
        """Set one text."""
        self.texts.append((f"{x:.1f}", f"{y:.1f}", text))


class Tag(NamedTuple):
    """A small label with a number, where an event's words have no room."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str


@dataclass
class Picture:
    """Everything the template writes, in drawing order."""

    name: str
    width: float
    text_size: float
    title: str = ""
    description: str = ""
    height: float = 0.0
    interactive: bool = False
    paths: list[Paths] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    marks: list[Marks] = field(default_factory=list)
    texts: list[Texts] = field(default_factory=list)
    fonts: str = FONTS
    paper: str = PAPER
    ink: str = INK
