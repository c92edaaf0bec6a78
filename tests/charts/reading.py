"""Reading a drawn SVG back: its parts by class, and the boxes of its texts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

from alongside.charts.text import width

SVG = "{http://www.w3.org/2000/svg}"


class Box(NamedTuple):
    """A text and about where it lies."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right
            and self.top < other.bottom and other.top < self.bottom
        )  # fmt: skip


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def by_class(svg: str, name: str) -> list[ElementTree.Element]:
    """Return the elements of a class, in drawing order."""
    return [element for element in parsed(svg).iter() if element.get("class") == name]


def marks(svg: str, name: str) -> list[str]:
    """Return the paths of the points drawn as `name`."""
    return [
        path.get("d")
        for group in by_class(svg, name)
        for path in group.iter(f"{SVG}path")
        if path.get("fill") is None
    ]


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in parsed(svg).iter(f"{SVG}text")]


def boxes(svg: str) -> list[Box]:
    """Return the box of every text; how wide it is, as the drawing itself reckons."""
    root = parsed(svg)
    found = []
    for group in root.iter(f"{SVG}g"):
        size = float(group.get("font-size", root.get("font-size")))
        for element in group.findall(f"{SVG}text"):
            text = element.text or ""
            wide = width(text, size, bold=group.get("font-weight") == "bold")
            x, y = float(element.get("x")), float(element.get("y"))
            left = x - {"start": 0, "middle": wide / 2, "end": wide}[group.get("text-anchor", "start")]
            found.append(Box(text, left, y - size * 0.72, left + wide, y + size * 0.2))
    return found


def overlaps(svg: str) -> list[tuple[str, str]]:
    """Return the pairs of texts that touch."""
    found = boxes(svg)
    return [(a.text, b.text) for i, a in enumerate(found) for b in found[i + 1 :] if a.touches(b)]


def view_box(svg: str) -> tuple[float, float]:
    left, top, wide, high = (float(number) for number in parsed(svg).get("viewBox").split())
    assert (left, top) == (0, 0)
    return wide, high


def pieces(d: str) -> list[list[float]]:
    """Return the subpaths of a path made of M, L and H, as lists of x."""
    found = []
    for part in d.split("M")[1:]:
        xs = [float(x) for x in re.findall(r"(?:^|L|H)(-?[\d.]+)", part)]
        found.append(xs)
    return found
