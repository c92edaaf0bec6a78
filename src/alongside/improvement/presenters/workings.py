"""How the limits of a chart are worked out, in words and numbers: enough for a person with a calculator to get them again."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, isnan, log10
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.charts.words import chart_name
from alongside.improvement.models import Measure
from alongside.improvement.presenters.judging import when
from alongside.improvement.queries.series import Part
from alongside.stats.spc import Worked, Working

# Digits that a calculator needs, so that what comes out agrees with the chart in every digit that the chart shows.
DIGITS = 7
FORMULAS = {
    "run": gettext_lazy(
        "The centre line is the median: the middle value, or the mean of the two in the middle. A run chart has no limits."
    ),
    "xmr": gettext_lazy("The centre line is the mean. The limits are 2.66 times the mean range away from it, on both sides."),
    "p": gettext_lazy(
        "The centre line is all who count out of all there are. The limits of a point are 3 × √(centre × (1 − centre) ÷ n) away, "
        "with the n of that point."
    ),
    "pp": gettext_lazy(
        "As a p chart, with the limits σz times as far away. σz is the mean range of the points, each counted in its own standard "
        "deviations from the centre, divided by 1.128."
    ),
    "u": gettext_lazy("The centre line is all events for all there is to count them by. The limits of a point are 3 × √(centre ÷ n) away."),
    "up": gettext_lazy(
        "As a u chart, with the limits σz times as far away. σz is the mean range of the points, each counted in its own standard "
        "deviations from the centre, divided by 1.128."
    ),
    "c": gettext_lazy("The centre line is the mean number of events. The limits are 3 × √mean away from it."),
    "g": gettext_lazy("The centre line is the median. The limits are 3 × √(mean × (mean + 1)) away from the mean, and never below 0."),
    "t": gettext_lazy(
        "Each value is raised to the power 1 ÷ 3.6. Their mean is the centre, and the limits are 3 ÷ 1.128 times their mean range "
        "away; all three are raised to the power 3.6 again."
    ),
    "ip": gettext_lazy(
        "The centre line is all together: the sum of the values over the sum of n. Each range is divided by √(1 ÷ n + 1 ÷ m), "
        "n and m of its two points; the limits of a point are 3 × √(π ÷ 2) × their mean ÷ √n away."
    ),
}  # fmt: skip


def digits(value: float) -> str:
    """A number with all the digits that a calculator needs, and no more.

    >>> digits(1234567.891), digits(0.000123456789), digits(12.5)
    ('1234567.9', '0.0001234568', '12.5')
    """
    if value == 0 or isnan(value):
        return "0" if value == 0 else ""
    places = max(DIGITS - 1 - floor(log10(abs(value))), 1)
    shown = f"{value:.{places}f}"
    return shown.rstrip("0").rstrip(".").replace("-", "−")


def phases(
    measure: Measure, part: Part, found: tuple[Working, ...], reasons: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Each phase with its formula, what goes in, and what comes out."""
    return [_phase(measure, part, one, reasons.get(one.phase, "")) for one in found]


def _phase(measure: Measure, part: Part, one: Working, why: str) -> dict[str, Any]:
    labels = part.labels
    span = _("%(first)s to %(last)s") % {
        "first": when(measure, labels[one.first]),
        "last": when(measure, labels[one.last]),
    }
    return {
        "number": one.phase,
        "span": span,
        "why": why,
        "chart": chart_name(one.chart, _),
        "formula": str(FORMULAS[one.chart]),
        "judged_by": ""
        if one.judged_by == one.phase
        else _(
            "Too few points yet: until there are 13, this phase is judged by the lines of phase %(number)s."
        )
        % {"number": one.judged_by},
        "rows": [
            *_points(one),
            *_centre(one),
            *_ranges(measure, labels, one),
            *_limits(measure, labels, one),
        ],
    }


def _row(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value}


