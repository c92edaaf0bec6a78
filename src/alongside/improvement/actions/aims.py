"""Aims: set, changed with a reason, withdrawn with a reason; and the measures that are watched for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.actions.watching import watch
from alongside.improvement.models import Aim, AimVersion, Measure
from alongside.programmes.access import hold, require
from alongside.programmes.models import Project, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@action
def set_aim(
    *,
    project: Project,
    what: str,
    by: Viewer,
    how_much: str = "",
    by_when: date | None = None,
    for_whom: str = "",
    measure: Measure | None = None,
    service: Service | None = None,
) -> Aim:
    """Say what is to get better. Whom it is about, the project or one service, stays."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    project = hold(project, by)
    if service is not None:
        service = hold(service, by)
    aim = Aim(project=project, service=service, set_by=membership_of(by))
    _say(aim, what, how_much, by_when, for_whom, measure, by)
    aim.save()
    _keep(aim, "", by)
    audit.record("aim set", by=by, about=aim)
    return aim


@action
def change(
    *,
    aim: Aim,
    what: str,
    how_much: str,
    by_when: date | None,
    for_whom: str,
    measure: Measure | None,
    why: str,
    by: Viewer,
    version: int | None = None,
) -> Aim:
    """Say the aim anew, and why. How it was said before is kept."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    aim = hold(aim, by)
    check_version(aim, version)
    standing(aim)
    if not why.strip():
        raise Refused(_("Say why the aim is changed."))
    _say(aim, what, how_much, by_when, for_whom, measure, by)
    aim.save()
    _keep(aim, why.strip(), by)
    audit.record("aim changed", by=by, about=aim)
    return aim


@action
def withdraw(*, aim: Aim, why: str, by: Viewer, version: int | None = None) -> Aim:
    """Stop working towards an aim, with a reason. Its drivers, ideas and cycles stay as they are."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    aim = hold(aim, by)
    check_version(aim, version)
    standing(aim)
    if not why.strip():
        raise Refused(_("Say why the aim is withdrawn."))
    aim.withdrawn_at, aim.withdrawn_by, aim.withdrawn_why = clock.now(), membership_of(by), why.strip()
    aim.save()
    audit.record("aim withdrawn", by=by, about=aim)
    return aim


@action
def choose_measures(*, aim: Aim, measures: Sequence[Measure], by: Viewer) -> Aim:
    """Choose the family of measures that is watched for an aim."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    require(by, Permission.MEASURES_SEE)
    aim = hold(aim, by)
    standing(aim)
    watch(aim, measures, by)
    audit.record("measures of an aim chosen", by=by, about=aim)
    return aim


def standing(aim: Aim) -> None:
    """Refuse what would change an aim that was withdrawn."""
    if aim.withdrawn_at is not None:
        raise Refused(_("This aim was withdrawn. Set a new one to go on."))


def _say(
    aim: Aim,
    what: str,
    how_much: str,
    by_when: date | None,
    for_whom: str,
    measure: Measure | None,
    by: Viewer,
) -> None:
    what = " ".join(what.split())
    if not what:
        raise Refused(_("Say what is to get better."))
    if measure is not None and measure.pk != aim.measure_id:
        require(by, Permission.MEASURES_SEE)
        measure = hold(measure, by)
        if measure.withdrawn_at is not None:
            raise Refused(_("One of these measures is no longer used. Choose again."))
        if measure.kind != Measure.Kind.OUTCOME:
            raise Refused(_("An aim is judged by an outcome measure: by what people get from it."))
    aim.what, aim.how_much, aim.by_when = what, " ".join(how_much.split()), by_when
    aim.for_whom, aim.measure = " ".join(for_whom.split()), measure


def _keep(aim: Aim, why: str, by: Viewer) -> None:
    AimVersion.objects.create(
        project=aim.project,
        aim=aim,
        number=AimVersion.objects.filter(aim=aim).count() + 1,
        what=aim.what,
        how_much=aim.how_much,
        by_when=aim.by_when,
        for_whom=aim.for_whom,
        measure=aim.measure,
        why=why,
        by=membership_of(by),
    )
