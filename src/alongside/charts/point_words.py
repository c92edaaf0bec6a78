"""One point in words: when, how much, and why it stands out."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.charts.language import N_, Say, capital, in_english
from alongside.charts.numbers import Numbers
from alongside.charts.periods import series_step, when
from alongside.charts.rule_words import point_reasons
from alongside.charts.signals import Series
from alongside.charts.text import clean, isolate

VERDICT_WORDS = {
    "common": N_("Usual variation"),
    "improvement": N_("Improvement"),
    "concern": N_("Concern"),
    "neutral": N_("Change"),
}


def point_words(
    series: Series, numbers: Numbers, exclusion_reasons: Mapping[str, str], say: Say = in_english
) -> dict[int, str]:
    """Return a sentence or two for each point that is there, by its position."""
    step = series_step(series)
    reasons = point_reasons(series, say)
    found = {}
    for position, point in enumerate(series["points"]):
        if point["y"] is None:
            continue
        parts = [
            say(N_("%(when)s: %(value)s"))
            % {
                "when": capital(when(point["x"], step, say)),
                "value": numbers.value(point["y"]),
            }
        ]
        if point["n"] is not None:
            parts[0] = say(N_("%(point)s, n = %(n)s")) % {"point": parts[0], "n": f"{point['n']:,g}"}
        if point["excluded"]:
            parts.append(left_out_words(exclusion_reasons.get(point["x"], ""), say))
        elif point["verdict"] is not None:
            parts.append(say(VERDICT_WORDS[point["verdict"]]))
            parts += [capital(reason) for reason in reasons.get(position, [])]
        found[position] = ". ".join(parts) + "."
    return found


def new_phase_words(reason: str, say: Say = in_english) -> str:
    """Say that a phase begins, and why."""
    reason = isolate(clean(reason))
    return say(N_("New phase: %(reason)s")) % {"reason": reason} if reason else say(N_("New phase"))


def left_out_words(reason: str, say: Say = in_english) -> str:
    """Say that a point is left out of the lines, and why."""
    reason = isolate(clean(reason))
    return say(N_("Left out: %(reason)s")) % {"reason": reason} if reason else say(N_("Left out"))
