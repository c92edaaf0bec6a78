"""Services: added, described, made live, paused and ended. Every change of state is a row: who, when and why."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.core.announcements import announce
from alongside.programmes import checklists
from alongside.programmes.access import hold, require, somebody
from alongside.programmes.actions.wording import named, said
from alongside.programmes.announced import ServiceChanged
from alongside.programmes.models import (
    Organisation,
    Partnership,
    Project,
    ReadinessItem,
    Service,
    ServiceChange,
)
from alongside.programmes.permissions import Permission
from alongside.programmes.queries import readiness
from alongside.programmes.viewers import Viewer


@action
def add(
    *, project: Project, name: str, host: Organisation, employer: Organisation, by: Viewer, about: str = ""
) -> Service:
    """Add a service that is being prepared, with its checklist."""
    require(by, Permission.SERVICES_CHANGE)
    project = hold(project, by)
    name = _free_name(project, named(name))
    _check_parts(project, host, employer)
    service = Service.objects.create(
        project=project, name=name, host=host, employer=employer, about=about.strip()
    )
    ReadinessItem.objects.bulk_create(checklists.items_for_service(service))
    audit.record("service added", by=by, about=service)
    return service


@action
def change(
    *,
    service: Service,
    name: str,
    host: Organisation,
    employer: Organisation,
    about: str,
    by: Viewer,
    version: int | None = None,
) -> Service:
    """Change what is said about a service, who hosts it and who employs its peers."""
    require(by, Permission.SERVICES_CHANGE)
    service = hold(service, by)
    check_version(service, version)
    name = named(name)
    if name != service.name:
        service.name = _free_name(service.project, name)
    _check_parts(service.project, host, employer)
    service.host, service.employer, service.about = host, employer, about.strip()
    service.save()
    audit.record("service changed", by=by, about=service)
    return service


@action
def go_live(*, service: Service, reason: str, by: Viewer, version: int | None = None) -> Service:
    """Make a service live, for the first time or again after a pause. Refused while anything on its checklist is open."""
    require(by, Permission.SERVICE_GO_LIVE)
    service = hold(service, by)
    check_version(service, version)
    if service.may_become(Service.State.LIVE):
        _check_ready(service)
        service.first_live_at = service.first_live_at or clock.now()
    service = _become(service, Service.State.LIVE, reason, by)
    audit.record("service went live", by=by, about=service)
    return service


@action
def pause(*, service: Service, reason: str, by: Viewer, version: int | None = None) -> Service:
    """Pause a live service: nobody new is offered peer support in it until it is live again."""
    require(by, Permission.SERVICE_GO_LIVE)
    service = hold(service, by)
    check_version(service, version)
    service = _become(service, Service.State.PAUSED, reason, by)
    audit.record("service paused", by=by, about=service)
    return service


@action
def end(*, service: Service, reason: str, by: Viewer, version: int | None = None) -> Service:
    """End a service for good. What was recorded in it stays."""
    require(by, Permission.SERVICE_GO_LIVE)
    service = hold(service, by)
    check_version(service, version)
    service = _become(service, Service.State.ENDED, reason, by)
    audit.record("service ended", by=by, about=service)
    return service


def _become(service: Service, state: Service.State, reason: str, by: Viewer) -> Service:
    if not service.may_become(state):
        raise Refused(
            _("%(service)s is %(state)s, and can't become %(wanted)s from there.")
            % {
                "service": service,
                "state": service.get_state_display().lower(),
                "wanted": str(state.label).lower(),
            }
        )
    change = ServiceChange(
        project_id=service.project_id,
        service=service,
        before=service.state,
        after=state,
        reason=said(reason, missing=_("Say in a few words why.")),
        changed_by=somebody(by),
    )
    service.state = state
    service.save()
    change.save()
    announce(ServiceChanged(change, by=by))
    return service


def _check_ready(service: Service) -> None:
    open_items = [standing for standing in readiness.before_going_live(service) if not standing.is_ready]
    if not open_items:
        return
    some = "; ".join(str(standing.asked.title) for standing in open_items[:3])
    more = len(open_items) - 3
    if more > 0:
        some = ngettext("%(some)s; and %(more)d more", "%(some)s; and %(more)d more", more) % {
            "some": some,
            "more": more,
        }
    raise Refused(
        _("%(service)s is not ready yet. Still open: %(some)s.") % {"service": service, "some": some}
    )


def _free_name(project: Project, name: str) -> str:
    if Service.objects.filter(project=project, name__iexact=name).exists():
        raise Refused(_("There is a service called “%(name)s” already.") % {"name": name})
    return name


def _check_parts(project: Project, host: Organisation, employer: Organisation) -> None:
    """A service is hosted and its peers employed by the lead, or by a partner that plays that part."""
    for organisation, part, missing in (
        (
            host,
            Partnership.Part.HOST,
            _("%(organisation)s does not host services in this project. Add it as a host first."),
        ),
        (
            employer,
            Partnership.Part.EMPLOYER,
            _("%(organisation)s does not employ peers in this project. Add it as an employer first."),
        ),
    ):
        plays = Partnership.objects.filter(project=project, organisation=organisation, part=part)
        if organisation.pk != project.lead_id and not plays.exists():
            raise Refused(missing % {"organisation": organisation})
