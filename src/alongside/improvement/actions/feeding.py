"""Measures that feed themselves: switched on, counted again, asked to be counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.core import audit, clock, jobs
from alongside.core.actions import Refused, action
from alongside.improvement.actions import measures
from alongside.improvement.actions.figures import Clash, stand
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.counted import MeasureDefinition
from alongside.improvement.models import Feed, Import
from alongside.improvement.queries import counting, feeding, series
from alongside.improvement.queries.counting import About, Series
from alongside.programmes.access import hold, reaches_whole_project, require
from alongside.programmes.models import Project, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters.wording import in_language
from alongside.programmes.viewers import Viewer

# The jobs: what is new or has changed, and everything from the beginning.
COUNT, COUNT_WHOLE = "count a measure", "count a measure from the beginning"
# A row is stamped before its transaction is there to be read: this far back is looked at again, and counting again is harmless.
OVERLAP = timedelta(hours=1)
LONGEST_NAME, LONGEST_PART = 160, 120


@action
def switch_on(
    *,
    project: Project,
    definition: MeasureDefinition,
    by: Viewer,
    service: Service | None = None,
    by_service: bool = False,
) -> Feed:
    """Make a measure of a definition, for the project or one of its services, and count what there is."""
    require(by, Permission.MEASURES_CHANGE)
    project = hold(project, by)
    if service is not None:
        service = hold(service, by)
    if (by_service or service is not None) and not definition.by_service:
        raise Refused(_("This can only be counted for the whole project."))
    if by_service and service is not None:
        raise Refused(_("Choose one service, or a series for each."))
    if by_service and not reaches_whole_project(by):
        raise Refused(
            _("A series for each service would show figures outside your share. Choose one service.")
        )
    if feeding.running(project, definition.id, service=service, by_service=by_service) is not None:
        raise Refused(_("This is switched on already."))
    measure = measures.define(
        project=project,
        service=service,
        name=name_of(definition, service=service, by_service=by_service),
        definition=in_language(definition.operational_definition),
        kind=definition.kind,
        better=definition.better,
        chart=definition.chart,
        source=_("Counted by Alongside from what is recorded in it"),
        unit=in_language(definition.unit),
        target=definition.target,
        step=definition.step,
        by=by,
    )
    feed = Feed.objects.create(
        project=project,
        measure=measure,
        definition=definition.id,
        definition_version=definition.version,
        content=definition.model_dump(mode="json", by_alias=True),
        by_service=by_service,
        switched_on_by=membership_of(by),
    )
    audit.record("measure switched on", by=by, about=feed, measure=measure)
    refresh(feed=feed, whole=True, by=by)
    return hold(feed, by)


def name_of(definition: MeasureDefinition, *, service: Service | None, by_service: bool) -> str:
    """What the measure is called: by its definition, and of whom it is."""
    title = in_language(definition.title)
    if service is not None:
        return _("%(measure)s, %(service)s") % {
            "measure": title,
            "service": service.name[: LONGEST_NAME - len(title) - 2],
        }
    return _("%(measure)s, by service") % {"measure": title} if by_service else title


@action
def refresh(*, feed: Feed, by: Viewer, whole: bool = False) -> Import | None:
    """Count what is new or has changed (or everything), and let changed figures stand in the place of the old ones.

    Doing it again changes nothing. None where there was nothing new.
    """
    require(by, Permission.MEASURES_CHANGE)
    feed = hold(feed, by)
    # Locked, so that two counts at once follow one another; the second finds nothing new.
    measure = hold(feed.measure, by)
    if measure.withdrawn_at is not None:
        return None
    now, today = clock.now(), clock.today(measure.project.zone)
    about = feeding.about(feed)
    last = counting.last_finished(about, today)
    anew = None if whole else _to_count(feed, about, last)
    figures = _figures(feed, about, last, anew)
    brought = _let_stand(feed, figures, now)
    feed.counted_at, feed.counted_through = now, max(last.isoformat(), feed.counted_through)
    feed.save(update_fields=["counted_at", "counted_through", "parts"])
    if brought is not None:
        audit.record("measure counted", by=by, about=brought, measure=measure)
    return brought


def _to_count(feed: Feed, about: About, last: date) -> set[date] | None:
    """The periods that are new, and those whose facts changed; None for all."""
    if feed.counted_at is None or not feed.counted_through:
        return None
    changed = counting.touched(about, feed.counted_at - OVERLAP)
    if changed is None:
        return None
    periods = {period for period in changed if period <= last}
    period = counting.after(date.fromisoformat(feed.counted_through), about.step, 1)
    while period <= last:
        periods.add(period)
        period = counting.after(period, about.step, 1)
    return periods


def _figures(feed: Feed, about: About, last: date, anew: set[date] | None) -> list[series.Figure]:
    known = counting.Known()
    services: dict[str, Series] = {name: UUID(pk) for pk, name in feed.parts.items()}
    for part, label in feeding.standing_labels(feed):
        period, of = date.fromisoformat(label), services.get(part)
        known.labels.add((of, period))
        known.first[of] = min(known.first.get(of, period), period)
    tallies = counting.tallies(about, anew, last)
    return counting.figures(about, tallies, last, known=known, anew=anew, names=_names(feed, about))


def _names(feed: Feed, about: About) -> dict[Series, str]:
    """What each series is called. A service keeps the name that its series began with."""
    if not about.by_service:
        return {None: ""}
    services = Service.objects.filter(project=about.project).order_by("created_at", "pk")
    for pk, name in services.values_list("pk", "name"):
        if str(pk) not in feed.parts:
            feed.parts[str(pk)] = _free(name[:LONGEST_PART], set(feed.parts.values()))
    return {UUID(pk): name for pk, name in feed.parts.items()}


def _free(name: str, taken: set[str]) -> str:
    """The name, or the name with a number: a service that was renamed since may have begun under this very one."""
    numbered = (f"{name[: LONGEST_PART - 5]} ({number})" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


def _let_stand(feed: Feed, figures: list[series.Figure], now: datetime) -> Import | None:
    """The figures that are new or say something else than those that stand."""
    there = {(one.part, one.label): (one.y, one.n) for one in series.figures_of(feed.measure)}
    changed = [one for one in figures if there.get((one.part, one.label), ()) != (one.y, one.n)]
    if not changed:
        return None
    brought = Import.objects.create(
        project_id=feed.project_id,
        measure=feed.measure,
        origin=Import.Origin.COUNTED,
        state=Import.State.TAKEN,
        rows=int(sum(_rows(one) for one in changed)),
        taken_at=now,
    )
    stand(brought, changed, Clash.REPLACE)
    return brought


def _rows(one: series.Figure) -> float:
    return one.n if one.n is not None else (one.y or 0.0)


@action
def ask_for_count(*, feed: Feed, by: Viewer) -> Feed:
    """Ask for a count from the beginning, soon. Asking while one waits asks for nothing."""
    require(by, Permission.MEASURES_CHANGE)
    feed = hold(feed, by)
    if feed.measure.withdrawn_at is not None:
        raise Refused(_("This measure was withdrawn. Define a new one to go on."))
    if feed.is_waiting:
        return feed
    feed.asked_at = clock.now()
    feed.save(update_fields=["asked_at"])
    jobs.enqueue(
        COUNT_WHOLE,
        project_id=feed.project_id,
        ids={"feed": feed.pk},
        key=f"{feed.pk} asked {feed.asked_at.isoformat()}",
        by=by,
    )
    audit.record("measure asked to be counted", by=by, about=feed)
    return feed


def due_today(feed: Feed, today: date) -> None:
    """Put the day's count in the queue: once a day, however often it is asked for."""
    jobs.enqueue(
        COUNT, project_id=feed.project_id, ids={"feed": feed.pk}, key=f"{feed.pk} {today.isoformat()}"
    )


def of_job(feed: UUID, by: Any) -> Feed | None:
    """The feed that a job names, if it is still there."""
    return Feed.objects.visible_to(by).select_related("measure").filter(pk=feed).first()
