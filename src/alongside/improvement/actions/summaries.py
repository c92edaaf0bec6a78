"""The monthly summary by e-mail: each member switches it on and off for themselves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action
from alongside.improvement.models import SummaryReader
from alongside.programmes.access import hold, require, somebody
from alongside.programmes.models import Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@action
def switch_on(*, project: Project, by: Viewer) -> SummaryReader:
    """Ask for the summary by e-mail, from the next month on. Asking again changes nothing."""
    require(by, Permission.IMPROVEMENT_SEE)
    project, account = hold(project, by), somebody(by)
    if not account.email:
        raise Refused(
            _("Your account has no e-mail address, so nothing can be sent. Add one to your account first.")
        )
    there = SummaryReader.objects.visible_to(by).reading().first()
    if there is not None:
        return there
    reader = SummaryReader.objects.create(project=project, account=account)
    audit.record("monthly summary switched on", by=by, about=reader)
    return reader


@action
def switch_off(*, project: Project, by: Viewer) -> None:
    """Ask for no more. Not asking for it in the first place is as good."""
    require(by, Permission.IMPROVEMENT_SEE)
    hold(project, by)
    for reader in SummaryReader.objects.visible_to(by).reading().select_for_update(of=("self",)):
        reader.stopped_at = clock.now()
        reader.save()
        audit.record("monthly summary switched off", by=by, about=reader)
