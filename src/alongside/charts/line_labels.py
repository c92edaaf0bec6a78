"""The names of the lines, written beside them where they end: no legend to look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from alongside.charts import palette
from alongside.charts.language import N_, Say
from alongside.charts.numbers import Numbers
from alongside.charts.rule_words import centre_kind
from alongside.charts.signals import Series

_CENTRE = {
    ("average", False): N_("Average %(value)s"),
    ("average", True): N_("Old average %(value)s"),
    ("median", False): N_("Median %(value)s"),
    ("median", True): N_("Old median %(value)s"),
    ("centre", False): N_("Centre %(value)s"),
    ("centre", True): N_("Old centre %(value)s"),
}
_OWN_CENTRE = {
    "average": N_("New average %(value)s"),
    "median": N_("New median %(value)s"),
    "centre": N_("New centre %(value)s"),
}
_LONG = {"upper": N_("Upper limit %(value)s"), "lower": N_("Lower limit %(value)s")}
_SHORT = {"upper": N_("Upper %(value)s"), "lower": N_("Lower %(value)s")}
_TARGET = N_("Target %(value)s")


class LineLabel(NamedTuple):
    """The name of a line with its value at the right end."""

    name: str
    value: float
    text: str
    colour: str


def line_labels(series: Series, numbers: Numbers, *, long_words: bool, say: Say) -> list[LineLabel]:
    """Return the labels of all lines that reach the end of the chart, as they stand at the last point that
    has them.
    """
    kind = centre_kind(series)
    found = []
    last = next((p for p in reversed(series["points"]) if p["centre"] is not None), None)
    if last is not None:
        older = last["judged_by"] != last["phase"]
        text = say(_CENTRE[kind, older]) % {"value": numbers.brief(last["centre"])}
        found.append(LineLabel("centre", last["centre"], text, palette.INK))
        own = last.get("own_centre") if older else None
        if own is not None:
            text = say(_OWN_CENTRE[kind]) % {"value": numbers.brief(own)}
            found.append(LineLabel("own-centre", own, text, palette.QUIET))
    words = _LONG if long_words else _SHORT
    for name in ("upper", "lower"):
        value = next((p[name] for p in reversed(series["points"]) if p[name] is not None), None)
        if value is not None:
            text = say(words[name]) % {"value": numbers.brief(value)}
            found.append(LineLabel("limit", value, text, palette.QUIET))
    if series["target"] is not None:
        text = say(_TARGET) % {"value": numbers.exactly(series["target"])}
        found.append(LineLabel("target", series["target"], text, palette.TARGET))
    return found


def spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Move heights apart until neighbours keep a gap, as little as possible and between top and bottom."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    # Blocks of touching labels: each stands where its members would on average like it.
    blocks: list[list[float]] = []  # [sum of wishes for the block's first place, members]
    for rank in order:
        blocks.append([min(max(wanted[rank], top), bottom), 1])
        while len(blocks) > 1:
            above, below = blocks[-2], blocks[-1]
            if above[0] / above[1] + above[1] * gap <= below[0] / below[1]:
                break
            blocks[-2:] = [[above[0] + below[0] - below[1] * above[1] * gap, above[1] + below[1]]]
    placed: dict[int, float] = {}
    ranks = iter(order)
    for total, members in blocks:
        first = min(max(total / members, top), max(bottom - (members - 1) * gap, top))
        for i in range(int(members)):
            placed[next(ranks)] = first + i * gap
    return [placed[i] for i in range(len(wanted))]