def _points(one: Working) -> list[dict[str, str]]:
    said = [ngettext("%(n)s point is used", "%(n)s points are used", one.used) % {"n": one.used}]
    for count, words in (
        (one.missing, _("%(n)s missing")),
        (one.excluded, _("%(n)s left out")),
        (one.beyond, _("%(n)s after the first points, which alone set the lines")),
    ):
        if count:
            said.append(words % {"n": count})
    return [_row(_("Points"), ", ".join(said))]


def _centre(one: Working) -> list[dict[str, str]]:
    if one.given:
        return [_row(_("Centre"), _("fixed beforehand at %(centre)s") % {"centre": digits(one.centre)})]
    if not one.used:
        return []
    rows = []
    if one.chart != "run":
        name = (
            _("Mean of the powers")
            if one.chart == "t"
            else _("Mean")
            if one.chart in ("xmr", "g")
            else _("Centre")
        )
        over = one.used if isnan(one.size_total) else one.size_total
        said = f"{digits(one.total)} ÷ {digits(over)} = {digits(one.mean)}"
        rows.append(_row(name, said))
    if one.middle:
        told = digits(one.middle[0])
        if len(one.middle) == 2:
            told = f"({digits(one.middle[0])} + {digits(one.middle[1])}) ÷ 2 = {digits(sum(one.middle) / 2)}"
        rows.append(_row(_("Median"), told))
    if one.chart == "t":
        rows.append(_row(_("Centre"), f"{digits(one.mean)} ^ 3.6 = {digits(one.centre)}"))
    return rows


def _ranges(measure: Measure, labels: tuple[str, ...], one: Working) -> list[dict[str, str]]:
    ranges = one.ranges
    if ranges is None or not ranges.count:
        return []
    rows = [
        _row(
            _("Mean range between neighbours"),
            f"{digits(ranges.total)} ÷ {ranges.count} = {digits(ranges.mean)}",
        )
    ]
    if ranges.screen_at is not None:
        times = f"{digits(ranges.screen_at / ranges.mean)} × {digits(ranges.mean)}" if ranges.mean else "0"
        if ranges.left_out:
            wide = ", ".join(
                f"{when(measure, labels[point.row])} ({digits(point.range)})"
                for point in one.points
                if point.row in ranges.left_out
            )
            said = _("%(times)s = %(width)s or more: %(ranges)s")
            rows.append(
                _row(
                    _("Ranges left out as too wide"),
                    said % {"times": times, "width": digits(ranges.screen_at), "ranges": wide},
                )
            )
            rows.append(
                _row(
                    _("Mean of the ranges that are left"),
                    f"{digits(ranges.used_total)} ÷ {ranges.used} = {digits(ranges.used_mean)}",
                )
            )
        else:
            said = _("none (%(times)s = %(width)s or more)")
            rows.append(
                _row(
                    _("Ranges left out as too wide"),
                    said % {"times": times, "width": digits(ranges.screen_at)},
                )
            )
    if not isnan(one.sigma_z):
        rows.append(_row("σz", f"{digits(ranges.used_mean)} ÷ 1.128 = {digits(one.sigma_z)}"))
    return rows


