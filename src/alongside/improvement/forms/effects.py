"""What is asked about an effect that nobody expected."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.improvement.models import ChangeIdea, Cycle, Effect, Measure
from alongside.programmes.access import reaches_whole_project
from alongside.programmes.models import Service
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Date, Form, Radios, Select, Text, Textarea, Tick

WHOLE, NONE = "whole", "none"


class NoteForm(Form):
    """What was noticed, by whom it is felt, and what was done."""

    valence = Radios(
        _("Is it good or harmful?"),
        choices=[
            (Effect.Valence.GOOD, _("Good")),
            (Effect.Valence.HARMFUL, _("Harmful")),
            (Effect.Valence.UNCLEAR, _("Not clear yet")),
        ],
        error=_("Choose whether it is good, harmful or not clear yet"),
    )
    noticed_on = Date(
        _("When did you notice it?"),
        hint=_("For example, 27 3 2026. If it went on for a while, the first day"),
        error=_("Enter the day you noticed it, like 27 3 2026"),
    )
    what = Textarea(
        _("What did you notice?"),
        hint=_("What happened that nobody expected. Name nobody: write “a nurse”, “somebody on the ward”"),
        error=_("Say what you noticed"),
        max_length=4000,
        rows=5,
    )
    affected = Radios(
        _("Who is affected?"),
        hint=_("A group, never a person"),
        choices=Effect.Affected.choices,
        error=_("Choose who is affected"),
    )
    severity = Radios(
        _("How much does it matter?"), choices=Effect.Severity.choices, error=_("Choose how much it matters")
    )
    before = Radios(
        _("Have you seen it before?"),
        choices=Effect.Before.choices,
        error=_("Choose whether you have seen it before"),
    )
    did = Textarea(
        _("What was done about it at once?"),
        hint=_("Leave it empty if nothing was. Name nobody here either"),
        required=False,
        max_length=2000,
        rows=3,
    )
    service = Select(_("Where was it?"), error=_("Choose a service, or the whole project"))
    change = Select(
        _("Has it to do with a change you are trying?"),
        hint=_("A change idea or a cycle. If you don't know, leave it"),
        required=False,
    )
    measure = Select(
        _("Is there a measure that might show it?"),
        hint=_("A balancing measure watches for what gets worse"),
        required=False,
    )
    unnamed = Tick(_("Don't show others that it was me. They read “somebody in the team”"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        services = list(Service.objects.visible_to(viewer).not_ended().order_by("name"))
        whole = [(WHOLE, _("In the whole project"))]
        self._services = {str(service.pk): service for service in services}
        # Whoever works in one service starts from it; whoever reaches everything, from the whole.
        listed = [(str(service.pk), service.name) for service in services]
        self._offer("service", [*whole, *listed] if reaches_whole_project(viewer) else [*listed, *whole])
        ideas = ChangeIdea.objects.visible_to(viewer).order_by("words")[:200]
        cycles = Cycle.objects.visible_to(viewer).select_related("idea").order_by("-created_at")[:200]
        self._changes: dict[str, ChangeIdea | Cycle] = {
            **{f"idea-{idea.pk}": idea for idea in ideas},
            **{f"cycle-{cycle.pk}": cycle for cycle in cycles},
        }
        self._measures: dict[str, Measure] = {}
        if viewer.may(Permission.MEASURES_SEE):
            standing = Measure.objects.visible_to(viewer).standing().order_by("name")
            balancing = sorted(standing[:200], key=lambda one: one.kind != Measure.Kind.BALANCING)
            self._measures = {str(one.pk): one for one in balancing}
        self._offer_or_drop("change", {key: _called(one) for key, one in self._changes.items()})
        self._offer_or_drop("measure", {key: one.name for key, one in self._measures.items()})

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.offer(choices)

    def _offer_or_drop(self, name: str, listed: dict[str, str]) -> None:
        if listed:
            self._offer(name, [(NONE, _("No, or I don't know")), *listed.items()])
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["service"] = self._services.get(cleaned.get("service") or "")
        change = self._changes.get(cleaned.pop("change", "") or "")
        cleaned["idea"] = change if isinstance(change, ChangeIdea) else None
        cleaned["cycle"] = change if isinstance(change, Cycle) else None
        cleaned["measure"] = self._measures.get(cleaned.get("measure") or "")
        return cleaned


def _called(change: ChangeIdea | Cycle) -> str:
    if isinstance(change, Cycle):
        return gettext("Cycle: %(cycle)s") % {"cycle": change}
    return gettext("Idea: %(idea)s") % {"idea": change}


class LookForm(Form):
    """By when something is decided."""

    review_on = Date(
        _("By when is it decided, or looked at again?"),
        hint=_("For example, 27 3 2026. A harmful effect past this day shows as late on home pages"),
        error=_("Enter the day, like 27 3 2026"),
    )


class DecideForm(Form):
    """What becomes of the change, why, and what was learnt."""

    decision = Radios(
        _("What becomes of the change?"),
        choices=[
            (Effect.Decision.KEEP, _("Keep it as it is")),
            (Effect.Decision.ADAPT, _("Adapt it")),
            (Effect.Decision.STOP, _("Stop it")),
            (
                Effect.Decision.NOTHING,
                _("Nothing"),
                _("It has nothing to do with a change, or is too slight"),
            ),
        ],
        error=_("Choose what becomes of the change"),
    )
    why = Textarea(
        _("Why?"),
        hint=_("Whoever noticed it reads this. Name nobody"),
        error=_("Say in a few words why"),
        max_length=2000,
        rows=4,
    )
    learning = Textarea(
        _("What was learnt?"),
        hint=_("What another team should know before they try the same"),
        required=False,
        max_length=2000,
        rows=3,
    )


class FedBackForm(Form):
    """How whoever noticed it was told."""

    how = Text(
        _("How were they told?"),
        hint=_("For example: in the handover, to the whole team"),
        error=_("Say how they were told"),
        max_length=300,
    )
