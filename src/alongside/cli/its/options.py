"""What `alongside its` can be asked."""

from __future__ import annotations

import argparse

_EXAMPLES = """\
examples:
  alongside its waits.csv --x month --y days --intervention 2025-04-01
  alongside its falls.xlsx --x month --y falls --n bed_days --intervention 2025-04-01 --model quasipoisson
  alongside its aces.csv --x month --y aces --n people --intervention 2005-01-01 --no-slope \\
      --model quasipoisson --harmonics 2 --season 12
  alongside its wards.csv --x month --y days --intervention 2025-04-01 --control is_control --json

A before-after difference, even a modelled one, is not proof: say what else changed.
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
    _change(parser.add_argument_group("change"))
    _model(parser.add_argument_group("model"))
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")


def _columns(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--x", metavar="COL", required=True, help="a date, or a label in the order of the file"
    )
    group.add_argument("--y", metavar="COL", required=True, help="the value or count")
    group.add_argument(
        "--n", metavar="COL", help="the denominator: divides y for ols, is the log offset for counts"
    )
    group.add_argument(
        "--control", metavar="COL", help="0 for rows of the series that changed, 1 for rows of its control"
    )
    # The choices of these are checked where they are used, with a sentence.
    group.add_argument("--every", metavar="PERIOD", help="gather rows by day, week, month or quarter")
    group.add_argument("--agg", metavar="HOW", help="gather values as their sum, mean or median")
    group.add_argument(
        "--as-of", metavar="DATE", help="with --every: no period that had not finished by this day"
    )


def _change(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--intervention",
        metavar="X",
        required=True,
        help="the date or label of the change; a period it falls inside is left out",
    )
    group.add_argument(
        "--phase-in", metavar="N", type=int, default=0, help="leave out so many periods from the change on"
    )
    group.add_argument(
        "--slope",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="fit a change of the trend too (default)",
    )


def _model(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--model", metavar="MODEL", default="ols", help="ols (default), poisson, quasipoisson")
    group.add_argument(
        "--errors",
        metavar="ERRORS",
        help="ar1, newey-west or none (default ar1 for ols with 12 points on each side, else none)",
    )
    group.add_argument("--nw-lag", metavar="N", type=int, help="how many periods newey-west looks back")
    group.add_argument(
        "--harmonics", metavar="K", type=int, default=0, help="pairs of waves that draw a season"
    )
    group.add_argument("--season", metavar="N", type=int, help="periods in a season: 12 for months of a year")
