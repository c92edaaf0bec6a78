"""What this room enters in the registries."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from alongside.core import clock, registries
from alongside.core.registries import NavigationLink
from alongside.programmes import agenda, hats, offered_facts
from alongside.programmes.permissions import Permission
from alongside.programmes.roles import ADMINISTRATOR
from alongside.programmes.viewers import Viewer


def whom_to_ask(viewer: Viewer) -> Iterator[str]:
    """The administrators of the viewer's project, by name."""
    from alongside.programmes.models import Membership

    if viewer.project is not None:
        held = Membership.objects.current(clock.today(viewer.project.zone)).in_role(ADMINISTRATOR)
        yield from (
            str(m.account) for m in held.filter(project=viewer.project).select_related("account").by_name()
        )


_LINKS = (
    ("project_home", _("Home"), 10, None),
    ("services", _("Services"), 20, Permission.PROJECT_SEE),
    ("role_profiles", _("Role profiles"), 30, Permission.PROJECT_SEE),
    ("partners", _("Partners"), 60, Permission.PROJECT_SEE),
    ("members", _("Members"), 70, Permission.MEMBERS_SEE),
    ("retention", _("What is kept"), 80, Permission.RETENTION_SEE),
    ("project_settings", _("Settings"), 90, Permission.SETTINGS_CHANGE),
)
for name, label, order, permission in _LINKS:
    registries.navigation.enter(name, NavigationLink(label, name, permission), order=order)

registries.account_links.enter("yourself", NavigationLink(_("Yourself"), "yourself"), order=10)
registries.account_links.enter("account", NavigationLink(_("Your account"), "account"), order=15)
registries.offered_hats.enter("programmes", hats.offered)
registries.whom_to_ask.enter("administrators", whom_to_ask)
registries.to_do.enter("programmes", agenda.to_do)
registries.late_items.enter("programmes", agenda.late)
offered_facts.enter()
