"""What the programme reads: what its projects released. Every word and number here is from the documents that left."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse

from alongside.charts.documents import as_json
from alongside.charts.png import png
from alongside.improvement.models import Release
from alongside.improvement.presenters import programme as presenter
from alongside.improvement.presenters import released, releases
from alongside.improvement.queries import releases as reading
from alongside.programmes.pages import programme_page
from alongside.programmes.requests import ProgrammeRequest
from alongside.tabular.writing import csv_text
from alongside.ui.pages import render
from alongside.ui.paging import paged


@programme_page()
def programme_releases(request: ProgrammeRequest) -> HttpResponse:
    """The newest figures of every measure, a page of charts at a time; and behind a tab every release there was."""
    viewer = request.viewer
    if request.GET.get("tab", "") not in ("", "all"):
        raise Http404
    every = request.GET.get("tab") == "all"
    if every:
        shown = paged(request, reading.left(viewer))
        rows, groups = [presenter.row(release, viewer) for release in shown.items], []
    else:
        shown = paged(request, reading.newest_entries(viewer), per_page=12)
        rows, groups = [], presenter.groups(reading.of_entries(viewer, shown.items), viewer)
    return render(
        request,
        "improvement/programme_releases.jinja",
        {"programme": viewer.programme, "page": shown, "groups": groups, "rows": rows, "every": every},
    )


@programme_page(release=Release)
def programme_release(request: ProgrammeRequest, release: Release) -> HttpResponse:
    """One release: its charts, what was found, how it was counted, under which rule; or that it was withdrawn."""
    viewer, document = request.viewer, release.document
    gone = release.state == Release.State.WITHDRAWN
    return render(
        request,
        "improvement/programme_release.jinja",
        {
            "programme": viewer.programme,
            "release": release,
            "document": document,
            "gone": gone,
            "cleared": released.day(document["cleared_on"]),
            "withdrawn": released.day(document.get("withdrawn_on")),
            "series": [] if gone else released.shown(document),
            "names": [
                ": ".join(filter(None, (one["measure"]["name"], one["part"]))) for one in document["series"]
            ],
            "rule": releases.rule_rows(None, document),
            "hash": release.document_hash,
            "rows_shown": released.ROWS_SHOWN,
        },
    )


@programme_page(release=Release)
def programme_release_csv(request: ProgrammeRequest, release: Release) -> HttpResponse:
    """The figures of a release with their lines."""
    _standing(release)
    content = csv_text(released.csv_rows(release.document))
    return file(release, "csv", f"\ufeff{content}".encode(), "text/csv; charset=utf-8")


@programme_page(release=Release)
def programme_release_png(request: ProgrammeRequest, release: Release) -> HttpResponse:
    """One chart of a release for slides: `?series=` says which, counted from 1."""
    _standing(release)
    series = released.shown(release.document)
    asked = request.GET.get("series", "1")
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    if not 1 <= place <= len(series):
        raise Http404
    drawn = str(series[place - 1].svg("wide"))
    if not drawn:
        raise Http404
    return file(release, "png", png(drawn), "image/png", more=series[place - 1].title)


@programme_page(release=Release)
def programme_release_json(request: ProgrammeRequest, release: Release) -> HttpResponse:
    """The document of a release as it left; of a withdrawn one, what stayed of it."""
    return file(release, "json", as_json(release.document).encode(), "application/json")


def _standing(release: Release) -> None:
    if release.state != Release.State.CLEARED:
        raise Http404


def file(release: Release, kind: str, content: bytes, type: str, more: str = "") -> HttpResponse:
    """A file to keep, called as the release is."""
    named = f"{release.document['project']['slug']} {release.name} {more}".lower()
    name = re.sub(r"[^a-z0-9]+", "-", named).strip("-")[:80] or "release"
    return HttpResponse(
        content, content_type=type, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )
