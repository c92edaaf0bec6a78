"""What `alongside chart` can be asked."""

from __future__ import annotations

import argparse

_EXAMPLES = """\
examples:
  alongside chart waits.csv --x month --y days --better down --target 28
  alongside chart falls.xlsx --x month --y falls --n bed_days --multiply 1000 --svg falls.svg
  alongside chart answers.csv --x date --where 'fft=1|2' --of 'fft=1|2|3|4|5' --every month --by service
  alongside chart breaches.csv --x period --y breaches --n attendances --every month --by org_code --svg
  charts/
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("file", metavar="FILE", help="a CSV, TSV or XLSX file")
    parser.add_argument(
        "--sheet", metavar="NAME", help="the sheet of an Excel file (the first with anything in it)"
    )
    _columns(parser.add_argument_group("columns"))
    _chart(parser.add_argument_group("chart"))
    _meaning(parser.add_argument_group("meaning"))
    _output(
        parser.add_argument_group(
            "output", "Without any of --json, --svg, --png, --pptx and --html: a table."
        )
    )


def _columns(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--x", metavar="COL", required=True, help="a date, or a label in the order of the file"
    )
    group.add_argument("--y", metavar="COL", help="the value, count or numerator")
    group.add_argument("--n", metavar="COL", help="the denominator or area (xbar, s: size of the sample)")
    group.add_argument(
        "--sd", metavar="COL", help="xbar and s charts of samples given as mean (--y), size (--n) and this"
    )
    group.add_argument("--by", metavar="COL", help="one series for each value of this column")
    group.add_argument("--where", metavar="'COL=A|B'", help="count these rows (as numerator)")
    group.add_argument("--of", metavar="'COL=A|B|C'", help="count these rows as denominator")
    # The choices of these are checked where they are used, with a sentence.
    group.add_argument("--every", metavar="PERIOD", help="gather rows by day, week, month or quarter")
    group.add_argument("--agg", metavar="HOW", help="gather values as their sum, mean or median")
    group.add_argument(
        "--missing-dates",
        metavar="WHAT",
        help="a period without rows is a gap, zero, or omit (default gap; zero for --where without --of)",
    )
    group.add_argument(
        "--as-of", metavar="DATE", help="plot no period that had not finished by this day (default today)"
    )


def _chart(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--chart",
        metavar="TYPE",
        help="run, xmr, mr, p, pp, u, up, c, g, t, ip, xbar or s (default: what suits, and says why)",
    )
    group.add_argument(
        "--rules", metavar="RULES", help="nhs or anhoej (default anhoej for run, nhs for all else)"
    )
    group.add_argument(
        "--baseline", metavar="N", type=int, help="the first N rows of each phase set the lines"
    )
    group.add_argument(
        "--phase", metavar="'X=REASON'", action="append", default=[], help="new lines from here on, and why"
    )
    group.add_argument(
        "--exclude", metavar="'X=REASON'", action="append", default=[], help="leave a point out, and why"
    )
    group.add_argument("--centre", metavar="NUMBER", help="a given centre line")
    group.add_argument(
        "--multiply", metavar="NUMBER", help="plot the value times this, 1000 for a rate per thousand"
    )
    group.add_argument(
        "--screen",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="leave out, once, moving ranges far too wide (default)",
    )
    group.add_argument(
        "--trend", metavar="6|7", type=int, default=7, help="points that make a trend (default 7)"
    )
    group.add_argument(
        "--two-in-three",
        metavar="beyond|within",
        default="beyond",
        help="beyond: as the NHS since 2023 (default); within: as before",
    )
    group.add_argument(
        "--sigma",
        metavar="sbar|pooled",
        help="spread of xbar and s charts (default sbar for samples of one size, else pooled)",
    )


def _meaning(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--better", metavar="WAY", default="neither", help="up, down or neither (default)")
    group.add_argument("--target", metavar="NUMBER", help="in the unit plotted; for shares also like 95%%")
    group.add_argument("--title", help="what the chart shows")
    group.add_argument("--unit", default="", help="what the values are counted in")


def _output(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--json", action="store_true", help="everything as one JSON object")
    group.add_argument("--svg", metavar="FILE", help="a picture; of several series a folder of pictures")
    group.add_argument("--png", metavar="FILE", help="the same as PNG")
    group.add_argument("--pptx", metavar="FILE", help="slides for PowerPoint, one for each series")
    group.add_argument(
        "--html",
        metavar="FILE",
        help="a page with the chart, its words and how it was computed; of several series a folder, with a "
        "page of icons",
    )
    group.add_argument("--narrow", action="store_true", help="pictures for a phone or a column")
