"""The chart as a table: the same points, for people who would rather read or copy numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.charts.language import N_, Say, capital, in_english
from alongside.charts.numbers import Numbers
from alongside.charts.periods import series_step, short_when
from alongside.charts.point_words import VERDICT_WORDS, left_out_words, new_phase_words
from alongside.charts.rule_words import centre_kind, point_reasons
from alongside.charts.signals import Point, Series
from alongside.charts.words import exclusion_reasons_of, phase_reasons_of, series_numbers

_CENTRE = {"average": N_("Average"), "median": N_("Median"), "centre": N_("Centre")}


@dataclass(frozen=True)
class Table:
    """Column headings, which columns hold numbers, and rows of text as wide as the headings."""

    headings: list[str]
    numeric: list[bool]
    rows: list[list[str]]


def chart_table(
    series: Series,
    *,
    unit: str = "",
    percent: bool | None = None,
    phase_reasons: Mapping[int, str] | None = None,
    exclusion_reasons: Mapping[str, str] | None = None,
    say: Say = in_english,
) -> Table:
    """Return one row for each point: when, its value, the lines it is judged on, what it means and why.

    Columns that would be empty from top to bottom are left out.
    """
    numbers = series_numbers(series, percent=percent, unit=unit)
    points = series["points"]
    step = series_step(series)
    reasons = point_reasons(series, say)
    phases = phase_reasons_of(series) if phase_reasons is None else phase_reasons
    left_out = exclusion_reasons_of(series) if exclusion_reasons is None else exclusion_reasons
    columns: list[tuple[str, bool, list[str]]] = [
        (say(N_("When")), False, [short_when(point["x"], step, say) for point in points]),
        (say(N_("Value")), True, [_value(point, numbers, say) for point in points]),
        (say(N_("n")), True, ["" if point["n"] is None else f"{point['n']:,g}" for point in points]),
        (say(_CENTRE[centre_kind(series)]), True, [_line(point["centre"], numbers) for point in points]),
        (say(N_("Lower limit")), True, [_line(point["lower"], numbers) for point in points]),
        (say(N_("Upper limit")), True, [_line(point["upper"], numbers) for point in points]),
        (say(N_("What it says")), False, [_verdict(point, say) for point in points]),
        (
            say(N_("Why")),
            False,
            [_why(series, i, reasons.get(i, []), phases, left_out, say) for i in range(len(points))],
        ),
    ]
    kept = [column for i, column in enumerate(columns) if i < 2 or any(column[2])]
    return Table(
        headings=[heading for heading, _, _ in kept],
        numeric=[numeric for _, numeric, _ in kept],
        rows=[list(row) for row in zip(*(cells for _, _, cells in kept), strict=True)],
    )


def _value(point: Point, numbers: Numbers, say: Say) -> str:
    return say(N_("missing")) if point["y"] is None else numbers.value(point["y"])


def _line(value: float | None, numbers: Numbers) -> str:
    return "" if value is None else numbers.line(value)


def _verdict(point: Point, say: Say) -> str:
    return "" if point["verdict"] is None else say(VERDICT_WORDS[point["verdict"]])


def _why(
    series: Series,
    position: int,
    reasons: list[str],
    phases: Mapping[int, str],
    left_out: Mapping[str, str],
    say: Say,
) -> str:
    points = series["points"]
    point = points[position]
    parts = [capital(reason) for reason in reasons]
    if point["excluded"]:
        parts.append(left_out_words(left_out.get(point["x"], ""), say))
    if position and points[position - 1]["phase"] != point["phase"]:
        parts.append(new_phase_words(phases.get(point["phase"], ""), say))
    return ". ".join(parts)
