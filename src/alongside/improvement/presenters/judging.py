"""How a measure is judged, in words: its rules, its phases and left-out points with their reasons, and every change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.charts import periods
from alongside.charts.words import chart_name
from alongside.core import clock
from alongside.improvement.models import Exclusion, Measure, Phase
from alongside.improvement.presenters.charts import step_of
from alongside.improvement.queries.judging import Decided
from alongside.programmes import addresses
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# What each setting is called where a change of it is told.
SETTINGS: dict[str, _StrOrPromise] = {
    "chart": gettext_lazy("chart"),
    "rules": gettext_lazy("rules"),
    "trend": gettext_lazy("points that make a trend"),
    "two_in_three": gettext_lazy("two of three near a limit"),
    "screen": gettext_lazy("wild jumps left out"),
    "multiply": gettext_lazy("shown per"),
    "baseline": gettext_lazy("first points that set the lines"),
    "centre": gettext_lazy("fixed average"),
    "target": gettext_lazy("target"),
}
RULES: dict[str, _StrOrPromise] = {
    "": gettext_lazy("those of the chart"),
    "nhs": gettext_lazy("NHS rules"),
    "anhoej": gettext_lazy("long runs and few crossings"),
}
TWO_IN_THREE: dict[str, _StrOrPromise] = {
    "beyond": gettext_lazy("near or outside"),
    "within": gettext_lazy("near, inside"),
}


def when(measure: Measure, label: str) -> str:
    """A point of the measure as people call it."""
    return periods.when(label, step_of(measure) or "day", _)


def labels(measure: Measure, found: Sequence[str]) -> list[tuple[str, str]]:
    """Points to choose from."""
    return [(label, when(measure, label)) for label in found]


def how_judged(measure: Measure, decided: Decided, zone: str) -> list[dict[str, Any]]:
    """What stands behind the lines and signals, for “How is this counted?”."""
    rows = [{"key": _("How it is judged"), "value": in_words(measure)}]
    for phase in decided.phases[::-1]:
        if phase.withdrawn_at is None:
            rows.append({"key": _("New phase"), "value": _told(measure, phase, zone)})
    for one in decided.exclusions[::-1]:
        if one.withdrawn_at is None:
            rows.append({"key": _("Point left out"), "value": _told(measure, one, zone)})
    return rows


def in_words(measure: Measure) -> str:
    """How a measure is judged, in one or two sentences."""
    rules = measure.rules or ("anhoej" if measure.chart == "run" else "nhs")
    if rules == "anhoej":
        said = [
            _(
                "Something changed when a run is longer, or the line is crossed less often, than chance allows."
            )
        ]
    else:
        said = [
            _(
                "By the NHS rules: a point outside the limits, seven on one side, %(trend)s points rising or falling, "
                "two of three near a limit (%(near)s)."
            )
            % {"trend": measure.trend, "near": TWO_IN_THREE[measure.two_in_three]}
        ]
    if not measure.screen:
        said.append(_("All jumps count when the limits are set."))
    if measure.baseline is not None:
        said.append(_("The first %(n)s points of each phase set the lines.") % {"n": measure.baseline})
    if measure.centre is not None:
        said.append(
            _("The average was fixed at %(centre)s.") % {"centre": setting(measure, "centre", measure.centre)}
        )
    if measure.multiply != 1:
        said.append(_("Shown per %(n)s.") % {"n": f"{measure.multiply:,.10g}"})
    return " ".join(said)


def _told(measure: Measure, mark: Phase | Exclusion, zone: str) -> str:
    of = mark.part and _(" (%(series)s)") % {"series": mark.part}
    return _("%(when)s%(series)s: %(why)s %(who)s, %(day)s") % {
        "when": when(measure, mark.label),
        "series": of,
        "why": _stopped(mark.why),
        "who": mark.by.account,
        "day": words.day(clock.day_of(mark.created_at, zone)),
    }


def _stopped(text: str) -> str:
    return text if text[-1:] in ".!?" else f"{text}."


def on_page(measure: Measure, decided: Decided, zone: str, *, may_change: bool) -> dict[str, Any]:
    """The phases and left-out points that stand, each with its reason and the way to take it back."""
    project = measure.project

    def row(mark: Phase | Exclusion, **address: Any) -> dict[str, Any]:
        return {
            "when": when(measure, mark.label),
            "part": mark.part,
            "why": mark.why,
            "who": str(mark.by.account),
            "day": words.day(clock.day_of(mark.created_at, zone)),
            "href": address["href"] if may_change else "",
        }

    return {
        "phases": [
            row(one, href=addresses.of_project(project, "phase_withdraw", phase=one))
            for one in sorted(decided.phases, key=lambda one: one.label)
            if one.withdrawn_at is None
        ],
        "exclusions": [
            row(one, href=addresses.of_project(project, "exclusion_withdraw", exclusion=one))
            for one in sorted(decided.exclusions, key=lambda one: one.label)
            if one.withdrawn_at is None
        ],
        "may_change": may_change,
    }


def suggestion(chart: str) -> dict[str, str] | None:
    """The chart that the figures ask for, and what its button says; never taken by itself."""
    if not chart:
        return None
    name = chart_name(chart, _)
    return {
        "words": _(
            "These figures vary more than chance alone would make them, so that the limits are too narrow and some of the "
            "signals are none. A %(chart)s allows for it."
        )
        % {"chart": name},
        "button": _("Judge it by a %(chart)s") % {"chart": name},
    }


def with_history(
    history: list[dict[str, Any]], measure: Measure, decided: Decided, zone: str
) -> list[dict[str, Any]]:
    """The history of a measure with every decision on how it is judged in its place, the latest first."""
    rows = list(history)

    def add(at: datetime, text: str, who: Any) -> None:
        rows.append(
            {"when": words.moment(at, zone), "text": text, "who": str(who.account), "undo": "", "at": at}
        )

    for phase in decided.phases:
        at = when(measure, phase.label)
        add(
            phase.created_at, _("New phase from %(when)s: %(why)s") % {"when": at, "why": phase.why}, phase.by
        )
        if phase.withdrawn_at is not None:
            said = _("Phase from %(when)s taken back: %(why)s")
            add(phase.withdrawn_at, said % {"when": at, "why": phase.withdrawn_why}, phase.withdrawn_by)
    for one in decided.exclusions:
        at = when(measure, one.label)
        add(one.created_at, _("Point left out, %(when)s: %(why)s") % {"when": at, "why": one.why}, one.by)
        if one.withdrawn_at is not None:
            said = _("Point counts again, %(when)s: %(why)s")
            add(one.withdrawn_at, said % {"when": at, "why": one.withdrawn_why}, one.withdrawn_by)
    for change in decided.changes:
        said = _("Judged in another way: %(what)s.") % {"what": changed(measure, change.was, change.became)}
        add(change.created_at, f"{said} {change.why}".strip(), change.by)
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def changed(measure: Measure, was: dict[str, Any], became: dict[str, Any]) -> str:
    """What was changed, from what to what: “chart p chart → p′ chart, target 90% → 80%”."""
    return ", ".join(
        f"{SETTINGS.get(name, name)} {setting(measure, name, was.get(name))} → {setting(measure, name, value)}"
        for name, value in became.items()
    )


def setting(measure: Measure, name: str, value: Any) -> str:
    """The value of a setting in words."""
    if value is None:
        return _("none")
    if name == "chart":
        return chart_name(value, _) if value else _("none")
    if name == "rules":
        return str(RULES[value])
    if name == "two_in_three":
        return str(TWO_IN_THREE[value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in ("centre", "target") and measure.is_share:
        return f"{value * 100:.10g}%"
    return f"{value:,.10g}"
