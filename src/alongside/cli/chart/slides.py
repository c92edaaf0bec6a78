"""Writing PowerPoint slides: one file, a slide for each series."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from alongside.charts.slides import Slide, slide_deck, slide_of
from alongside.cli.chart.judging import Told
from alongside.cli.chart.pictures import (
    chart_title,
    unit_beside,
    what_it_shows,
    without_reading_notes,
    write_file,
)
from alongside.cli.chart.together import by_chance, by_concern


def write_slides(told: Sequence[Told], options: argparse.Namespace, say: TextIO) -> bool:
    """Write the slides that were asked for, concerns first, and say where they are."""
    path = Path(options.pptx)
    several = len(told) > 1
    if several:
        print(f"Drawing {len(told):,} slides …", file=say, flush=True)
    deck = slide_deck(
        [_slide(one, options) for one in by_concern(told)],
        title=f"{what_it_shows(options)}, by {options.by}" if several else chart_title(told[0], options),
        subtitle=" ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in by_chance(told)),
        cover=several,
    )
    write_file(path, deck)
    slides = f"{len(told):,} slides are" if several else "The slide is"
    print(f"{slides} in {path}.", file=say)
    return True


def _slide(one: Told, options: argparse.Namespace) -> Slide:
    counted = f"{what_it_shows(options)}, from the file {Path(options.file).name}"
    return slide_of(
        without_reading_notes(one),
        title=chart_title(one, options),
        unit=unit_beside(one, options),
        counted=counted,
    )
