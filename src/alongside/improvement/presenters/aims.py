"""Aims as people read them: the sentence, what is still missing, the family of measures, how it was said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.improvement.models import Aim, AimVersion, ChangeIdea, Cycle, Measure
from alongside.improvement.presenters import cycles
from alongside.improvement.queries.drivers import Tree
from alongside.programmes import addresses
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TABS: dict[str, _StrOrPromise] = {"": gettext_lazy("Aims"), "withdrawn": gettext_lazy("Withdrawn")}
# Ideas whose next step is a test.
_TESTABLE = (ChangeIdea.State.IDEA, ChangeIdea.State.ADAPTED)
# What each kind is asked for, while there is none.
ASKED = {
    Measure.Kind.OUTCOME: gettext_lazy("No outcome measure yet: what would people notice?"),
    Measure.Kind.PROCESS: gettext_lazy("No process measure yet: how would you see that it is done as meant?"),
    Measure.Kind.BALANCING: gettext_lazy("No balancing measure yet: what might get worse?"),
}
KINDS = {
    Measure.Kind.OUTCOME: gettext_lazy("Outcome: what people get from it"),
    Measure.Kind.PROCESS: gettext_lazy("Process: whether we do what we meant to do"),
    Measure.Kind.BALANCING: gettext_lazy("Balancing: what might get worse"),
}


def place(aim: Aim) -> str:
    """Whom it is about."""
    return aim.service.name if aim.service else _("The whole project")


def said(aim: Aim | AimVersion) -> list[dict[str, Any]]:
    """The aim in its four parts."""
    return [
        {"key": _("How much"), "value": aim.how_much},
        {"key": _("By when"), "value": words.day(aim.by_when) if aim.by_when else ""},
        {"key": _("For whom"), "value": aim.for_whom},
    ]


def missing(aim: Aim) -> list[str]:
    """Why it is not yet a full aim; nothing where it is."""
    found = []
    if not aim.how_much:
        found.append(_("It doesn't say how much. Then nobody can tell later whether it was reached."))
    if aim.by_when is None:
        found.append(_("It doesn't say by when. Then it is never late, and never reached."))
    return found


def next_step(tree: Tree, today: date) -> dict[str, str]:
    """The one thing to do next for an aim."""
    aim = tree.aim
    if not tree.branches:
        return {
            "text": _("Say what it depends on"),
            "href": addresses.of_project(aim.project, "driver_add", aim=aim),
        }
    if not tree.ideas:
        return {
            "text": _("Note a first change idea"),
            "href": addresses.of_project(aim.project, "idea_add", aim=aim),
        }
    waiting = [one for one in tree.ideas if one.latest is not None and one.latest.state in Cycle.OPEN]
    for one in sorted(waiting, key=lambda one: one.latest.ends_on):  # type: ignore[union-attr]
        assert one.latest is not None
        step = cycles.next_step(one.latest, today)
        if step is not None:
            return {**step, "about": one.latest.objective}
    fresh = next((one for one in tree.ideas if one.idea.state in _TESTABLE), None)
    if fresh is not None:
        href = addresses.of_project(aim.project, "cycle_add", idea=fresh.idea)
        return {"text": _("Plan a small test"), "about": fresh.idea.words, "href": href}
    return {
        "text": _("Change the diagram"),
        "href": addresses.of_project(aim.project, "drivers_edit", aim=aim),
    }


def on_list(aim: Any) -> dict[str, Any]:
    """One aim of the list."""
    counted = [
        ngettext("%(n)s driver", "%(n)s drivers", aim.driver_count) % {"n": words.number(aim.driver_count)},
        ngettext("%(n)s change idea", "%(n)s change ideas", aim.idea_count)
        % {"n": words.number(aim.idea_count)},
        _("%(n)s being tested") % {"n": words.number(aim.testing_count)},
    ]
    return {
        "name": aim.what,
        "href": addresses.of_project(aim.project, "aim", aim=aim),
        "place": place(aim),
        "parts": [aim.how_much, _("by %(day)s") % {"day": words.day(aim.by_when)} if aim.by_when else ""],
        "counted": " · ".join(counted),
        "full": not missing(aim),
    }


def family(measures: Sequence[Measure], judged_by: Measure | None) -> list[dict[str, Any]]:
    """The measures of an aim by kind; where there is none of a kind, the question that asks for one."""
    found = []
    for kind, heading in KINDS.items():
        rows = [
            {
                "text": measure.name,
                "href": addresses.of_project(measure.project, "measure", measure=measure),
                "place": measure.service.name if measure.service else "",
                "judges": judged_by is not None and measure.pk == judged_by.pk,
            }
            for measure in measures
            if measure.kind == kind
        ]
        found.append({"heading": str(heading), "measures": rows, "asked": "" if rows else str(ASKED[kind])})
    return found


def history(versions: Sequence[AimVersion], aim: Aim, zone: str) -> list[dict[str, Any]]:
    """How it was said, the latest first, each with why it was changed to that."""
    rows: list[dict[str, Any]] = []
    if aim.withdrawn_at is not None:
        rows.append(
            {
                "when": words.moment(aim.withdrawn_at, zone),
                "text": _("Withdrawn: %(why)s") % {"why": aim.withdrawn_why},
                "who": str(aim.withdrawn_by.account) if aim.withdrawn_by else "",
                "said": [],
            }
        )
    for one in versions:
        first = one.number == 1
        rows.append(
            {
                "when": words.moment(one.created_at, zone),
                "text": _("Set") if first else _("Changed: %(why)s") % {"why": one.why},
                "who": str(one.by.account),
                "said": [{"key": _("What"), "value": one.what}, *said(one)] if len(versions) > 1 else [],
            }
        )
    return rows
