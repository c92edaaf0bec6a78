"""Putting judged parts of a block together again."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import numpy as np

from .book import Notes
from .judged import Judged
from .settings import Settings

# Of these arrays the series are the third dimension; of all others the first.
_RULES_FIRST = {"signals", "counted"}
# In a block without a second phase these are the lines that the points are judged on.
_OWN = {
    "own_centre": "centre",
    "own_lower": "lower",
    "own_upper": "upper",
    "own_provisional": "provisional",
    "judged_by": "phase",
}


def joined(pieces: Iterable[tuple[slice, Judged]], series: int, settings: Settings) -> Judged:
    """One Judged of so many series from its parts, each with the series it stands for.

    Parts are copied as they come and can be forgotten at once: the whole is never in memory twice.
    """
    whole: dict[str, Any] = {}
    notes: list[tuple[slice, Notes]] = []
    single = False
    for where, piece in pieces:
        single = piece.phases.exists.shape[1] == 1
        for field in fields(Judged):
            name = field.name
            if not (name in {"settings", "notes"} or (single and name in _OWN)):
                _put(whole, name, getattr(piece, name), where, series)
        notes.append((where, piece.notes))
    if single:
        whole |= {name: whole[other] for name, other in _OWN.items()}
    kinds = {field.name: field.type for field in fields(Judged)}
    for name in ("phases", "runs"):
        whole[name] = kinds[name](**whole[name])  # type: ignore[operator]
    return Judged(**whole, settings=settings, notes=Notes.joined(notes, series))


def _put(whole: dict[str, Any], name: str, values: Any, where: slice, series: int) -> None:
    if values is None:
        whole[name] = None
        return
    if not isinstance(values, np.ndarray):
        inner = whole.setdefault(name, {})
        for field in fields(values):
            _put(inner, field.name, getattr(values, field.name), where, series)
        return
    axis = 2 if name in _RULES_FIRST else 0
    place = (*[slice(None)] * axis, where)
    if name not in whole:
        shape = list(values.shape)
        shape[axis] = series
        whole[name] = np.empty(shape, dtype=values.dtype)
    whole[name][place] = values
