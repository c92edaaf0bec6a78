"""The monthly summary: what the releases of a project say, a line for each measure. Nobody is named in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.improvement.board_pack.content import by_concern, says
from alongside.improvement.presenters.released import Shown
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from alongside.improvement.queries.releases import Released

# The icon, in words that need no picture.
IN_WORDS: dict[str, _StrOrPromise] = {
    "concern": gettext_lazy("something changed for the worse"),
    "improvement": gettext_lazy("something changed for the better"),
    "neutral": gettext_lazy("something changed, neither for the better nor for the worse"),
    "common": gettext_lazy("the usual variation"),
    "": gettext_lazy("too few points to say"),
}
TARGETS: dict[str, _StrOrPromise] = {
    "pass": gettext_lazy("the target will be met if nothing changes"),
    "fail": gettext_lazy("the target will not be met if nothing changes"),
    "hit_or_miss": gettext_lazy("the target will be met at times, by chance"),
}


@dataclass(frozen=True)
class Line:
    """One measure of the summary."""

    name: str
    says: str
    latest: str
    is_new: bool

    @property
    def text(self) -> str:
        """The line as an e-mail has it."""
        new = " " + _("(released last month)") if self.is_new else ""
        return f"{self.name}: {self.says}. {self.latest}.{new}"


@dataclass(frozen=True)
class Summary:
    """The summary of a month: what was released in it, and where every measure stood by then."""

    project: str
    month: str
    opening: str
    lines: tuple[Line, ...]


def summary(project: str, released: Sequence[Released], month: date) -> Summary:
    """What stands released when `month` (its first day) begins, and what of it came in the month before."""
    before = (month - timedelta(days=1)).replace(day=1)
    lines = tuple(
        _line(one, before, month) for one in sorted(released, key=lambda one: by_concern(one.document))
    )
    new = sum(line.is_new for line in lines)
    said = words.month(before)
    if not lines:
        opening = _("Nothing has been released so far.")
    elif not new:
        opening = _("Nothing was released in %(month)s. This is what stands released from before.") % {
            "month": said
        }
    else:
        opening = ngettext(
            "%(n)s chart was released in %(month)s.", "%(n)s charts were released in %(month)s.", new
        ) % {"n": words.number(new), "month": said}  # fmt: skip
    return Summary(project, said, opening, lines)


def _line(one: Released, before: date, month: date) -> Line:
    shown = Shown(one.document, "")
    document = one.document
    if not document["icons_told"]:
        said = _("what it shows is not told, because it rests on figures that are too few to show")
    else:
        said = str(IN_WORDS[says(document)])
        if document["assurance"]:
            said = f"{said}; {TARGETS[document['assurance']]}"
    latest = shown.latest
    footing = ", ".join(part for part in (latest["period"], latest["n"]) if part)
    cleared = one.release.document.get("cleared_on") or ""
    return Line(
        name=shown.title,
        says=said,
        latest=_("Latest figure: %(value)s (%(footing)s)") % {"value": latest["value"], "footing": footing},
        is_new=before.isoformat() <= cleared < month.isoformat(),
    )


def as_text(told: Summary, address: str) -> str:
    """The summary as it stands in an e-mail."""
    parts = [
        _("%(project)s: measures in %(month)s") % {"project": told.project, "month": told.month},
        told.opening,
        *(f"- {line.text}" for line in told.lines),
    ]
    if told.lines:
        parts.append(
            _("All from figures that the project has released: small numbers are hidden and others rounded.")
        )
    parts.append(_("Read it in Alongside, or switch it off: %(address)s") % {"address": address})
    return "\n\n".join(parts)
