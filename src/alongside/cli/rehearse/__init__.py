"""`alongside rehearse`: before a measurement starts, learn how likely it is to notice a real change, and to see one where there is none.

Nothing here needs a database or a file: the plan is said in options.
"""

from __future__ import annotations

import argparse
import json

from alongside.cli import BadInput
from alongside.cli.rehearse.options import add_arguments

__all__ = ["add_arguments", "run"]


def run(options: argparse.Namespace) -> int:
    """Rehearse the plan; raises BadInput with a sentence for one that can't be rehearsed."""
    from alongside.cli.rehearse.asked import plan_of
    from alongside.cli.rehearse.printing import print_people
    from alongside.stats.rehearsal import as_document, rehearse

    if not 100 <= options.simulations <= 100_000:
        raise BadInput(f"--simulations {options.simulations}: choose between 100 and 100000.")
    told = rehearse(
        plan_of(options),
        simulations=options.simulations,
        seed=options.seed,
        slope=options.slope,
        its=options.its,
    )
    if options.json:
        print(json.dumps(as_document(told), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print_people(told)
    return 0
