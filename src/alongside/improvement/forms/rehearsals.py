"""What is asked before a rehearsal: what the figures are like now, and what is hoped for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.stats import rehearsal as stats
from alongside.ui.forms import Form, If, Number, Radios, Text

VALUE, RUN, SHARE, RATE, COUNT = "xmr", "run", "p", "u", "c"
LEAST, MOST = Decimal("0.0001"), 1_000_000_000
ALIKE = [("0", _("No, or nobody knows")), ("0.2", _("A little")), ("0.4", _("Clearly"))]
VARIES = [
    ("1", _("No more than chance")),
    ("1.5", _("Somewhat more")),
    ("2.5", _("Much more"), _("The months differ in ways that chance doesn't explain")),
]


class RehearsalForm(Form):
    """A planned measurement."""

    name = Text(
        _("What are you going to measure?"),
        hint=_("A short name, like: Asked and informed before referral"),
        error=_("Enter a name for what you are going to measure"),
        max_length=160,
    )
    chart = Radios(
        _("What is each month's figure?"),
        choices=[
            (SHARE, _("A share"), _("So many out of so many: a p chart")),
            (VALUE, _("A value"), _("Like the mean days of waiting: an XmR chart")),
            (RUN, _("A value on a run chart"), _("The values and their median, with the fewest assumptions")),
            (COUNT, _("A count"), _("How often something happened: a c chart")),
            (RATE, _("A rate"), _("How often it happened for each bed day, visit or person: a u chart")),
        ],
        error=_("Choose what each month's figure is"),
    )
    level = Number(
        _("Where does it stand now?"),
        hint=_("The average of the last months. Write a share in per cent, like 60"),
        error=_("Enter where it stands now, like 60"),
        whole=False,
        width=10,
    )
    effect = Number(
        _("How large a change do you hope for?"),
        hint=_("Added to where it stands: 15 makes 75 of 60. With a minus for a fall, like -15"),
        error=_("Enter the change you hope for, like 15 or -15"),
        whole=False,
        width=10,
    )
    spread = Number(
        _("How much does it vary from month to month?"),
        hint=_("The standard deviation. If nobody knows: most months lie within two of them on either side"),
        error=_("Enter how much it varies, like 2.5"),
        whole=False,
        least=LEAST,
        width=10,
        only_if=If("chart", VALUE, RUN),
    )
    size = Number(
        _("Out of how many in a month?"),
        hint=_("People, bed days or visits: the number that each month's figure is out of"),
        error=_("Enter how many are counted in a month, like 30"),
        whole=False,
        least=1,
        most=MOST,
        width=10,
        only_if=If("chart", SHARE, RATE),
    )
    before = Number(
        _("How many months before the change?"),
        error=_("Enter how many months there are before the change, like 15"),
        least=3,
        most=260,
        width=3,
    )
    after = Number(
        _("How many months after it?"),
        error=_("Enter how many months you will watch after the change, like 12"),
        least=3,
        most=260,
        width=3,
    )
    missing = Number(
        _("How many months in a hundred will have no figure?"),
        hint=_("0 if you are sure of every month"),
        error=_("Enter a number from 0 to 90"),
        least=0,
        most=90,
        width=3,
        initial=0,
    )
    season = Number(
        _("How far does the best time of the year lie above the average?"),
        hint=_("In the same unit. 0 if there is no season"),
        error=_("Enter how far, or 0"),
        whole=False,
        width=10,
        initial=0,
    )
    alike = Radios(
        _("Is a high month usually followed by another high one?"),
        choices=ALIKE,
        error=_("Choose how much months resemble the ones before them"),
        initial="0",
        only_if=If("chart", VALUE, RUN),
    )
    varies = Radios(
        _("Do the months differ more than chance would make them?"),
        choices=VARIES,
        error=_("Choose how much the months differ"),
        initial="1",
        only_if=If("chart", SHARE, RATE, COUNT),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            cleaned["plan"] = self._plan(cleaned)
        except stats.Refused as refused:
            self.add_error(FIELDS.get(refused.code, "effect"), refused.sentence(gettext))
        return cleaned

    @staticmethod
    def _plan(cleaned: dict[str, Any]) -> stats.Plan:
        chart = cleaned["chart"]
        # People write shares in per cent.
        unit = 100 if chart == SHARE else 1
        counts = chart not in (VALUE, RUN)
        spread, size = cleaned.get("spread"), cleaned.get("size")
        return stats.Plan(
            chart=chart,
            level=float(cleaned["level"]) / unit,
            effect=float(cleaned["effect"]) / unit,
            spread=None if counts or spread is None else float(spread),
            size=float(size) if size and chart in (SHARE, RATE) else None,
            before=cleaned["before"],
            after=cleaned["after"],
            missing=float(cleaned["missing"]) / 100,
            season=float(cleaned["season"]) / unit,
            autocorrelation=0.0 if counts else float(cleaned["alike"]),
            overdispersion=float(cleaned["varies"]) if counts else 1.0,
        )


# Where a refusal of the whole plan is said.
FIELDS = {
    "out_of_range": "level",
    "not_positive": "level",
    "level_leaves": "effect",
    "no_effect": "effect",
    "too_many": "after",
}
