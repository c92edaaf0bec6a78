"""The document of a release, `alongside.release/1`: everything that its pages, files and pictures are made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from alongside.charts.documents import series_document
from alongside.improvement.disclosure import RuleSet
from alongside.improvement.models import Measure
from alongside.improvement.queries import charts
from alongside.improvement.queries.marked import Marked
from alongside.improvement.queries.series import Part
from alongside.improvement.releasing.choosing import Choices, Chosen
from alongside.improvement.releasing.controlling import Points, controlled
from alongside.improvement.releasing.found_inside import Inside, found_inside
from alongside.improvement.releasing.gathering import COUNT, SHARE, Exact, exact, quarter_of
from alongside.improvement.releasing.sums import Controlled, without_sums
from alongside.stats.disclosure import Profile
from alongside.stats.spc import Refused, Settings, judge

FORMAT = "alongside.release/1"


@dataclass(frozen=True, eq=False)
class Built:
    """A document, and beside it what does not leave: the exact figures and why each hidden one is hidden, series by series."""

    document: dict[str, Any]
    exact: list[Exact]
    reasons: list[list[str]]

    @property
    def shown(self) -> int:
        """How many points leave with a value or at least a count."""
        return sum(
            point["y"] is not None or point["count"] is not None
            for series in self.document["series"]
            for point in series["points"]
        )


def build(
    *,
    choices: Choices,
    rule_set: RuleSet,
    measures: Mapping[str, Measure],
    parts: Mapping[object, Sequence[Part]],
    marks: Mapping[Any, Marked],
    project: Any,
    prepared_on: str,
) -> Built:
    """The document of what was chosen, from the figures as they are now. `measures` are by key as text, `parts` by key."""
    asked: list[tuple[Chosen, Part]] = []
    every: list[Controlled] = []
    for chosen in choices.measures:
        measure = measures[chosen.measure]
        for part in parts.get(measure.pk, ()):
            asked.append((chosen, part))
            every.append(_controlled(measure, part, chosen, choices, rule_set))
    series, found, reasons = [], [], []
    for (chosen, part), one, points in zip(asked, every, without_sums(every), strict=True):
        if one.leaves:
            of_measure = marks.get(one.measure.pk, Marked())
            series.append(_series(one, points, part, chosen, choices, rule_set, of_measure))
            found.append(one.exact)
            reasons.append(points.reasons)
    document = {
        "format": FORMAT,
        "project": {"slug": project.slug, "name": project.name},
        "profile": {
            "id": rule_set.id,
            "version": rule_set.version,
            "title": rule_set.title,
            "said": rule_set.said,
            "hash": rule_set.profile.fingerprint,
            "rules": rule_set.profile.as_data(),
        },
        "filters": {"since": choices.since, "until": choices.until},
        "prepared_on": prepared_on,
        "cleared_on": None,
        "series": series,
    }
    return Built(document, found, reasons)


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document, in hexadecimal: of its JSON with sorted keys and no spaces."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stub(document: Mapping[str, Any], *, withdrawn_on: str) -> dict[str, Any]:
    """What stays of a document that is withdrawn: what it was about, and no figure."""
    return {
        **{name: document[name] for name in ("format", "project", "filters", "prepared_on", "cleared_on")},
        "profile": {name: document["profile"][name] for name in ("id", "version", "title", "hash")},
        "withdrawn_on": withdrawn_on,
        "series": [
            {"measure": {name: one["measure"][name] for name in ("id", "name")}, "part": one["part"]}
            for one in document["series"]
        ],
    }


def _controlled(
    measure: Measure, part: Part, chosen: Chosen, choices: Choices, rule_set: RuleSet
) -> Controlled:
    taken = exact(measure, part, chosen, choices.of_step(measure.step))
    points = controlled(taken, _profile(chosen, rule_set), enough_behind=chosen.enough_behind)
    return Controlled(measure, taken, points, leaves=not chosen.parts or part.name in chosen.parts)


def _profile(chosen: Chosen, rule_set: RuleSet) -> Profile:
    return rule_set.profile.for_staff() if chosen.about_staff else rule_set.profile


def _series(
    one: Controlled,
    points: Points,
    part: Part,
    chosen: Chosen,
    choices: Choices,
    rule_set: RuleSet,
    marks: Marked,
) -> dict[str, Any]:
    measure, taken = one.measure, one.exact
    inside = found_inside(
        measure, part, chosen, choices.of_step(measure.step), _profile(chosen, rule_set), marks
    )
    return {
        "measure": {
            "id": str(measure.pk),
            "name": measure.name,
            "version": measure.version,
            "kind": measure.kind,
            "unit": measure.unit,
            "better": measure.better,
            "target": measure.target,
            "chart": measure.chart,
            "definition": measure.definition,
            "source": measure.source,
            "service": measure.service.name if measure.service else "",
        },
        "part": part.name,
        "figures": taken.kind,
        "percent": taken.kind == SHARE and charts.shows_percent(measure, [part]),
        "step": taken.step,
        "gathered": chosen.every if taken.step != measure.step else "",
        "about_staff": chosen.about_staff,
        "answered_for": chosen.enough_behind,
        "multiply": measure.multiply,
        "points": _plotted(points.points, measure.multiply),
        "chart": _chart(measure, taken, points, inside),
        "judged_inside": {"chart": measure.chart, "step": measure.step},
        "signals": inside.signals,
        "signals_not_told": inside.not_told,
        "icons_told": inside.icons_told,
        "variation": inside.variation,
        "assurance": inside.assurance,
        "completeness": {
            "periods": len(points.points),
            "shown": points.shown,
            "hidden": points.hidden,
            "missing": points.missing,
        },
        "total": {"count": points.total_x, "n": points.total_n},
        "period": {"from": taken.labels[0], "to": taken.labels[-1]}
        if taken.labels
        else {"from": "", "to": ""},
    }


def _chart(measure: Measure, taken: Exact, points: Points, inside: Inside) -> dict[str, Any] | None:
    """The chart of the controlled points alone: centre and limits computed anew, no rule applied, nothing coloured.

    Rules on rounded figures would find what isn't there and miss what is.
    """
    if not points.shown:
        return None
    phases, excluded, reasons = _as_inside(taken, inside)
    settings = _settings(measure, taken)
    try:
        judged = judge(
            points.y[None],
            None if points.n is None else points.n[None],
            phase=np.array(phases)[None],
            excluded=np.array(excluded)[None],
            settings=settings,
        )
    except Refused:
        return None
    document = series_document(
        judged, 0, key=None, x_labels=taken.labels, step=taken.step if taken.step in charts.KNOWN_STEPS else None,
        phase_reasons=reasons,
    )  # fmt: skip
    hidden = {point["x"] for point in points.points if point["status"] == "suppressed"}
    for point in document["points"]:
        point["signals"] = []
        point["hidden"] = point["x"] in hidden
        if point["verdict"] is not None:
            point["verdict"] = "common"
    # Notes are about judging, and would be in one language: that lines are provisional is drawn.
    document |= {"variation": None, "assurance": None, "runs": [], "notes": [], "judged": False}
    return document


def _plotted(points: list[dict[str, Any]], multiply: float) -> list[dict[str, Any]]:
    """The points in the unit that the measure is plotted in: for each 1,000 bed days, say."""
    if multiply == 1:
        return points
    return [{**point, "y": None if point["y"] is None else point["y"] * multiply} for point in points]


def _settings(measure: Measure, taken: Exact) -> Settings:
    """How the measure is judged. Of months added up, what was said of one month is said no longer."""
    settings = charts.settings_of(measure)
    if taken.step == measure.step:
        return settings
    settings = replace(settings, baseline=None, per_year=charts.PER_YEAR.get(taken.step))
    return replace(settings, target=None, centre=None) if taken.kind == COUNT else settings


def _as_inside(taken: Exact, inside: Inside) -> tuple[list[int], list[bool], dict[int, str]]:
    """The phase of each point, counted from 1 anew, whether it is left out, and the reasons of phases: as in the project's chart."""
    rows = len(taken.labels)
    if inside.document is None:
        return [1] * rows, [False] * rows, {}
    gathered = taken.step == "quarter" and inside.document["step"] != "quarter"
    place = quarter_of if gathered else str
    phase: dict[str, int] = {}
    excluded: dict[str, bool] = {}
    for point in inside.document["points"]:
        at = place(point["x"])
        phase.setdefault(at, point["phase"])
        excluded[at] = excluded.get(at, False) or point["excluded"]
    own = [phase.get(label, 1) for label in taken.labels]
    order = {number: position for position, number in enumerate(sorted(set(own)), 1)}
    said = {each["phase"]: each["reason"] for each in inside.document.get("phases", [])}
    return (
        [order[number] for number in own],
        [excluded.get(label, False) for label in taken.labels],
        {position: said.get(number, "") for number, position in order.items()},
    )