def _limits(measure: Measure, labels: tuple[str, ...], one: Working) -> list[dict[str, str]]:
    if isnan(one.upper):
        return [] if one.chart == "run" else [_row(_("Limits"), _("none yet: too few points"))]
    mean, at = digits(one.mean), when(measure, labels[one.row])
    n = digits(one.row_size)
    reach = {
        "xmr": lambda: f"2.66 × {digits(one.reach / one.constant)}",
        "p": lambda: f"3 × √({mean} × (1 − {mean}) ÷ {n})",
        "pp": lambda: f"3 × √({mean} × (1 − {mean}) ÷ {n}) × {digits(one.sigma_z)}",
        "u": lambda: f"3 × √({mean} ÷ {n})",
        "up": lambda: f"3 × √({mean} ÷ {n}) × {digits(one.sigma_z)}",
        "c": lambda: f"3 × √{mean}",
        "g": lambda: f"3 × √({mean} × ({mean} + 1))",
        "t": lambda: f"3 ÷ 1.128 × {digits(one.ranges.used_mean if one.ranges else 0)}",
        "ip": lambda: f"3 × √(π ÷ 2) × {digits(one.ranges.used_mean if one.ranges else 0)} ÷ √{n}",
    }[one.chart]()
    rows = [_row(_("Distance of the limits"), f"{reach} = {digits(one.reach)}")]
    if one.chart in ("p", "pp", "u", "up", "ip"):
        rows[0]["key"] = _("Distance of the limits in %(when)s, where n is %(n)s") % {"when": at, "n": n}
    low, high = f"{mean} − {digits(one.reach)}", f"{mean} + {digits(one.reach)}"
    if one.chart == "t":
        low, high = f"({low}) ^ 3.6", f"({high}) ^ 3.6"
    # Not inside the braces below: what collects sentences for translators doesn't look there.
    raised, lowered = _("raised to"), _("lowered to")
    floored = f" → {raised} {digits(one.lower)}" if one.floored else f" = {digits(one.lower)}"
    capped = f" → {lowered} {digits(one.upper)}" if one.capped else f" = {digits(one.upper)}"
    rows += [_row(_("Lower limit"), low + floored), _row(_("Upper limit"), high + capped)]
    if one.multiply != 1:
        times = digits(one.multiply)
        said = _("× %(times)s: centre %(centre)s, limits %(lower)s and %(upper)s")
        rows.append(
            _row(
                _("As drawn"),
                said
                % {
                    "times": times,
                    "centre": digits(one.centre * one.multiply),
                    "lower": digits(one.lower * one.multiply),
                    "upper": digits(one.upper * one.multiply),
                },
            )
        )
    elif measure.is_share:
        said = _("centre %(centre)s%%, limits %(lower)s%% and %(upper)s%%")
        rows.append(
            _row(
                _("As drawn"),
                said
                % {
                    "centre": digits(one.centre * 100),
                    "lower": digits(one.lower * 100),
                    "upper": digits(one.upper * 100),
                },
            )
        )
    return rows


# Charts whose limits differ from point to point, with the n of each.
VARYING = frozenset({"p", "pp", "u", "up", "ip"})


def headings(sized: bool, found: tuple[Working, ...]) -> list[str]:
    """What the columns of the table of points are."""
    value = [_("Count"), _("n"), _("Value")] if sized else [_("Value")]
    apart = [_("Range to the one before")] if _has_ranges(found) else []
    limits = [_("Lower limit"), _("Upper limit")] if _varies(found) else []
    return [_("Period"), _("Phase"), *value, *apart, *limits, _("Used")]


def point_rows(measure: Measure, part: Part, found: tuple[Working, ...]) -> list[list[str]]:
    """Every point as it goes in, oldest first, so that sums, ranges and the limits of each can be checked too."""
    sized, ranged, varies = part.n is not None, _has_ranges(found), _varies(found)
    return [
        _point(measure, part, one.phase, point, sized=sized, ranged=ranged, varies=varies)
        for one in found
        for point in one.points
    ]


def _has_ranges(found: tuple[Working, ...]) -> bool:
    return any(one.ranges is not None for one in found)


def _varies(found: tuple[Working, ...]) -> bool:
    return any(one.chart in VARYING for one in found)


def _point(
    measure: Measure, part: Part, phase: int, point: Worked, *, sized: bool, ranged: bool, varies: bool
) -> list[str]:
    value = [digits(point.value), digits(point.size), digits(point.y)] if sized else [digits(point.y)]
    apart = digits(point.range)
    if apart and not point.range_used:
        apart = _("%(range)s, left out") % {"range": apart}
    return [
        when(measure, part.labels[point.row]),
        str(phase),
        *value,
        *([apart] if ranged else []),
        *([digits(point.lower), digits(point.upper)] if varies else []),
        _("yes") if point.used else _("no"),
    ]
