"""`alongside backup`: one encrypted file with the database and the documents, proved by restoring it into a scratch database."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from alongside.cli import BadInput, Failed, start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", metavar="FOLDER", help="where to write it (default: backups in the data folder)"
    )
    parser.add_argument(
        "--keep",
        metavar="N",
        type=int,
        help="afterwards keep the N latest in that folder, and remove older ones",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    if options.keep is not None and options.keep < 1:
        raise BadInput(f"--keep {options.keep}: keep at least 1.")
    start.django()
    from django.conf import settings
    from django.db import DatabaseError

    from alongside.core.backup import Damaged, take

    require_owner()
    folder = Path(options.to) if options.to else Path(settings.DATA_DIR) / "backups"
    try:
        made = take(folder, say=_say(options.quiet))
    except Damaged as problem:
        raise Failed(f"{problem} No backup was kept.") from problem
    except (OSError, DatabaseError) as problem:
        raise Failed(f"The backup could not be made: {problem}. No backup was kept.") from problem
    gone = _remove_older(folder, options.keep)
    if not options.quiet:
        print(
            f"{made.path}: {made.manifest.rows:,} rows in {len(made.manifest.tables)} tables and {made.documents:,} documents, "
            f"{made.bytes / 1_000_000:,.1f} MB. It was restored into a scratch database and compared."
        )
        if gone:
            print(f"{gone} older removed.")
        if not options.to:
            print(
                "Copy it to another machine. It opens with ALONGSIDE_VAULT_KEY alone, which is not in it: keep that elsewhere too."
            )
    return 0


def require_owner() -> None:
    """On PostgreSQL only the owner sees every row. Raises BadInput where no owner is named."""
    from django.conf import settings
    from django.db import connections

    if connections["default"].vendor == "postgresql" and "owner" not in settings.DATABASES:
        raise BadInput(
            "ALONGSIDE_OWNER_DATABASE_URL is missing: on PostgreSQL the application sees one project at a time, so a backup is "
            "made and put back by the owner of the tables."
        )


def _say(quiet: bool) -> Callable[[str], None]:
    return (lambda said: None) if quiet else (lambda said: print(f"· {said} …", flush=True))


def _remove_older(folder: Path, keep: int | None) -> int:
    if keep is None:
        return 0
    # Names begin with the moment they were made.
    older = sorted(folder.glob("alongside-*.backup"))[:-keep]
    for path in older:
        path.unlink()
    return len(older)
