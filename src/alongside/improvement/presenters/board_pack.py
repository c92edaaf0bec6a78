"""What the page says of each chart that may stand in a board pack."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from alongside.improvement.presenters.released import Shown
from alongside.ui import words

if TYPE_CHECKING:
    from alongside.improvement.queries.releases import Released
    from alongside.programmes.models import Project


def key(one: Released) -> str:
    """How the address names a released series: its measure, and which part of it."""
    return f"{one.document['measure']['id']}/{one.document['part']}"


def row(one: Released, *, chosen: bool, project: Project) -> dict[str, Any]:
    """A line to tick: the chart, what it shows, its latest figure, and when it was released."""
    shown = Shown(one.document, "")
    latest = shown.latest
    footing = ", ".join(part for part in (latest["period"], latest["n"]) if part)
    cleared = one.release.document.get("cleared_on")
    released = _("Released %(day)s") % {"day": words.day(date.fromisoformat(cleared))} if cleared else ""
    says = ". ".join(part for part in (shown.variation_words, shown.assurance_words) if part)
    return {
        "key": key(one),
        "title": shown.title,
        "says": f"{says}.",
        "latest": f"{latest['value']} ({footing})",
        "released": released,
        "chosen": chosen,
    }
