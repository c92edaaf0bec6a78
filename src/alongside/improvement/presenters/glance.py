"""Measures at a glance, in words: cards, the matrix, and what chance alone would do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from alongside.charts import periods
from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, variation_icon
from alongside.charts.periods import short_when
from alongside.charts.small import draw_small
from alongside.charts.words import series_numbers
from alongside.improvement.presenters.measures import KINDS
from alongside.improvement.queries import glance
from alongside.improvement.queries.glance import Glance, OneChart
from alongside.improvement.queries.periods import Period
from alongside.programmes import addresses
from alongside.stats.spc.constants import FIRM_AFTER
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from alongside.improvement.models import Measure

# A cell of the matrix names this many at once; the rest can be opened.
NAMED_IN_A_CELL = 5

SAYS: dict[str, _StrOrPromise] = {
    glance.CONCERN: gettext_lazy("Concern"),
    glance.NEUTRAL: gettext_lazy("A change, neither good nor bad"),
    glance.COMMON: gettext_lazy("Usual variation"),
    glance.IMPROVEMENT: gettext_lazy("Improvement"),
    glance.TOO_FEW: gettext_lazy("Too few points to say"),
}
TARGETS: dict[str, _StrOrPromise] = {
    glance.FAIL: gettext_lazy("Target will not be met"),
    glance.HIT_OR_MISS: gettext_lazy("Target met at times, by chance"),
    glance.PASS: gettext_lazy("Target will be met"),
    glance.NO_TARGET: gettext_lazy("No target to judge by"),
}
ORDERS: dict[str, _StrOrPromise] = {
    "": gettext_lazy("What needs you first"),
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
}
# The icon that stands for a row of the matrix.
_ROW_ICONS = {
    glance.CONCERN: "concern_low",
    glance.NEUTRAL: "neutral_high",
    glance.COMMON: "common",
    glance.IMPROVEMENT: "improvement_high",
    glance.TOO_FEW: None,
}


@dataclass(frozen=True)
class Card:
    """One chart of the grid. Its picture is drawn when the page asks for it, so only for those on the page."""

    one: OneChart

    @cached_property
    def document(self) -> dict[str, Any]:
        return self.one.document(_)

    @property
    def name(self) -> str:
        return self.one.measure.name

    @property
    def part(self) -> str:
        return self.one.part.name

    @property
    def href(self) -> str:
        return address(self.one)

    @property
    def kind(self) -> str:
        return str(KINDS[self.one.measure.kind])

    @property
    def service(self) -> str:
        return self.one.measure.service.name if self.one.measure.service else ""

    @property
    def icons(self) -> Markup:
        drawn = variation_icon(self.one.variation, size=44, say=_)
        if self.one.measure.target is not None:
            drawn += assurance_icon(self.one.assurance, better=self.one.measure.better, size=44, say=_)
        return Markup(drawn)  # noqa: S704 - made by an escaping function

    @property
    def says(self) -> str:
        said = _(VARIATION_WORDS[self.one.variation])
        if self.one.variation is None:
            said = _("%(said)s: %(n)s of the %(enough)s it takes") % {
                "said": said, "n": words.number(self.one.usable), "enough": words.number(FIRM_AFTER),
            }  # fmt: skip
            return said if self.one.usable < FIRM_AFTER else _(VARIATION_WORDS[None])
        return said

    @property
    def target(self) -> str:
        """Whether the target will be met; why that can't be said is told on the chart's own page."""
        return _(ASSURANCE_WORDS[self.one.assurance]) if self.one.assurance else ""

    @property
    def latest(self) -> dict[str, str]:
        """The latest value in the period, its own period, and out of how many."""
        if self.one.place < 0:
            return {"value": "", "period": "", "n": ""}
        point = self.document["points"][self.one.place]
        measure = self.one.measure
        numbers = series_numbers(self.document, percent=self.one.percent, unit=measure.unit)
        unit = "" if self.one.percent or measure.unit == "%" else measure.unit
        n = "" if point["n"] is None else _("n = %(n)s") % {"n": words.number(point["n"])}
        when = periods.when(point["x"], self.document["step"], _)
        return {"value": f"{numbers.value(point['y'])} {unit}".strip(), "period": when, "n": n}

    @property
    def stale(self) -> str:
        if not self.one.is_stale:
            return ""
        return _("No new figure for two periods")

    @property
    def picture(self) -> Markup:
        labels, step = self.one.part.labels, self.document["step"]
        told = _("Small chart of %(name)s, %(first)s to %(last)s") % {
            "name": f"{self.name}: {self.part}" if self.part else self.name,
            "first": short_when(labels[self.one.first], step, _),
            "last": short_when(labels[self.one.last], step, _),
        }
        drawn = draw_small(self.document, name=told, first=self.one.first, last=self.one.last)
        return Markup(drawn)  # noqa: S704 - made by an escaping function


def address(one: OneChart) -> str:
    """The page of a chart: the measure's, or that of its series."""
    measure = one.measure
    if not one.part.name:
        return addresses.of_project(measure.project, "measure", measure=measure)
    of_part = addresses.of_project(measure.project, "measure_part", measure=measure)
    return f"{of_part}?{urlencode({'part': one.part.name})}"


