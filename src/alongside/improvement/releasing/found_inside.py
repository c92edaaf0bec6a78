"""What the project's own chart says on exact figures, as far as it may be told: in words, apart from the released points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from alongside.charts.periods import series_step
from alongside.charts.rule_words import happening_sentence
from alongside.charts.signals import happenings, present
from alongside.improvement.models import Measure
from alongside.improvement.queries import charts
from alongside.improvement.queries.marked import Marked
from alongside.improvement.queries.series import Part
from alongside.improvement.releasing.choosing import Choices, Chosen
from alongside.improvement.releasing.controlling import controlled
from alongside.improvement.releasing.gathering import STATISTIC, Exact, kind_of
from alongside.stats.disclosure import Profile

# A percentage of few is not shown, and still is no small count: what it took part in may be told.
MAY_BE_TOLD = {"", "base"}


@dataclass(frozen=True)
class Inside:
    """Signals on exact figures, told in words; the icons they make; whether some would not be told."""

    signals: list[dict[str, Any]] = field(default_factory=list)
    # Whether any figure is hidden, signal or no signal. That there is one would itself tell: of a hidden count on the far side of a
    # limit often only one value is left.
    not_told: bool = False
    icons_told: bool = False
    variation: str | None = None
    assurance: str | None = None
    document: dict[str, Any] | None = None


def found_inside(
    measure: Measure, part: Part, chosen: Chosen, choices: Choices, profile: Profile, marks: Marked
) -> Inside:
    """The project's own chart up to the end of the release, and which of its signals rest on figures that may be told of."""
    upto = [place for place, label in enumerate(part.labels) if choices.reaches(label)]
    cut = Part(
        part.name, tuple(part.labels[p] for p in upto), part.y[upto], None if part.n is None else part.n[upto]
    )
    documents = charts.documents(measure, [cut], marks)
    if not cut.labels or not documents:
        return Inside()
    document = documents[0]
    may = _may_be_told(measure, cut, chosen, profile)
    step = series_step(document)
    told, last_told = [], True
    not_told = any(
        not may[place] and choices.takes(point["x"])
        for place, point in enumerate(document["points"])
        if point["y"] is not None
    )
    last = max((place for place, point in enumerate(document["points"]) if present(point)), default=None)
    for one in happenings(document):
        labels = [document["points"][place]["x"] for place in one.points]
        if not choices.takes(labels[-1]):
            continue
        if not all(may[place] for place in one.points):
            last_told = last_told and last not in one.points
            continue
        told.append(
            {
                "rule": one.rule,
                "side": one.side,
                "verdict": one.verdict,
                "from": labels[0],
                "to": labels[-1],
                # With these the sentence can be said in another language.
                "points": labels,
                "older_lines": one.older_lines,
                "lasts": not any(present(point) for point in document["points"][one.last + 1 :]),
                "words": f"{happening_sentence(document, one, step)}.",
            }
        )
    if last is None or not may[last] or not last_told:
        # An icon would tell of figures that are hidden.
        return Inside(told, not_told, document=document)
    return Inside(told, not_told, True, document["variation"], document["assurance"], document)


def _may_be_told(measure: Measure, part: Part, chosen: Chosen, profile: Profile) -> np.ndarray:
    kind = kind_of(measure, part, chosen)
    exact = Exact(kind, measure.step, part.labels, part.y, part.n)
    points = controlled(exact, profile, enough_behind=chosen.enough_behind and kind == STATISTIC)
    return np.array([reason in MAY_BE_TOLD for reason in points.reasons], dtype=bool)
