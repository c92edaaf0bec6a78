"""What is asked about an aim."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.improvement.models import Aim, Measure
from alongside.improvement.queries.drivers import judging
from alongside.programmes.access import reaches_whole_project
from alongside.programmes.models import Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Checkboxes, Date, Form, Select, Text, Textarea

WHOLE = "whole"


class AimForm(Form):
    """What is to get better, by how much, by when, for whom."""

    what = Text(
        _("What do you want to get better?"),
        hint=_("For example: More people feel understood when they leave the ward"),
        error=_("Say what you want to get better"),
        max_length=200,
    )
    how_much = Text(
        _("By how much?"),
        hint=_("From where to where, like: from 58% to 75%"),
        required=False,
        max_length=160,
    )
    by_when = Date(
        _("By when?"),
        hint=_("For example, 30 6 2027"),
        errors={"invalid": _("Enter the day, like 30 6 2027")},
        required=False,
    )
    for_whom = Text(
        _("For whom?"),
        hint=_("For example: everybody who stays on Larch Ward for two nights or more"),
        required=False,
        max_length=160,
    )
    measure = Select(
        _("Which outcome measure will you judge it by?"),
        hint=_("You can choose it later too"),
        required=False,
        empty=_("None yet"),
    )
    service = Select(
        _("Is it about one service?"),
        hint=_("Members who don't work with that service won't see it. This can't be changed later."),
        error=_("Choose a service, or the whole project"),
    )
    why = Textarea(
        _("Why is it changed?"),
        hint=_("This stays in the aim's history, with your name and how it was said before."),
        error=_("Say in a few words why"),
        max_length=1000,
        rows=3,
    )

    def __init__(self, *args: Any, viewer: Viewer, aim: Aim | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_outcomes(self.fields, viewer, aim)
        if aim is not None:
            del self.fields["service"]
            return
        del self.fields["why"]
        services = list(Service.objects.visible_to(viewer).not_ended().order_by("name"))
        offered: Any = self.fields["service"]
        self._services = {str(service.pk): service for service in services}
        offered.offer(
            [(WHOLE, _("No, the whole project")), *((pk, one.name) for pk, one in self._services.items())]
        )
        whole = reaches_whole_project(viewer) or not services
        offered.initial = WHOLE if whole else str(services[0].pk)

    def clean_service(self) -> Service | None:
        """The service, or None for the whole project."""
        return self._services.get(self.cleaned_data["service"])


def _offer_outcomes(fields: dict[str, Any], viewer: Viewer, aim: Aim | None) -> None:
    """The outcome measures that the viewer sees. Where an aim is judged by one outside their share, they can't change it."""
    if not viewer.may(Permission.MEASURES_SEE):
        del fields["measure"]
        return
    if aim is not None and aim.measure_id is not None and judging(aim, viewer) is None:
        del fields["measure"]
        return
    outcomes = Measure.objects.visible_to(viewer).standing().filter(kind=Measure.Kind.OUTCOME)
    fields["measure"].offer_records(outcomes.order_by("name"))


def as_typed(aim: Aim) -> dict[str, Any]:
    """An aim as its form shows it."""
    return {name: getattr(aim, name) for name in ("what", "how_much", "by_when", "for_whom", "measure")}


class FamilyForm(Form):
    """Which measures are watched for an aim."""

    measures = Checkboxes(
        _("Which measures tell whether it works, and at what price?"),
        hint=_("Outcome, process and at least one balancing measure: what might get worse meanwhile?"),
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_measures(self.fields["measures"], viewer)


def offer_measures(field: Any, viewer: Viewer) -> None:
    """The measures in use that the viewer sees, each with its kind and service."""
    measures = Measure.objects.visible_to(viewer).standing().select_related("service").order_by("name")
    field.offer_records(measures, hint=_kind_and_place)


def _kind_and_place(measure: Measure) -> str:
    kind = str(Measure.Kind(measure.kind).label)
    return f"{kind} · {measure.service.name}" if measure.service else kind
