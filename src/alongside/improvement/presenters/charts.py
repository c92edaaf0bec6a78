"""A judged series as a page shows it: picture, words, lines of the table, the latest figure with its footing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from alongside.charts import periods
from alongside.charts.events import CYCLE
from alongside.charts.events import Annotation as Noted
from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, variation_icon
from alongside.charts.signals import latest
from alongside.charts.slides import Slide, slide_of
from alongside.charts.svg import draw
from alongside.charts.table import Table, chart_table
from alongside.charts.words import chart_name, describe, rule_sentences, series_numbers
from alongside.improvement.models import Annotation, Measure
from alongside.improvement.queries.series import Part
from alongside.ui import words

# A page shows this many rows of the table, the latest; the download has them all.
ROWS_SHOWN = 120
# The axis step that a measure's own step stands for.
STEPS = {"day", "week", "month", "quarter"}


@dataclass(frozen=True)
class Shown:
    """One series, judged, with everything that its pictures and words need."""

    measure: Measure
    part: Part
    document: dict[str, Any]
    percent: bool
    annotations: Sequence[Annotation] = ()
    id: str = "chart"
    cycles: Sequence[tuple[str, str]] = ()
    """Cycles of change: when each began, as a date or a label, and its words."""

    @property
    def title(self) -> str:
        """What the picture is of."""
        return f"{self.measure.name}: {self.part.name}" if self.part.name else self.measure.name

    def svg(self, size: str, *, interactive: bool = True, notes: bool = True, title: str = "") -> Markup:
        """The picture: wide, or narrow for phones. Everything in it that people typed is escaped by its own template."""
        drawn = draw(
            self.document,
            title=title or self.title,
            unit=self.measure.unit,
            percent=self.percent,
            annotations=self.noted if notes else (),
            size=size,
            interactive=interactive,
            name=f"{self.id}-{size}",
            say=_,
        )
        return Markup(drawn)  # noqa: S704 - made by an escaping template

    @property
    def noted(self) -> list[Noted]:
        """What the chart notes beside its points: when, and the words; cycles of change with their own sign."""
        notes = [Noted(one.label, one.words) for one in self.annotations]
        return notes + [Noted(label, said, CYCLE) for label, said in self.cycles]

    @property
    def slide(self) -> Slide:
        """The chart on a slide, with how it is counted."""
        return slide_of(
            self.document,
            title=self.title,
            unit=self.measure.unit,
            percent=self.percent,
            annotations=self.noted,
            footing=f"{self.footing} · {self.chart}",
            counted=self.measure.definition,
            say=_,
        )

    @property
    def wide(self) -> Markup:
        return self.svg("wide")

    @property
    def narrow(self) -> Markup:
        return self.svg("narrow")

    @property
    def small(self) -> Markup:
        """For a grid of many: nothing to reach with the keyboard but the link around it."""
        return self.svg("narrow", interactive=False, notes=False, title=self.part.name)

    @property
    def in_words(self) -> str:
        """The chart told to somebody who doesn't see it."""
        return describe(
            self.document,
            title=self.title,
            unit=self.measure.unit,
            percent=self.percent,
            annotations=self.noted,
            say=_,
        )

    @property
    def rules(self) -> list[str]:
        """What happened, each with its rule in words; or that nothing did."""
        fired = [f"{sentence}." for sentence in rule_sentences(self.document, _)]
        if fired:
            return fired
        if self.document["variation"] is None:
            return [_("Nothing stands out so far. There are too few points to be sure.")]
        return [_("No rule fired: this is the usual variation.")]

    @property
    def notes(self) -> list[str]:
        """What to know before believing the lines."""
        return [f"{note[:1].upper()}{note[1:]}." for note in self.document["notes"]]

    @property
    def chart(self) -> str:
        return chart_name(self.document["chart"], _)

    @property
    def table(self) -> Table:
        """The figures, the latest first."""
        made = chart_table(self.document, unit=self.measure.unit, percent=self.percent, say=_)
        return Table(made.headings, made.numeric, made.rows[::-1])

    @property
    def variation(self) -> Markup:
        return Markup(variation_icon(self.document["variation"], size=40, say=_))  # noqa: S704 - made by an escaping function

    @property
    def variation_words(self) -> str:
        return _(VARIATION_WORDS[self.document["variation"]])

    @property
    def assurance(self) -> Markup:
        """The icon about the target; nothing where there is none."""
        if self.document["target"] is None:
            return Markup("")
        drawn = assurance_icon(self.document["assurance"], better=self.document["better"], size=40, say=_)
        return Markup(drawn)  # noqa: S704 - made by an escaping function

    @property
    def assurance_words(self) -> str:
        return _(ASSURANCE_WORDS[self.document["assurance"]]) if self.document["target"] is not None else ""

    @property
    def latest(self) -> dict[str, str]:
        """The last value there is, its period, and how many it is out of."""
        point = latest(self.document)
        if point is None:
            return {"value": "", "period": "", "n": ""}
        numbers = series_numbers(self.document, percent=self.percent, unit=self.measure.unit)
        n = point["n"]
        unit = self.measure.unit if self.measure.unit != "%" else ""
        return {
            "value": f"{numbers.value(point['y'])} {'' if self.percent else unit}".strip(),
            "period": self.when(point["x"]),
            "n": "" if n is None else _("n = %(n)s") % {"n": words.number(n)},
        }

    @property
    def footing(self) -> str:
        """From when to when, how many periods, how many of them missing, and n in all."""
        labels = self.part.labels
        count = len(labels)
        said = [
            _("%(first)s to %(last)s") % {"first": self.when(labels[0]), "last": self.when(labels[-1])}
            if count > 1
            else ""
        ]
        said.append(f"{words.number(count)} {periods.period_word(self.document['step'], count, _)}")
        missing = self.part.missing
        if missing:
            said.append(ngettext("%(n)s missing", "%(n)s missing", missing) % {"n": words.number(missing)})
        else:
            said.append(_("none missing"))
        if self.part.n is not None:
            said.append(_("n = %(n)s in all") % {"n": words.number(self.part.total)})
        return " · ".join(part for part in said if part)

    def when(self, label: str) -> str:
        return periods.when(label, self.document["step"], _)


