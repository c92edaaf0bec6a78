"""Charts as tables in a terminal: one series point by point, several one line each."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median_low
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
from alongside.stats.spc import icons_by_chance

_ORDER = ("concern", "improvement", "neutral", "common")
_LONGEST_KEY = 40

# Of the notes of single series, those that change how a page of many is read.
_NOTES_OF_SEVERAL = {
    "varies_more": "more variation than chance allows in %(count)s of %(all)s series: pp or up allows for it",
    "provisional": "provisional limits, fewer than 13 points behind them, in %(count)s of %(all)s series",
    "judged_on_earlier": "new phases still judged on earlier limits in %(count)s of %(all)s series",
    "neighbours_alike": "neighbouring points alike, so too many signals, in %(count)s of %(all)s series",
    "season_unknown": "under two years, so season cannot be told from change, in %(count)s of %(all)s series",
}
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
    rows = [_row(one, options, targeted=targeted) for one in sorted(told, key=_rank)]
    _print_aligned(headings + (["Target"] if targeted else []), rows, numeric + [False] * targeted)
    _print_list("What to know", [*_by_chance(told), *_chosen(told), *_counted(told), *_common_notes(told)])
    print()
    print("Use --json for every point and note, --svg or --png for pictures.")


def _rank(one: Told) -> int:
    verdict = str(one.document["variation"]).partition("_")[0]
    return _ORDER.index(verdict) if verdict in _ORDER else len(_ORDER)


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


def _by_chance(told: Sequence[Told]) -> list[str]:
    """Say how many of the latest points signal, and how many would by chance: many charts, many false
    alarms.
    """
    shown = [one for one in told if one.document["variation"] is not None]
    if not shown:
        return []
    coloured = sum(one.document["variation"] != "common" for one in shown)
    points = median_low([len(one.document["points"]) for one in shown])
    chance = icons_by_chance(points, shown[0].settings) * len(shown)
    return [
        f"{coloured:,} of {len(shown):,} latest points say that something changed; "
        f"chance alone would make about {chance:.0f} say so"
    ]


def _chosen(told: Sequence[Told]) -> list[str]:
    return [f"{count:,} series: {why}" for why, count in Counter(one.why for one in told if one.why).items()]


def _counted(told: Sequence[Told]) -> list[str]:
    return [
        sentence % {"count": f"{count:,}", "all": f"{len(told):,}"}
        for code, sentence in _NOTES_OF_SEVERAL.items()
        if (count := sum(code in one.codes for one in told))
    ]


def _common_notes(told: Sequence[Told]) -> list[str]:
    """Return the notes about reading that hold for every series."""
    shared = set.intersection(*(set(one.reading_notes) for one in told))
    return [note for note in told[0].reading_notes if note in shared]


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
