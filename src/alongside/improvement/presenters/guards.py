"""What to know before believing an analysis, each as a question with its answer in plain words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.charts import periods
from alongside.charts.text import isolate
from alongside.improvement.models import AnalysisRun, Protocol
from alongside.stats.its.constants import AR1_COVERED, FEWEST_FOR_AR1
from alongside.ui import words

# Notes about how likely the interval holds the truth.
_NARROW = ("few_points", "ar1_few_points", "neighbours_alike", "none", "overdispersed", "newey_west")


def guards(run: AnalysisRun, zone: str, *, fixed_by: Protocol | None) -> list[dict[str, Any]]:
    """The guards of one run: a question, whether its answer is a caution, and the answer. `fixed_by` is the protocol that
    fixed this analysis before its figures came in.
    """
    codes = {note["code"]: note["params"] for note in run.results["notes"]}
    found = [
        _chosen(run, zone),
        _fixed(fixed_by, zone),
        _points(run),
        _alike(run, codes),
        _season(run, codes),
    ]
    if (width := _width(codes)) is not None:
        found.append(width)
    found += _gaps(codes, str(run.results["step"] or "point"))
    found.append(
        _guard(
            _("What else changed?"),
            _(
                "This compares before and after. It can't show what made the difference: other things may have changed "
                "at the same time. Note them on the chart."
            ),
            caution=True,
        )
    )
    return found


def _guard(question: str, answer: str, *, caution: bool) -> dict[str, Any]:
    return {"question": question, "answer": answer, "caution": caution}


def _chosen(run: AnalysisRun, zone: str) -> dict[str, Any]:
    told = {
        "chosen": words.moment(run.chosen_at, zone),
        "figures": words.moment(run.figures_at, zone),
    }
    if run.chosen_before:
        answer = _(
            "Yes. It was written down on %(chosen)s, before the first figure from then on came in on %(figures)s."
        )
    else:
        answer = _(
            "No. It was written down on %(chosen)s, after the first figure from then on came in on %(figures)s. "
            "A date that is chosen after looking at the figures finds changes that aren't there."
        )
    return _guard(
        _("Was the date chosen before the figures were seen?"), answer % told, caution=not run.chosen_before
    )


def _fixed(protocol: Protocol | None, zone: str) -> dict[str, Any]:
    question = _("Was this analysis fixed beforehand?")
    if protocol is None or protocol.locked_at is None:
        answer = _(
            "No. No protocol that was locked before these figures came in has it as its primary analysis."
        )
        return _guard(question, answer, caution=True)
    answer = _("Yes, in the protocol “%(name)s”, locked on %(when)s, before these figures came in.")
    told = {"name": isolate(protocol.name), "when": words.moment(protocol.locked_at, zone)}
    return _guard(question, answer % told, caution=False)


def _points(run: AnalysisRun) -> dict[str, Any]:
    before, after = run.results["before"], run.results["after"]
    few = min(before, after) < FEWEST_FOR_AR1
    told = {"before": words.number(before), "after": words.number(after), "fewest": FEWEST_FOR_AR1}
    answer = (
        _(
            "Few: %(before)s before and %(after)s from the change on. With at least %(fewest)s on each side it could be surer."
        )
        if few
        else _("Yes: %(before)s before and %(after)s from the change on.")
    )
    return _guard(_("Are there enough figures?"), answer % told, caution=few)


def _alike(run: AnalysisRun, codes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    question = _("Do neighbouring figures go up and down together?")
    if run.results["errors"] == "ar1":
        if "ar1_at_bound" in codes:
            answer = _("So much that a slow drift can't be told from a change. Don't lean on the interval.")
            return _guard(question, answer, caution=True)
        answer = _(
            "That is allowed for. Even so, in simulations of short series such intervals held the truth %(covered)s times in "
            "100, not 95."
        )
        return _guard(question, answer % {"covered": AR1_COVERED}, caution=False)
    if "no_spread" in codes:
        return _guard(question, _("Can't be told: the lines meet every figure."), caution=True)
    if "neighbours_alike" in codes:
        answer = _("Yes, and nothing is allowed for that here, so the interval is likely too narrow.")
        return _guard(question, answer, caution=True)
    answer = (
        _("Nothing shows it, but for counts it isn't allowed for. If they do, the interval is too narrow.")
        if run.results["model"] != "ols"
        else _("It takes more figures to tell, and to allow for it. If they do, the interval is too narrow.")
    )
    return _guard(question, answer, caution=True)


def _season(run: AnalysisRun, codes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    question = _("Could it be the time of year?")
    if run.specification["season"] and "season_overfitted" not in codes:
        return _guard(question, _("The usual course of a year was taken out first."), caution=False)
    answers = {
        "season_unknown": _(
            "Perhaps. There are fewer than two years of figures, so a season can't be told from a change."
        ),
        "season_overfitted": _("A season was taken out, but from fewer than two years, so it may be chance."),
        "season_not_fitted": _(
            "A season was not taken out. If the time of year matters for this number, run it again with it."
        ),
    }
    without = _("These figures have no calendar that would tell a season.")
    answer = next((words for code, words in answers.items() if code in codes), without)
    return _guard(question, answer, caution=True)


def _width(codes: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    answers = {
        "no_spread": _("There is none: the lines meet every figure, which real figures hardly ever do."),
        "few_per_term": _(
            "Likely not. So much is asked of so few figures that chance alone can look like a change."
        ),
        **dict.fromkeys(_NARROW, _("Likely not: the truth lies outside it more often than 5 times in 100.")),
    }
    answer = next((words for code, words in answers.items() if code in codes), None)
    return None if answer is None else _guard(_("Is the interval wide enough?"), answer, caution=True)


def _gaps(codes: dict[str, dict[str, Any]], step: str) -> list[dict[str, Any]]:
    found = []
    if "left_out" in codes:
        n = codes["left_out"]["count"]
        answer = ngettext(
            "%(n)s %(period)s, in which the change came in.",
            "%(n)s %(period)s, in which the change came in.",
            n,
        ) % {"n": words.number(n), "period": periods.period_word(step, n, _)}
        found.append(_guard(_("What was left out?"), answer, caution=False))
    if "gaps" in codes:
        n = codes["gaps"]["count"]
        answer = _("%(n)s of %(all)s %(periods)s have no figure. Nothing fills them.") % {
            "n": words.number(n),
            "all": words.number(codes["gaps"]["span"]),
            "periods": periods.period_word(step, codes["gaps"]["span"], _),
        }
        found.append(_guard(_("Is anything missing?"), answer, caution=True))
    return found
