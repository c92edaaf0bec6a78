"""What is asked before a change is analysed: which change, when, how it came in, and what may look like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.charts import periods
from alongside.improvement import interrupted
from alongside.improvement.interrupted import HARMONICS, PER_YEAR, Asked, NotPlaced
from alongside.improvement.models import Annotation, Measure
from alongside.improvement.queries.series import Part
from alongside.ui.forms import Date, Form, If, Number, Radios, Select, Text

OTHER, JUMP, BOTH, YES, NO, VALUES, COUNTS = "other", "jump", "both", "yes", "no", "values", "counts"
MOST_LEFT_OUT = 24


class AnalysisForm(Form):
    """What changed, and when?"""

    part = Select(_("Which series?"), error=_("Choose a series"))
    when = Radios(
        _("Which change?"),
        hint=_(
            "Choose a date for a reason you know of. A date that is picked because the chart bends there proves nothing."
        ),
        error=_("Choose what changed, or another date"),
    )
    day = Date(
        _("When was it?"),
        hint=_("For example, 27 3 2026"),
        error=_("Enter the date of the change, like 27 3 2026"),
        only_if=If("when", OTHER),
    )
    label = Select(_("From which point on?"), error=_("Choose the point"), only_if=If("when", OTHER))
    words = Text(
        _("What changed?"),
        hint=_("A few words, like: Second peer worker started. Name nobody."),
        error=_("Say in a few words what changed"),
        max_length=120,
        only_if=If("when", OTHER),
    )
    effect = Radios(
        _("What could the change do?"),
        choices=[
            (BOTH, _("Make a jump, and turn the trend"), _("The usual choice")),
            (JUMP, _("Make a jump, and leave the trend"), _("Needs fewer figures")),
        ],
        error=_("Choose what the change could do"),
        initial=BOTH,
    )
    phase_in = Number(
        _("How many periods did it take to come in?"),
        hint=_("They are left out of the comparison. Leave it empty if it came at once"),
        error=_("Write how many periods as a number"),
        least=0,
        most=MOST_LEFT_OUT,
        width=2,
        required=False,
    )
    season = Radios(
        _("Does the time of year matter for this number?"),
        hint=_("If so, the usual course of a year is taken out before the change is looked at"),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        error=_("Choose whether the time of year matters"),
        initial=NO,
        inline=True,
    )
    counts = Radios(
        _("What are the figures?"),
        choices=[
            (VALUES, _("Values"), _("The change is told as a difference, such as 3 days fewer")),
            (COUNTS, _("Counts of events"), _("The change is told in per cent, such as 20% fewer falls")),
        ],
        error=_("Choose what the figures are"),
        initial=VALUES,
    )

    def __init__(
        self, *args: Any, measure: Measure, parts: Sequence[Part], notes: Sequence[Annotation], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.measure, self.parts = measure, {part.name: part for part in parts}
        self.notes = {str(note.pk): note for note in notes}
        if len(parts) > 1:
            self._offer("part", [(f"part:{part.name}", part.name) for part in parts])
        else:
            del self.fields["part"]
        listed = [
            (pk, note.words, periods.when(note.label, "day", gettext)) for pk, note in self.notes.items()
        ]
        self._offer("when", [*listed, (OTHER, _("Another date"), _("It is then noted as chosen today"))])
        if not listed:
            self.fields["when"].initial = OTHER
        in_order = measure.step == Measure.Step.ORDER
        del self.fields["day" if in_order else "label"]
        if in_order:
            labels = dict.fromkeys(label for part in parts for label in part.labels)
            self._offer("label", [(label, label) for label in list(labels)[1:]])
        if not any(_two_seasons(part, measure.step) for part in parts):
            del self.fields["season"]
        if measure.is_share or not all(_whole(part) for part in parts):
            del self.fields["counts"]

    def _offer(self, name: str, choices: list[tuple[Any, ...]]) -> None:
        self.fields[name].offer(choices)  # type: ignore[attr-defined]

    @property
    def annotation(self) -> Annotation | None:
        """The note that the change was taken from."""
        return self.notes.get(self.cleaned_data["when"])

    @property
    def change_words(self) -> str:
        note = self.annotation
        return note.words if note else self.cleaned_data["words"]

    def asked(self) -> Asked:
        """What was asked."""
        said, note = self.cleaned_data, self.annotation
        change = note.label if note else said["day"].isoformat() if said.get("day") else said["label"]
        named = said.get("part")
        return Asked(
            part=named.removeprefix("part:") if named else next(iter(self.parts), ""),
            change=change,
            slope=said["effect"] == BOTH,
            phase_in=said.get("phase_in") or 0,
            season=said.get("season") == YES,
            counts=said.get("counts") == COUNTS,
            multiply=self.measure.multiply,
        )


def _two_seasons(part: Part, step: str) -> bool:
    """Whether the figures go on for two years, so that a season could be told."""
    try:
        timeline = interrupted.counted(part, step)
    except NotPlaced:
        return False
    times = timeline.times(part.labels)
    return timeline.step in HARMONICS and times.max() - times.min() + 1 >= 2 * PER_YEAR[timeline.step]


def _whole(part: Part) -> bool:
    """Whether the figures can be counts."""
    present = part.y[part.y == part.y]
    return bool(len(present) and (present >= 0).all() and (present == present.round()).all())
