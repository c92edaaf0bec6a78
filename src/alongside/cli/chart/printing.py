"""Charts as tables in a terminal: one series point by point, several one line each."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS
from alongside.charts.language import capital
from alongside.charts.periods import series_step, short_when
from alongside.charts.point_words import VERDICT_WORDS
from alongside.charts.signals import latest
from alongside.charts.table import chart_table
from alongside.charts.words import rule_sentences, series_numbers, subtitle
from alongside.cli.chart.judging import Told
from alongside.cli.chart.pictures import chart_title, what_it_shows
from alongside.cli.chart.together import by_chance, by_concern, said_of_all

_LONGEST_KEY = 40

_TARGET = {"pass": "will be met", "fail": "will not be met", "hit_or_miss": "sometimes met", None: ""}


def print_tables(told: Sequence[Told], options: argparse.Namespace) -> None:
    """Print one series in full, or several in short."""
    if len(told) == 1:
        _print_one(told[0], options)
    else:
        _print_several(told, options)


def _print_one(one: Told, options: argparse.Namespace) -> None:
    document = one.document
    print(chart_title(one, options))
    print(" · ".join(part for part in (options.unit, subtitle(document)) if part))
    print()
    table = chart_table(document, unit=options.unit)
    _print_aligned(table.headings, table.rows, table.numeric)
    _print_list("What happened", rule_sentences(document))
    _print_list("What to know", document["notes"])
    print()
    print(f"Variation: {VARIATION_WORDS[document['variation']]}.")
    if document["target"] is not None:
        target = series_numbers(document, unit=options.unit).exactly(document["target"])
        print(f"Target {target}: {_assurance(document)}.")


def _assurance(document: Mapping[str, Any]) -> str:
    if document["assurance"] is not None:
        return ASSURANCE_WORDS[document["assurance"]]
    if document["better"] == "neither":
        return (
            "Whether it will be met depends on which way is better: say so with --better up or --better down"
        )
    if document["chart"] == "run":
        return "A run chart has no limits, so it does not say whether it will be met"
    return "Too few points to say whether it will be met"


def _print_several(told: Sequence[Told], options: argparse.Namespace) -> None:
    print(f"{what_it_shows(options)}, by {options.by}: {len(told):,} series")
    print()
    headings = [options.by, "Points", "Missing", "Latest", "Value", "n", "Centre", "Limits", "What it says"]
    numeric = [False, True, True, False, True, True, True, False, False]
    targeted = any(one.document["target"] is not None for one in told)
    rows = [_row(one, options, targeted=targeted) for one in by_concern(told)]
    _print_aligned(headings + (["Target"] if targeted else []), rows, numeric + [False] * targeted)
    _print_list("What to know", [*by_chance(told), *said_of_all(told)])
    print()
    print("Use --json for every point and note, --html for pages with icons, --svg or --png for pictures.")


def _row(one: Told, options: argparse.Namespace, *, targeted: bool) -> list[str]:
    document = one.document
    points, numbers = document["points"], series_numbers(document, unit=options.unit)
    last = latest(document)
    key = str(document["key"])
    row = [
        key if len(key) <= _LONGEST_KEY else key[: _LONGEST_KEY - 1] + "…",
        f"{len(points):,}",
        f"{sum(point['y'] is None for point in points):,}",
    ]
    if last is None:
        row += ["", "", "", "", ""]
    else:
        centre, lower, upper = (last[name] for name in ("centre", "lower", "upper"))
        row += [
            short_when(last["x"], series_step(document)),
            numbers.value(last["y"]),
            "" if last["n"] is None else f"{last['n']:,g}",
            "" if centre is None else numbers.line(centre),
            "" if lower is None else f"{numbers.line(lower)} to {numbers.line(upper)}",
        ]
    row.append(_said(document["variation"]))
    return [*row, _TARGET[document["assurance"]]] if targeted else row


def _said(variation: str | None) -> str:
    if variation is None:
        return VARIATION_WORDS[None].casefold()
    verdict, _, side = variation.partition("_")
    return VERDICT_WORDS[verdict].casefold() + (f", {side}" if side else "")


def _print_list(heading: str, sentences: Sequence[str]) -> None:
    if sentences:
        print()
        print(heading)
        for each in sentences:
            print(f"- {capital(each).removesuffix('.')}.")


def _print_aligned(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> None:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for cells in (headings, *rows):
        line = "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        )
        print(line.rstrip())
