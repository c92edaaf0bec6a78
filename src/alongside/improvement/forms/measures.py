"""What is asked about a measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.improvement import units
from alongside.improvement.models import Measure
from alongside.improvement.models.measures import SHARE_CHARTS
from alongside.improvement.queries import feeding
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
    target_meant = Radios(_("Which target is meant?"), error=_("Choose which target is meant"))
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
        plotted: Sequence[float] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.has_figures = has_figures
        # With figures the chart is changed where it is judged, with a reason.
        self.kept_chart = measure.chart if measure is not None and has_figures else None
        if measure is not None:  # whom a measure is about stays, so that nobody sees it who didn't before
            del self.fields["service"]
            for name in said_elsewhere(measure):
                del self.fields[name]
        else:
            whole = [(WHOLE, _("No, the whole project"))]
            services = Service.objects.visible_to(viewer).not_ended().order_by("name")
            listed = [(str(service.pk), service.name) for service in services]
            self.fields["service"].offer([*whole, *listed])  # type: ignore[attr-defined]
            self.fields["service"].initial = (
                WHOLE if reaches_whole_project(viewer) or not listed else listed[0][0]
            )
            self._services = {str(service.pk): service for service in services}
        chart: Any = self.fields["chart"]
        if self.kept_chart is not None:
            del self.fields["chart"]
        elif has_figures:
            chart.offer([option for option in chart.options if option.value != DECIDE])
        elif measure is not None and measure.chart not in {option.value for option in chart.options}:
            chart.offer([*chart.options, (measure.chart, measure.get_chart_display())])
        self.meant = _doubted(self, plotted) if self.is_bound else None
        if self.meant is None:
            del self.fields["target_meant"]
        else:
            question: Any = self.fields["target_meant"]
            question.label = (
                gettext("The figures lie far from that target. Which is meant?")
                if plotted
                else question.label
            )
            question.offer(self.meant)

    def clean_service(self) -> Service | None:
        """The service, or None for the whole project."""
        return self._services.get(self.cleaned_data["service"])

    def clean_chart(self) -> str:
        """The chart, or nothing where the figures decide."""
        chosen = self.cleaned_data["chart"]
        return "" if chosen == DECIDE else chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.kept_chart is not None:
            cleaned["chart"] = self.kept_chart
        typed = cleaned.pop("target_meant", "") or (cleaned.get("target") or "").strip()
        if not typed:
            cleaned["target"] = None
            return cleaned
        number = number_of(typed)
        if number is None:
            self.add_error("target", gettext("Write the target as a number, like 7 or 90%"))
            return cleaned
        share = cleaned.get("chart") in SHARE_CHARTS
        if share and not 0 <= number <= 100:
            self.add_error("target", gettext("The target of a share is between 0% and 100%"))
        per_cent = typed.endswith("%") and cleaned.get("unit", "").strip() != "%"
        cleaned["target"] = number / 100 if share or per_cent else number
        return cleaned


def said_elsewhere(measure: Measure) -> dict[str, Any]:
    """What nobody is asked about a measure that feeds itself, because its definition says it; of any other, nothing."""
    if feeding.of_measure(measure) is None:
        return {}
    return {name: getattr(measure, name) for name in ("definition", "source", "unit")}


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


def _doubted(form: MeasureForm, plotted: Sequence[float]) -> list[tuple[str, str]] | None:
    """What may be meant by a target that was typed in another unit than the figures are in; None where it is clear."""
    typed = str(form.data.get("target", "")).strip()
    number = number_of(typed)
    chart = form.kept_chart if form.kept_chart is not None else str(form.data.get("chart", ""))
    if number is None:
        return None
    if chart in SHARE_CHARTS:
        # 0.95 of a share may be 95%, or not even one per cent.
        if typed.endswith("%") or not 0 < number <= 1:
            return None
        return [(f"{number * 100:.10g}%", f"{number * 100:.10g}%"), (f"{number:.10g}%", f"{number:.10g}%")]
    value = number / 100 if typed.endswith("%") and str(form.data.get("unit", "")).strip() != "%" else number
    other = units.meant(value, plotted)
    return None if other is None else [(f"{each:.10g}", f"{each:.10g}") for each in (other, value)]


def number_of(typed: str) -> float | None:
    """A number as people type it, with or without a sign for per cent; None for anything else."""
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
