"""What is done to an item of a checklist. Each step is also a row: who, when and in which words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.programmes import checklists
from alongside.programmes.access import hold, require, somebody
from alongside.programmes.actions.wording import said
from alongside.programmes.models import Account, Membership, ReadinessChange, ReadinessItem, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.roles import ROLES
from alongside.programmes.viewers import Viewer

What = ReadinessChange.What


@action
def plan(
    *,
    item: ReadinessItem,
    owner: Membership | None,
    due_on: date | None,
    by: Viewer,
    version: int | None = None,
) -> ReadinessItem:
    """Say who sees to an item and by when."""
    item, account = _taken_up(item, Permission.READINESS_CHANGE, by, version)
    if owner is not None:
        owner = hold(owner, by)
        if not owner.holds_on(_today(item)) or Permission.READINESS_CHANGE not in owner.as_role.permissions:
            raise Refused(_("Choose a current member whose role can record what is met."))
    item.owner, item.due_on = owner, due_on
    _done(item, What.PLANNED, "", account)
    audit.record("readiness item planned", by=by, about=item)
    return item


@action
def meet(
    *,
    item: ReadinessItem,
    note: str,
    by: Viewer,
    met_on: date | None = None,
    named: Membership | None = None,
    version: int | None = None,
) -> ReadinessItem:
    """Record that an item is met: since when, with what to show for it, and whom it names if it names somebody."""
    item, account = _taken_up(item, Permission.READINESS_CHANGE, by, version)
    asked = checklists.asked(item)
    if item.counted:
        raise Refused(_("Alongside counts this for itself. It is met when the facts say so."))
    if item.met_on is not None:
        raise Refused(_("This is recorded as met already. Undo that first."))
    met_on = met_on or _today(item)
    if met_on > _today(item):
        raise Refused(_("The day it was met can't be in the future."))
    item.named = _named(item, asked, named, by) if asked.names else None
    item.note = said(note, missing=_("Say in a few words what shows it."))
    item.met_on, item.met_at, item.met_by = met_on, clock.now(), account
    _clear_override(item)
    _done(item, What.MET, item.note, account)
    audit.record("readiness item met", by=by, about=item)
    return item


@action
def confirm(*, item: ReadinessItem, by: Viewer, version: int | None = None) -> ReadinessItem:
    """Confirm, as a second and different person, what somebody recorded."""
    item, account = _taken_up(item, Permission.READINESS_CHANGE, by, version)
    if not item.needs_second or item.met_on is None or item.confirmed_at is not None:
        raise Refused(_("There is nothing here that waits for a second person."))
    if item.met_by_id == account.pk:
        raise Refused(
            _("You recorded this yourself. Two people decide here, so somebody else must confirm it.")
        )
    item.confirmed_at, item.confirmed_by = clock.now(), account
    _done(item, What.CONFIRMED, "", account)
    audit.record("readiness item confirmed", by=by, about=item)
    return item


@action
def undo(*, item: ReadinessItem, note: str, by: Viewer, version: int | None = None) -> ReadinessItem:
    """Say that an item is not met, or no longer. A live service shows it as late at once."""
    item, account = _taken_up(item, Permission.READINESS_CHANGE, by, version)
    if item.met_on is None:
        raise Refused(_("This is not recorded as met."))
    note = said(note, missing=_("Say in a few words why it is not met."))
    item.met_on = item.met_at = item.met_by = item.named = item.confirmed_at = item.confirmed_by = None
    item.note = ""
    _done(item, What.UNDONE, note, account)
    audit.record("readiness item undone", by=by, about=item)
    return item


@action
def override(
    *, item: ReadinessItem, reason: str, review_on: date, by: Viewer, version: int | None = None
) -> ReadinessItem:
    """Let the service go live without an item until a review date. Some items are never overridden."""
    item, account = _taken_up(item, Permission.READINESS_OVERRIDE, by, version)
    if not item.may_override:
        raise Refused(_("No service starts without this. It can't be overridden, by anybody."))
    if item.met_on is not None:
        raise Refused(_("This is recorded as met, so there is nothing to override."))
    if review_on <= _today(item):
        raise Refused(_("The review must be on a day to come."))
    item.override_reason = said(
        reason,
        missing=_("Say why the service can start without this, and what keeps people safe until then."),
    )
    item.overridden_on, item.overridden_by, item.override_review_on = _today(item), account, review_on
    _done(item, What.OVERRIDDEN, item.override_reason, account)
    audit.record("readiness item overridden", by=by, about=item)
    return item


@action
def end_override(*, item: ReadinessItem, note: str, by: Viewer, version: int | None = None) -> ReadinessItem:
    """Take an override back."""
    item, account = _taken_up(item, Permission.READINESS_OVERRIDE, by, version)
    if item.overridden_on is None:
        raise Refused(_("This is not overridden."))
    note = said(note, missing=_("Say in a few words why the override ends."))
    _clear_override(item)
    _done(item, What.OVERRIDE_ENDED, note, account)
    audit.record("readiness override ended", by=by, about=item)
    return item


def _taken_up(
    item: ReadinessItem, permission: Permission, by: Viewer, version: int | None
) -> tuple[ReadinessItem, Account]:
    require(by, permission)
    item = hold(item, by)
    check_version(item, version)
    # Held as well, so that it doesn't go live meanwhile on what the item was before.
    service = hold(item.service, by) if item.service is not None else None
    if service is not None and service.state == Service.State.ENDED:
        raise Refused(_("%(service)s has ended, and its checklist stays as it is.") % {"service": service})
    return item, somebody(by)


def _done(item: ReadinessItem, what: str, note: str, account: Account) -> None:
    item.save()
    ReadinessChange.objects.create(
        project_id=item.project_id, item=item, what=what, note=note, changed_by=account
    )


def _clear_override(item: ReadinessItem) -> None:
    item.overridden_on = item.overridden_by = item.override_review_on = None
    item.override_reason = ""


def _today(item: ReadinessItem) -> date:
    return clock.today(item.project.zone)


def _named(
    item: ReadinessItem, asked: checklists.Question, named: Membership | None, by: Viewer
) -> Membership:
    """The member the item names: in one of its roles, within reach of the service, and not the one the other item names."""
    if named is None:
        raise Refused(_("Choose who it is."))
    named = hold(named, by)
    if named.role not in asked.names or not named.holds_on(_today(item)):
        wanted = ", ".join(str(ROLES[key].name) for key in asked.names)
        raise Refused(_("Choose a current member in the role: %(roles)s.") % {"roles": wanted})
    narrowed = [row.service_id for row in named.narrowed_to.all()]
    if item.service_id and narrowed and item.service_id not in narrowed:
        raise Refused(_("%(name)s is a member of other services, not of this one.") % {"name": named.account})
    if asked.different_from:
        other = ReadinessItem.objects.visible_to(by).filter(service=item.service_id, key=asked.different_from)
        if other.filter(named__account=named.account_id).exists():
            raise Refused(
                _("%(name)s is named as the other supervisor already. They are two different people.")
                % {"name": named.account}
            )
    return named
