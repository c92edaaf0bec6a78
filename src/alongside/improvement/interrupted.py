"""A series of a measure, analysed around a dated change: from what is asked to results that can be kept as JSON.

Nothing here reads or writes a record: the action fetches, this works it out, the action keeps it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from alongside.charts.periods import step_of
from alongside.improvement.queries.series import Part
from alongside.stats.its import Analysis, Estimate, Refused, Specification, analyse
from alongside.stats.words import N_
from alongside.tabular.timeline import STEPS, Timeline, timeline_of

PER_YEAR = {"week": 52, "month": 12, "quarter": 4}
# Pairs of waves that draw a season: a quarter's has room for one.
HARMONICS = {"week": 2, "month": 2, "quarter": 1}
SEASONS_NEEDED = 2

NO_RHYTHM = N_(
    "The dates of these figures keep no rhythm, so periods can't be counted. Gather them by month or week."
)
OUTSIDE = N_("This date is not among the figures. Choose one after the first figure and not after the last.")
NOTHING_BEFORE = N_(
    "There is nothing before this date to compare with. Choose a later one, or bring in earlier figures."
)


class NotPlaced(Exception):
    """The change can't be placed among the figures. The message is an English sentence, marked for translation."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a series. `change` is an ISO date or a label."""

    part: str
    change: str
    slope: bool = True
    phase_in: int = 0
    season: bool = False
    counts: bool = False
    # The value plotted is the value times this.
    multiply: float = 1.0

    def document(self) -> dict[str, Any]:
        """What is asked, as it is kept and fingerprinted."""
        return {"format": "alongside.analysis/1", "kind": "its", **asdict(self)}


@dataclass(frozen=True)
class Placed:
    """Where periods stand in time, and the change among them."""

    timeline: Timeline
    time: np.ndarray
    change: int
    inside: bool

    @property
    def span(self) -> int:
        """Periods from the first to the last, gaps counted."""
        return int(self.time.max() - self.time.min() + 1)


def data_of(part: Part, step: str) -> dict[str, Any]:
    """The figures of a series as they are kept and fingerprinted."""
    return {
        "step": step,
        "labels": list(part.labels),
        "y": plain(part.y.tolist()),
        "n": None if part.n is None else plain(part.n.tolist()),
    }


def fingerprint(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a document, the same however its names are ordered."""
    written = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(written.encode()).hexdigest()


def counted(part: Part, step: str) -> Timeline:
    """The periods of a series. Raises NotPlaced where dates keep no rhythm."""
    labels = list(part.labels)
    timeline = timeline_of(labels, step if step in STEPS else step_of(labels)) if labels else None
    if timeline is None:
        raise NotPlaced(NO_RHYTHM)
    return timeline


def place(part: Part, step: str, change: str) -> Placed:
    """Find the change among the periods of a series. Raises NotPlaced if it isn't there."""
    timeline = counted(part, step)
    found = timeline.place(_date(change) or change)
    time = timeline.times(part.labels)
    if found is None or found[0] < time.min() or found[0] > time.max():
        raise NotPlaced(OUTSIDE)
    if found[0] == time.min():
        raise NotPlaced(NOTHING_BEFORE)
    return Placed(timeline, time, *found)


def from_the_change_on(part: Part, step: str, change: str) -> list[str]:
    """The labels from the change's period on."""
    placed = place(part, step, change)
    return [label for label, time in zip(part.labels, placed.time, strict=True) if time >= placed.change]


def analysed(part: Part, step: str, asked: Asked) -> dict[str, Any]:
    """Analyse a series as asked. Raises NotPlaced, or `stats.its.Refused`, each with a sentence."""
    placed = place(part, step, asked.change)
    timed = placed.timeline.step
    sizes = None if part.n is None else np.where(part.n == 0, np.nan, part.n)
    values = part.y if asked.counts else part.y * asked.multiply
    specification = Specification(
        model="quasipoisson" if asked.counts else "ols",
        slope=asked.slope,
        phase_in=asked.phase_in,
        harmonics=HARMONICS.get(timed, 0) if asked.season else 0,
        season=PER_YEAR.get(timed) if asked.season else None,
        per_year=PER_YEAR.get(timed),
    )
    found = analyse(
        values,
        n=sizes,
        time=placed.time,
        change=placed.change,
        inside=placed.inside,
        specification=specification,
    )
    last = int(found.time.max())
    return {
        "model": found.model,
        "errors": found.errors,
        "n": found.rows,
        "before": found.before,
        "after": found.after,
        "df": found.df,
        "ar1": found.ar1,
        "durbin_watson": found.durbin_watson,
        "dispersion": found.dispersion,
        "change": {"time": placed.change, "inside": placed.inside},
        "step": timed,
        "terms": [_kept(term) for term in found.terms],
        "by_last": {
            "label": part.labels[int(np.argmax(placed.time == last))],
            **_kept(found.change_by(last)),
        },
        "notes": [{"code": note.code, "params": plain(dict(note.params))} for note in found.notes],
        "points": _points(part, placed, found, asked, sizes),
    }


def _points(
    part: Part, placed: Placed, found: Analysis, asked: Asked, sizes: np.ndarray | None
) -> list[dict[str, Any]]:
    """Every period there is a row for: its value as plotted, its fitted value, and what it would be without the change."""
    with np.errstate(invalid="ignore", divide="ignore"):
        shown = (part.y if sizes is None else part.y / sizes) * asked.multiply
    scale = asked.multiply if asked.counts else 1.0
    line, without = found.line(placed.time) * scale, found.without_change(placed.time) * scale
    out = found.design.left_out(placed.time)
    return [
        {
            "x": label,
            "y": plain(float(shown[row])),
            "n": None if part.n is None else plain(float(part.n[row])),
            "fitted": float(line[row]),
            "without": float(without[row]),
            "left_out": bool(out[row]),
            "since": bool(placed.time[row] >= placed.change),
        }
        for row, label in enumerate(part.labels)
    ]


def _kept(term: Estimate) -> dict[str, Any]:
    names = ("name", "estimate", "se", "lower", "upper", "p", "ratio", "ratio_lower", "ratio_upper")
    return {name: plain(getattr(term, name)) for name in names}


def plain(value: Any) -> Any:
    """A value as JSON can keep it: what is not a number is nothing."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return value


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


__all__ = ["Asked", "NotPlaced", "Refused", "analysed", "counted", "data_of", "fingerprint", "place"]
