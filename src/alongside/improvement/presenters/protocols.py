"""Protocols in words: what is fixed, whether it was fixed before, what changed since, and whether the record is intact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from alongside.charts.words import chart_name
from alongside.improvement import locking
from alongside.improvement.models import Measure, Protocol
from alongside.improvement.presenters import judging
from alongside.improvement.presenters.measures import KINDS
from alongside.improvement.queries.protocols import Standing, Whole
from alongside.programmes import addresses
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NAMES: dict[str, _StrOrPromise] = {
    **judging.SETTINGS,
    "name": gettext_lazy("name"),
    "definition": gettext_lazy("how it is counted"),
    "kind": gettext_lazy("kind"),
    "better": gettext_lazy("which way is better"),
    "unit": gettext_lazy("unit"),
    "source": gettext_lazy("where the figures come from"),
    "step": gettext_lazy("how often there is a figure"),
    "service": gettext_lazy("service"),
    "phases": gettext_lazy("phases"),
    "left_out": gettext_lazy("points left out"),
    "withdrawn": gettext_lazy("withdrawn"),
}
BETTER: dict[str, _StrOrPromise] = {
    "up": gettext_lazy("higher is better"),
    "down": gettext_lazy("lower is better"),
    "neither": gettext_lazy("neither way is better"),
}


def on_list(protocol: Protocol) -> dict[str, Any]:
    """One protocol of the list."""
    locked = protocol.locked_at is not None
    return {
        "name": protocol.name,
        "href": addresses.of_project(protocol.project, "protocol_one", protocol=protocol),
        "place": protocol.service.name if protocol.service else _("The whole project"),
        "says": _locked_line(protocol) if locked else _("Draft. Nothing is fixed yet."),
        "change": _("%(what)s, %(day)s")
        % {"what": protocol.change_words, "day": words.day(protocol.change_on)},
    }


def _locked_line(protocol: Protocol) -> str:
    assert protocol.locked_at is not None
    said = Markup(_("Locked by %(who)s, %(when)s · %(fingerprint)s"))  # noqa: S704 - our own sentence
    return said % {
        "who": _who(protocol.locked_by),
        "when": words.moment(protocol.locked_at, protocol.project.zone),
        "fingerprint": Markup('<code translate="no">{}</code>').format(
            locking.in_short(protocol.fingerprint)
        ),
    }


def draft_rows(protocol: Protocol, measures: Sequence[Measure]) -> list[dict[str, Any]]:
    """A draft, in words."""
    said = {
        "change": {"on": protocol.change_on.isoformat(), "what": protocol.change_words},
        "analysis": {
            "kind": protocol.analysis, "slope": protocol.its_slope, "model": protocol.its_model,
            "phase_in": protocol.its_phase_in,
        },
        "stops": {"on": protocol.stops_on.isoformat()} if protocol.stops_on else {"after": protocol.stops_after},
        "no_balancing": protocol.no_balancing_why,
    }  # fmt: skip
    return said_rows(said, protocol.primary.name if protocol.primary in measures else "")


def said_rows(document: Mapping[str, Any], primary: str) -> list[dict[str, Any]]:
    """What a protocol says beside its measures."""
    change, stops = document["change"], document["stops"]
    rows = [
        {"key": _("What is changed"), "value": change["what"]},
        {"key": _("When"), "value": words.day(date.fromisoformat(change["on"]))},
        {"key": _("The measure that decides"), "value": primary or _("One of a service you don't work with")},
        {"key": _("How it is judged"), "value": analysis_words(document["analysis"])},
        {
            "key": _("When it ends"),
            "value": words.day(date.fromisoformat(stops["on"]))
            if "on" in stops
            else ngettext(
                "After %(n)s figure following the change",
                "After %(n)s figures following the change",
                stops["after"],
            )
            % {"n": stops["after"]},
        },
    ]
    if document.get("no_balancing"):
        rows.append(
            {"key": _("Why nothing is measured that might get worse"), "value": document["no_balancing"]}
        )
    return rows


def analysis_words(analysis: Mapping[str, Any]) -> str:
    """How it will be judged, in a sentence."""
    if analysis["kind"] == Protocol.Analysis.SPC:
        return _("By the chart and its rules, as each measure says")
    said = [_("By an interrupted time series")]
    said.append(
        _("the level and the slope may change") if analysis["slope"] else _("the level alone may change")
    )
    said.append(str(Protocol.Model(analysis["model"]).label).lower())
    if analysis["phase_in"]:
        said.append(
            ngettext(
                "%(n)s period left out after the change",
                "%(n)s periods left out after the change",
                analysis["phase_in"],
            )
            % {"n": analysis["phase_in"]}
        )
    return "; ".join(said)


def measure_row(standing: Standing, zone: str, *, href: str = "") -> dict[str, Any]:
    """One measure of a locked protocol: what is fixed, its label, what has changed since."""
    then, measure = standing.then, standing.measure
    return {
        "name": then["name"],
        "href": href,
        "kind": str(KINDS[Measure.Kind(then["kind"])]),
        "is_primary": standing.is_primary,
        "before": standing.locked_before,
        "label": label(standing),
        "why": label_why(standing, zone),
        "fixed": _fixed(then, measure),
        "changed": changed(standing),
    }


def label(standing: Standing) -> str:
    """The computed label."""
    return _("Locked before") if standing.locked_before else _("Locked after the first point")


def label_why(standing: Standing, zone: str) -> str:
    """Why it says so, with both moments."""
    since = words.moment(standing.since, zone)
    if standing.first is None:
        return _("Locked %(since)s. No figure that follows the change has been stored or shown yet.") % {
            "since": since
        }
    first = words.moment(standing.first, zone)
    if standing.locked_before:
        return _(
            "Locked %(since)s, before the first figure that follows the change was stored or shown, %(first)s."
        ) % {
            "since": since,
            "first": first,
        }
    return _(
        "Locked %(since)s, after the first point following the change was stored or shown, %(first)s."
    ) % {
        "since": since,
        "first": first,
    }


def _fixed(then: Mapping[str, Any], measure: Measure) -> str:
    said = [
        chart_name(then["chart"], _),
        str(BETTER[then["better"]]),
        _("target %(target)s") % {"target": _value(measure, then, "target", then["target"])},
    ]
    if then["baseline"]:
        said.append(_("lines from the first %(n)s points") % {"n": then["baseline"]})
    return " · ".join(said)


def changed(standing: Standing) -> list[str]:
    """What is no longer as it was fixed, each a line: “target 90% → 80%, no amendment”."""
    then, found = standing.then, []
    for name, (was, now) in standing.changed.items():
        what = str(NAMES.get(name, name))
        if name == "withdrawn":
            found.append(_("withdrawn since: %(why)s") % {"why": now})
        elif name in ("phases", "left_out"):
            found.append(
                _("%(what)s: %(was)s → %(now)s")
                % {"what": what, "was": _marks(standing.measure, was), "now": _marks(standing.measure, now)}
            )
        elif name == "definition":
            found.append(_("how it is counted was written anew"))
        else:
            found.append(
                f"{what} {_value(standing.measure, then, name, was)} → {_value(standing.measure, None, name, now)}"
            )
    return found


def _marks(measure: Measure, marks: Sequence[Mapping[str, Any]] | None) -> str:
    return ", ".join(judging.when(measure, one["at"]) for one in marks or []) or _("none")


def _value(measure: Measure, then: Mapping[str, Any] | None, name: str, value: Any) -> str:
    if name in ("target", "centre") and value is not None:
        chart = then["chart"] if then is not None else measure.chart
        return f"{value * 100:.10g}%" if chart in ("p", "pp") else f"{value:,.10g}"
    if name == "better":
        return str(BETTER[value])
    if name == "kind":
        return str(KINDS[Measure.Kind(value)])
    if name == "step":
        return str(Measure.Step(value).label)
    if name in judging.SETTINGS:
        return judging.setting(measure, name, value)
    return str(value) if value not in (None, "") else _("none")


def entries(whole: Whole) -> list[dict[str, Any]]:
    """The chain, the latest first: when, who, why, the fingerprint, and whether it fits."""
    zone = whole.protocol.project.zone
    before: Mapping[str, Any] | None = None
    rows = []
    for entry in whole.chain:
        rows.append(
            {
                "title": _("Locked") if not entry.number else _("Amendment %(n)s") % {"n": entry.number},
                "when": words.moment(entry.at, zone),
                "who": _who(entry.by),
                "why": entry.why,
                "what": _amended(before, entry.document) if before is not None else [],
                "fingerprint": entry.fingerprint,
                "short": locking.in_short(entry.fingerprint),
                "fits": entry.fits,
            }
        )
        before = entry.document
    return rows[::-1]


def _amended(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What an amendment changed, in words: names of things, for the values may be of measures that the viewer doesn't see."""
    found = []
    for name, said in (
        ("name", _("its name")),
        ("change", _("the change or its date")),
        ("primary", _("which measure decides")),
        ("analysis", _("how it is judged")),
        ("stops", _("when it ends")),
    ):
        if before[name] != after[name]:
            found.append(said)
    was, now = ({one["id"]: one for one in document["measures"]} for document in (before, after))
    if set(was) != set(now):
        found.append(_("which measures there are"))
    if any(was[key] != now[key] for key in set(was) & set(now)):
        found.append(_("how a measure is counted or judged"))
    return found


def on_measure(protocol: Protocol, standing: Standing, zone: str) -> dict[str, Any]:
    """The label as it stands on the page of a measure."""
    return {
        "href": addresses.of_project(protocol.project, "protocol_one", protocol=protocol),
        "name": protocol.name,
        "before": standing.locked_before,
        "label": label(standing),
        "why": label_why(standing, zone),
        "changed": changed(standing),
    }


def preview(measures: Sequence[Measure], first: Mapping[object, datetime], zone: str) -> list[dict[str, Any]]:
    """What each measure's label would be if the draft were locked now."""
    return [
        {
            "name": one.name,
            "kind": str(KINDS[Measure.Kind(one.kind)]),
            "after": one.pk in first,
            "says": _(
                "A figure that follows the change was stored or shown already, %(when)s: its label will say “locked after”."
            )
            % {"when": words.moment(first[one.pk], zone)}
            if one.pk in first
            else _("No figure that follows the change is here yet: its label will say “locked before”."),
        }
        for one in measures
    ]


def _who(membership: Any) -> str:
    return str(membership.account) if membership is not None else ""
