"""What is asked about a measure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.improvement.models import Measure
from alongside.programmes.access import reaches_whole_project
from alongside.programmes.models import Service
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Date, Form, Radios, Select, Text, Textarea

DECIDE = "decide"
WHOLE = "whole"


class MeasureForm(Form):
    """What a measure counts, over what, from where, and which way is better."""

    name = Text(
        _("What do you measure?"),
        hint=_("A short name, like: Felt understood by the team"),
        error=_("Enter a name for the measure"),
        max_length=160,
    )
    definition = Textarea(
        _("How is it counted?"),
        hint=_("So that somebody else would get the same number: what counts, out of what, and what doesn't"),
        error=_("Say how it is counted"),
        max_length=2000,
        rows=4,
    )
    kind = Radios(
        _("What kind of measure is it?"),
        choices=[
            (Measure.Kind.OUTCOME, _("Outcome"), _("What people get from it")),
            (Measure.Kind.PROCESS, _("Process"), _("Whether we do what we meant to do")),
            (
                Measure.Kind.BALANCING,
                _("Balancing"),
                _("What might get worse while we change something else"),
            ),
        ],
        error=_("Choose what kind of measure it is"),
    )
    better = Radios(
        _("Which way is better?"),
        choices=[
            (Measure.Better.UP, _("Higher is better")),
            (Measure.Better.DOWN, _("Lower is better")),
            (Measure.Better.NEITHER, _("Neither"), _("We want to see change either way")),
        ],
        error=_("Choose which way is better, or neither"),
    )
    source = Text(
        _("Where do the figures come from?"),
        hint=_("For example: paper cards, read by the ward clerk"),
        error=_("Say where the figures come from"),
        max_length=200,
    )
    target = Text(
        _("Is there a target?"),
        hint=_("For a share write it in per cent, like 90%. Otherwise a number, like 7"),
        width=10,
        required=False,
        max_length=20,
    )
    unit = Text(
        _("What unit is it in?"),
        hint=_("For example: days. Leave it empty for a share"),
        width=20,
        required=False,
        max_length=60,
    )
    service = Select(
        _("Is it about one service?"),
        hint=_("Members who don't work with that service won't see it"),
        error=_("Choose a service, or the whole project"),
    )
    chart = Radios(
        _("Which chart?"),
        choices=[
            (DECIDE, _("Decide from the figures")),
            (Measure.Chart.P, _("p chart"), _("For shares: so many out of so many")),
            (Measure.Chart.XMR, _("XmR chart"), _("For one value in each period")),
            (
                Measure.Chart.RUN,
                _("Run chart"),
                _("The values and their median, with the fewest assumptions"),
            ),
        ],
        error=_("Choose a chart"),
        initial=DECIDE,
    )

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        measure: Measure | None = None,
        has_figures: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.has_figures = has_figures
        if measure is not None:  # whom a measure is about stays, so that nobody sees it who didn't before
            del self.fields["service"]
        else:
            whole = [(WHOLE, _("No, the whole project"))]
            services = Service.objects.visible_to(viewer).not_ended().order_by("name")
            listed = [(str(service.pk), service.name) for service in services]
            self.fields["service"].offer([*whole, *listed])  # type: ignore[attr-defined]
            self.fields["service"].initial = (
                WHOLE if reaches_whole_project(viewer) or not listed else listed[0][0]
            )
            self._services = {str(service.pk): service for service in services}
        if has_figures:
            chart: Any = self.fields["chart"]
            chart.offer([option for option in chart.options if option.value != DECIDE])

    def clean_service(self) -> Service | None:
        """The service, or None for the whole project."""
        return self._services.get(self.cleaned_data["service"])

    def clean_chart(self) -> str:
        """The chart, or nothing where the figures decide."""
        chosen = self.cleaned_data["chart"]
        return "" if chosen == DECIDE else chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = (cleaned.get("target") or "").strip()
        if not typed:
            cleaned["target"] = None
            return cleaned
        number = _number(typed)
        if number is None:
            self.add_error("target", gettext("Write the target as a number, like 7 or 90%"))
            return cleaned
        share = cleaned.get("chart") == Measure.Chart.P
        if share and not 0 <= number <= 100:
            self.add_error("target", gettext("The target of a share is between 0% and 100%"))
        per_cent = typed.endswith("%") and cleaned.get("unit", "").strip() != "%"
        cleaned["target"] = number / 100 if share or per_cent else number
        return cleaned


def as_typed(measure: Measure) -> dict[str, Any]:
    """A measure as its form shows it."""
    target = measure.target
    shown = "" if target is None else f"{target * 100:.10g}%" if measure.is_share else f"{target:.10g}"
    names = ("name", "definition", "kind", "better", "source", "unit")
    return {
        **{name: getattr(measure, name) for name in names},
        "chart": measure.chart or DECIDE,
        "target": shown,
    }


def _number(typed: str) -> float | None:
    plain = typed.removesuffix("%").strip().replace(",", "").replace("−", "-")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


class ReasonForm(Form):
    """Why something is withdrawn or taken back."""

    why = Textarea(
        _("Why?"),
        hint=_("This stays in the measure's history, with your name. Name nobody else."),
        error=_("Say in a few words why"),
        max_length=1000,
        rows=3,
    )


class AnnotationForm(Form):
    """What happened, and when."""

    day = Date(
        _("When was it?"),
        hint=_("For example, 27 3 2026"),
        error=_("Enter the date it happened, like 27 3 2026"),
    )
    words = Text(
        _("What happened?"),
        hint=_("A few words to stand on the chart, like: Second peer worker started. Name nobody."),
        error=_("Say in a few words what happened"),
        max_length=120,
    )


class LabelledAnnotationForm(Form):
    """What happened, and at which point, for charts whose points have no dates."""

    label = Select(_("At which point was it?"), error=_("Choose the point"))
    words = AnnotationForm.base_fields["words"]

    def __init__(self, *args: Any, labels: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["label"].offer([(label, label) for label in labels])  # type: ignore[attr-defined]
