"""The pages that belong together, as links at the top of each: what is measured, and the work of improving.

A page asks for its group; whoever is asking sees the pages that their hat may open. A new page adds a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from alongside.programmes import addresses
from alongside.programmes.permissions import Permission

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from alongside.programmes.viewers import Viewer


@dataclass(frozen=True)
class Section:
    """One page of a group: its address by name, and the permission that opens it."""

    url_name: str
    words: _StrOrPromise
    permission: Permission


# What is measured, what it says, and what of it leaves the team.
MEASURED = (
    Section("measures", _("Measures"), Permission.MEASURES_SEE),
    Section("measures_glance", _("At a glance"), Permission.MEASURES_SEE),
    Section("feeding", _("Measures that feed themselves"), Permission.MEASURES_SEE),
    Section("releases", _("Releases"), Permission.RELEASES_SEE),
    Section("board_pack", _("Board pack"), Permission.RELEASES_SEE),
    Section("monthly_summary", _("Monthly summary"), Permission.IMPROVEMENT_SEE),
)
# What is being changed, and what it does that nobody expected.
WORK: tuple[Section, ...] = (
    Section("improvement", _("Aim and drivers"), Permission.IMPROVEMENT_SEE),
    Section("cycles", _("Cycles"), Permission.IMPROVEMENT_SEE),
    Section("effects", _("Effects"), Permission.IMPROVEMENT_SEE),
    Section("protocol", _("Protocol"), Permission.IMPROVEMENT_SEE),
    Section("rehearsals", _("Rehearse"), Permission.MEASURES_SEE),
)


def links(viewer: Viewer, group: tuple[Section, ...], current: str) -> list[dict[str, Any]]:
    """The pages of a group that the viewer may open, for `ui.tabs`; nothing where there would be one alone."""
    open_to_viewer = [section for section in group if viewer.may(section.permission)]
    if viewer.project is None or len(open_to_viewer) < 2:
        return []
    return [
        {
            "text": str(section.words),
            "href": addresses.of_project(viewer.project, section.url_name),
            "current": section.url_name == current,
        }
        for section in open_to_viewer
    ]
