"""`alongside its`: what changed around a date, beside what would have gone on without it.

The file becomes a series with its change placed (`reading`), is analysed by `stats.its`, and comes out as
JSON or as a table for people (`printing`). Nothing here needs a database, so nothing starts Django.
"""

from __future__ import annotations

import argparse

from alongside.cli import BadInput
from alongside.cli.its.options import add_arguments

__all__ = ["add_arguments", "run"]


def run(options: argparse.Namespace) -> int:
    """Analyse a file as `options` say; raises BadInput with a sentence for what can't be analysed so."""
    # Only now, so that --help and a misspelt option answer before numbers and tables are loaded.
    from alongside.cli.its.printing import document, print_table
    from alongside.cli.its.reading import PER_YEAR, Interrupted, read_interrupted
    from alongside.cli.speaking import as_json, speak_utf8
    from alongside.stats.its import Refused, Specification, analyse

    read: Interrupted | None = None
    try:
        specification = Specification(
            model=options.model,
            errors=options.errors,
            slope=options.slope,
            nw_lag=options.nw_lag,
            harmonics=options.harmonics,
            season=options.season,
            phase_in=options.phase_in,
        )
        read = read_interrupted(options)
        specification = Specification(
            **{
                **{name: getattr(specification, name) for name in specification.__dataclass_fields__},
                "per_year": PER_YEAR.get(read.step),
            }
        )
        found = analyse(
            read.y,
            n=read.n,
            time=read.time,
            control=read.control,
            change=read.change,
            inside=read.inside,
            specification=specification,
        )
    except Refused as refused:
        raise BadInput(_where(refused, read, options)) from refused
    speak_utf8()
    if options.json:
        print(as_json(document(found, read)))
    else:
        print_table(found, read, options)
    return 0


def _where(refused: Exception, read: object, options: argparse.Namespace) -> str:
    """Analysing knows places in an array; a person knows rows of a file."""
    from alongside.cli.its.reading import Interrupted
    from alongside.stats.its import Refused

    assert isinstance(refused, Refused)
    row = refused.params.get("row")
    if isinstance(read, Interrupted) and isinstance(row, int):
        line, label = int(read.lines[row - 1]), read.labels[row - 1]
        what = refused.sentence().partition(": ")[2]
        return f"{options.file}, {f'row {line:,} ({label})' if line else label}: {what}"
    return f"{options.file}: {refused.sentence()}"
