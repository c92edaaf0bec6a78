"""Rehearsals as they are listed, and what a measure's own figures say about how they fall."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db.models import QuerySet

from alongside.improvement.models import Measure, Rehearsal
from alongside.improvement.queries import series
from alongside.programmes.viewers import Viewer
from alongside.stats.spc import laney_sigma_z

# Fewer figures say too little about how they vary to start a plan from.
FEWEST = 6


def listed(viewer: Viewer) -> QuerySet[Rehearsal]:
    """The rehearsals that the viewer sees, the latest first."""
    return (
        Rehearsal.objects.visible_to(viewer)
        .select_related("project", "measure")
        .order_by("-created_at", "pk")
    )


def starts_from(measure: Measure) -> dict[str, Any]:
    """What a rehearsal of this measure can start from, as its form takes it: how its figures have fallen so far.

    Only the name where there are too few figures, or several series.
    """
    start: dict[str, Any] = {"name": measure.name}
    parts = series.parts(measure)
    if len(parts) != 1:
        return start
    (part,) = parts
    seen = ~np.isnan(part.y)
    if seen.sum() < FEWEST:
        return start
    start["missing"] = round(100 * (1 - seen.mean()))
    start["before"] = max(int(seen.sum()), 3)
    chart = {"p": "p", "pp": "p", "u": "u", "up": "u", "c": "c", "run": "run"}.get(measure.chart, "xmr")
    if part.n is None or chart == "xmr":
        y = part.y[seen]
        ranges = np.abs(np.diff(y))
        # As an XmR chart takes it, so that a drift of the level is not counted as spread.
        spread = float(ranges.mean()) / 1.128 if len(ranges) else 0.0
        start |= {"chart": chart if part.n is None else "xmr", "level": _short(y.mean())}
        if spread > 0:
            start["spread"] = _short(spread)
        return start
    sizes = part.n[seen & (part.n > 0)]
    share = float(np.nansum(part.y[seen]) / np.nansum(part.n[seen]))
    chart = "u" if chart == "u" else "p"
    sigma_z = float(laney_sigma_z(part.y, part.n, chart=chart)[0, 0])
    return start | {
        "chart": chart,
        "level": _short(share * (100 if chart == "p" else 1)),
        "size": _short(float(sizes.mean())),
        "varies": "1" if not sigma_z > 1.2 else "1.5" if sigma_z < 2 else "2.5",
    }


def _short(number: float) -> str:
    return f"{number:.4g}" if abs(number) < 10_000 else f"{number:.0f}"
