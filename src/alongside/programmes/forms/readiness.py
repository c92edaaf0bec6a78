"""What is asked about an item of a checklist."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.programmes.checklists import Question
from alongside.programmes.models import Membership, ReadinessItem
from alongside.programmes.permissions import Permission
from alongside.programmes.roles import ROLES
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Date, Form, Radios, Select, Textarea

LONGEST = 4000


def _today(item: ReadinessItem) -> date:
    return clock.today(item.project.zone)


def _members(viewer: Viewer, item: ReadinessItem, *role_keys: str) -> list[Membership]:
    """Current members in these roles whom the viewer sees and who reach the item's service."""
    held = (
        Membership.objects.visible_to(viewer)
        .current(_today(item))
        .in_role(*(ROLES[key] for key in role_keys))
        .select_related("account", "organisation")
        .prefetch_related("narrowed_to")
        .order_by("account__name", "role")
    )
    return [
        m
        for m in held
        if not m.narrowed_to.all() or item.service_id in {row.service_id for row in m.narrowed_to.all()}
    ]


def _with_role(membership: Membership) -> str:
    return f"{membership.account}, {membership.as_role.name}"


class MeetForm(Form):
    """What shows that an item is met, since when, and whom it names."""

    named = Radios(_("Who is it?"), error=_("Choose who it is"))
    met_on = Date(
        _("Since when?"), hint=_("For example, 27 3 2026"), error=_("Enter the day, like 27 3 2026")
    )
    note = Textarea(
        _("What shows it?"),
        error=_("Say in a few words what shows it"),
        max_length=LONGEST,
        rows=4,
    )

    def __init__(
        self, *args: Any, viewer: Viewer, item: ReadinessItem, asked: Question, said: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if asked.names:
            self.fields["named"].offer_records(_members(viewer, item, *asked.names), words=_with_role)  # type: ignore[attr-defined]
        else:
            del self.fields["named"]
        self.fields["met_on"].latest = _today(item)  # type: ignore[attr-defined]
        self.fields["note"].help_text = said


class PlanForm(Form):
    """Who sees to an item, and by when."""

    owner = Select(_("Who sees to it?"), empty=_("Nobody yet"), required=False)
    due_on = Date(
        _("By when?"),
        hint=_("For example, 27 3 2026"),
        error=_("Enter the day, like 27 3 2026"),
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, item: ReadinessItem, **options: Any) -> None:
        super().__init__(*args, **options)
        able = [role.key for role in ROLES.values() if Permission.READINESS_CHANGE in role.permissions]
        self.fields["owner"].offer_records(_members(viewer, item, *able), words=_with_role)  # type: ignore[attr-defined]


class UndoForm(Form):
    """Why an item is not met, or no longer."""

    note = Textarea(
        _("What is missing?"),
        hint=_("This stays in the history of the item, with your name"),
        error=_("Say in a few words what is missing"),
        max_length=LONGEST,
        rows=3,
    )


class OverrideForm(Form):
    """Why a service can start without an item, and until when that holds."""

    reason = Textarea(
        _("Why can the service start without this?"),
        hint=_("Say also what keeps people safe until then"),
        error=_("Say why the service can start without this, and what keeps people safe until then"),
        max_length=LONGEST,
        rows=4,
    )
    review_on = Date(
        _("When is this looked at again?"),
        hint=_("After that day the item counts as late. For example, 27 3 2026"),
        error=_("Enter the day, like 27 3 2026"),
    )

    def __init__(self, *args: Any, item: ReadinessItem, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["review_on"].earliest = _today(item) + timedelta(days=1)  # type: ignore[attr-defined]


class EndOverrideForm(Form):
    """Why an override is taken back."""

    note = Textarea(
        _("Why does it no longer hold?"), error=_("Say in a few words why"), max_length=LONGEST, rows=3
    )
