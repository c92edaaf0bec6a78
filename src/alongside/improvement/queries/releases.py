"""What has been released, and what would be.

For pages and files outside the project (the programme's, the board's, e-mails): `standing` and `latest`, which read releases alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from alongside.core import registries
from alongside.improvement import disclosure
from alongside.improvement.models import Feed, Measure, Point, Release
from alongside.improvement.queries import marked, series
from alongside.improvement.queries.lateness import after
from alongside.improvement.releasing import Built, Choices, build
from alongside.programmes.models import Project
from alongside.programmes.viewers import Viewer

TABS = (Release.State.WAITING, Release.State.CLEARED, Release.State.HELD, Release.State.WITHDRAWN)


def standing(viewer: Viewer) -> QuerySet[Release]:
    """Releases that were cleared and not withdrawn, the newest first, each with its `document`.

    In a project those of the project, in a programme those of all its projects.
    """
    cleared = Release.objects.visible_to(viewer).standing()
    return cleared.select_related("project").order_by("-decided_at", "-pk")


def latest(viewer: Viewer, project: Project | None = None) -> Release | None:
    """The release that was cleared last, of any project that the viewer reaches or of one; None before the first."""
    found = standing(viewer)
    return (found.filter(project=project) if project is not None else found).first()


@dataclass(frozen=True, eq=False)
class Released:
    """One series of one release: `document` is its part of the release's document."""

    release: Release
    place: int  # in the document

    @property
    def document(self) -> dict[str, Any]:
        """The series as it left."""
        return self.release.document["series"][self.place]


@dataclass(frozen=True)
class Entry:
    """Where the newest figures of a measure are: in which release, without reading it."""

    project: str
    measure: str
    release: Any


def newest_entries(viewer: Viewer) -> list[Entry]:
    """For each measure of each project, the newest standing release that has it. One query, which reads no document."""
    rows = standing(viewer).values_list("project_id", "choices", "pk", "project__name")
    found: dict[tuple[Any, str], tuple[str, Entry]] = {}
    for project, choices, release, name in rows:
        for chosen in Choices.of(choices).measures:
            found.setdefault((project, chosen.measure), (name, Entry(str(project), chosen.measure, release)))
    return [entry for _, entry in sorted(found.values(), key=lambda pair: pair[0].casefold())]


def of_entries(viewer: Viewer, entries: Sequence[Entry]) -> list[Released]:
    """The series of these measures, in their releases. One query however many."""
    wanted = {entry.release for entry in entries}
    held = {release.pk: release for release in standing(viewer).filter(pk__in=wanted)}
    found = []
    for entry in entries:
        release = held.get(entry.release)
        if release is None:
            continue
        for place, one in enumerate(release.document["series"]):
            if one["measure"]["id"] == entry.measure:
                found.append(Released(release, place))
    return found


def newest(viewer: Viewer) -> list[Released]:
    """The newest released series of every measure, project by project. Two queries."""
    return of_entries(viewer, newest_entries(viewer))


def counts(viewer: Viewer) -> dict[str, int]:
    """How many releases there are in each state that the viewer sees. One query."""
    rows = Release.objects.visible_to(viewer).values_list("state").annotate(count=Count("pk"))
    return dict(rows.order_by())


def listed(viewer: Viewer, state: str) -> QuerySet[Release]:
    """Releases in a state, the latest first."""
    found = Release.objects.visible_to(viewer).filter(state=state).select_related("project", "prepared_by")
    return found.order_by("-sent_at", "-created_at", "-pk")


def drafts(viewer: Viewer) -> list[Release]:
    """What the viewer has begun and not sent."""
    return list(Release.objects.visible_to(viewer).filter(state=Release.State.DRAFT).order_by("-created_at"))


def waiting_for(viewer: Viewer) -> list[Release]:
    """What waits for this viewer: not what they prepared themselves."""
    waiting = Release.objects.visible_to(viewer).waiting()
    return list(waiting.exclude(prepared_by=viewer.account).order_by("sent_at"))


@dataclass(frozen=True)
class Offer:
    """One series that may be chosen for a release."""

    measure: str
    name: str
    part: str
    place: str  # the service, or empty for the whole project
    first: str
    last: str
    step: str
    has_denominators: bool

    @property
    def key(self) -> str:
        """How the form names it."""
        return f"{self.measure}/{self.part}"

    @property
    def title(self) -> str:
        """The measure and which part of it."""
        return f"{self.name}: {self.part}" if self.part else self.name

    @property
    def hint(self) -> str:
        """Of which service."""
        return self.place


