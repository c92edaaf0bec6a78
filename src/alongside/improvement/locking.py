"""What a protocol fixes, as one document, and its fingerprint. Nothing here asks the database or knows a viewer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

FORMAT = "alongside.protocol/1"
# What is fixed of a measure: what it counts, which way is better, and everything that decides what its chart says.
FIXED = (
    "name", "definition", "kind", "better", "unit", "target", "source", "chart", "step", "rules", "trend", "two_in_three",
    "screen", "multiply", "baseline", "centre",
)  # fmt: skip


def fixed(measure: Any, marks: Any) -> dict[str, Any]:
    """A measure as a protocol fixes it: a record of this room, with the phases and left-out points that stand."""
    return {
        "id": str(measure.pk),
        "service": measure.service.name if measure.service else None,
        **{name: getattr(measure, name) for name in FIXED},
        "phases": [
            {"at": one.label, "part": None if one.every_part else one.part, "why": one.why}
            for one in marks.phases
        ],
        "left_out": [{"at": one.label, "part": one.part, "why": one.why} for one in marks.exclusions],
    }


def document_of(
    said: Mapping[str, Any], measures: Sequence[dict[str, Any]], *, project: str, primary: str
) -> dict[str, Any]:
    """The whole protocol as plain data, measures in the order of their keys."""
    its = said["analysis"] == "its"
    analysis: dict[str, Any] = {"kind": said["analysis"]}
    if its:
        analysis |= {
            "slope": said["its_slope"],
            "model": said["its_model"],
            "phase_in": said["its_phase_in"],
        }
    stops = {"on": said["stops_on"].isoformat()} if said["stops_on"] else {"after": said["stops_after"]}
    return {
        "format": FORMAT,
        "project": project,
        "name": said["name"],
        "change": {"on": said["change_on"].isoformat(), "what": said["change_words"]},
        "measures": sorted(measures, key=lambda one: (one["name"], one["id"])),
        "primary": primary,
        "no_balancing": said["no_balancing_why"],
        "analysis": analysis,
        "stops": stops,
    }


def fingerprint(
    document: Mapping[str, Any], *, at: datetime, by: str, follows: str = "", number: int = 0, why: str = ""
) -> str:
    """SHA-256 of a document, of when and by whom it was fixed, and of what it follows: of their JSON with sorted keys, no spaces.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    >>> first = fingerprint({"name": "Asked first"}, at=at, by="m")
    >>> first == fingerprint({"name": "Asked first"}, at=at, by="m"), first == fingerprint({"name": "Asked"}, at=at, by="m")
    (True, False)
    """
    sealed = {
        "document": document,
        "at": at.isoformat(),
        "by": by,
        "follows": follows,
        "number": number,
        "why": why,
    }
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def in_short(found: str) -> str:
    """A fingerprint as people read it out: its first twelve characters, in fours."""
    return " ".join(found[start : start + 4] for start in (0, 4, 8))


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What of a measure is no longer as it was fixed: by name, what it was and what it is."""
    names = (*FIXED, "service", "phases", "left_out")
    return {name: (then.get(name), now.get(name)) for name in names if then.get(name) != now.get(name)}