def shown(
    measure: Measure,
    series: Sequence[Part],
    documents: Sequence[dict[str, Any]],
    *,
    percent: bool,
    annotations: Sequence[Annotation] = (),
    cycles: Sequence[tuple[str, str]] = (),
    id: str = "chart",
) -> list[Shown]:
    """Each series with its document, in order; ids that no two of a page share."""
    return [
        Shown(measure, part, document, percent, annotations, f"{id}-{place}", cycles)
        for place, (part, document) in enumerate(zip(series, documents, strict=True), 1)
    ]


def step_of(measure: Measure) -> str | None:
    """What one step of the measure's charts is; None to let the labels say."""
    return measure.step if measure.step in STEPS else None


def csv_rows(series: Sequence[Shown]) -> list[list[object]]:
    """Every point of every series with its lines, as rows under headings."""
    rows: list[list[object]] = [
        [
            _("Series"), _("Period"), _("Value"), _("Count"), _("Out of"), _("Centre"), _("Lower limit"), _("Upper limit"),
            _("What it says"),
        ]
    ]  # fmt: skip
    from alongside.charts.point_words import VERDICT_WORDS

    for one in series:
        for place, point in enumerate(one.document["points"]):
            y = one.part.y[place]
            count = None if point["n"] is None or math.isnan(y) else int(y) if y == int(y) else float(y)
            said = _(VERDICT_WORDS[point["verdict"]]) if point["verdict"] else None
            rows.append(
                [
                    one.part.name, point["x"], point["y"], count, point["n"], point["centre"], point["lower"],
                    point["upper"], said,
                ]
            )  # fmt: skip
    return rows
