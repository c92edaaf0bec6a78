"""Writing web pages: one whole page for one series; for several a folder, with a page of icons that leads to
each.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from alongside.charts.pages import Entry, Order, chart_page, summary_page
from alongside.cli.chart.judging import Told
from alongside.cli.chart.pictures import (
    chart_title,
    file_names,
    folder_of,
    unit_beside,
    what_it_shows,
    without_reading_notes,
    write_file,
)
from alongside.cli.chart.together import by_chance, by_concern, said_of_all

_FIRST = "index.html"
_BY_NAME = "by-name.html"
# In a folder of their own, so that a series may have any name.
_SERIES = "series"

_VERDICTS = {
    "concern": "of concern",
    "improvement": "improving",
    "neutral": "changed, neither for better nor for worse",
    "common": "as usual",
    "None": "with too few points to say",
}


def write_pages(told: Sequence[Told], options: argparse.Namespace, say: TextIO) -> bool:
    """Write the pages that were asked for and say where they are. Return whether any were."""
    if not options.html:
        return False
    path = Path(options.html)
    if len(told) == 1:
        write_file(path, _page(told[0], options).encode())
        print(f"The page is {path}. Open it in a browser.", file=say)
        return True
    folder = folder_of(path, "html")
    print(f"Writing {len(told):,} pages …", file=say, flush=True)
    names = file_names([str(one.document["key"]) for one in told], "html")
    for one, name in zip(told, names, strict=True):
        write_file(folder / _SERIES / name, _page(one, options, back=f"../{_FIRST}").encode())
    pages = dict(zip(map(id, told), names, strict=True))
    for name, ordered in ((_FIRST, by_concern(told)), (_BY_NAME, sorted(told, key=_alphabetical))):
        write_file(folder / name, _summary(ordered, told, pages, name, options).encode())
    print(f"{len(told):,} pages, one for each value of {options.by}, are in the folder {folder}.", file=say)
    for sentence in by_chance(told):
        print(f"{sentence[:1].upper()}{sentence[1:]}.", file=say)
    print(f"Open {folder / _FIRST} in a browser: an icon and a link for each, concerns first.", file=say)
    return True


def _page(one: Told, options: argparse.Namespace, back: str = "") -> str:
    document, unit = without_reading_notes(one), unit_beside(one, options)
    source = [f"the file {Path(options.file).name}: {what_it_shows(options)}", *one.reading_notes]
    if one.why and one.why not in source:
        source.append(one.why)
    return chart_page(document, title=chart_title(one, options), unit=unit, source=source, back=back)


def _summary(
    ordered: Sequence[Told],
    told: Sequence[Told],
    pages: dict[int, str],
    here: str,
    options: argparse.Namespace,
) -> str:
    entries = [
        Entry(str(one.document["key"]), f"{_SERIES}/{quote(pages[id(one)])}", one.document) for one in ordered
    ]
    orders = [
        Order(words, "" if name == here else name)
        for words, name in (("concerns first", _FIRST), ("by name", _BY_NAME))
    ]
    return summary_page(
        entries,
        title=f"{what_it_shows(options)}, by {options.by}",
        by=str(options.by),
        unit=options.unit,
        says=[_how_many(told), *by_chance(told)],
        notes=said_of_all(told),
        orders=orders,
    )


def _how_many(told: Sequence[Told]) -> str:
    """Say how many series there are of each kind: "12 of concern, 30 improving, 232 as usual"."""
    counts = Counter(str(one.document["variation"]).partition("_")[0] for one in told)
    return ", ".join(
        f"{counts[verdict]:,} {words}" for verdict, words in _VERDICTS.items() if counts[verdict]
    )


def _alphabetical(one: Told) -> tuple[str, str]:
    key = str(one.document["key"])
    return key.casefold(), key
