"""An analysis as people read it: what changed and by how much, in natural units with intervals, and what to know first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from alongside.charts import periods
from alongside.charts.interrupted import describe_interrupted, draw_interrupted, interrupted_table
from alongside.charts.table import Table
from alongside.core import clock
from alongside.improvement.models import AnalysisRun, Measure
from alongside.improvement.presenters.amounts import Amounts, certain, chance
from alongside.improvement.queries.analyses import Ledger
from alongside.programmes import addresses
from alongside.ui import words


@dataclass(frozen=True)
class ShownRun:
    """One run with everything that its page draws and says. `percent`: its values are shares."""

    run: AnalysisRun
    percent: bool
    zone: str

    @property
    def measure(self) -> Measure:
        return self.run.measure

    @property
    def results(self) -> dict[str, Any]:
        return self.run.results

    @property
    def step(self) -> str:
        return str(self.results["step"] or "point")

    @property
    def title(self) -> str:
        return f"{self.measure.name}: {self.run.part}" if self.run.part else self.measure.name

    @cached_property
    def document(self) -> dict[str, Any]:
        """What the chart is drawn from."""
        return {
            "points": self.results["points"],
            "change": self.run.change,
            "words": self.run.change_words,
            "step": self.step,
        }

    @cached_property
    def amounts(self) -> Amounts:
        points = self.results["points"]
        values = [point["y"] for point in points]
        return Amounts.of(
            values, percent=self.percent, unit=self.measure.unit, ratios=self.results["model"] != "ols"
        )

    def _svg(self, size: str) -> Markup:
        drawn = draw_interrupted(
            self.document,
            title=self.title,
            unit=self.measure.unit,
            percent=self.percent,
            size=size,
            interactive=True,
            name=f"change-{size}",
            say=_,
        )
        return Markup(drawn)  # noqa: S704 - made by an escaping template

    @property
    def wide(self) -> Markup:
        return self._svg("wide")

    @property
    def narrow(self) -> Markup:
        return self._svg("narrow")

    @property
    def in_words(self) -> str:
        return describe_interrupted(
            self.document, title=self.title, unit=self.measure.unit, percent=self.percent, say=_
        )

    @property
    def table(self) -> Table:
        return interrupted_table(self.document, unit=self.measure.unit, percent=self.percent, say=_)

    @property
    def when(self) -> str:
        """The date or label of the change."""
        return periods.when(self.run.change, "day", _)

    @property
    def last(self) -> str:
        return periods.when(self.results["by_last"]["label"], self.step, _)

    @property
    def period(self) -> str:
        return periods.period_word(self.step, 1, _)

    def term(self, name: str) -> dict[str, Any] | None:
        """One of the terms, by its name."""
        return next((term for term in self.results["terms"] if term["name"] == name), None)

    @property
    def sentences(self) -> list[str]:
        """What the figures say about the change: the jump, and how it stands at the end."""
        jump, by_last = self.term("level_change"), self.results["by_last"]
        assert jump is not None
        said = [self._told(_("At once, in %(when)s"), self._jump_at, jump)]
        if self.term("trend_change") is not None:
            said.append(self._told(_("By the last figure, in %(when)s"), self.last, by_last))
        return said

    @property
    def _jump_at(self) -> str:
        """Where the jump is read: at the change's own period, even if that is left out."""
        since = next(p for p in self.results["points"] if p["since"])
        return periods.when(since["x"], self.step, _)

    def _told(self, when: str, period: str, term: Mapping[str, Any]) -> str:
        """One sentence, by what its interval leaves open and not by any p."""
        told = {
            "when": when % {"when": period},
            "estimate": self.amounts.moved(term),
            "interval": self.amounts.interval(term),
        }
        sentence = {
            True: _(
                "%(when)s: %(estimate)s than the figures before would lead to (95%% interval: %(interval)s)."
            ),
            False: _(
                "%(when)s: these figures can't tell whether anything changed. The estimate is %(estimate)s, "
                "and the 95%% interval goes from %(interval)s."
            ),
            None: _("%(when)s: %(estimate)s than the figures before would lead to. There is no interval."),
        }[certain(term)]
        return sentence % told

    @property
    def estimates(self) -> list[list[str]]:
        """Each estimate in natural units, with its interval."""
        rows = []
        for name, what in (
            ("trend", _("Trend before the change, each %(period)s") % {"period": self.period}),
            ("level_change", _("Jump at the change (%(when)s)") % {"when": self._jump_at}),
            ("trend_change", _("Change of the trend, each %(period)s") % {"period": self.period}),
        ):
            term = self.term(name)
            if term is not None:
                rows.append([what, self.amounts.moved(term), self.amounts.interval(term)])
        if self.term("trend_change") is not None:
            term = self.results["by_last"]
            rows.append(
                [
                    _("Difference by the last figure (%(when)s)") % {"when": self.last},
                    self.amounts.moved(term),
                    self.amounts.interval(term),
                ]
            )
        return rows

    @property
    def footing(self) -> str:
        """How many figures on each side, from when to when."""
        points = self.results["points"]
        return " · ".join(
            [
                periods.span(points[0]["x"], points[-1]["x"], self.step, _),
                ngettext("%(n)s figure before", "%(n)s figures before", self.results["before"])
                % {"n": words.number(self.results["before"])},
                _("%(n)s from the change on") % {"n": words.number(self.results["after"])},
            ]
        )

    @property
    def ran(self) -> str:
        """Who ran it and when."""
        return _("%(who)s, %(when)s") % {
            "who": str(self.run.by.account),
            "when": words.moment(self.run.created_at, self.zone),
        }

    @property
    def better(self) -> str:
        """Which way is better, as the measure says."""
        return str(self.measure.get_better_display())

    @property
    def terms_table(self) -> list[list[str]]:
        """Every term for a statistician: estimate, standard error, interval, p beside them."""
        exact = self.amounts.exact
        return [
            [
                Markup('<code translate="no">{}</code>').format(term["name"]), exact(term["estimate"]), exact(term["se"]),
                f"{exact(term['lower'])} … {exact(term['upper'])}", chance(term["p"]),
            ]
            for term in self.results["terms"]
        ]  # fmt: skip

    @property
    def method(self) -> list[dict[str, str]]:
        """How it was worked out, with the fingerprints of what was asked and of the figures."""
        results = self.results
        exact = self.amounts.exact
        model = {
            "ols": _("Segmented regression by least squares"),
            "quasipoisson": _("Segmented quasi-Poisson regression, log link"),
        }[results["model"]]
        errors = {
            "ar1": _("AR(1) errors, by REML; Student's t"),
            "none": _("Independent errors"),
        }[results["errors"]]
        rows = [
            {"key": _("Model"), "value": model},
            {"key": _("Errors"), "value": errors},
            {"key": _("Figures used"), "value": words.number(results["n"])},
        ]
        for key, name in (
            (_("Degrees of freedom"), "df"),
            (_("AR(1) parameter"), "ar1"),
            (_("Durbin-Watson"), "durbin_watson"),
            (_("Dispersion"), "dispersion"),
        ):
            if results[name] is not None:
                rows.append({"key": key, "value": exact(results[name])})
        return [
            *rows,
            {"key": _("Fingerprint of what was asked (SHA-256)"), "value": self.run.specification_hash},
            {"key": _("Fingerprint of the figures (SHA-256)"), "value": self.run.data_hash},
        ]

    @property
    def asked(self) -> list[dict[str, str]]:
        """What was asked, and who by."""
        said = self.run.specification
        return [
            {"key": _("The change"), "value": self.run.change_words},
            {"key": _("When"), "value": self.when},
            {
                "key": _("What it could do"),
                "value": _("Make a jump, and turn the trend") if said["slope"] else _("Make a jump, and leave the trend"),
            },
            {"key": _("Periods left out while it came in"), "value": words.number(said["phase_in"])},
            {"key": _("Season taken out"), "value": _("Yes") if said["season"] else _("No")},
            {"key": _("Run by"), "value": self.ran},
        ]  # fmt: skip


