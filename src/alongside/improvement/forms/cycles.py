"""What is asked about a PDSA cycle, step by step."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.improvement.actions.cycles import Plan
from alongside.improvement.forms.aims import offer_measures
from alongside.improvement.models import Aim, Cycle
from alongside.programmes.models import Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Checkboxes, Date, Form, Radios, Select, Text, Textarea

NONE = "none"
A_TEST = timedelta(days=7)  # how long a small test is, until somebody says otherwise


class PlanForm(Form):
    """Plan a small test, and what is expected of it."""

    objective = Text(
        _("What do you want to find out?"),
        hint=_("For example: Do more people say yes freely if they are asked at the second meeting?"),
        error=_("Say what you want to find out"),
        max_length=200,
    )
    what = Textarea(_("What will you do?"), error=_("Say what you will do"), max_length=2000, rows=3)
    prediction = Textarea(
        _("What do you expect to happen?"),
        hint=_(
            "With a number if you can. It can be changed until the test begins; then it is locked, with its date."
        ),
        required=False,
        max_length=2000,
        rows=3,
    )
    scale = Radios(
        _("How large is the test?"),
        hint=_("The smaller the first one is, the sooner you learn"),
        choices=Cycle.Scale.choices,
        error=_("Choose how large the test is"),
    )
    who = Text(
        _("Who does it?"), hint=_("Roles are enough, like: the day shift"), required=False, max_length=200
    )
    where = Text(_("Where?"), required=False, max_length=200)
    service = Select(
        _("In which service?"),
        hint=_("Then those who work with that service see it, and no others"),
        error=_("Choose a service, or none of them"),
    )
    starts_on = Date(_("When does it start?"), error=_("Enter the day it starts, like 27 3 2026"))
    ends_on = Date(_("When does it end?"), error=_("Enter the day it ends, like 3 4 2026"))
    measures = Checkboxes(
        _("On which charts should it stand?"),
        hint=_("The measures that would show a difference, or harm"),
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, aim: Aim, **options: Any) -> None:
        super().__init__(*args, **options)
        services = Service.objects.visible_to(viewer).not_ended().order_by("name")
        if aim.service_id is not None:
            services = services.filter(pk=aim.service_id)
        self._services = {str(service.pk): service for service in services}
        offered: Any = self.fields["service"]
        offered.offer(
            [(NONE, _("None in particular")), *((pk, one.name) for pk, one in self._services.items())]
        )
        if viewer.may(Permission.MEASURES_SEE):
            offer_measures(self.fields["measures"], viewer)
        else:
            del self.fields["measures"]

    def clean_service(self) -> Service | None:
        """The service, or None."""
        return self._services.get(self.cleaned_data["service"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", gettext("It can't end before it starts"))
        return cleaned

    def planned(self) -> dict[str, Any]:
        """What the actions take."""
        said = dict(self.cleaned_data)
        prediction, measures = said.pop("prediction"), said.pop("measures", None)
        return {"plan": Plan(**said), "prediction": prediction, "measures": measures}


def as_typed(cycle: Cycle) -> dict[str, Any]:
    """A plan as its form shows it."""
    return {
        "objective": cycle.objective,
        "what": cycle.plan_what,
        "prediction": cycle.prediction,
        "scale": cycle.scale,
        "who": cycle.plan_who,
        "where": cycle.plan_where,
        "service": str(cycle.service_id) if cycle.service_id else NONE,
        "starts_on": cycle.starts_on,
        "ends_on": cycle.ends_on,
    }


def next_one(cycle: Cycle | None, aim: Aim, zone: str) -> dict[str, Any]:
    """What the plan of the next cycle starts from: a week from today, and what the one before it had."""
    today = clock.today(zone)
    starts = {"starts_on": today, "ends_on": today + A_TEST}
    if cycle is None:
        return {"service": str(aim.service_id) if aim.service_id else NONE, **starts}
    kept = ("objective", "what", "who", "where", "service")
    return {**{name: value for name, value in as_typed(cycle).items() if name in kept}, **starts}


class BeginForm(Form):
    """The prediction, for the last time before it is locked, and the day it begins."""

    prediction = Textarea(
        _("What do you expect to happen?"),
        hint=_("With a number if you can. When you begin, this is locked."),
        error=_("Write down what you expect, before it begins"),
        max_length=2000,
        rows=4,
    )
    began_on = Date(_("When does it begin?"), error=_("Enter the day it begins, like 27 3 2026"))

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["began_on"].latest = partial(clock.today, zone)  # type: ignore[attr-defined]


class NoteForm(Form):
    """What happens while it goes on."""

    happened = Textarea(
        _("What happened?"),
        hint=_("What went as planned, what didn't, and what surprised you. Name nobody."),
        error=_("Say what happened"),
        max_length=4000,
        rows=6,
    )


class StudyForm(Form):
    """What happened, compared with what was predicted."""

    happened = Textarea(
        _("What happened?"),
        hint=_("What went as planned, what didn't, and what surprised you. Name nobody."),
        error=_("Say what happened"),
        max_length=4000,
        rows=5,
    )
    ended_on = Date(_("When did it end?"), error=_("Enter the day it ended, like 27 3 2026"))
    compared = Radios(
        _("How does that compare with the prediction?"),
        choices=Cycle.Compared.choices,
        error=_("Choose how it compares with the prediction"),
    )
    study = Textarea(
        _("What did you learn?"),
        hint=_("A prediction that was wrong teaches most"),
        error=_("Say in a few words what you learned"),
        max_length=4000,
        rows=4,
    )

    def __init__(self, *args: Any, cycle: Cycle, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        ended: Any = self.fields["ended_on"]
        ended.earliest, ended.latest = cycle.began_on, partial(clock.today, zone)


class DecideForm(Form):
    """Adopt, adapt or abandon."""

    decision = Radios(
        _("What do you do with it?"),
        choices=[
            (Cycle.Decision.ADOPT, _("Adopt it"), _("It is how we work from now on")),
            (Cycle.Decision.ADAPT, _("Adapt it"), _("Change it, and test it again in the next cycle")),
            (Cycle.Decision.ABANDON, _("Abandon it"), _("It didn't work, or did harm")),
        ],
        error=_("Choose what you do with it"),
    )
    why = Textarea(
        _("Why?"),
        hint=_("This stays with the cycle and with the idea, with your name. Name nobody else."),
        error=_("Say in a few words why"),
        max_length=2000,
        rows=3,
    )
