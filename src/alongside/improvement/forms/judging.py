"""What is asked about how a measure is judged: its chart and rules, where a phase begins, which point is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.improvement import units
from alongside.improvement.forms.measures import ReasonForm, number_of
from alongside.improvement.models import Measure
from alongside.improvement.models.measures import SHARE_CHARTS
from alongside.ui.forms import Form, Number, Radios, Select, Text, Textarea

USUAL, YES, NO = "usual", "yes", "no"
EVERY = "every-series"
CHARTS = [
    (Measure.Chart.XMR, _("XmR chart"), _("One value in each period, like a mean number of days")),
    (Measure.Chart.RUN, _("Run chart"), _("The values and their median. It asks the least of the figures")),
    (Measure.Chart.P, _("p chart"), _("A share: so many people out of so many")),
    (
        Measure.Chart.PP,
        _("p′ chart"),
        _("A share that varies more than chance would make it, often because very many are counted"),
    ),
    (Measure.Chart.U, _("u chart"), _("Events for so many, like falls for every 1,000 days on the ward")),
    (Measure.Chart.UP, _("u′ chart"), _("Events for so many that vary more than chance would make them")),
    (Measure.Chart.C, _("c chart"), _("How many events there were, where each period is like the next")),
    (
        Measure.Chart.G,
        _("g chart"),
        _("For rare events. Each point is how many times nothing happened before it did"),
    ),
    (Measure.Chart.T, _("t chart"), _("For rare events. Each point is how many days passed before the next")),
    (
        Measure.Chart.IP,
        _("I′ chart"),
        _("One value in each period, such as a mean, of many people in some periods and few in others"),
    ),
]
TIMES = [(1, _("As it is")), (100, "100"), (1_000, "1,000"), (10_000, "10,000"), (100_000, "100,000")]


class JudgingForm(Form):
    """How a measure is judged, all on one page. What stands there at first is what the NHS charts do."""

    chart = Radios(
        _("Which chart?"),
        hint=_("Only those are offered that can be drawn with the figures that are here"),
        error=_("Choose a chart"),
    )
    rules = Radios(
        _("When has something changed?"),
        choices=[
            (
                USUAL,
                _("The rules that go with the chart"),
                _("For a run chart how long runs are and how often the line is crossed, else the NHS rules"),
            ),
            (
                Measure.Rules.NHS,
                _("The NHS rules"),
                _("A point outside the limits, seven on one side, a trend, or two of three near a limit"),
            ),
            (
                Measure.Rules.ANHOEJ,
                _("Long runs and few crossings"),
                _("How long a run may be depends on how many points there are. These are the Anhøj rules"),
            ),
        ],
        error=_("Choose the rules"),
        initial=USUAL,
    )
    trend = Radios(
        _("How many points, each higher than the last or each lower, make a trend?"),
        choices=[("7", _("Seven")), ("6", _("Six"))],
        error=_("Choose six or seven"),
        inline=True,
        initial="7",
    )
    two_in_three = Radios(
        _("Two of three points near a limit: which points count?"),
        choices=[
            (
                Measure.TwoInThree.BEYOND,
                _("Those near a limit or outside it"),
                _("The NHS charts since 2023"),
            ),
            (Measure.TwoInThree.WITHIN, _("Only those near it, still inside"), _("The NHS charts before")),
        ],
        error=_("Choose which points count"),
        initial=Measure.TwoInThree.BEYOND,
    )
    screen = Radios(
        _("One wild jump makes the limits wide. Leave such jumps out when the limits are set?"),
        choices=[
            (YES, _("Yes"), _("Jumps of more than 3.267 times the usual one are left out, once")),
            (NO, _("No"), _("All jumps count, as in the workbook of the NHS")),
        ],
        error=_("Choose yes or no"),
        initial=YES,
    )
    multiply = Select(
        _("Per how many is it shown?"),
        hint=_("A rate of 0.004 falls a day reads better as 4 falls per 1,000 days"),
        error=_("Choose per how many it is shown"),
        initial="1",
    )
    baseline = Number(
        _("Do the lines rest on the first points alone?"),
        hint=_("How many points, counted from the first of each phase, gaps too. Leave it empty to use all"),
        required=False,
        least=2,
        most=1000,
        errors={
            "invalid": _("Enter a whole number of points, like 12"),
            "least": _("Use 2 points or more; 12 or more is better"),
        },
        width=4,
    )
    centre = Text(
        _("Was the average fixed beforehand?"),
        hint=_(
            "For example, from a year that isn't on this chart. Leave it empty to take it from the figures"
        ),
        required=False,
        width=10,
        max_length=20,
    )
    target_meant = Radios(_("Which target is meant?"), error=_("Choose which target is meant"))
    why = Textarea(
        _("Why is it judged in another way?"),
        hint=_("This stays in the measure's history, with your name. Name nobody else."),
        error=_("Say in a few words why"),
        max_length=1000,
        rows=3,
    )

    def __init__(
        self,
        *args: Any,
        measure: Measure,
        drawable: Sequence[str],
        has_figures: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.measure = measure
        offered = [choice for choice in CHARTS if choice[0] in drawable]
        self.fields["chart"].offer(offered)  # type: ignore[attr-defined]
        self.fields["multiply"].offer(_times(measure.multiply))  # type: ignore[attr-defined]
        if not has_figures:
            del self.fields["why"]
            self.fields["chart"].help_text = ""
        doubted = self._doubted()
        if doubted is None:
            del self.fields["target_meant"]
        else:
            question: Any = self.fields["target_meant"]
            question.label = gettext("Shown like this, is the target still %(now)s?") % {"now": doubted[0]}
            question.offer([(f"{value:.10g}", f"{value:.10g}") for value in doubted])

    def _doubted(self) -> tuple[float, float] | None:
        """The target and what it may become, where another “per how many” leaves it far from the figures."""
        target, typed = self.measure.target, str(self.data.get("multiply", ""))
        if not self.is_bound or target is None or not typed.isdigit() or not int(typed):
            return None
        ratio = int(typed) / self.measure.multiply
        if ratio == 1:
            return None
        other = float(f"{target * ratio:.12g}")
        return target, other

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        share = cleaned.get("chart") in SHARE_CHARTS
        cleaned["multiply"] = float(cleaned.get("multiply") or 1)
        if share and cleaned["multiply"] != 1:
            self.add_error("multiply", gettext("A share is shown in per cent. Choose “As it is”"))
        cleaned["rules"] = "" if cleaned.get("rules") == USUAL else cleaned.get("rules")
        cleaned["trend"] = int(cleaned.get("trend") or 7)
        cleaned["screen"] = cleaned.get("screen") != NO
        typed = (cleaned.get("centre") or "").strip()
        number = number_of(typed) if typed else None
        if typed and number is None:
            self.add_error("centre", gettext("Write the average as a number, like 7 or 90%"))
        if number is not None and (share or typed.endswith("%")):
            number /= units.HUNDRED
            if share and not 0 <= number <= 1:
                self.add_error("centre", gettext("The average of a share is between 0% and 100%"))
        cleaned["centre"] = number
        meant = cleaned.pop("target_meant", "")
        cleaned["target"] = float(meant) if meant else self.measure.target
        return cleaned

    def said(self) -> dict[str, Any]:
        """How it is to be judged."""
        return {name: value for name, value in self.cleaned_data.items() if name != "why"}


def _times(now: float) -> list[tuple[str, Any]]:
    known = {float(value) for value, _words in TIMES}
    more = [] if now in known else [(f"{now:.10g}", f"{now:,.10g}")]
    return [(str(value), words) for value, words in TIMES] + more


def as_judged(measure: Measure) -> dict[str, Any]:
    """How a measure is judged, as the form shows it."""
    centre = measure.centre
    shown = "" if centre is None else f"{centre * 100:.10g}%" if measure.is_share else f"{centre:.10g}"
    return {
        "chart": measure.chart,
        "rules": measure.rules or USUAL,
        "trend": str(measure.trend),
        "two_in_three": measure.two_in_three,
        "screen": YES if measure.screen else NO,
        "multiply": f"{measure.multiply:.10g}",
        "baseline": measure.baseline,
        "centre": shown,
    }


class PhaseForm(Form):
    """From which point the chart has lines of its own, and why."""

    label = Select(_("From which point on?"), error=_("Choose the point where the new phase begins"))
    part = Select(_("Of which series?"), error=_("Choose a series, or every one"))
    why = Textarea(
        _("What changed, and how do you know?"),
        hint=_("It stands on the chart, with your name in the history. Name nobody else."),
        error=_("Say in a few words what changed, and how you know"),
        max_length=300,
        rows=3,
    )

    def __init__(
        self, *args: Any, labels: Sequence[tuple[str, str]], parts: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["label"].offer(labels)  # type: ignore[attr-defined]
        if len(parts) > 1:
            whole = [(EVERY, _("Every series"))]
            self.fields["part"].offer([*whole, *((f"of:{part}", part or _("No name")) for part in parts)])  # type: ignore[attr-defined]
            self.fields["part"].initial = EVERY
        else:
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("part") or EVERY
        cleaned["part"] = None if chosen == EVERY else chosen.removeprefix("of:")
        return cleaned


class LeaveOutForm(Form):
    """Which point doesn't count, and why."""

    part = Select(_("Of which series?"), error=_("Choose the series"))
    label = Select(_("Which point doesn't count?"), error=_("Choose the point"))
    why = Textarea(
        _("Why doesn't it count?"),
        hint=_("It stands on the chart, with your name in the history. Name nobody else."),
        error=_("Say in a few words why this point doesn't count"),
        max_length=300,
        rows=3,
    )

    def __init__(
        self, *args: Any, labels: Sequence[tuple[str, str]], parts: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.only = parts[0] if len(parts) == 1 else None
        self.fields["label"].offer(labels)  # type: ignore[attr-defined]
        if self.only is None:
            self.fields["part"].offer([(f"of:{part}", part or _("No name")) for part in parts])  # type: ignore[attr-defined]
        else:
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("part") or ""
        cleaned["part"] = chosen.removeprefix("of:") if self.only is None else self.only
        return cleaned


class TakenBackForm(ReasonForm):
    """Why a phase or a left-out point is taken back."""
