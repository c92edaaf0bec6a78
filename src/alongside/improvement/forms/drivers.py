"""What is asked about drivers and change ideas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.improvement.forms.aims import offer_measures
from alongside.improvement.models import Aim, ChangeIdea, Driver
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Checkboxes, Form, Radios, Select, Text, Textarea

AIM = "aim"
NONE = "none"


def one_a_line(typed: str, most: int) -> list[str]:
    """The lines that hold something. Raises ValidationError naming one that is too long."""
    lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        if len(line) > most:
            raise forms.ValidationError(
                gettext("Line %(line)s has %(length)s characters. Use %(most)s or fewer.")
                % {"line": number, "length": len(line), "most": most}
            )
    return lines


class DriversForm(Form):
    """What something depends on, one or several at once."""

    names = Textarea(
        _("What does it depend on?"),
        hint=_("A few words each, one on a line. For example: People know that they may say no"),
        error=_("Write down at least one"),
        max_length=4000,
        rows=5,
    )

    def clean_names(self) -> list[str]:
        """One driver a line."""
        return one_a_line(self.cleaned_data["names"], 160)


class DriverForm(Form):
    """A driver's name, what it stands under, and its measures."""

    name = Text(_("What is it called?"), error=_("Give the driver a name"), max_length=160)
    under = Select(_("What does it stand under?"), error=_("Choose what it stands under"))
    measures = Checkboxes(_("Which measures show how it goes?"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, driver: Driver, **options: Any) -> None:
        super().__init__(*args, **options)
        primary = Driver.objects.visible_to(viewer).standing().filter(aim=driver.aim_id, level=Driver.PRIMARY)
        self._drivers = {str(one.pk): one for one in primary.exclude(pk=driver.pk).order_by("place")}
        offered: Any = self.fields["under"]
        offered.offer([(AIM, _("The aim itself")), *((pk, one.name) for pk, one in self._drivers.items())])
        if viewer.may(Permission.MEASURES_SEE):
            offer_measures(self.fields["measures"], viewer)
        else:
            del self.fields["measures"]

    def clean_under(self) -> Driver | None:
        """The primary driver, or None for the aim itself."""
        return self._drivers.get(self.cleaned_data["under"])


class _UnderADriver(Form):
    """Questions with one about the driver that an idea stands under."""

    def offer_drivers(self, viewer: Viewer, aim: Aim) -> None:
        """The drivers of the aim, secondary ones after the primary one above them; or none yet."""
        listed = list(Driver.objects.visible_to(viewer).standing().filter(aim=aim).order_by("place", "pk"))
        ordered = [
            one
            for primary in listed
            if primary.under_id is None
            for one in (primary, *(lower for lower in listed if lower.under_id == primary.pk))
        ]
        self._drivers = {str(one.pk): one for one in ordered}
        offered: Any = self.fields["driver"]
        named = [(pk, f"— {one.name}" if one.under_id else one.name) for pk, one in self._drivers.items()]
        offered.offer([*named, (NONE, _("None yet"))])

    def clean_driver(self) -> Driver | None:
        """The driver, or None for none yet."""
        return self._drivers.get(self.cleaned_data["driver"])


class IdeasForm(_UnderADriver):
    """What might be done differently, one or several at once."""

    words = Textarea(
        _("What might be done differently?"),
        hint=_("One idea on a line. For example: Ask at the second meeting, not at admission"),
        error=_("Write down at least one idea"),
        max_length=6000,
        rows=5,
    )
    driver = Select(_("Which driver would it change?"), error=_("Choose a driver, or none yet"), initial=NONE)

    def __init__(self, *args: Any, viewer: Viewer, aim: Aim, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_drivers(viewer, aim)

    def clean_words(self) -> list[str]:
        """One idea a line."""
        return one_a_line(self.cleaned_data["words"], 200)


class IdeaForm(_UnderADriver):
    """An idea said anew, or moved under another driver."""

    words = Text(
        _("What might be done differently?"),
        error=_("Say what might be done differently"),
        max_length=200,
    )
    driver = Select(_("Which driver would it change?"), error=_("Choose a driver, or none yet"))

    def __init__(self, *args: Any, viewer: Viewer, idea: ChangeIdea, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_drivers(viewer, idea.aim)


class IdeaStateForm(Form):
    """How an idea stands now, and why."""

    to = Radios(_("How does it stand now?"), error=_("Choose how it stands"))
    why = Textarea(
        _("Why?"),
        hint=_("This stays in the idea's history, with your name. Name nobody else."),
        error=_("Say in a few words why"),
        max_length=1000,
        rows=3,
    )

    HINTS = {
        ChangeIdea.State.IDEA: _("Take it up again"),
        ChangeIdea.State.TESTING: _("It is being tried out"),
        ChangeIdea.State.ADOPTED: _("It is how we work now"),
        ChangeIdea.State.ADAPTED: _("It works in another shape, which is tested next"),
        ChangeIdea.State.ABANDONED: _("It didn't work, or does harm"),
        ChangeIdea.State.PARKED: _("Not now"),
    }

    def __init__(self, *args: Any, idea: ChangeIdea, **options: Any) -> None:
        super().__init__(*args, **options)
        offered: Any = self.fields["to"]
        now = ChangeIdea.State(idea.state)
        offered.offer(
            [(to, to.label, self.HINTS[to]) for to in ChangeIdea.State if to in ChangeIdea.NEXT[now]]
        )
