"""Measures that feed themselves: which run, what they are about, how complete and how late they are, what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.core import clock
from alongside.improvement.counted import MeasureDefinition
from alongside.improvement.models import Feed, Measure, Point
from alongside.improvement.queries import counting
from alongside.improvement.queries.counting import About
from alongside.improvement.reading import Figure
from alongside.programmes.models import Project, Service
from alongside.programmes.presenters.wording import in_language
from alongside.programmes.viewers import Viewer

# A look before switching on counts the latest so many periods.
PERIODS_LOOKED_AT = 24


def running(
    project: Project, definition: str, *, service: Service | None = None, by_service: bool = False
) -> Feed | None:
    """The measure in use that is counted by this definition for them, whatever its version."""
    of = Feed.objects.running().filter(project=project, definition=definition, by_service=by_service)
    return of.filter(measure__service=service).select_related("measure").first()


def of_measure(measure: Measure) -> Feed | None:
    """What feeds the measure, where it feeds itself."""
    return Feed.objects.filter(measure=measure).select_related("switched_on_by__account").first()


def by_definition(viewer: Viewer) -> dict[str, list[Feed]]:
    """The measures in use that feed themselves and that the viewer sees, by their definition."""
    found: dict[str, list[Feed]] = {}
    for feed in (
        Feed.objects.visible_to(viewer).running().select_related("measure__service").order_by("measure__name")
    ):
        found.setdefault(feed.definition, []).append(feed)
    return found


def definition_of(feed: Feed) -> MeasureDefinition:
    """The definition as it was when the measure was switched on."""
    return MeasureDefinition.model_validate(feed.content)


def about(feed: Feed) -> About:
    """What it counts, of whom."""
    measure = feed.measure
    return About(definition_of(feed), measure.project, measure.service, feed.by_service)


def standing_labels(feed: Feed) -> list[tuple[str, str]]:
    """Every part and period that has a standing figure."""
    return list(Point.objects.filter(measure=feed.measure, standing=True).values_list("part", "label"))


def as_it_would_be(about: About, name: str, today: date) -> tuple[Measure, list[Figure]]:
    """The measure and the figures of its latest periods, if it were switched on today; nothing is saved."""
    definition, last = about.definition, counting.last_finished(about, today)
    looked_at = {counting.after(last, about.step, -place) for place in range(PERIODS_LOOKED_AT)}
    names: dict[counting.Series, str] = {None: ""}
    if about.by_service:
        names = dict(Service.objects.filter(project=about.project).values_list("pk", "name"))
    figures = counting.figures(about, counting.tallies(about, looked_at, last), last, names=names)
    measure = Measure(
        project=about.project, name=name, kind=definition.kind, better=definition.better, chart=definition.chart,
        step=definition.step, unit=in_language(definition.unit), target=definition.target,
    )  # fmt: skip
    return measure, [one for one in figures if date.fromisoformat(one.label) in looked_at]


@dataclass(frozen=True)
class Replaced:
    """A period whose figure changed after it had been counted."""

    part: str
    label: str
    was: tuple[float | None, float | None]
    counted_at: datetime
    now: tuple[float | None, float | None]
    since: datetime


def replaced(measure: Measure, part: str | None = None, most: int = 20) -> list[Replaced]:
    """Periods whose figure was another before, the latest change first: each time that one stood in another's place."""
    gone = Point.objects.filter(measure=measure, replaced_by__isnull=False, standing=False)
    if part is not None:
        gone = gone.filter(part=part)
    gone = gone.select_related("brought_by", "replaced_by").order_by("-replaced_by__taken_at", "-label")
    listed = list(gone[:most])
    now = {
        (one.part, one.label): one
        for one in Point.objects.filter(
            measure=measure, standing=True, label__in={one.label for one in listed}
        )
    }
    found = []
    for one in listed:
        stands = now.get((one.part, one.label))
        since = one.replaced_by.taken_at if one.replaced_by else None
        if stands is None or one.brought_by.taken_at is None or since is None:
            continue
        found.append(
            Replaced(
                one.part,
                one.label,
                (one.y, one.n),
                one.brought_by.taken_at,
                (stands.y, stands.n),
                since,
            )
        )
    return found


@dataclass(frozen=True)
class Completeness:
    """How much of what should be there is there."""

    periods: int  # from the first to the last that is finished
    with_figure: int
    last: str  # label of the last finished period
    parts: int  # series, and how many of them had anything in the last period
    parts_with_figure: int
    last_counted_at: datetime | None  # when the last period was first counted
    last_ended: date
    unfinished: date  # the period that runs
    unfinished_from: date  # from when it is counted
    unfinished_waits: int  # periods that are over and still may change
    rows: int  # rows behind all standing figures
    chosen: int  # and how many of them count


def completeness(feed: Feed) -> Completeness | None:
    """How complete the series is; None before there is any figure."""
    what = about(feed)
    rows: list[tuple[Any, ...]] = list(
        Point.objects.filter(measure=feed.measure, standing=True).values_list("part", "label", "y", "n")
    )
    if not rows:
        return None
    today = clock.today(feed.measure.project.zone)
    labels = {label for _part, label, _y, _n in rows}
    reported = {label for _part, label, y, _n in rows if y is not None}
    last = max(labels)
    in_last = [row for row in rows if row[1] == last]
    first_counted = (
        Point.objects.filter(measure=feed.measure, label=last)
        .order_by("brought_by__taken_at")
        .values_list("brought_by__taken_at", flat=True)
        .first()
    )
    running_now = counting.after(today, what.step, 0)
    ended = counting.after(date.fromisoformat(last), what.step, 1)
    waits, period = 0, ended
    while period < running_now:
        waits, period = waits + 1, counting.after(period, what.step, 1)
    adds = bool(what.definition.numerator.add)
    whole = sum(n or 0 for _part, _label, _y, n in rows)
    top = sum(y or 0 for _part, _label, y, _n in rows)
    has_whole = what.definition.denominator is not None
    return Completeness(
        periods=len(labels),
        with_figure=len(reported),
        last=last,
        parts=len({row[0] for row in rows}),
        parts_with_figure=sum(1 for row in in_last if row[2] is not None),
        last_counted_at=first_counted,
        last_ended=ended,
        unfinished=running_now,
        unfinished_from=counting.counted_on(what, running_now),
        unfinished_waits=waits,
        rows=int(whole if has_whole else top),
        chosen=int(whole if adds else top),
    )
