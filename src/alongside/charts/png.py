"""Charts as PNG, for slides and messages that take no SVG."""

from __future__ import annotations

import resvg_py


def png(svg: str, *, scale: float = 2.0) -> bytes:
    """Return a picture of an SVG, `scale` pixels to each of its units."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale))
