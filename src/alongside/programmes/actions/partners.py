"""Organisations, and the part each plays in a project."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.core import audit
from alongside.core.actions import Refused, action
from alongside.programmes.access import hold, require
from alongside.programmes.actions.wording import named
from alongside.programmes.models import Organisation, Partnership, Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@action
def know_organisation(*, name: str, by: Viewer, about: str = "") -> Organisation:
    """The organisation of that name, made known here if it isn't yet. Nobody picks from a list of all that are known."""
    if not (by.may(Permission.SET_UP) or by.may(Permission.PROGRAMME_CHANGE)):
        require(by, Permission.PARTNERS_CHANGE)
    name = named(name)
    known = Organisation.objects.filter(name__iexact=name).first()
    if known is not None:
        return known
    organisation = Organisation.objects.create(name=name, about=about.strip())
    audit.record("organisation made known", by=by, about=organisation)
    return organisation


@action
def add(
    *, project: Project, organisation: Organisation, part: str, by: Viewer, about: str = ""
) -> Partnership:
    """Give an organisation a part in the project."""
    require(by, Permission.PARTNERS_CHANGE)
    if by.project is None or by.project.pk != project.pk:
        raise Refused(_("This is another project."))
    hold(project, by)  # whoever gives the same part in the same moment is told, and not shown a fault
    if part not in Partnership.Part.values:
        raise Refused(_("Choose what part the organisation plays."))
    if Partnership.objects.visible_to(by).filter(organisation=organisation, part=part).exists():
        raise Refused(_("%(organisation)s plays that part already.") % {"organisation": organisation})
    partnership = Partnership.objects.create(
        project=project, organisation=organisation, part=part, about=about.strip()
    )
    audit.record("partner added", by=by, about=partnership, organisation=organisation)
    return partnership
