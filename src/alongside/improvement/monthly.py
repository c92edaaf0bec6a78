"""The monthly summary goes out at the start of a month, once to each member who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import clock, clocks, outgoing, rowsecurity
from alongside.improvement.models import SummaryReader
from alongside.improvement.presenters import summaries as presenter
from alongside.improvement.queries import releases
from alongside.programmes import addresses, viewers
from alongside.programmes.models import Membership, Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.ui import words

KIND = "monthly summary"
NEEDS = frozenset({Permission.RELEASES_SEE})


@clocks.every(timedelta(hours=1), name="send monthly summaries")
def send_summaries() -> int:
    """Leave this month's message to whoever asked for it before the month began; how many have it.

    A worker that was away on the first of the month does it later. Nobody gets the same month twice: its key is the project and month.
    """
    reached = 0
    for project in Project.objects.order_by("pk"):
        by = viewers.job(KIND, project=project, granted=NEEDS)
        today = clock.today(project.zone)
        month = today.replace(day=1)
        with transaction.atomic(), rowsecurity.inside(project.pk):
            there = set(
                Membership.objects.current(today)
                .filter(project=project, account__is_active=True)
                .values_list("account_id", flat=True)
            )
            for reader in SummaryReader.objects.visible_to(by).reading():
                if reader.account_id in there and clock.day_of(reader.created_at, project.zone) < month:
                    _tell(reader, project, month, by)
                    reached += 1
    return reached


def _tell(reader: SummaryReader, project: Project, month: date, by: Viewer) -> None:
    outgoing.tell(
        reader.account_id,
        KIND,
        key=f"{KIND} {project.pk} {month.isoformat()}",
        facts={"project": project.pk.hex, "month": month},
        url_name="monthly_summary",
        url_arguments={"project": project.slug},
        by=by,
    )


def in_words(facts: Mapping[str, Any]) -> str:
    """What the message says in Alongside; the page behind it has the lines."""
    before = date.fromisoformat(facts["month"]) - timedelta(days=1)
    return _("The monthly summary of measures for %(month)s") % {"month": words.month(before)}


def for_email(facts: Mapping[str, Any]) -> str:
    """The summary itself, from what stands released as it is sent. Nobody is named, and nothing is in it that has not left the project."""
    project = Project.objects.get(pk=UUID(hex=facts["project"]))
    by = viewers.job(KIND, project=project, granted=NEEDS)
    with transaction.atomic(), rowsecurity.inside(project.pk):
        told = presenter.summary(project.name, releases.newest(by), date.fromisoformat(facts["month"]))
    page = addresses.of_project(project, "monthly_summary")
    return presenter.as_text(told, f"{settings.BASE_URL.rstrip('/')}{page}")


outgoing.kinds.enter(KIND, outgoing.Kind(words=in_words, line_for_email=for_email))
