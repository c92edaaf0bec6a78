"""Points that somebody marked: where a phase begins, what is left out, each with its reason."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.cli import BadInput
from alongside.tabular import Series
from alongside.tabular.dates import Read, read_date


@dataclass(frozen=True)
class Marked:
    """The phases and left-out points of one series, with their reasons."""

    phase: npt.NDArray[np.int64]
    excluded: npt.NDArray[np.bool_]
    phase_reasons: dict[int, str] = field(default_factory=dict)
    exclusion_reasons: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def reasons_at(option: str, given: Sequence[str], series: Sequence[Series]) -> dict[str, str]:
    """Return the reason at each x of `--phase` or `--exclude`. Raises BadInput if an x is no point of the
    data.
    """
    labels = {label for one in series for label in one.labels}
    found: dict[str, str] = {}
    for text in given:
        label, reason = _split(option, text, labels)
        if label in found:
            raise BadInput(
                f"{option} {text}: there is already a reason for “{label}”. Give it once, with one reason."
            )
        found[label] = reason
    return found


def _split(option: str, text: str, labels: set[str]) -> tuple[str, str]:
    """Cut at the equals sign before which a point is named; labels may have equals signs of their own."""
    parts = text.split("=")
    for end in range(1, len(parts)):
        label = _label("=".join(parts[:end]).strip(), labels)
        if label is not None:
            reason = "=".join(parts[end:]).strip()
            if not reason:
                break
            return label, reason
    else:
        if len(parts) > 1:
            raise BadInput(f"{option}: no point of the data is at “{parts[0]}”. {_nearest(parts[0], labels)}")
    raise BadInput(f"{option} {text}: a reason is needed. Write {option} 'X=REASON'.")


def _label(text: str, labels: set[str]) -> str | None:
    if text in labels:
        return text
    found = read_date(text)
    if isinstance(found, Read) and found.date.isoformat() in labels:
        return found.date.isoformat()
    return None


def _nearest(text: str, labels: set[str]) -> str:
    found = read_date(text.strip())
    ordered = sorted(labels)
    if isinstance(found, Read):
        place = bisect_left(ordered, found.date.isoformat())
        near = ordered[max(place - 1, 0) : place + 1]
    else:
        near = ordered[:5]
    return f"Points are at {', '.join(near)}{'' if len(near) == len(ordered) else ' and others'}."


def marked(series: Series, phases: dict[str, str], exclusions: dict[str, str]) -> Marked:
    """Return what is marked in one series.

    Where several series share the marks, a phase begins in a series without that very date at its next point.
    """
    starts: dict[int, str] = {}
    notes = []
    for label, reason in phases.items():
        if label in series.labels:
            start = series.labels.index(label)
        elif series.dated:
            start = bisect_left(series.labels, label)
            if 0 < start < len(series):
                notes.append(f"there is no point at {label}, so the phase begins at {series.labels[start]}")
        else:
            notes.append(f"there is no point “{label}”, so no phase begins there")
            continue
        if 0 < start < len(series):
            starts[start] = f"{starts[start]}; {reason}" if start in starts else reason
    phase = np.ones(len(series), dtype=np.int64)
    reasons = {}
    for number, start in enumerate(sorted(starts), start=2):
        phase[start:] = number
        reasons[number] = starts[start]
    here = {label: reason for label, reason in exclusions.items() if label in series.labels}
    return Marked(
        phase, np.array([label in here for label in series.labels], dtype=bool), reasons, here, tuple(notes)
    )


def refuse_first_points(phases: dict[str, str], series: Sequence[Series]) -> None:
    """Raise BadInput for a phase that would begin where every series begins: there is nothing before it."""
    for label in phases:
        if all(label not in one.labels or one.labels[0] == label for one in series):
            raise BadInput(
                f"--phase: “{label}” is the first point, so no phase can begin there. Leave it out."
            )
