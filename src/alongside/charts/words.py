"""The chart in words: a text alternative that says what somebody who sees the picture would see."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from alongside.charts.events import CYCLE, Annotation
from alongside.charts.language import N_, Say, capital, in_english
from alongside.charts.numbers import Numbers, numbers_for
from alongside.charts.periods import period_word, series_step, short_when, span, when
from alongside.charts.rule_words import (
    centre_kind,
    crossing_sentences,
    point_reasons,
    rule_sentences,
    special_cause_sentence,
)
from alongside.charts.signals import Series, happenings, latest, provisional_phases, was_judged
from alongside.charts.text import clean, isolate
from alongside.charts.time_axis import time_axis

__all__ = [
    "axis_title",
    "chart_name",
    "describe",
    "point_reasons",
    "rule_sentences",
    "series_numbers",
    "subtitle",
]

_CHART_NAMES = {
    "run": N_("Run chart"),
    "xmr": N_("XmR chart"),
    "mr": N_("Moving range chart"),
    "p": N_("p chart"),
    "pp": N_("p′ chart"),
    "u": N_("u chart"),
    "up": N_("u′ chart"),
    "c": N_("c chart"),
    "g": N_("g chart"),
    "t": N_("t chart"),
    "ip": N_("I′ chart"),
    "xbar": N_("Xbar chart"),
    "s": N_("s chart"),
}

NOTHING_YET = N_("Nothing to draw yet. When the first value is there, it shows here")

_CENTRE = {
    "average": N_("The average is %(centre)s."),
    "median": N_("The median is %(centre)s."),
    "centre": N_("The centre line is at %(centre)s."),
}
_LIMITS = {
    ("average", "same"): N_("The average is %(centre)s, and the limits are %(lower)s and %(upper)s."),
    ("average", "latest"): N_(
        "The average is %(centre)s, and the latest limits are %(lower)s and %(upper)s."
    ),
    ("median", "same"): N_("The median is %(centre)s, and the limits are %(lower)s and %(upper)s."),
    ("median", "latest"): N_("The median is %(centre)s, and the latest limits are %(lower)s and %(upper)s."),
    ("centre", "same"): N_("The centre line is at %(centre)s, and the limits are %(lower)s and %(upper)s."),
    ("centre", "latest"): N_(
        "The centre line is at %(centre)s, and the latest limits are %(lower)s and %(upper)s."
    ),
}
_ASSURANCE = {
    "pass": N_("If nothing changes, the target of %(target)s will be met."),
    "fail": N_("If nothing changes, the target of %(target)s will not be met."),
    "hit_or_miss": N_(
        "If nothing changes, the target of %(target)s will sometimes be met and sometimes not, by chance."
    ),
    None: N_("The target is %(target)s."),
}
_MOST_RULES = 4
_MOST_NOTES = 6
_NEW_PHASE = N_("New lines begin with %(when)s: %(reason)s.")
_NEW_PHASE_UNEXPLAINED = N_("New lines begin with %(when)s.")
_NOTE = N_("Noted at %(when)s: %(what)s.")
_CYCLE = N_("Cycle of change at %(when)s: %(what)s.")

# What the chart plots where its values are not the measure's own.
_PLOTS = {
    "mr": N_("change from one point to the next"),
    "g": N_("number between events"),
    "t": N_("time between events"),
    "xbar": N_("average of each group"),
    "s": N_("spread within each group"),
}


def chart_name(chart: str, say: Say = in_english) -> str:
    """Return what people call this type of chart."""
    return say(_CHART_NAMES.get(chart, N_("Chart")))


def shows_shares(series: Series) -> bool:
    """Say whether the values are shares of one, which people read as percentages."""
    return series["chart"] in {"p", "pp"} and series["settings"].get("multiply", 1) == 1


def series_numbers(series: Series, *, percent: bool | None = None, unit: str = "") -> Numbers:
    """Return how the numbers of a series are written; whether as percentages, its chart decides unless
    told.
    """
    percent = shows_shares(series) if percent is None else percent
    points = series["points"]
    lines = [point[name] for point in points for name in ("centre", "lower", "upper")]
    return numbers_for((point["y"] for point in points), lines, percent=percent, unit=unit)


def axis_title(series: Series, unit: str, say: Say = in_english) -> str:
    """Return what the values are counted in: their unit, else what the type of chart plots ("time between
    events"), else nothing.
    """
    return clean(unit) or (say(_PLOTS[series["chart"]]) if series["chart"] in _PLOTS else "")


def subtitle(series: Series, say: Say = in_english) -> str:
    """Return the line under a title: how many points, from when to when, missing, n in all, which chart."""
    points = series["points"]
    parts = [chart_name(series["chart"], say)]
    total = _total(series)
    if total:
        parts.insert(0, say(N_("n = %(total)s in all")) % {"total": f"{total:,.0f}"})
    if points:
        step = series_step(series)
        first, last = (short_when(points[i]["x"], step, say) for i in (0, -1))
        told = say(N_("%(first)s to %(last)s")) % {"first": first, "last": last} if first != last else first
        parts.insert(0, _counted(series, told, say))
    return " · ".join(parts)


def _counted(series: Series, told: str, say: Say) -> str:
    points = series["points"]
    hidden = sum(point.get("hidden", False) for point in points)
    missing = sum(point["y"] is None for point in points) - hidden
    words = {
        "count": f"{len(points):,}",
        "periods": period_word(series_step(series), len(points), say),
        "span": told,
        "missing": f"{missing:,}",
    }
    template = N_("%(count)s %(periods)s, %(span)s")
    if missing:
        template = N_("%(count)s %(periods)s, %(span)s, %(missing)s missing")
    counted = say(template) % words
    if hidden:
        counted = say(N_("%(counted)s, %(hidden)s too few to show")) % {
            "counted": counted,
            "hidden": f"{hidden:,}",
        }
    return counted


def _total(series: Series) -> float:
    if not was_judged(series):
        return 0.0  # of rounded figures the sum is no count
    return math.fsum(
        point["n"] for point in series["points"] if point["n"] is not None and point["y"] is not None
    )


def phase_reasons_of(series: Series) -> dict[int, str]:
    """Return the reasons that a document gives for its phases, by their number."""
    return {phase["phase"]: phase["reason"] for phase in series.get("phases", []) if phase["reason"]}


def exclusion_reasons_of(series: Series) -> dict[str, str]:
    """Return the reasons that a document gives for its left-out points, by their x."""
    return {point["x"]: point["reason"] for point in series.get("exclusions", []) if point["reason"]}


def describe(
    series: Series,
    *,
    title: str = "",
    unit: str = "",
    percent: bool | None = None,
    numbers: Numbers | None = None,
    annotations: Sequence[Annotation] = (),
    phase_reasons: Mapping[int, str] | None = None,
    say: Say = in_english,
) -> str:
    """Return the text alternative of a chart: what it shows, what happened, its lines, the latest point,
    its target, its phases, what is noted on it.

    It tells the latest few of the things that happened, and how many came before.
    """
    numbers = numbers or series_numbers(series, percent=percent, unit=unit)
    name = isolate(clean(title or series["key"] or ""))
    parts = [_opening(series, name, unit, say)]
    last = latest(series)
    if last is None:
        parts.append(say(NOTHING_YET) + ".")
        return " ".join(parts)
    parts += _what_happened(series, say)
    parts.append(_lines(series, numbers, say))
    step = series_step(series)
    parts.append(
        say(N_("The latest value, for %(when)s, is %(value)s."))
        % {
            "when": when(last["x"], step, say),
            "value": numbers.value(last["y"]),
        }
    )
    if series["target"] is not None:
        parts.append(say(_ASSURANCE[series["assurance"]]) % {"target": numbers.exactly(series["target"])})
    parts += _phases(series, phase_reasons_of(series) if phase_reasons is None else phase_reasons, say)
    parts += _noted(series, annotations, say)
    left_out = sum(point["excluded"] for point in series["points"])
    if left_out:
        parts.append(
            say(N_("Left out of the lines: %(count)s %(periods)s."))
            % {
                "count": left_out,
                "periods": period_word(step, left_out, say),
            }
        )
    parts += [f"{capital(clean(note))}." for note in series["notes"]]
    return " ".join(part for part in parts if part)


def _opening(series: Series, name: str, unit: str, say: Say) -> str:
    points = series["points"]
    opening = chart_name(series["chart"], say)
    if name:
        opening = say(N_("%(chart)s of %(name)s")) % {"chart": opening, "name": name}
    unit = axis_title(series, unit, say)
    if unit:
        opening = say(N_("%(opening)s (%(unit)s)")) % {"opening": opening, "unit": unit}
    if not points:
        return opening + "."
    told = span(points[0]["x"], points[-1]["x"], series_step(series), say)
    opening = f"{opening}: {_counted(series, told, say)}."
    total = _total(series)
    if total:
        opening += " " + say(N_("n is %(total)s in all.")) % {"total": f"{total:,.0f}"}
    return opening


def _lines(series: Series, numbers: Numbers, say: Say) -> str:
    drawn = next((p for p in reversed(series["points"]) if p["centre"] is not None), None)
    if drawn is None:
        return say(N_("There are too few points for an average and limits yet."))
    told = {"centre": numbers.line(drawn["centre"])}
    kind = centre_kind(series)
    if series["chart"] == "run":
        return say(_CENTRE[kind]) % told
    drawn = next(
        (p for p in reversed(series["points"]) if p["lower"] is not None and p["upper"] is not None), None
    )
    if drawn is None:
        return say(_CENTRE[kind]) % told + " " + say(N_("There are too few points for limits yet."))
    told |= {"lower": numbers.line(drawn["lower"]), "upper": numbers.line(drawn["upper"])}
    widths = {(p["lower"], p["upper"]) for p in series["points"] if p["judged_by"] == drawn["judged_by"]}
    return say(_LIMITS[kind, "same" if len(widths - {(None, None)}) == 1 else "latest"]) % told


def _phases(series: Series, reasons: Mapping[int, str], say: Say) -> list[str]:
    """Say when each phase after the first begins, and why."""
    points, step = series["points"], series_step(series)
    found = []
    for before, point in pairwise(points):
        if point["phase"] != before["phase"]:
            words = {"when": when(point["x"], step, say), "reason": reasons.get(point["phase"], "")}
            words["reason"] = isolate(clean(words["reason"]))
            template = _NEW_PHASE if words["reason"] else _NEW_PHASE_UNEXPLAINED
            found.append(say(template) % words)
    return found


def _noted(series: Series, annotations: Sequence[Annotation], say: Say) -> list[str]:
    """Say the latest few of what is noted on the chart; not what lies outside it, which nobody sees."""
    if not annotations:
        return []
    axis = time_axis([point["x"] for point in series["points"]], 800, 14, step=series_step(series), say=say)
    shown = sorted(note for note in annotations if axis.find(note.x) is not None)[-_MOST_NOTES:]
    return [
        say(_CYCLE if kind == CYCLE else _NOTE)
        % {"when": when(x, "day", say), "what": isolate(clean(text)).rstrip(".")}
        for x, text, kind in shown
    ]


def _what_happened(series: Series, say: Say) -> list[str]:
    """Say the last few of the things that happened. That a line crosses too seldom is among the notes."""
    if not was_judged(series):
        return []
    step = series_step(series)
    found = happenings(series)
    if not found:
        if crossing_sentences(series, say):
            return []
        firm = not provisional_phases(series)
        return [
            say(
                N_("No rule fired: this is the usual variation.")
                if firm
                else N_("Nothing stands out so far.")
            )
        ]
    sentences = [special_cause_sentence(series, one, step, say) for one in found[-_MOST_RULES:]]
    if len(found) > _MOST_RULES:
        earlier = len(found) - _MOST_RULES
        sentences.insert(0, say(N_("Rules also fired earlier, %(count)s times.")) % {"count": earlier})
    return sentences