def on_measure(
    measure: Measure,
    runs: Sequence[AnalysisRun],
    stale: set[object],
    ledger: Ledger,
    zone: str,
    *,
    may_run: bool,
) -> dict[str, Any]:
    """What the page of a measure says of its analyses."""
    return {
        "rows": [
            {
                "href": addresses.of_project(measure.project, "analysis", analysis=run),
                "words": run.change_words,
                "part": run.part,
                "when": periods.when(run.change, "day", _),
                "ran": words.short_day(clock.day_of(run.created_at, zone)),
                "who": str(run.by.account),
                "stale": run.pk in stale,
                "before": run.chosen_before,
            }
            for run in runs
        ],
        "counted": counted(ledger),
        "run": addresses.of_project(measure.project, "measure_analyse", measure=measure) if may_run else "",
    }


def counted(ledger: Ledger) -> str:
    """How many analyses were run on a measure, and how many around a date that was there before its figures."""
    if not ledger.run:
        return ""
    if ledger.run == 1:
        said = (
            _(
                "One analysis was run on this measure, around a date that was written down before the figures came in."
            )
            if ledger.chosen_before
            else _(
                "One analysis was run on this measure, around a date that was written down after the figures had come in."
            )
        )
    else:
        said = ngettext(
            "%(n)s analyses were run on this measure, %(before)s of them around a date that was written down before the figures came in.",
            "%(n)s analyses were run on this measure, %(before)s of them around dates that were written down before the figures came in.",
            ledger.chosen_before,
        ) % {"n": words.number(ledger.run), "before": words.number(ledger.chosen_before)}
    fixed = ngettext(
        "Fixed in a protocol beforehand: %(n)s.",
        "Fixed in a protocol beforehand: %(n)s.",
        ledger.fixed_before,
    ) % {"n": words.number(ledger.fixed_before)}
    return f"{said} {fixed}"


def csv_rows(shown: ShownRun) -> list[list[object]]:
    """The figures of a run with its lines, as rows under headings."""
    rows: list[list[object]] = [
        [_("Period"), _("Value"), _("Out of"), _("Fitted"), _("Without the change"), _("Left out")]
    ]
    return rows + [
        [point["x"], point["y"], point["n"], point["fitted"], point["without"], int(point["left_out"])]
        for point in shown.results["points"]
    ]
