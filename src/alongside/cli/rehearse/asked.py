"""From options to a plan."""

from __future__ import annotations

import argparse
import math

from alongside.cli import BadInput
from alongside.stats.rehearsal import Plan, Refused


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan that was asked for. Raises BadInput with a sentence that names the option or says what can't be."""
    size = (
        None if options.size is None else tuple(_number("--size", part) for part in options.size.split(","))
    )
    try:
        return Plan(
            chart=options.chart,
            level=_number("--level", options.level),
            effect=_number("--effect", options.effect),
            spread=None if options.spread is None else _number("--spread", options.spread),
            size=size,
            before=options.before,
            after=options.after,
            autocorrelation=_number("--autocorrelation", options.autocorrelation),
            season=_number("--season", options.season),
            season_length=options.season_length,
            overdispersion=_number("--overdispersion", options.overdispersion),
            missing=_number("--missing", options.missing),
            rules=options.rules,
            trend=options.trend,
            two_in_three=options.two_in_three,
        )
    except Refused as refused:
        raise BadInput(refused.sentence()) from refused


def _number(option: str, text: str) -> float:
    """A number, or a percentage as its share."""
    text = text.strip()
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"{option} {text}: this is not a number. Write it like 0.6, or 60%.")
    return value / 100 if text.endswith("%") else value
