"""A rehearsal as one plain document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from alongside.stats.words import Say, in_english

from .chances import Chance
from .plan import Plan
from .rehearsing import Rehearsal

FORMAT = "alongside.rehearsal/1"


def as_document(told: Rehearsal, say: Say = in_english) -> dict[str, Any]:
    """Everything as numbers, texts, lists and None. Chances lie between 0 and 1, each with its 95 % interval."""
    chart, its = told.chart, told.its
    return {
        "format": FORMAT,
        "plan": as_plain(told.plan),
        "simulations": told.simulations,
        "seed": told.seed,
        "chart": {
            "notices": _chance(chart.notices),
            "false_alarm": _chance(chart.false_alarm),
            "wrong_way": _chance(chart.wrong_way),
            "periods_to_notice": chart.periods_to_notice,
            "noticed_by": list(chart.noticed_by),
            "alarmed_by": list(chart.alarmed_by),
            "rules": {rule: _chance(chance) for rule, chance in chart.rules.items()},
            "alarms_by_rule": {rule: _chance(chance) for rule, chance in chart.alarms_by_rule.items()},
        },
        "its": its
        and {
            "errors": its.errors,
            "slope": its.slope,
            "notices": _chance(its.notices),
            "false_alarm": _chance(its.false_alarm),
            "covers": _chance(its.covers),
            "typical_width": its.typical_width,
            "stuck": its.stuck,
        },
        "notes": told.sentences(say),
    }


def as_plain(plan: Plan) -> dict[str, Any]:
    """The plan as it can be kept, and made again by `Plan(**kept)`."""
    said = asdict(plan)
    said["size"] = list(plan.sizes) or None
    said["rules"] = plan.settings.rules
    return said


def _chance(chance: Chance) -> dict[str, Any]:
    return {
        "times": chance.times,
        "of": chance.of,
        "share": chance.share,
        "lower": chance.lower,
        "upper": chance.upper,
    }
