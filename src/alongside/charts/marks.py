"""The shapes of points. A verdict has a colour and a shape, so that neither is needed to tell them apart."""

from __future__ import annotations


def circle(x: float, y: float, r: float) -> str:
    """Return the path of a circle."""
    return f"M{x - r:.1f},{y:.1f}a{r:.2f},{r:.2f} 0 1,0 {2 * r:.2f},0a{r:.2f},{r:.2f} 0 1,0 {-2 * r:.2f},0z"


def diamond(x: float, y: float, r: float) -> str:
    """Return the path of a square standing on its corner."""
    r *= 1.45
    return f"M{x:.1f},{y - r:.1f}l{r:.2f},{r:.2f} {-r:.2f},{r:.2f} {-r:.2f},{-r:.2f}z"


def square(x: float, y: float, r: float) -> str:
    """Return the path of a square."""
    r *= 1.05
    return f"M{x - r:.1f},{y - r:.1f}h{2 * r:.2f}v{2 * r:.2f}h{-2 * r:.2f}z"


def triangle(x: float, y: float, r: float) -> str:
    """Return the path of a triangle standing on its side."""
    r *= 1.35
    return f"M{x:.1f},{y - r:.1f}l{r:.2f},{1.75 * r:.2f}h{-2 * r:.2f}z"


SHAPES = {"common": circle, "improvement": diamond, "concern": square, "neutral": triangle}
"""The shape of each verdict. A point that is left out, or has no verdict, is a hollow circle."""


def cycle_quarters(x: float, y: float, r: float) -> str:
    """Return the path of two opposite quarters of a circle: with a ring round them, the sign of a cycle of
    change.
    """
    return (
        f"M{x:.1f},{y:.1f}v{-r:.2f}a{r:.2f},{r:.2f} 0 0,1 {r:.2f},{r:.2f}z"
        f"M{x:.1f},{y:.1f}v{r:.2f}a{r:.2f},{r:.2f} 0 0,1 {-r:.2f},{-r:.2f}z"
    )
