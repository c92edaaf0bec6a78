"""A checklist as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.programmes import addresses, checklists
from alongside.programmes.models import Project, ReadinessChange, ReadinessItem, Service
from alongside.programmes.presenters.wording import in_language
from alongside.programmes.queries.readiness import Standing, State, Summary
from alongside.ui import words

COLOURS = {
    State.MET: "green",
    State.OVERRIDDEN: "yellow",
    State.WAITS_FOR_SECOND: "blue",
    State.REVIEW_PASSED: "orange",
    State.OPEN: "grey",
}


@dataclass(frozen=True)
class Group:
    """Items that belong together."""

    title: str
    tasks: list[dict[str, Any]]


def groups(standings: Iterable[Standing], project: Project) -> list[Group]:
    """The checklist in its groups, each item leading to its page."""
    found: dict[str, Group] = {}
    for standing in standings:
        checklist = checklists.made_with(standing.item)
        for group in checklist.groups:
            found.setdefault(group.key, Group(in_language(group.title), []))
        found[standing.asked.group].tasks.append(task(standing, project))
    return [group for group in found.values() if group.tasks]


def task(standing: Standing, project: Project) -> dict[str, Any]:
    """One item as a line of the list."""
    status, colour = status_of(standing)
    return {
        "text": in_language(standing.asked.title),
        "href": addresses.of_project(project, "readiness_item", item=standing.item),
        "hint": hint(standing),
        "status": status,
        "colour": colour,
    }


def status_of(standing: Standing) -> tuple[str, str]:
    """How an item stands, in a word or two, and the colour that repeats it."""
    if standing.is_late:
        words_for = {State.OPEN: _("Late"), State.REVIEW_PASSED: str(standing.state.in_words)}
        return words_for.get(standing.state) or _("%(state)s, late") % {
            "state": standing.state.in_words
        }, "orange"
    return str(standing.state.in_words), COLOURS[standing.state]


def hint(standing: Standing) -> str:
    """Below an item: what was counted, who sees to it, until when."""
    item = standing.item
    parts = [standing.says] if standing.says else []
    if standing.state is State.MET and item.named is not None:
        parts.append(str(item.named.account))
    if standing.state in (State.OVERRIDDEN, State.REVIEW_PASSED) and item.override_review_on:
        parts.append(_("Looked at again on %(day)s") % {"day": words.day(item.override_review_on)})
    if not standing.is_ready:
        if item.owner is not None:
            parts.append(_("%(name)s sees to it") % {"name": item.owner.account})
        if item.due_on is not None:
            parts.append(_("by %(day)s") % {"day": words.day(item.due_on)})
    return " · ".join(parts)


def in_short(summary: Summary) -> str:
    """A checklist in one line."""
    if summary.is_complete:
        return _("All %(n)s items are met or overridden.") % {"n": words.number(summary.total)}
    return _("%(ready)s of %(total)s items are met or overridden.") % {
        "ready": words.number(summary.ready),
        "total": words.number(summary.total),
    }


def history(changes: Iterable[ReadinessChange], zone: str) -> list[dict[str, Any]]:
    """What was done to an item, the latest first."""
    return [
        {
            "when": words.moment(change.changed_at, zone),
            "text": f"{change.get_what_display()}: {change.note}"
            if change.note
            else change.get_what_display(),
            "who": str(change.changed_by),
        }
        for change in changes
    ]


def question(item: ReadinessItem) -> dict[str, str]:
    """What an item asks, why, and what would show it, in the language of the page."""
    asked = checklists.asked(item)
    return {
        "title": in_language(asked.title),
        "question": in_language(asked.question),
        "why_asked": in_language(asked.why),
        "evidence": in_language(asked.evidence),
    }


def is_closed(item: ReadinessItem) -> bool:
    """Whether the service has ended, so that its checklist stays as it is."""
    return item.service is not None and item.service.state == Service.State.ENDED
