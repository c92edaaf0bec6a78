"""The `alongside` command. Commands are imported only when asked for, so that `alongside chart` starts at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 bad input. May be called repeatedly."""
    from alongside.cli import run

    return run(list(argv))


def console() -> None:
    """Entry point of the installed command."""
    raise SystemExit(main(sys.argv[1:]))


if __name__ == "__main__":
    console()
