"""What a viewer reaches, and what it may do there. Absence of a permission, hat or scope means refusal."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from alongside.core.actions import Refused
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Hat, Viewer


class NotAllowed(Refused, PermissionDenied):
    """This isn't part of the viewer's role."""


def require(by: Viewer, permission: Permission) -> None:
    """Raise NotAllowed unless `by` carries `permission`. Every action that changes something calls this first."""
    if not by.may(permission):
        raise NotAllowed(f"This isn't part of the role: {permission.value}.")


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
        elif _whole_project(viewer, organisation):
            reached |= Q(project=viewer.project)
        else:
            reached |= Q(**{f"{prefix}host": organisation}) | Q(**{f"{prefix}employer": organisation})
    return Q(project=viewer.project) & reached


def reaches_whole_project(viewer: Viewer) -> bool:
    """Whether nothing of the project is outside the viewer's share."""
    if viewer.hat is Hat.JOB:
        return viewer.project is not None
    return any(not m.narrowed_to.all() and _whole_project(viewer, m.organisation_id) for m in viewer.memberships)


def _whole_project(viewer: Viewer, organisation: object) -> bool:
    from alongside.programmes.models import Partnership

    if viewer.project is None:
        return False
    if organisation == viewer.project.lead_id:
        return True
    parts = Partnership.objects.visible_to(viewer).filter(organisation=organisation, part=Partnership.Part.EVALUATOR)
    return parts.exists()
