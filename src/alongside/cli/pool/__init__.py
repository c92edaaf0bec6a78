"""`alongside pool`: the estimates of several sites to one, with how much sites differ.

The columns are read by `reading`, pooled by `stats.pooling`, and come out as JSON or as a table for people.
"""

from __future__ import annotations

import argparse

from alongside.cli import BadInput

_EXAMPLES = """\
examples:
  alongside pool sites.csv --yi log_ratio --vi variance --label site
  alongside pool sites.csv --yi difference --vi variance --method dl --ci z --json

Estimates must be in one unit; ratios as logarithms. A variance is a standard error squared.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("file", metavar="FILE", help="a CSV, TSV or XLSX file with a row for each site")
    parser.add_argument(
        "--sheet", metavar="NAME", help="the sheet of an Excel file (the first with anything in it)"
    )
    parser.add_argument("--yi", metavar="COL", required=True, help="the estimate of each site")
    parser.add_argument("--vi", metavar="COL", required=True, help="its variance, above 0")
    parser.add_argument("--label", metavar="COL", help="what each site is called")
    parser.add_argument(
        "--method", metavar="METHOD", default="reml", help="reml (default), dl, pm, or ee for one true effect"
    )
    parser.add_argument(
        "--ci", metavar="HOW", help="hk (Knapp-Hartung; default where sites may differ) or z (default for ee)"
    )
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")


def run(options: argparse.Namespace) -> int:
    """Pool a file as `options` say; raises BadInput with a sentence for what can't be pooled so."""
    from alongside.cli.pool.printing import document, print_table
    from alongside.cli.pool.reading import read_sites
    from alongside.cli.speaking import as_json, speak_utf8
    from alongside.stats.pooling import Refused, pool

    sites = read_sites(options)
    try:
        found = pool(sites.estimates, sites.variances, method=options.method, ci=options.ci)
    except Refused as refused:
        row = refused.params.get("row")
        if not isinstance(row, int):
            raise BadInput(f"{options.file}: {refused.sentence()}") from refused
        what = refused.sentence().partition(": ")[2]
        where = f"row {int(sites.lines[row - 1]):,}, column “{options.vi}”"
        raise BadInput(f"{options.file}, {where}: {what}") from refused
    speak_utf8()
    if options.json:
        print(as_json(document(found, sites)))
    else:
        print_table(found, sites, options)
    return 0
