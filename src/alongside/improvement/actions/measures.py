"""Measures: defined, changed, withdrawn, annotated."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement.models import Annotation, Feed, Measure, Point
from alongside.improvement.models.measures import SHARE_CHARTS
from alongside.improvement.reading import fitting
from alongside.programmes.access import NotAllowed, hold, require
from alongside.programmes.models import Membership, Project, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


def membership_of(by: Viewer) -> Membership:
    """The membership that the hat is worn by. Raises NotAllowed where nobody acts by name."""
    worn = next((m for m in by.memberships if by.role and m.role == by.role.key), None)
    if worn is None:
        raise NotAllowed(_("This needs somebody to do it by name."))
    return worn


@action
def define(
    *,
    project: Project,
    name: str,
    definition: str,
    kind: str,
    better: str,
    source: str,
    by: Viewer,
    chart: str = "",
    service: Service | None = None,
    unit: str = "",
    target: float | None = None,
    step: str = Measure.Step.MONTH,
) -> Measure:
    """Define a measure: what it counts, over what, from where, and which way is better.

    Without a `chart` the first figures decide it.
    """
    require(by, Permission.MEASURES_CHANGE)
    project = hold(project, by)
    if service is not None:
        service = hold(service, by)
    measure = Measure(project=project, service=service, defined_by=membership_of(by))
    _say(measure, name, definition, kind, better, chart, source, unit, target)
    measure.step = step
    measure.save()
    audit.record("measure defined", by=by, about=measure)
    return measure


@action
def define_proposed(
    *, project: Project, proposed: dict[str, Any], chart: str, step: str, by: Viewer
) -> Measure:
    """Define the measure that was proposed with its figures; what was left to the figures is decided by them."""
    said = dict(proposed)
    service = Service.objects.visible_to(by).filter(pk=said.pop("service", None)).first()
    if proposed.get("service") and service is None:
        raise NotAllowed(_("This is outside what you work with here."))
    said["chart"] = said.get("chart") or chart
    said["target"] = fitting(said.get("target"), said["chart"], bool(proposed.get("chart")))
    return define(project=project, service=service, step=step, by=by, **said)


@action
def change(
    *,
    measure: Measure,
    name: str,
    definition: str,
    kind: str,
    better: str,
    chart: str,
    source: str,
    unit: str,
    target: float | None,
    by: Viewer,
    version: int | None = None,
) -> Measure:
    """Change how a measure is described and drawn. Its figures, and the service it belongs to, stay."""
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    check_version(measure, version)
    in_use(measure)
    if chart != measure.chart and Point.objects.filter(measure=measure, standing=True).exists():
        raise Refused(
            _("This measure has figures. Change its chart under “How it is judged”, with a reason.")
        )
    if Feed.objects.filter(measure=measure).exists():
        _still_counted_so(measure, definition, source, unit)
    _say(measure, name, definition, kind, better, chart, source, unit, target)
    measure.changed_at, measure.changed_by = clock.now(), membership_of(by)
    measure.save()
    audit.record("measure changed", by=by, about=measure)
    return measure


def _still_counted_so(measure: Measure, *said: str) -> None:
    """What a measure that feeds itself counts is in its definition, and not what somebody would rather read."""
    if tuple(each.strip() for each in said) != (measure.definition, measure.source, measure.unit):
        raise Refused(
            _(
                "This measure is counted by a definition, which says what it counts and from where. That can't be changed here."
            )
        )


def settle(*, measure: Measure, chart: str, step: str) -> None:
    """What a measure's first figures decide: its chart, if nobody chose one, and how often there is a figure."""
    first = not Point.objects.filter(measure=measure, standing=True).exists()
    if not first and measure.chart:
        return
    known = bool(measure.chart)
    measure.chart = measure.chart or chart
    measure.target = fitting(measure.target, measure.chart, known)
    if measure.is_share and measure.target is not None and not 0 <= measure.target <= 1:
        raise Refused(_("The target of a share is between 0% and 100%. Change the measure's target first."))
    if first:
        measure.step = step
    measure.save()


@action
def withdraw(*, measure: Measure, why: str, by: Viewer, version: int | None = None) -> Measure:
    """Stop using a measure, with a reason. Its figures stay where they are."""
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    check_version(measure, version)
    in_use(measure)
    if not why.strip():
        raise Refused(_("Say why the measure is withdrawn."))
    measure.withdrawn_at, measure.withdrawn_by = clock.now(), membership_of(by)
    measure.withdrawn_why = why.strip()
    measure.save()
    audit.record("measure withdrawn", by=by, about=measure)
    return measure


@action
def annotate(*, measure: Measure, label: str, words: str, by: Viewer) -> Annotation:
    """Note beside the chart, at a date or label, what whoever reads it should know."""
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    in_use(measure)
    if not words.strip():
        raise Refused(_("Say what happened."))
    annotation = Annotation.objects.create(
        project=measure.project, measure=measure, label=label, words=words.strip(), by=membership_of(by)
    )
    audit.record("chart annotated", by=by, about=annotation)
    return annotation


@action
def withdraw_annotation(*, annotation: Annotation, by: Viewer) -> Annotation:
    """Take a note off the chart."""
    require(by, Permission.MEASURES_CHANGE)
    annotation = hold(annotation, by)
    if annotation.withdrawn_at is None:
        annotation.withdrawn_at = clock.now()
        annotation.save()
        audit.record("annotation withdrawn", by=by, about=annotation)
    return annotation


def in_use(measure: Measure) -> None:
    """Refuse to go on with a measure that was withdrawn."""
    if measure.withdrawn_at is not None:
        raise Refused(_("This measure was withdrawn. Define a new one to go on."))


def check(
    *,
    project: Project,
    name: str,
    definition: str,
    kind: str,
    better: str,
    chart: str,
    source: str,
    unit: str,
    target: float | None,
    service: Service | None = None,
) -> None:
    """Refuse what `define` would refuse, before there is anything to define."""
    _say(
        Measure(project=project, service=service), name, definition, kind, better, chart, source, unit, target
    )


def _say(
    measure: Measure,
    name: str,
    definition: str,
    kind: str,
    better: str,
    chart: str,
    source: str,
    unit: str,
    target: float | None,
) -> None:
    name = " ".join(name.split())
    if not name or not definition.strip() or not source.strip():
        raise Refused(_("Give the measure a name, say how it is counted, and where the figures come from."))
    taken = (
        Measure.objects.filter(project=measure.project, name__iexact=name).standing().exclude(pk=measure.pk)
    )
    if taken.exists():
        raise Refused(_("This project has a measure of that name already. Use another name."))
    if chart in SHARE_CHARTS and target is not None and not 0 <= target <= 1:
        raise Refused(_("The target of a share is between 0% and 100%."))
    measure.name, measure.definition, measure.source = name, definition.strip(), source.strip()
    measure.kind, measure.better, measure.chart = kind, better, chart
    measure.unit, measure.target = unit.strip(), target
