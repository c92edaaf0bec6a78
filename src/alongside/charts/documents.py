"""Judged series as plain data: the `alongside.chart/1` document that scripts read and pictures are drawn
from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from alongside.charts.language import Say, in_english
from alongside.charts.periods import step_of, when
from alongside.charts.signals import Point, Series
from alongside.stats.spc import RULES, SIDES, VERDICTS, Judged, Settings

FORMAT = "alongside.chart/1"

_LINES = ("centre", "lower", "upper", "lower_2s", "upper_2s")
_OWN_LINES = ("own_centre", "own_lower", "own_upper")


def chart_document(series: Iterable[Series]) -> dict[str, Any]:
    """Return the document of some series."""
    return {"format": FORMAT, "series": list(series)}


def as_json(document: Mapping[str, Any]) -> str:
    """Write a document as JSON, a point on each line and numbers at full double precision.

    Line breaks are set here: the library that knows how to indent is ten times as slow as the one that does
    not.
    """
    written = [f" {_text(name)}: {_text(value)}" for name, value in document.items() if name != "series"]
    series = ",\n".join(map(_series_text, document["series"]))
    return "{\n" + ",\n".join([*written, f' "series": [\n{series}\n ]']) + "\n}"


def _series_text(series: Series) -> str:
    lines = []
    for name, value in series.items():
        if name == "points" and value:
            told = ",\n".join(f"    {_text(point)}" for point in value)
            lines.append(f"   {_text(name)}: [\n{told}\n   ]")
        else:
            lines.append(f"   {_text(name)}: {_text(value)}")
    return "  {\n" + ",\n".join(lines) + "\n  }"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def series_document(
    judged: Judged,
    index: int,
    *,
    key: str | None,
    x_labels: Sequence[str],
    step: str | None = None,
    phase_reasons: Mapping[int, str] | None = None,
    exclusion_reasons: Mapping[str, str] | None = None,
    notes: Iterable[str] = (),
    say: Say = in_english,
) -> Series:
    """Return one series of a block as plain data.

    `x_labels` are ISO dates or labels, one for each of its rows; `step` ("month", "week", …) is what a row
    is, where that is known. Reasons are those of phases by their number and of left-out points by their x.
    `notes` are sentences about how the numbers came about; they follow those of judging.
    """
    settings = judged.settings
    step = step or step_of(x_labels)
    # Only some notes name a row, and most series have none that does.
    own = judged.notes[index]
    named = any("row" in note.params for note in own)
    labels = [when(label, step, say) for label in x_labels] if named else None
    return {
        "key": key,
        "chart": settings.chart,
        "rules": settings.rules,
        "better": settings.better,
        "target": settings.target_of(index),
        "settings": _settings(settings, index),
        "points": _points(judged, index, x_labels),
        "runs": judged.runs_of(index),
        "variation": judged.variation[index],
        "assurance": judged.assurance[index],
        "notes": [*(note.sentence(say, labels) for note in own), *notes],
        "step": step,
        "phases": _phases(judged, index, x_labels, phase_reasons or {}),
        "exclusions": [
            {"x": label, "reason": (exclusion_reasons or {}).get(label, "")}
            for label, excluded in zip(x_labels, judged.excluded[index].tolist(), strict=False)
            if excluded
        ],
    }


def _settings(settings: Settings, index: int) -> dict[str, Any]:
    centre = settings.centre[index] if isinstance(settings.centre, tuple) else settings.centre
    return {
        "screen": settings.screen,
        "trend": settings.trend,
        "two_in_three": settings.two_in_three,
        "baseline": settings.baseline,
        "centre": centre,
        "multiply": settings.multiply,
        "sigma": settings.sigma,
        "balancing": settings.balancing,
        **asdict(settings.conventions),
    }


def _points(judged: Judged, index: int, x_labels: Sequence[str]) -> list[Point]:
    rows = int(judged.length[index])
    if len(x_labels) != rows:
        raise ValueError(f"there are {len(x_labels)} labels for the {rows} rows of series {index}")
    columns = {name: _numbers(getattr(judged, name)[index, :rows]) for name in ("y", *_LINES, *_OWN_LINES)}
    n = [None] * rows if judged.n is None else [_whole(value) for value in _numbers(judged.n[index, :rows])]
    phase, judged_by = judged.phase[index].tolist(), judged.judged_by[index].tolist()
    in_baseline, excluded = judged.in_baseline[index].tolist(), judged.excluded[index].tolist()
    verdict = judged.verdict[index].tolist()
    signals = _signals(judged, index)
    points: list[Point] = []
    for row in range(rows):
        point = {
            "x": x_labels[row],
            "y": columns["y"][row],
            "n": n[row],
            "phase": phase[row],
            "judged_by": judged_by[row],
            "in_baseline": in_baseline[row],
            "excluded": excluded[row],
        }
        for name in _LINES:
            point[name] = columns[name][row]
        if phase[row] != judged_by[row]:
            for name in _OWN_LINES:
                point[name] = columns[name][row]
        point["signals"] = signals.get(row, [])
        point["verdict"] = VERDICTS[verdict[row]]
        points.append(point)
    return points


def _signals(judged: Judged, index: int) -> dict[int, list[dict[str, Any]]]:
    """Return the signals of each row that has one; those that do not count towards a verdict say so."""
    found: dict[int, list[dict[str, Any]]] = {}
    counted = judged.counted[:, :, index]
    for rule, side, row in zip(
        *(places.tolist() for places in judged.signals[:, :, index].nonzero()), strict=True
    ):
        signal: dict[str, Any] = {"rule": RULES[rule], "side": SIDES[side]}
        if not counted[rule, side, row]:
            signal["counts"] = False
        found.setdefault(row, []).append(signal)
    return found


def _phases(
    judged: Judged, index: int, x_labels: Sequence[str], reasons: Mapping[int, str]
) -> list[dict[str, Any]]:
    first: dict[int, int] = {}
    for row, phase in enumerate(judged.phase[index, : len(x_labels)].tolist()):
        first.setdefault(phase, row)
    return [
        {"phase": phase, "x": x_labels[row], "reason": reasons.get(phase, "")} for phase, row in first.items()
    ]


def _numbers(values: Any) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]


def _whole(value: float | None) -> float | int | None:
    """Return a count as a whole number, as it was in the file."""
    return int(value) if value is not None and value == int(value) and abs(value) < 2**53 else value
