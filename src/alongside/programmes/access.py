"""What a viewer reaches, and what it may do there. Absence of a permission, hat or scope means refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Hat, Viewer

if TYPE_CHECKING:
    from alongside.programmes.models import Account, Membership

Held = TypeVar("Held", bound=Model)


class NotAllowed(Refused, PermissionDenied):
    """This isn't part of the viewer's role."""


def require(by: Viewer, permission: Permission) -> None:
    """Raise NotAllowed unless `by` carries `permission`. Every action that changes something calls this first."""
    if not by.may(permission):
        raise NotAllowed(
            _(
                "This isn't part of your role: %(permission)s. If you think it should be, ask the project's administrator."
            )
            % {"permission": permission.in_words}
        )


def hold(record: Held, by: Viewer) -> Held:
    """The record as it is now, locked until the action ends. Raises NotAllowed where `by` doesn't reach it.

    An action is also called by code that did not come through a door, so it asks again whether the record is the viewer's.
    """
    found = type(record).objects.visible_to(by).select_for_update(of=("self",)).filter(pk=record.pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise NotAllowed(_("This is outside what you work with here."))
    return found


def somebody(by: Viewer) -> Account:
    """The account that acts. Raises NotAllowed for a job or a link: what is done by name needs a name."""
    if by.account is None:
        raise NotAllowed(_("This needs somebody to do it by name."))
    return by.account


def memberships_of(viewer: Viewer) -> list[Membership]:
    """What somebody holds today, in every project and programme: only for their own hat."""
    from alongside.programmes.models import Membership

    if viewer.hat is not Hat.ONESELF or viewer.account is None or not viewer.account.is_active:
        return []
    held = (
        Membership.objects.filter(account=viewer.account)
        .not_ended()
        .select_related("project", "programme", "organisation")
    )
    return [m for m in held.order_by("starts_on", "created_at", "role") if m.holds_on(clock.today(m.zone))]


def share(viewer: Viewer, at: str = "") -> Q:
    """The services of its project that a viewer reaches, as a filter on services (or, with `at`, on rows that name one).

    A job reaches them all. A member reaches those its memberships are narrowed down to, or else its organisation's share: everything
    for the lead and for an evaluating organisation, otherwise the services that the organisation hosts or employs for.
    """
    prefix = f"{at}__" if at else ""
    if viewer.project is None:
        return Q(pk__in=[])
    if viewer.hat is Hat.JOB:
        return Q(project=viewer.project)
    reached = Q(pk__in=[])
    for membership in viewer.memberships:
        narrowed = [row.service_id for row in membership.narrowed_to.all()]
        organisation = membership.organisation_id
        if narrowed:
            reached |= Q(**{f"{prefix}pk__in": narrowed})
        elif organisation in viewer.reaching_whole:
            reached |= Q(project=viewer.project)
        else:
            reached |= Q(**{f"{prefix}host": organisation}) | Q(**{f"{prefix}employer": organisation})
    return Q(project=viewer.project) & reached


def reaches_whole_project(viewer: Viewer) -> bool:
    """Whether nothing of the project is outside the viewer's share."""
    if viewer.hat is Hat.JOB:
        return viewer.project is not None
    return any(
        not m.narrowed_to.all() and m.organisation_id in viewer.reaching_whole for m in viewer.memberships
    )
