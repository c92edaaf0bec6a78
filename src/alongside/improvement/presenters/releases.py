"""Releases as records: their state, their history, their rule, the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.charts import periods
from alongside.core import clock
from alongside.improvement.disclosure import RuleSet, available
from alongside.improvement.models import Release
from alongside.improvement.releasing import Choices
from alongside.programmes import addresses
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

State = Release.State
COLOURS = {
    State.DRAFT: "grey",
    State.WAITING: "yellow",
    State.CLEARED: "green",
    State.HELD: "orange",
    State.WITHDRAWN: "red",
    State.LEFT: "grey",
}
TABS: dict[str, _StrOrPromise] = {
    State.WAITING: gettext_lazy("Waiting"),
    State.CLEARED: gettext_lazy("Cleared"),
    State.HELD: gettext_lazy("Held back"),
    State.WITHDRAWN: gettext_lazy("Withdrawn"),
}
EMPTY: dict[str, _StrOrPromise] = {
    State.WAITING: gettext_lazy("Nothing waits to be cleared."),
    State.CLEARED: gettext_lazy("Nothing has left the project yet."),
    State.HELD: gettext_lazy("Nothing was held back."),
    State.WITHDRAWN: gettext_lazy("Nothing was withdrawn."),
}


def state_tag(release: Release) -> dict[str, str]:
    """The state in a word or two, and its colour."""
    state = State(release.state)
    return {"text": str(state.label), "colour": COLOURS[state]}


def row(release: Release) -> dict[str, Any]:
    """One line of the list."""
    zone = release.project.zone
    said = {
        State.WAITING: _sent(release, zone),
        State.CLEARED: _("Cleared %(day)s") % {"day": _day(release.decided_at, zone)},
        State.HELD: _("Held back %(day)s: %(why)s")
        % {"day": _day(release.decided_at, zone), "why": release.held_why},
        State.WITHDRAWN: _("Withdrawn %(day)s: %(why)s")
        % {"day": _day(release.withdrawn_at, zone), "why": release.withdrawn_why},
    }.get(State(release.state), "")
    return {
        "name": release.name,
        "href": addresses.of_project(release.project, "release", release=release),
        "measures": measures_of(release),
        "says": said,
        "tag": state_tag(release),
    }


def measures_of(release: Release) -> str:
    """The names of what is in it, a few of them."""
    names = list(dict.fromkeys(series["measure"]["name"] for series in release.document.get("series", ())))
    if len(names) > 3:
        more = ngettext("%(num)s more", "%(num)s more", len(names) - 2) % {"num": len(names) - 2}
        names = [*names[:2], more]
    return words.listed(names)


def rule_rows(rule: RuleSet | None, document: dict[str, Any]) -> list[dict[str, str]]:
    """Under which rule the figures were made safe, in words. A document's own words go before those of today's file."""
    profile = document.get("profile", {})
    rules = profile.get("rules") or (rule.profile.as_data() if rule else None)
    title = profile.get("title") or (rule.title if rule else "")
    rows = [{"key": _("Rule for small numbers"), "value": _(title) if title else ""}]
    said = profile.get("said") or (rule.said if rule else "")
    if said:
        rows.append({"key": _("What it does"), "value": _(said)})
    if rules:
        rows.append({"key": _("Percentages"), "value": percent_words(rules)})
        rows.append(
            {
                "key": _("Means and medians"),
                "value": _("Only of %(least)s or more") % {"least": rules["statistic_n_min"]},
            }
        )
        rows.append(
            {
                "key": _("Figures about staff"),
                "value": _("Only of %(least)s or more") % {"least": rules["staff_min"]},
            }
        )
    return rows


def percent_words(rules: dict[str, Any]) -> str:
    """When a percentage is shown."""
    return _("Only of %(all)s or more, with %(cell)s or more who are counted and as many who are not") % {
        "all": rules["percent_n_min"],
        "cell": rules["percent_cell_min"],
    }


def history(release: Release) -> list[dict[str, str]]:
    """What happened to it, the latest first, with who did it: for the project."""
    zone = release.project.zone
    rows = [
        {
            "when": words.moment(release.created_at, zone),
            "text": _("Prepared"),
            "who": str(release.prepared_by),
        }
    ]
    if release.sent_at is not None:
        rows.append(
            {
                "when": words.moment(release.sent_at, zone),
                "text": _("Sent to be cleared"),
                "who": str(release.prepared_by),
            }
        )
    if release.decided_at is not None:
        what = (
            _("Held back: %(why)s") % {"why": release.held_why}
            if release.held_why
            else _("Cleared: the programme reads it")
        )
        rows.append(
            {"when": words.moment(release.decided_at, zone), "text": what, "who": str(release.decided_by)}
        )
    if release.withdrawn_at is not None:
        what = _("Withdrawn: %(why)s") % {"why": release.withdrawn_why}
        rows.append(
            {"when": words.moment(release.withdrawn_at, zone), "text": what, "who": str(release.withdrawn_by)}
        )
    return rows[::-1]


def log_headings() -> list[str]:
    """The headings of the release log."""
    return [
        _("Release"), _("State"), _("Prepared"), _("Cleared"), _("Measures"), _("From"), _("To"), _("Gathered"), _("About staff"),
        _("Rule"), _("Hash of the rule"), _("Hash of the document"),
    ]  # fmt: skip


def log_row(release: Release, names: dict[str, str]) -> list[str]:
    """One release of the log: what was asked for, under which rule, and the hashes."""
    choices, zone = Choices.of(release.choices), release.project.zone
    measures = [
        f"{names.get(one.measure, one.measure)}{': ' + ', '.join(one.parts) if one.parts else ''}"
        for one in choices.measures
    ]
    return [
        release.name,
        str(State(release.state).label),
        _day(release.sent_at, zone),
        _day(release.decided_at, zone) if release.cleared_at else "",
        "; ".join(measures),
        periods.when(choices.since, "month", _) if choices.since else _("the beginning"),
        periods.when(choices.until, "month", _) if choices.until else _("the latest figure"),
        _("Quarters") if any(one.every for one in choices.measures) else _("As they are"),
        _("Yes, some") if any(one.about_staff for one in choices.measures) else _("No"),
        _rule(release),
        release.rules_hash,
        release.document_hash,
    ]


def _rule(release: Release) -> str:
    known = available().get(release.rule_set)
    called = _(known.title) if known else release.rule_set
    return _("%(rule)s, version %(version)s") % {"rule": called, "version": release.rule_set_version}


def log_entry(release: Release, names: dict[str, str]) -> dict[str, Any]:
    """The same for the page: its heading, and the rest as keys and values."""
    headings, cells = log_headings(), log_row(release, names)
    return {
        "name": release.name,
        "href": addresses.of_project(release.project, "release", release=release),
        "rows": [
            {"key": key, "value": value} for key, value in zip(headings[1:], cells[1:], strict=True) if value
        ],
    }


def _sent(release: Release, zone: str) -> str:
    return _("Sent %(day)s by %(who)s") % {"day": _day(release.sent_at, zone), "who": release.prepared_by}


def _day(instant: datetime | None, zone: str) -> str:
    return words.day(clock.day_of(instant, zone)) if instant else ""