def link(one: OneChart) -> dict[str, str]:
    """A chart by name."""
    return {"name": one.measure.name, "part": one.part.name, "href": address(one)}


def without_figures(measures: Iterable[Measure]) -> list[dict[str, str]]:
    """Measures that nobody has brought figures for, by name."""
    return [
        {"name": measure.name, "href": addresses.of_project(measure.project, "measure", measure=measure)}
        for measure in measures
    ]


def matrix(seen: Glance) -> dict[str, Any]:
    """Variation × assurance: in each cell how many, and which."""
    rows = [
        {
            "words": SAYS[says],
            "icon": Markup(variation_icon(_ROW_ICONS[says], size=32, say=_)),  # noqa: S704
            "cells": [_cell(seen.having(says, target)) for target in glance.ASSURANCES],
        }
        for says in glance.VARIATIONS
        if says in (glance.CONCERN, glance.COMMON, glance.IMPROVEMENT) or seen.having(says)
    ]
    return {"columns": [TARGETS[target] for target in glance.ASSURANCES], "rows": rows}


def _cell(charts: Sequence[OneChart]) -> dict[str, Any]:
    named = [link(one) for one in charts]
    more = len(named) - NAMED_IN_A_CELL
    return {
        "count": len(named),
        "named": named[:NAMED_IN_A_CELL] if more > 1 else named,
        "more": named[NAMED_IN_A_CELL:] if more > 1 else [],
        "more_words": ngettext("and %(n)s more", "and %(n)s more", more) % {"n": words.number(more)}
        if more > 1
        else "",
    }


def in_short(seen: Glance) -> list[str]:
    """How many charts say what: true numbers, each kind that there is."""
    said = {
        glance.CONCERN: ngettext("%(n)s shows concern", "%(n)s show concern", len(seen.having(glance.CONCERN))),
        glance.IMPROVEMENT: ngettext(
            "%(n)s shows improvement", "%(n)s show improvement", len(seen.having(glance.IMPROVEMENT))
        ),
        glance.NEUTRAL: ngettext(
            "%(n)s shows a change that is neither", "%(n)s show a change that is neither", len(seen.having(glance.NEUTRAL))
        ),
        glance.COMMON: ngettext(
            "%(n)s shows usual variation", "%(n)s show usual variation", len(seen.having(glance.COMMON))
        ),
        glance.TOO_FEW: ngettext(
            "%(n)s has too few points to say", "%(n)s have too few points to say", len(seen.having(glance.TOO_FEW))
        ),
    }  # fmt: skip
    return [
        sentence % {"n": words.number(count)}
        for says, sentence in said.items()
        if (count := len(seen.having(says)))
    ]


def by_chance(seen: Glance) -> str:
    """What chance alone would colour, beside what is coloured; nothing where there is no icon."""
    if not seen.judged:
        return ""
    expected = seen.by_chance
    if expected < 0.95:
        about = _("fewer than one")
    else:
        about = _("about %(n)s") % {"n": words.number(round(expected))}
    return _(
        "%(coloured)s of %(all)s icons say that something changed. If nothing at all had changed, chance alone would "
        "colour %(about)s of them, and more where one month is like the month before. So look at the chart before you act."
    ) % {"coloured": words.number(seen.coloured), "all": words.number(len(seen.judged)), "about": about}


def period_words(period: Period) -> str:
    """What a period is called in the list of choices."""
    if period.is_everything:
        return _("All figures")
    if period.key.endswith("m"):
        count = int(period.key[:-1])
        return ngettext("The last %(n)s month", "The last %(n)s months", count) % {"n": count}
    assert period.first is not None
    assert period.last is not None
    if "-q" in period.key:
        return periods.span(period.first.isoformat(), period.last.replace(day=1).isoformat(), "month", _)
    return str(period.first.year)


def narrowed(period: Period, seen: Glance) -> str:
    """What a chosen period does, and what it doesn't; nothing without one."""
    if period.is_everything:
        return ""
    said = _(
        "Shown are the figures of this period (%(period)s), and the icons are of the last figure in it. Averages and limits are "
        "still those of all figures: choosing a period doesn't change what is usual."
    ) % {"period": period_words(period)}
    if seen.outside:
        count = len(seen.outside)
        said += " " + ngettext(
            "%(n)s chart has no figure in it, and is not on this page.",
            "%(n)s charts have no figure in it, and are not on this page.",
            count,
        ) % {"n": words.number(count)}
    return said
