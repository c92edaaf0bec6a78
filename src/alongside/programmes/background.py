"""What this room does for jobs and without anybody asking: viewers for jobs, and the daily message to privacy leads."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from alongside.core import clock, clocks, jobs, outgoing
from alongside.core.audit.anchors import todays_head
from alongside.programmes import viewers
from alongside.programmes.models import Membership, Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

AUDIT_HEAD = "audit head"


@jobs.viewers_are_made_by
def viewer_of_job(called: str, project_id: uuid.UUID | None, granted: frozenset[Permission]) -> Viewer:
    """Who a job is: named after itself, in its one project, with what its handler is granted."""
    project = Project.objects.get(pk=project_id) if project_id else None
    return viewers.job(called, project=project, granted=granted)


@clocks.every(timedelta(hours=1), name="tell privacy leads the head of the audit trail")
def tell_the_head() -> None:
    """Once a day each privacy lead gets the head of the audit trail: whoever keeps it can show later that nothing was cut off."""
    head, today = todays_head(), clock.today()
    if head is None:
        return
    leads = Membership.objects.current(today).filter(role="privacy_lead", account__is_active=True)
    for account_id in leads.values_list("account_id", flat=True).distinct():
        outgoing.tell(
            account_id,
            AUDIT_HEAD,
            key=f"{AUDIT_HEAD} {today.isoformat()}",
            facts={"day": today, "seal": head.number, "rows": head.rows, "head": head.head},
        )


def head_in_words(facts: Mapping[str, Any]) -> str:
    """The sentence, with what `alongside verify --head` takes. A digest says nothing about anybody."""
    return (
        _(
            "The audit trail has %(rows)d sealed rows. Its head is %(seal)d:%(head)s. Keep this outside Alongside."
        )
        % facts
    )


# It may stand in an e-mail: only a copy outside the database makes a cut-off end visible.
outgoing.kinds.enter(AUDIT_HEAD, outgoing.Kind(words=head_in_words, line_for_email=head_in_words))