def offered(viewer: Viewer) -> list[Offer]:
    """The series that may be released: of measures in use that the viewer reaches, by name. One query."""
    rows = (
        Point.objects.filter(measure__in=Measure.objects.visible_to(viewer).standing(), standing=True)
        .values("measure", "measure__name", "measure__service__name", "measure__step", "part")
        .annotate(first=Min("label"), last=Max("label"), sized=Count("n"))
        .order_by("measure__name", "measure", "part")
    )
    return [
        Offer(
            measure=str(row["measure"]),
            name=row["measure__name"],
            part=row["part"],
            place=row["measure__service__name"] or "",
            first=row["first"],
            last=row["last"],
            step=row["measure__step"],
            has_denominators=row["sized"] > 0,
        )
        for row in rows
    ]


def months_of(offers: Sequence[Offer]) -> list[str]:
    """The first days of the months that these series cover, from the first to the last; none where they have no dates."""
    dated = [offer for offer in offers if offer.step != Measure.Step.ORDER]
    if not dated:
        return []
    try:
        first = date.fromisoformat(min(offer.first for offer in dated)).replace(day=1)
        last = date.fromisoformat(max(offer.last for offer in dated)).replace(day=1)
    except ValueError:  # a label that is no date
        return []
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [after(first, "month", months).isoformat() for months in range(count)]


def unreached(choices: Choices, viewer: Viewer) -> set[str]:
    """Of the measures chosen, those that the viewer doesn't reach."""
    wanted = {one.measure for one in choices.measures}
    seen = Measure.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True)
    return wanted - {str(pk) for pk in seen}


def as_known(choices: Choices) -> Choices:
    """The same, with what counts members said to be about staff, whatever was ticked. One query."""
    feeds = Feed.objects.filter(measure__in=[one.measure for one in choices.measures])
    about_staff = {
        str(measure)
        for measure, content in feeds.values_list("measure", "content")
        if (fact := registries.facts.get(content["numerator"]["fact"])) is not None and fact.about_staff
    }
    measures = (
        replace(one, about_staff=one.about_staff or one.measure in about_staff) for one in choices.measures
    )
    return replace(choices, measures=tuple(measures))


def built_now(release: Release, viewer: Viewer, *, prepared_on: str = "") -> Built | None:
    """The document that a release's choices make of the figures as they stand now; None where its rules are no longer kept."""
    if (rule_set := disclosure.available().get(release.rule_set)) is None:
        return None
    choices = Choices.of(release.choices)
    seen = Measure.objects.visible_to(viewer).filter(pk__in=[one.measure for one in choices.measures])
    measures = {str(measure.pk): measure for measure in seen.select_related("service")}
    reached = Choices(
        tuple(one for one in choices.measures if one.measure in measures), choices.since, choices.until
    )
    return build(
        choices=reached,
        rule_set=rule_set,
        measures=measures,
        parts=series.of_measures(list(measures.values())),
        marks=marked.of_measures(list(measures.values())),
        project=release.project,
        prepared_on=prepared_on,
    )


def left(viewer: Viewer) -> QuerySet[Release]:
    """Every release that has left, those that were withdrawn among them, the newest first."""
    found = Release.objects.visible_to(viewer).filter(state__in=Release.LEFT_THE_PROJECT)
    return found.select_related("project").order_by("-decided_at", "-pk")


def log(viewer: Viewer) -> QuerySet[Release]:
    """Every release that was ever sent, the latest first."""
    sent = Release.objects.visible_to(viewer).exclude(state__in=[Release.State.DRAFT, Release.State.LEFT])
    return sent.defer("document").select_related("project").order_by("-sent_at", "-pk")


def measure_names(viewer: Viewer, releases: Sequence[Release]) -> dict[str, str]:
    """The names of the measures that releases are about, by key. One query."""
    wanted = {one.measure for release in releases for one in Choices.of(release.choices).measures}
    # Names of what left are no secret in the project, whichever service a measure belongs to.
    rows = Measure.objects.filter(project=viewer.project, pk__in=wanted).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}
