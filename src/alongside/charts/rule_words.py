"""Which rule fired, said so that nobody needs to know its name."""

from __future__ import annotations

from alongside.charts.language import N_, Say, capital, in_english, listed, number_word
from alongside.charts.periods import period_word, series_step, since, span, when
from alongside.charts.signals import RULES, Happening, Series, happenings, present

CENTRES = {
    ("average", False): N_("the average"),
    ("average", True): N_("the old average"),
    ("median", False): N_("the median"),
    ("median", True): N_("the old median"),
    ("centre", False): N_("the centre line"),
    ("centre", True): N_("the old centre line"),
}

LIMITS = {
    ("high", False): N_("the upper limit"),
    ("high", True): N_("the old upper limit"),
    ("low", False): N_("the lower limit"),
    ("low", True): N_("the old lower limit"),
}

_WHAT = {
    ("outside", "high"): N_("%(when)s is above %(limit)s"),
    ("outside", "low"): N_("%(when)s is below %(limit)s"),
    ("shift", "high"): N_("%(number)s %(periods)s in a row above %(centre)s, %(span)s"),
    ("shift", "low"): N_("%(number)s %(periods)s in a row below %(centre)s, %(span)s"),
    ("trend", "high"): N_("%(number)s %(periods)s in a row going up, %(span)s"),
    ("trend", "low"): N_("%(number)s %(periods)s in a row going down, %(span)s"),
    ("two_in_three", "high"): N_("%(number)s %(periods)s close together near or above %(limit)s, %(each)s"),
    ("two_in_three", "low"): N_("%(number)s %(periods)s close together near or below %(limit)s, %(each)s"),
}

# More points than these are told from when to when.
_NAMED_ONE_BY_ONE = 3

_WHAT_IT_MEANS = N_("%(what)s: %(meaning)s")

_SPECIAL = {
    "improvement": N_("Special cause of an improving nature: %(what)s."),
    "concern": N_("Special cause of a concerning nature: %(what)s."),
    "neutral": N_("Special cause, neither good nor bad: %(what)s."),
}

_MEANING = {
    ("outside", "neutral"): N_("something unusual happened"),
    ("outside", "improvement"): N_("something unusual happened, for the better"),
    ("outside", "concern"): N_("something unusual happened, for the worse"),
    ("shift", "neutral"): N_("something changed"),
    ("shift", "improvement"): N_("something changed, for the better"),
    ("shift", "concern"): N_("something changed, for the worse"),
    ("trend", "neutral"): N_("something is changing"),
    ("trend", "improvement"): N_("something is changing, for the better"),
    ("trend", "concern"): N_("something is changing, for the worse"),
    ("two_in_three", "neutral"): N_("something may have changed"),
    ("two_in_three", "improvement"): N_("something may have changed, for the better"),
    ("two_in_three", "concern"): N_("something may have changed, for the worse"),
}

_POINT = {
    ("outside", "high"): N_("above %(limit)s"),
    ("outside", "low"): N_("below %(limit)s"),
    ("shift", "high"): N_("one of %(number)s in a row above %(centre)s"),
    ("shift", "low"): N_("one of %(number)s in a row below %(centre)s"),
    ("trend", "high"): N_("one of %(number)s in a row going up"),
    ("trend", "low"): N_("one of %(number)s in a row going down"),
    ("two_in_three", "high"): N_("one of %(number)s close together near or above %(limit)s"),
    ("two_in_three", "low"): N_("one of %(number)s close together near or below %(limit)s"),
}

_CROSSINGS = N_(
    "In phase %(phase)s the line crosses the median %(crossings)s times, where chance alone would give "
    "at least %(expected)s: something changed"
)
_CROSSINGS_ONLY_PHASE = N_(
    "The line crosses the median %(crossings)s times, where chance alone would give at least %(expected)s: "
    "something changed"
)


# What lies between rare events leans far to one side. The centre of a t chart, computed on another scale and
# taken back, is near the median and not the median.
_KINDS = {"run": "median", "g": "median", "t": "centre"}


def centre_kind(series: Series) -> str:
    """Return what the centre line of this chart is: an average, a median, or a centre that is neither."""
    return _KINDS.get(series["chart"], "average")


def rule_sentences(series: Series, say: Say = in_english) -> list[str]:
    """Return a sentence for everything that happened, in the order in which it happened.

    A point that belongs to something good and something bad is in a sentence of each.
    """
    step = series_step(series)
    sentences = [happening_sentence(series, happening, step, say) for happening in happenings(series)]
    return sentences + crossing_sentences(series, say)


def happening_sentence(series: Series, happening: Happening, step: str, say: Say = in_english) -> str:
    """Say one thing that happened: which points, what they did, and what it means."""
    meaning = say(_MEANING[happening.rule, happening.verdict])
    return capital(say(_WHAT_IT_MEANS) % {"what": _what(series, happening, step, say), "meaning": meaning})


def special_cause_sentence(series: Series, happening: Happening, step: str, say: Say = in_english) -> str:
    """Say one thing that happened as people who know control charts call it: a special cause, and of which
    nature.
    """
    return say(_SPECIAL[happening.verdict]) % {"what": _what(series, happening, step, say)}


def _what(series: Series, happening: Happening, step: str, say: Say) -> str:
    """Say which points did what, and when; of something that still lasts, since when."""
    points = series["points"]
    labels = [points[position]["x"] for position in happening.points]
    lasts = len(labels) > 1 and not any(present(point) for point in points[happening.last + 1 :])
    return say(_WHAT[happening.rule, happening.side]) % {
        **_words(series, happening, say),
        "periods": period_word(step, len(labels), say),
        "when": when(labels[0], step, say),
        "span": since(labels[0], step, say) if lasts else span(labels[0], labels[-1], step, say),
        "each": listed([when(label, step, say) for label in labels], say)
        if len(labels) <= _NAMED_ONE_BY_ONE
        else span(labels[0], labels[-1], step, say),
    }


def crossing_sentences(series: Series, say: Say = in_english) -> list[str]:
    """Say, for a chart judged by runs, which phases cross their median too seldom."""
    if series["rules"] != "anhoej":
        return []
    template = _CROSSINGS if len(series["runs"]) > 1 else _CROSSINGS_ONLY_PHASE
    return [
        say(template)
        % {"phase": run["phase"], "crossings": run["crossings"], "expected": run["crossings_min"]}
        for run in series["runs"]
        if run["crossings"] is not None
        and run["crossings_min"] is not None
        and run["crossings"] < run["crossings_min"]
    ]


def point_reasons(series: Series, say: Say = in_english) -> dict[int, list[str]]:
    """Return why points stand out, by their position, the weightiest reason first."""
    found: dict[int, list[str]] = {}
    for happening in sorted(happenings(series), key=lambda one: RULES.index(one.rule)):
        reason = say(_POINT[happening.rule, happening.side]) % _words(series, happening, say)
        for position in happening.points:
            found.setdefault(position, []).append(reason)
    return found


def _words(series: Series, happening: Happening, say: Say) -> dict[str, str]:
    return {
        "number": number_word(len(happening.points), say),
        "centre": say(CENTRES[centre_kind(series), happening.older_lines]),
        "limit": say(LIMITS[happening.side, happening.older_lines]),
    }
