"""Released figures on the programme's pages: by project and measure, in the order of their names. Nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from alongside.improvement.models import Release
from alongside.improvement.presenters import released
from alongside.improvement.queries.releases import Released
from alongside.programmes import addresses
from alongside.programmes.viewers import Viewer


@dataclass(frozen=True)
class Group:
    """What one project has released."""

    project: str
    tiles: list[dict[str, Any]]


def groups(found: Sequence[Released], viewer: Viewer) -> list[Group]:
    """A tile for each series, under its project."""
    made = []
    place = 0
    for _project, ones in groupby(found, key=lambda one: one.release.project_id):
        listed = sorted(
            ones,
            key=lambda one: (one.document["measure"]["name"].casefold(), one.document["part"].casefold()),
        )
        tiles = []
        for one in listed:
            place += 1
            tiles.append(_tile(one, viewer, place))
        made.append(Group(listed[0].release.document["project"]["name"], tiles))
    return made


def _tile(one: Released, viewer: Viewer, place: int) -> dict[str, Any]:
    shown = released.Shown(one.document, f"tile-{place}")
    document = one.release.document
    return {
        "shown": shown,
        "href": f"{of(viewer, 'programme_release', one.release)}#series-{one.place + 1}",
        "released": _("Released %(day)s") % {"day": released.day(document["cleared_on"])},
        "rule": document["profile"]["said"],
    }


def of(viewer: Viewer, name: str, release: Release) -> str:
    """The address of a programme's page of a release."""
    assert viewer.programme is not None
    return addresses.of_programme(viewer.programme, name, release=release)


def row(release: Release, viewer: Viewer) -> dict[str, Any]:
    """One release in the list of all."""
    document = release.document
    names = list(dict.fromkeys(series["measure"]["name"] for series in document["series"]))
    gone = release.state == Release.State.WITHDRAWN
    return {
        "name": release.name,
        "href": of(viewer, "programme_release", release),
        "project": document["project"]["name"],
        "measures": names,
        "day": released.day(document["cleared_on"]),
        "withdrawn": _("Withdrawn %(day)s") % {"day": released.day(document.get("withdrawn_on"))}
        if gone
        else "",
    }
