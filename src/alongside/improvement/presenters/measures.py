"""Measures as people read them: on the list, and how each is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.charts import periods
from alongside.improvement.models import Annotation, Import, Measure
from alongside.improvement.presenters.figures import brought_in_words
from alongside.programmes import addresses
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

KINDS: dict[str, _StrOrPromise] = {
    Measure.Kind.OUTCOME: gettext_lazy("Outcome"),
    Measure.Kind.PROCESS: gettext_lazy("Process"),
    Measure.Kind.BALANCING: gettext_lazy("Balancing"),
}
TABS: dict[str, _StrOrPromise] = {"": gettext_lazy("All"), **KINDS, "withdrawn": gettext_lazy("Withdrawn")}
KIND_MEANS = {
    Measure.Kind.OUTCOME: gettext_lazy("what people get from it"),
    Measure.Kind.PROCESS: gettext_lazy("whether we do what we meant to do"),
    Measure.Kind.BALANCING: gettext_lazy("what might get worse"),
}
CHARTS = {
    "": gettext_lazy("The first figures decide it"),
    "p": gettext_lazy("p chart, for shares"),
    "xmr": gettext_lazy("XmR chart, for one value in each period"),
    "run": gettext_lazy("Run chart, the values and their median"),
    "pp": gettext_lazy("p′ chart, for shares that vary more than chance allows"),
    "u": gettext_lazy("u chart, for events for so many"),
    "up": gettext_lazy("u′ chart, for events for so many that vary more than chance allows"),
    "c": gettext_lazy("c chart, for events in periods that are alike"),
    "g": gettext_lazy("g chart, for how many times nothing happened between two rare events"),
    "t": gettext_lazy("t chart, for how much time passed between two rare events"),
    "ip": gettext_lazy("I′ chart, for one value in each period, of more or fewer people"),
}


def how_counted(measure: Measure, zone: str) -> list[dict[str, Any]]:
    """What stands behind the number."""
    target = "" if measure.target is None else _target(measure)
    said_by = _("%(who)s, %(day)s") % {
        "who": _who(measure.defined_by),
        "day": words.day(_day(measure.created_at, zone)),
    }
    rows = [
        {"key": _("How it is counted"), "value": measure.definition},
        {"key": _("Where the figures come from"), "value": measure.source},
        {
            "key": _("Kind"),
            "value": f"{KINDS[Measure.Kind(measure.kind)]}: {KIND_MEANS[Measure.Kind(measure.kind)]}",
        },
        {"key": _("Which way is better"), "value": str(measure.get_better_display())},
        {"key": _("Target"), "value": target or _("None")},
        {
            "key": _("Unit"),
            "value": measure.unit or (_("Share, shown in per cent") if measure.is_share else _("None")),
        },
        {"key": _("Chart"), "value": str(CHARTS[measure.chart])},
        {"key": _("About"), "value": measure.service.name if measure.service else _("The whole project")},
        {"key": _("Defined by"), "value": said_by},
    ]
    if measure.changed_at is not None:
        changed = _("%(who)s, %(day)s") % {
            "who": _who(measure.changed_by),
            "day": words.day(_day(measure.changed_at, zone)),
        }
        rows.append({"key": _("Last changed by"), "value": changed})
    rows.append({"key": _("Version"), "value": str(measure.version)})
    return rows


def annotation_rows(annotations: Iterable[Annotation], measure: Measure) -> list[dict[str, Any]]:
    """The notes beside the chart."""
    return [
        {
            "annotation": one,
            "when": periods.when(one.label, "day", _),
            "words": one.words,
            "who": _who(one.by),
        }
        for one in annotations
    ]


def history(
    imports: Sequence[Import], measure: Measure, zone: str, *, may_undo: bool
) -> list[dict[str, Any]]:
    """What was brought in and taken back, the latest first; and where it can be undone."""
    rows = []
    for one in imports:
        assert one.taken_at is not None
        if one.state == Import.State.UNDONE and one.undone_at is not None:
            rows.append(
                {
                    "when": words.moment(one.undone_at, zone),
                    "text": _("Figures taken back: %(why)s") % {"why": one.undone_why},
                    "who": _who(one.undone_by),
                    "undo": "",
                    "at": one.undone_at,
                }
            )
        rows.append(
            {
                "when": words.moment(one.taken_at, zone),
                "text": brought_in_words(one),
                "who": _who(one.by),
                "undo": addresses.of_project(measure.project, "figures_undo", brought=one)
                if may_undo and _can_be_undone(one)
                else "",
                "at": one.taken_at,
                "notes": one.notes,
            }
        )
    if measure.withdrawn_at is not None:
        rows.append(
            {
                "when": words.moment(measure.withdrawn_at, zone),
                "text": _("Withdrawn: %(why)s") % {"why": measure.withdrawn_why},
                "who": _who(measure.withdrawn_by),
                "undo": "",
                "at": measure.withdrawn_at,
            }
        )
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _can_be_undone(one: Import) -> bool:
    return one.state == Import.State.TAKEN and one.origin == Import.Origin.BROUGHT and not one.replaced_since  # type: ignore[attr-defined]


def _target(measure: Measure) -> str:
    assert measure.target is not None
    shown = f"{measure.target * 100:.10g}%" if measure.is_share else f"{measure.target:.10g}"
    return f"{shown} {measure.unit}".strip() if not measure.is_share and measure.unit != "%" else shown


def _who(membership: Any) -> str:
    return str(membership.account) if membership is not None else ""


def _day(instant: datetime, zone: str) -> date:
    from alongside.core import clock

    return clock.day_of(instant, zone)
