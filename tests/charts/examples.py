"""Judged series written by hand, in the shape of an `alongside.chart/1` document."""

from __future__ import annotations

from datetime import date, timedelta


def months(count: int, start: str = "2023-04-01") -> list[str]:
    first = date.fromisoformat(start)
    number = first.year * 12 + first.month - 1
    return [
        date((number + i) // 12, (number + i) % 12 + 1, min(first.day, 28)).isoformat() for i in range(count)
    ]


def days(count: int, start: str = "2026-01-05", every: int = 1) -> list[str]:
    return [(date.fromisoformat(start) + timedelta(days=i * every)).isoformat() for i in range(count)]


def a_series(
    values,
    *,
    x=None,
    n=None,
    centre=10.0,
    lower=4.0,
    upper=16.0,
    signals=None,
    verdicts=None,
    phases=None,
    judged_by=None,
    own=None,
    excluded=(),
    chart="xmr",
    better="up",
    target=None,
    key=None,
    runs=(),
    variation="common",
    assurance=None,
    notes=(),
    baseline=None,
):
    """A series with these values. Lines are one number, or one for each point; signals are position ->
    [(rule, side)].
    """
    count = len(values)

    def each(given):
        return list(given) if isinstance(given, (list, tuple)) else [given] * count

    labels = x if x is not None else months(count)
    lines = {name: each(given) for name, given in (("centre", centre), ("lower", lower), ("upper", upper))}
    phase = list(phases) if phases else [1] * count
    judged = list(judged_by) if judged_by else phase
    points = []
    for i, value in enumerate(values):
        fired = [{"rule": rule, "side": side} for rule, side in (signals or {}).get(i, [])]
        verdict = None
        if value is not None and i not in excluded:
            verdict = "common"
            if fired:
                sides = {signal["side"] for signal in fired}
                good = "high" if better == "up" else "low"
                verdict = "neutral" if better == "neither" else "improvement" if good in sides else "concern"
        point = {
            "x": labels[i], "y": value, "n": None if n is None else n[i],
            "phase": phase[i], "judged_by": judged[i],
            "in_baseline": baseline is None or i < baseline, "excluded": i in excluded,
            "centre": lines["centre"][i], "lower": lines["lower"][i], "upper": lines["upper"][i],
            "lower_2s": None, "upper_2s": None, "signals": fired,
            "verdict": (verdicts or {}).get(i, verdict),
        }  # fmt: skip
        if lines["centre"][i] is not None and lines["lower"][i] is not None:
            for name in ("lower", "upper"):
                c = lines["centre"][i]
                point[f"{name}_2s"] = c + (lines[name][i] - c) * 2 / 3
        if judged[i] != phase[i]:
            point |= dict(
                zip(("own_centre", "own_lower", "own_upper"), own or (None, None, None), strict=True)
            )
        points.append(point)
    return {
        "key": key, "chart": chart, "rules": "anhoej" if chart == "run" else "nhs", "better": better,
        "target": target,
        "settings": {"screen": True, "trend": 7, "two_in_three": "beyond", "baseline": baseline},
        "points": points, "runs": list(runs), "variation": variation,
        "assurance": assurance, "notes": list(notes),
    }  # fmt: skip
