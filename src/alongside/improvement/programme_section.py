"""What the home of a programme shows of its projects' releases: the newest figures of each measure, and nothing else."""

from __future__ import annotations

from alongside.core.registries import PageSection
from alongside.improvement.presenters import programme as presenter
from alongside.improvement.queries import releases
from alongside.programmes.viewers import Viewer

# The home shows so many charts; the rest are on the page behind it.
SHOWN = 12


def section(viewer: Viewer) -> PageSection:
    """The first charts, project by project, and the way to the others."""
    entries = releases.newest_entries(viewer)
    return PageSection(
        "improvement/programme_section.jinja",
        {
            "groups": presenter.groups(releases.of_entries(viewer, entries[:SHOWN]), viewer),
            "more": len(entries[SHOWN:]),
            "any": bool(entries),
        },
    )
