"""What is asked about a release: which figures, from when to when, under which rule; and why it goes no further."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.charts import periods
from alongside.improvement import disclosure
from alongside.improvement.queries.releases import Offer
from alongside.improvement.releasing import Choices, Chosen
from alongside.improvement.releasing.choosing import QUARTER
from alongside.ui.forms import Checkboxes, Form, Option, Radios, Select, Text, Textarea

AS_THEY_ARE = "as-they-are"


class ReleaseForm(Form):
    """Which figures are to leave, and how small numbers in them are kept safe."""

    name = Text(
        _("What do you call this release?"),
        hint=_("The programme sees this name. For example: Figures to September 2026"),
        error=_("Give the release a name, so that it can be told from others"),
        max_length=120,
    )
    figures = Checkboxes(_("Which figures are to leave?"), error=_("Choose at least one"))
    every = Radios(
        _("How often is there to be a figure?"),
        hint=_("A percentage needs 50 people or more. A quarter often has them where a month does not."),
        choices=[
            (QUARTER, _("Each quarter: months are added up where they are counts")),
            (AS_THEY_ARE, _("As often as the measure has one")),
        ],
        error=_("Choose how often there is to be a figure"),
    )
    since = Select(_("From which month?"), required=False, empty=_("From the beginning"))
    until = Select(_("To which month?"), required=False, empty=_("To the latest figure"))
    about_staff = Checkboxes(
        _("Which of them are about staff?"),
        hint=_("A small team knows itself. For staff, counts under 10 are hidden."),
        required=False,
    )
    enough = Checkboxes(
        _("Which of them are means, or the like, of 8 people or more each time?"),
        hint=_(
            "These figures do not say out of how many they are. Tick only what you know: your answer stands in the release. What is "
            "not ticked is treated as a count, or hidden."
        ),
        required=False,
    )
    rule_set = Radios(_("Which rule for small numbers?"), error=_("Choose a rule for small numbers"))

    def __init__(self, *args: Any, offered: Sequence[Offer], labels: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offered = {offer.key: offer for offer in offered}
        self._offer("figures", [Option(one.key, one.title, one.hint) for one in offered])
        measures = {one.measure: one for one in offered}
        self._offer("about_staff", [Option(pk, one.name) for pk, one in measures.items()])
        without = {pk: one for pk, one in measures.items() if not one.has_denominators}
        if without:
            self._offer("enough", [Option(pk, one.name) for pk, one in without.items()])
        else:
            del self.fields["enough"]
        months = [(label, periods.when(label, "month", gettext)) for label in labels]
        for name in ("since", "until"):
            if months:
                self._offer(name, [Option(*month) for month in months])
            else:
                del self.fields[name]
        rules = disclosure.available().values()
        self._offer("rule_set", [Option(one.id, gettext(one.title), gettext(one.said)) for one in rules])

    def _offer(self, name: str, options: list[Option]) -> None:
        self.fields[name].offer(options)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("Choose a last month that is not before the first one"))
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """As the action takes it."""
        said = self.cleaned_data
        parts: dict[str, list[str]] = {}
        for key in said["figures"]:
            offer = self._offered[key]
            parts.setdefault(offer.measure, []).append(offer.part)
        chosen = tuple(
            Chosen(
                measure=measure,
                parts=() if names == [""] else tuple(names),
                every=QUARTER if said["every"] == QUARTER else "",
                about_staff=measure in said["about_staff"],
                enough_behind=measure in (said.get("enough") or ()),
            )
            for measure, names in parts.items()
        )
        choices = Choices(chosen, said.get("since") or "", said.get("until") or "")
        return {"name": said["name"], "choices": choices, "rule_set": said["rule_set"]}


def starting(offered: Sequence[Offer]) -> dict[str, Any]:
    """What a fresh form shows: nothing chosen but the usual rule."""
    return {"every": QUARTER, "rule_set": disclosure.DEFAULT}


def as_chosen(release: Any, offered: Sequence[Offer]) -> dict[str, Any]:
    """A draft as its form shows it."""
    choices = Choices.of(release.choices)
    of_measure = {one.measure: one for one in choices.measures}
    return {
        "name": release.name,
        "figures": [
            offer.key
            for offer in offered
            if (one := of_measure.get(offer.measure)) and (not one.parts or offer.part in one.parts)
        ],
        "every": QUARTER if any(one.every for one in choices.measures) else AS_THEY_ARE,
        "since": choices.since,
        "until": choices.until,
        "about_staff": [one.measure for one in choices.measures if one.about_staff],
        "enough": [one.measure for one in choices.measures if one.enough_behind],
        "rule_set": release.rule_set,
    }


class HoldForm(Form):
    """Why a release is held back."""

    why = Textarea(
        _("Why is it held back?"),
        hint=_("Whoever prepared it reads this, so that they can prepare it again. Name nobody."),
        error=_("Say in a few words why"),
        max_length=1000,
        rows=3,
    )


class WithdrawForm(Form):
    """Why a release is withdrawn."""

    why = Textarea(
        _("Why is it withdrawn?"),
        hint=_("The programme reads this sentence in place of the figures. Name nobody, and give no figure."),
        error=_("Say in a few words why"),
        max_length=1000,
        rows=3,
    )
