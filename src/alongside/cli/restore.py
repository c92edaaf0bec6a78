"""`alongside restore`: a backup checked whole and put back; what was erased since is erased again."""

from __future__ import annotations

import argparse
from pathlib import Path

from alongside.cli import BadInput, Failed, start
from alongside.cli.backup import require_owner


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what `alongside backup` made")
    parser.add_argument(
        "--check",
        action="store_true",
        help="only restore it into a scratch database and compare; change nothing",
    )
    parser.add_argument("--replace", action="store_true", help="put it in the place of what is there already")


def run(options: argparse.Namespace) -> int:
    path = Path(options.file)
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    start.django()
    from alongside.cli.migrate import migrate
    from alongside.core.backup import Damaged, Refusal, check, put_back

    require_owner()
    try:
        if options.check:
            manifest = check(path)
            print(
                f"{path} is whole: made {manifest.made_at} by version {manifest.version}, {manifest.rows:,} rows in "
                f"{len(manifest.tables)} tables. It was restored into a scratch database and compared."
            )
            return 0
        done = put_back(
            path,
            migrate=lambda: migrate(quiet=True),
            replace=options.replace,
            say=lambda said: print(f"· {said} …", flush=True),
        )
    except Refusal as problem:
        raise BadInput(str(problem)) from problem
    except Damaged as problem:
        raise Failed(f"{path}: {problem}") from problem
    print(
        f"Restored as of {done.manifest.made_at}: {done.manifest.rows:,} rows in {len(done.manifest.tables)} tables."
    )
    for kind, count in sorted(done.erased_again.items()):
        print(f"Erased again, as it was since: {count} of {kind}.")
    for wrong in done.wrong_in_ledger:
        print(f"{wrong} What it erased may be back: look for it.")
    for aside in done.aside:
        print(
            f"What was there before lies in {aside}. Remove it when you no longer need it: it holds people's data."
        )
    print(
        "Everybody must sign in again. Look at what changed since the backup: members who left, links to join that were used or "
        "withdrawn, figures that were brought in. Those are as they were then."
    )
    return 0
