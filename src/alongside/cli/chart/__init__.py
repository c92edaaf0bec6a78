"""`alongside chart`: any CSV or Excel file to a control chart or run chart.

Four steps, a module each: the file becomes series (`reading`), series are judged (`judging`), and come out
as JSON, pictures (`pictures`), slides (`slides`), web pages (`pages`) or tables for people (`printing`).
Nothing here needs a database, so nothing starts Django.
"""

from __future__ import annotations

import argparse
import io
import os
import sys

from alongside.cli.chart.options import add_arguments

__all__ = ["add_arguments", "run"]


def run(options: argparse.Namespace) -> int:
    """Chart a file as `options` say; raises BadInput with a sentence for what can't be charted so."""
    # Only now, so that --help and a misspelt option answer before numbers and tables are loaded.
    from alongside.charts.documents import as_json, chart_document
    from alongside.cli.chart.judging import judged_series
    from alongside.cli.chart.pictures import write_pictures
    from alongside.cli.chart.printing import print_tables
    from alongside.cli.chart.reading import read_series

    told = judged_series(read_series(options), options)
    _speak_utf8()
    try:
        if options.json:
            print(as_json(chart_document(series.document for series in told)))
        # What is said about files must not get into the JSON.
        aside = sys.stderr if options.json else sys.stdout
        said = write_pictures(told, options, aside)
        if options.pptx:
            from alongside.cli.chart.slides import write_slides

            said = write_slides(told, options, aside)
        if options.html:
            from alongside.cli.chart.pages import write_pages

            said = write_pages(told, options, aside)
        if not options.json and not said:
            print_tables(told, options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading, such as `head`, has had enough. Python would complain while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _speak_utf8() -> None:
    """A pipe on Windows, or a bare locale, may know no minus sign and no names with accents."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.encoding.lower() not in {"utf-8", "utf8"}:
        sys.stdout.reconfigure(encoding="utf-8")
