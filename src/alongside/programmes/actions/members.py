"""Members of a project: their role, their organisation, their services, and when it begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.core.announcements import announce
from alongside.programmes import roles
from alongside.programmes.access import hold, require, somebody
from alongside.programmes.announced import MembershipEnded
from alongside.programmes.models import (
    Account,
    Membership,
    MembershipService,
    Organisation,
    Partnership,
    Project,
    Service,
)
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@action
def add(
    *,
    project: Project,
    account: Account,
    role: str,
    organisation: Organisation,
    by: Viewer,
    services: Iterable[Service] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give an account a role in the project, for an organisation, from one day on and perhaps to another."""
    require(by, Permission.MEMBERS_CHANGE)
    membership = begin(
        project=hold(project, by),
        account=account,
        role=role,
        organisation=organisation,
        services=services,
        starts_on=starts_on,
        ends_on=ends_on,
        reaching=by,
    )
    audit.record("member added", by=by, about=membership)
    return membership


def begin(
    *,
    project: Project,
    account: Account,
    role: str,
    organisation: Organisation,
    services: Iterable[Service],
    reaching: Viewer,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """A new membership, for actions that have made sure that it may begin. Its services lie within reach of `reaching`."""
    starts_on = starts_on or clock.today(project.zone)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day can't be before the first."))
    if not account.is_active:
        raise Refused(_("%(name)s can't sign in any more, so can't be a member.") % {"name": account})
    chosen = check_offer(
        project=project, role=role, organisation=organisation, services=services, reaching=reaching
    )
    overlapping = Membership.objects.not_ended().filter(project=project, account=account, role=role)
    if any(
        (m.ends_on is None or m.ends_on >= starts_on) and (ends_on is None or m.starts_on <= ends_on)
        for m in overlapping
    ):
        raise Refused(_("%(name)s has that role here already.") % {"name": account})
    membership = Membership(
        account=account,
        role=role,
        project=project,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    membership.save()
    _narrow(membership, chosen)
    return membership


def check_offer(
    *, project: Project, role: str, organisation: Organisation, services: Iterable[Service], reaching: Viewer
) -> list[Service]:
    """Refuse a role, an organisation or services that nobody could be a member with; the services as they are."""
    if role not in roles.ROLES or role in roles.PROGRAMME_ROLES:
        raise Refused(_("Choose a role in this project."))
    _check_takes_part(project, organisation)
    return _check_services(roles.ROLES[role], services, reaching)


@action
def change_services(
    *, membership: Membership, services: Iterable[Service], by: Viewer, version: int | None = None
) -> Membership:
    """Narrow a membership down to other services; it counts from the next request on."""
    require(by, Permission.MEMBERS_CHANGE)
    membership = hold(membership, by)
    check_version(membership, version)
    _check_not_over(membership)
    chosen = _check_services(membership.as_role, services, by)
    MembershipService.objects.filter(membership=membership).exclude(service__in=chosen).delete()
    _narrow(membership, chosen)
    membership.save()
    audit.record("member's services changed", by=by, about=membership)
    return membership


@action
def end(
    *, membership: Membership, by: Viewer, on: date | None = None, version: int | None = None
) -> Membership:
    """End a membership: at once, so that the very next request is refused, or after its last day `on`."""
    require(by, Permission.MEMBERS_CHANGE)
    membership = hold(membership, by)
    check_version(membership, version)
    _check_not_over(membership)
    if membership.role == roles.ADMINISTRATOR.key:
        # Held so that two administrators don't end each other in the same moment.
        hold(membership.project, by)  # type: ignore[type-var]  # its role says it is of a project
        _check_another_administrator(membership)
    today = clock.today(membership.zone)
    if on is not None and on > today:
        if on < membership.starts_on:
            raise Refused(_("The last day can't be before the first."))
        membership.ends_on = on
    else:
        membership.ended_at, membership.ended_by = clock.now(), somebody(by)
    membership.save()
    audit.record("membership ended", by=by, about=membership)
    if membership.ended_at is not None:
        announce(MembershipEnded(membership, by=by))
    return membership


def _check_not_over(membership: Membership) -> None:
    over = membership.ends_on is not None and membership.ends_on < clock.today(membership.zone)
    if membership.ended_at is not None or over:
        raise Refused(_("This membership has ended already."))


def _check_takes_part(project: Project, organisation: Organisation) -> None:
    takes_part = Partnership.objects.filter(project=project, organisation=organisation)
    if organisation.pk != project.lead_id and not takes_part.exists():
        raise Refused(
            _("%(organisation)s takes no part in this project. Add it as a partner first.")
            % {"organisation": organisation}
        )


def _check_services(role: roles.Role, services: Iterable[Service], by: Viewer) -> list[Service]:
    """The services as they are, each within reach of whoever adds the member. Roles that work in services must name theirs."""
    wanted = {service.pk for service in services}
    chosen = list(Service.objects.visible_to(by).not_ended().filter(pk__in=wanted))
    if len(chosen) != len(wanted):
        raise Refused(_("Choose services of this project that have not ended."))
    if role.works_in_services and not chosen:
        raise Refused(_("Choose at least one service: this role works in services it is named for."))
    return chosen


def _narrow(membership: Membership, services: list[Service]) -> None:
    there = set(membership.narrowed_to.values_list("service_id", flat=True))
    MembershipService.objects.bulk_create(
        MembershipService(project=membership.project, membership=membership, service=service)
        for service in services
        if service.pk not in there
    )


def _check_another_administrator(membership: Membership) -> None:
    """One who stays: two who each leave on a day to come would leave nobody."""
    others = Membership.objects.current(clock.today(membership.zone)).in_role(roles.ADMINISTRATOR)
    staying = others.filter(project=membership.project, ends_on=None).exclude(pk=membership.pk)
    if not staying.exists():
        raise Refused(
            _(
                "A project needs an administrator. Add another one with no last day first, then end this membership."
            )
        )
