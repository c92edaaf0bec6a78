"""A rehearsal in words: natural frequencies first, then month by month, then rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.improvement.models import Rehearsal
from alongside.programmes import addresses
from alongside.stats.rehearsal import NOTES
from alongside.stats.words import fill
from alongside.ui import words

RULES = {
    "outside": gettext_lazy("A point outside the limits"),
    "shift": gettext_lazy("A shift: a long run on one side"),
    "trend": gettext_lazy("A trend: rising or falling throughout"),
    "two_in_three": gettext_lazy("Two of three near a limit"),
}
CHARTS = {
    "xmr": gettext_lazy("XmR chart"),
    "run": gettext_lazy("Run chart"),
    "p": gettext_lazy("p chart"),
    "pp": gettext_lazy("p′ chart"),
    "u": gettext_lazy("u chart"),
    "up": gettext_lazy("u′ chart"),
    "c": gettext_lazy("c chart"),
}
SHARES = ("p", "pp")


@dataclass(frozen=True)
class Answer:
    """One chance: so many in a hundred, how sure that is, and what it means."""

    heading: str
    in_100: str
    sure: str
    means: str


def on_list(rehearsal: Rehearsal) -> dict[str, Any]:
    """One line of the list."""
    plan, chart = rehearsal.plan, rehearsal.told["chart"]
    return {
        "name": rehearsal.name,
        "href": addresses.of_project(rehearsal.project, "rehearsal", rehearsal=rehearsal),
        "plan": _("%(from)s to %(to)s, %(before)s months before and %(after)s after")
        % {
            "from": _level(plan, plan["level"]),
            "to": _level(plan, plan["level"] + plan["effect"]),
            "before": plan["before"],
            "after": plan["after"],
        },
        "says": _("Notices the change in %(n)s of 100, signals for nothing in %(m)s of 100")
        % {"n": _in_100(chart["notices"]), "m": _in_100(chart["false_alarm"])},
        "when": words.day(rehearsal.created_at.date()),
    }


def page_of(rehearsal: Rehearsal) -> dict[str, Any]:
    """Everything that the page of a rehearsal shows."""
    plan, told = rehearsal.plan, rehearsal.told
    chart, its = told["chart"], told["its"]
    return {
        "rehearsal": rehearsal,
        "about": _("%(chart)s, from %(from)s to %(to)s")
        % {
            "chart": str(CHARTS[plan["chart"]]),
            "from": _level(plan, plan["level"]),
            "to": _level(plan, plan["level"] + plan["effect"]),
        },
        "answers": _answers(plan, chart),
        "time_series": _time_series(its) if its else [],
        "errors": its["errors"] if its else "",
        "by_month": [
            {
                "month": str(month),
                "seen": _hundred(seen),
                "alarm": _hundred(alarm),
            }
            for month, (seen, alarm) in enumerate(
                zip(chart["noticed_by"], chart["alarmed_by"], strict=True), 1
            )
        ],
        "by_rule": [
            [str(RULES[rule]), _in_100(chance), _in_100(chart["alarms_by_rule"][rule])]
            for rule, chance in chart["rules"].items()
        ],
        # In the language of whoever reads, not of whoever rehearsed.
        "notes": [fill(_(NOTES[code]), params) for code, params in told["codes"] if code in NOTES],
        "plan": plan_rows(plan),
        "tried": _("%(n)s rehearsals with the change and as many without, seed %(seed)s.")
        % {"n": words.number(rehearsal.simulations), "seed": rehearsal.seed},
    }


def _answers(plan: dict[str, Any], chart: dict[str, Any]) -> list[Answer]:
    soon = chart["periods_to_notice"]
    noticed = (
        ngettext(
            "Half of such charts have noticed within %(n)s month.",
            "Half of such charts have noticed within %(n)s months.",
            soon,
        )
        % {"n": soon}
        if soon
        else _("Half of such charts have not noticed by the end.")
    )
    return [
        Answer(
            _("The chart notices the change"), _in_100(chart["notices"]), _sure(chart["notices"]), noticed
        ),
        Answer(
            _("The chart signals where nothing changed"),
            _in_100(chart["false_alarm"]),
            _sure(chart["false_alarm"]),
            _("In the %(n)s months after. This is what chance does; it is no fault of the team.")
            % {"n": plan["after"]},
        ),
    ]


def _time_series(its: dict[str, Any]) -> list[Answer]:
    return [
        Answer(
            _("The time series analysis notices the jump"),
            _in_100(its["notices"]),
            _sure(its["notices"]),
            _("Its interval leaves out no change, in the direction of the change."),
        ),
        Answer(
            _("It finds a jump where there is none"),
            _in_100(its["false_alarm"]),
            _sure(its["false_alarm"]),
            _("5 in 100 are promised."),
        ),
        Answer(
            _("Its interval holds the true jump"),
            _in_100(its["covers"]),
            _sure(its["covers"]),
            _("95 in 100 are promised. Less means that the interval is too narrow."),
        ),
    ]


def plan_rows(plan: dict[str, Any]) -> list[dict[str, str]]:
    """The plan as it was given."""
    rows = [
        (_("Chart"), str(CHARTS[plan["chart"]])),
        (_("Where it stands"), _level(plan, plan["level"])),
        (_("Change hoped for"), _level(plan, plan["effect"], points=True)),
        (_("Months before the change"), str(plan["before"])),
        (_("Months after it"), str(plan["after"])),
    ]
    if plan["spread"]:
        rows.append((_("Varies from month to month by"), f"{plan['spread']:g}"))
    if plan["size"]:
        rows.append((_("Out of how many in a month"), ", ".join(f"{size:g}" for size in plan["size"])))
    if plan["overdispersion"] > 1:
        rows.append((_("Varies more than chance, sigma z"), f"{plan['overdispersion']:g}"))
    if plan["autocorrelation"]:
        rows.append((_("Each month resembles the one before by"), f"{plan['autocorrelation']:g}"))
    if plan["season"]:
        rows.append(
            (_("Season: the best month above the average"), _level(plan, plan["season"], points=True))
        )
    if plan["missing"]:
        rows.append((_("Months without a figure"), f"{plan['missing']:.0%}"))
    return [{"key": key, "value": value} for key, value in rows]


def _level(plan: dict[str, Any], value: float, *, points: bool = False) -> str:
    if plan["chart"] not in SHARES:
        return f"{value:.4g}"
    return _("%(n)s percentage points") % {"n": f"{value * 100:.3g}"} if points else f"{value * 100:.3g}%"


def _in_100(chance: dict[str, Any]) -> str:
    return "–" if chance["share"] is None else _hundred(chance["share"])


def _hundred(share: float) -> str:
    if share < 0.005:
        return _("fewer than 1")
    return _("more than 99") if share > 0.995 else str(round(share * 100))


def _sure(chance: dict[str, Any]) -> str:
    if chance["share"] is None:
        return ""
    return _("between %(low)s and %(high)s, as far as %(n)s tries can tell") % {
        "low": round(chance["lower"] * 100),
        "high": round(chance["upper"] * 100),
        "n": words.number(chance["of"]),
    }
