"""What is asked about a service."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Organisation, Partnership
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Form, Select, Text, Textarea


class ServiceForm(Form):
    """What a service is called, who hosts it and who employs its peers."""

    name = Text(
        _("What is the service called?"),
        hint=_("As the people who work there call it"),
        error=_("Enter the name of the service"),
        max_length=160,
    )
    host = Select(_("Which organisation hosts it?"), error=_("Choose the organisation that hosts it"))
    employer = Select(
        _("Which organisation employs its peer workers?"),
        hint=_("This may be a peer-run organisation"),
        error=_("Choose the organisation that employs its peer workers"),
    )
    about = Textarea(
        _("What should people know about it?"),
        hint=_("For example where it is and whom it is for. Name nobody."),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        part = Partnership.Part
        for name, plays in (("host", part.HOST), ("employer", part.EMPLOYER)):
            self.fields[name].offer_records(_playing(viewer, plays))  # type: ignore[attr-defined]


def _playing(viewer: Viewer, part: str) -> list[Organisation]:
    """The lead, and the partners that play that part."""
    assert viewer.project is not None
    partners = Partnership.objects.visible_to(viewer).in_part(part).select_related("organisation")
    found = {viewer.project.lead_id: viewer.project.lead} | {
        p.organisation_id: p.organisation for p in partners
    }
    return sorted(found.values(), key=lambda organisation: organisation.name)


class ReasonForm(Form):
    """Why a service becomes what it becomes."""

    reason = Textarea(
        _("Why?"),
        hint=_("This stays in the service's history, with your name. Name nobody else."),
        error=_("Say in a few words why"),
        max_length=2000,
        rows=3,
    )
