"""How the lines of a chart were computed, with their own numbers, so that anybody can check them by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from alongside.charts.language import N_, Say, in_english
from alongside.charts.numbers import MINUS
from alongside.charts.periods import series_step, short_when
from alongside.charts.point_words import left_out_words
from alongside.charts.signals import Point, Series, points_behind, present, provisional_phases
from alongside.charts.text import clean, isolate
from alongside.charts.words import exclusion_reasons_of, phase_reasons_of

_CENTRES = {
    "run": N_("The centre line is the median of the values."),
    "xmr": N_("The centre line is the mean of the values."),
    "mr": N_("The values are moving ranges, how far each point is from the one before; the centre line is their mean."),
    "p": N_("The centre line is all that was counted, divided by all denominators."),
    "u": N_("The centre line is all that was counted, divided by all denominators."),
    "c": N_("The centre line is the mean of the counts."),
    "g": N_("The centre line is the median of the numbers between events."),
    "t": N_(
        "The times are taken to the power 1 ÷ 3.6, which makes them look normal; the centre line is their mean, taken "
        "back."
    ),
    "ip": N_("The centre line is all that was counted, divided by all denominators."),
    "xbar": N_("The centre line is the mean of all values in all groups."),
    "s": N_("The centre line is the usual standard deviation within a group."),
}  # fmt: skip

_LIMITS = {
    "xmr": N_("The limits are the mean ± 2.66 × the mean moving range (how far neighbouring points are apart)."),
    "mr": N_("The upper limit is 3.267 × the mean; the lower is 0."),
    "p": N_("The limits are p ± 3 × √(p × (1 − p) ÷ n), with the n of each point, and never beyond 0 and 1."),
    "pp": N_(
        "The limits are p ± 3 × σz × √(p × (1 − p) ÷ n), with the n of each point, and never beyond 0 and 1. Sigma z "
        "(Laney) is the mean moving range of the points in their own standard deviations, ÷ 1.128."
    ),
    "u": N_("The limits are u ± 3 × √(u ÷ n), with the n of each point, and never below 0."),
    "up": N_(
        "The limits are u ± 3 × σz × √(u ÷ n), with the n of each point, and never below 0. Sigma z (Laney) is the "
        "mean moving range of the points in their own standard deviations, ÷ 1.128."
    ),
    "c": N_("The limits are c ± 3 × √c, and never below 0."),
    "g": N_("With m the mean of the numbers, the upper limit is m + 3 × √(m × (m + 1)); the lower is 0."),
    "t": N_("On that scale the limits are the mean ± 3 × the mean moving range ÷ 1.128, and are taken back."),
    "ip": N_(
        "The limits are the centre ± 3 × s ÷ √n, with the n of each point (Taylor). Each moving range is divided by "
        "√(1 ÷ n + 1 ÷ m), n and m the two denominators; s is √(π ÷ 2) × the mean of these."
    ),
    "xbar": N_("The limits are the centre ± A3 of each group's size × the standard deviation within groups."),
    "s": N_("The limits are B3 and B4 of each group's size × the centre."),
}  # fmt: skip

_SCREENED = {"xmr", "pp", "up", "t", "ip"}
_SCREENING = N_("Moving ranges over 3.267 times their mean are left out of it, once.")
_NO_SCREENING = N_("No moving range is left out of it.")
_NO_BRIDGE = N_("A moving range never reaches over a missing or a left-out point.")

_SPREADS = {
    "sbar": N_("That within groups is the mean of their standard deviations."),
    "pooled": N_("That within groups is pooled: the root of the mean of their variances, each weighted by n − 1."),
    None: N_(
        "That within groups is the mean of their standard deviations where all groups are of one size, else pooled."
    ),
}  # fmt: skip

_GIVEN = N_("The centre was given: %(centre)s. Nothing in the data moves it.")
_BASELINE = N_("Only the first %(count)s rows of each phase stand behind the lines.")
_MULTIPLIED = N_("All values and lines are multiplied by %(factor)s.")

_NHS = [
    N_("Outside: a point beyond a limit; a point on it is inside."),
    N_("Shift: 7 or more points in a row on one side of the centre line; a point on the line breaks the run."),
    N_("Trend: %(trend)s or more points in a row, each higher, or each lower, than the one before."),
]  # fmt: skip
_TWO_IN_THREE = {
    "beyond": N_(
        "Two in three: of three points in a row on one side of the centre line at least two lie more than two thirds of "
        "the way to the limit, or beyond it."
    ),
    "within": N_(
        "Two in three: of three points in a row on one side of the centre line at least two lie more than two thirds of "
        "the way to the limit, and not beyond it."
    ),
}  # fmt: skip
_ANHOEJ = [
    N_("Outside: a point beyond a limit, where there are limits."),
    N_(
        "Shift: a run on one side of the centre line longer than chance allows, log₂ n + 3 rounded. Points on the line "
        "are skipped."
    ),
    N_("Crossings: fewer crossings of the centre line than chance allows (the lowest 5 %% of a binomial distribution)."),
]  # fmt: skip
_RUNS = N_(
    "Phase %(phase)s: %(useful)s points off the line; longest run %(longest)s, allowed %(longest_max)s; crossings "
    "%(crossings)s, at least %(crossings_min)s expected."
)
_MISSING = N_("A missing point breaks every run and is never judged. Nothing is counted across a phase.")
_OUTSIDE_ALONE = {"mr", "s"}
_OUTSIDE_AND_SHIFT = {"g", "t"}


@dataclass(frozen=True)
class Lines:
    """One stretch of points with the same lines: which, how many stand behind them, and where they lie."""

    phase: int
    first: str
    last: str
    behind: int
    provisional: bool
    centre: str
    lower: str
    upper: str
    reason: str


def how_lines_were_made(series: Series, say: Say = in_english) -> list[str]:
    """Return in sentences how centre and limits were computed, ending with the sum for the last point."""
    chart, settings = series["chart"], series["settings"]
    sentences = [say(_CENTRES[chart.replace("pp", "p").replace("up", "u")])]
    if settings.get("centre") is not None:
        sentences = [say(_GIVEN) % {"centre": _plain(settings["centre"])}]
    if chart in _LIMITS:
        sentences.append(say(_LIMITS[chart]))
    if chart in _SCREENED:
        sentences += [say(_SCREENING if settings.get("screen", True) else _NO_SCREENING), say(_NO_BRIDGE)]
    if chart in {"xbar", "s"}:
        sentences.append(say(_SPREADS[settings.get("sigma")]))
    if settings.get("baseline"):
        sentences.append(say(_BASELINE) % {"count": settings["baseline"]})
    if settings.get("multiply", 1) != 1:
        sentences.append(say(_MULTIPLIED) % {"factor": _plain(settings["multiply"])})
    return [*sentences, *_sum_of_the_last(series, say)]


def rules_used(series: Series, say: Say = in_english) -> list[str]:
    """Return the rules that judged the points, each in a sentence; for runs also their numbers."""
    if series["rules"] == "anhoej":
        sentences = [say(rule) % {} for rule in _ANHOEJ]
        for run in series["runs"]:
            if run.get("crossings") is not None:
                sentences.append(say(_RUNS) % run)
        return [*sentences, say(_MISSING)]
    rules = list(_NHS)
    if series["chart"] in _OUTSIDE_ALONE:
        rules = rules[:1]
    elif series["chart"] in _OUTSIDE_AND_SHIFT:
        rules = rules[:2]
    else:
        rules.append(_TWO_IN_THREE[series["settings"].get("two_in_three", "beyond")])
    return [*(say(rule) % {"trend": series["settings"].get("trend", 7)} for rule in rules), say(_MISSING)]


def lines_used(
    series: Series, phase_reasons: Mapping[int, str] | None = None, say: Say = in_english
) -> list[Lines]:
    """Return the lines of each phase in full, however many decimals: what a check by hand is compared with."""
    reasons = phase_reasons_of(series) if phase_reasons is None else phase_reasons
    behind, provisional, step = points_behind(series), provisional_phases(series), series_step(series)
    found = []
    for phase, grouped in groupby(series["points"], key=lambda point: point["phase"]):
        points = list(grouped)
        own = "own_" if points[-1]["judged_by"] != phase else ""
        found.append(
            Lines(
                phase=phase,
                first=short_when(points[0]["x"], step, say),
                last=short_when(points[-1]["x"], step, say),
                behind=behind[phase],
                provisional=phase in provisional,
                centre=_range_of(points, f"{own}centre", say),
                lower=_range_of(points, f"{own}lower", say),
                upper=_range_of(points, f"{own}upper", say),
                reason=isolate(clean(reasons.get(phase, ""))),
            )
        )
    return found


def left_out(
    series: Series, exclusion_reasons: Mapping[str, str] | None = None, say: Say = in_english
) -> list[str]:
    """Return what was left out of the lines, a sentence for each point."""
    reasons = exclusion_reasons_of(series) if exclusion_reasons is None else exclusion_reasons
    step = series_step(series)
    return [
        say(N_("%(when)s: %(what)s"))
        % {
            "when": short_when(point["x"], step, say),
            "what": left_out_words(reasons.get(point["x"], ""), say),
        }
        for point in series["points"]
        if point["excluded"]
    ]


def _range_of(points: list[Point], name: str, say: Say) -> str:
    values = [value for point in points if (value := point.get(name)) is not None]
    if not values:
        return ""
    if max(values) - min(values) <= 1e-12 * max(map(abs, values)):
        return _plain(values[-1])
    words = {"low": _plain(min(values)), "high": _plain(max(values))}
    return say(N_("%(low)s to %(high)s, with n")) % words


def _sum_of_the_last(series: Series, say: Say) -> list[str]:
    """Write out the sum of a limit for the last point: of the upper, or of the lower where that was cut off."""
    last = next((p for p in reversed(series["points"]) if present(p) and p["upper"] is not None), None)
    work = None if last is None else _worked(series, last, say)
    if last is None or not work:
        return []
    words = {"when": short_when(last["x"], series_step(series), say), "sum": work}
    return [say(N_("For %(when)s: %(sum)s.")) % words]


def _worked(series: Series, point: Point, say: Say) -> str:
    chart = series["chart"]
    multiply = series["settings"].get("multiply", 1) or 1
    centre, upper, lower = (point[name] / multiply for name in ("centre", "upper", "lower"))
    if chart == "xmr":
        return (
            f"{_plain(centre)} ± 2.66 × {_plain((upper - centre) / 2.66)} = {_plain(lower)}, {_plain(upper)}"
        )
    if chart == "mr":
        return f"3.267 × {_plain(centre)} = {_plain(upper)}"
    if centre <= 0 or (chart != "c" and not point["n"]):
        return ""
    if chart in {"p", "pp"}:
        inside, square = (
            f"{_plain(centre)} × {_plain(1 - centre)} ÷ {point['n']:g}",
            centre * (1 - centre) / point["n"],
        )
    elif chart in {"u", "up"}:
        inside, square = f"{_plain(centre)} ÷ {point['n']:g}", centre / point["n"]
    elif chart == "c":
        inside, square = _plain(centre), centre
    else:
        return ""
    sigma = math.sqrt(max(square, 0.0))
    if sigma == 0:
        return ""
    root = f"√({inside})"
    sign, limit = (1, upper) if upper - centre >= centre - lower else (-1, lower)
    if chart in {"pp", "up"}:
        # Sigma z can be told from a limit that was not cut off.
        z = abs(limit - centre) / sigma / 3
        cut = limit <= 0 or (chart == "pp" and limit >= 1)
        return "" if cut else f"{_plain(centre)} {_sign(sign)} 3 × {_plain(z)} × {root} = {_plain(limit)}"
    reached = centre + sign * 3 * sigma
    work = f"{_plain(centre)} {_sign(sign)} 3 × {root} = {_plain(reached)}"
    if abs(reached - limit) <= 1e-9 * max(abs(reached), abs(limit)):
        return work
    return say(N_("%(sum)s, cut off at %(limit)s")) % {"sum": work, "limit": _plain(limit)}


def _sign(sign: int) -> str:
    return "+" if sign > 0 else MINUS


def _plain(value: Any) -> str:
    """Six significant figures: enough to compare with, without what floating point leaves behind."""
    if not 1e-4 <= abs(value) < 1e15:
        return f"{value:.6g}".replace("-", MINUS)
    figures = max(0, 5 - math.floor(math.log10(abs(value))))
    written = f"{value:,.{figures}f}"
    return (written.rstrip("0").rstrip(".") if figures else written).replace("-", MINUS)
