"""The commands of `./dev` and what each needs before it starts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from devtools import assets, installing, locks, serving
from devtools.places import VENV
from devtools.running import Stop, say


def parser() -> argparse.ArgumentParser:
    """What can be typed after `./dev`."""
    top = argparse.ArgumentParser(prog="./dev", description="Set up, try, test and check Alongside.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    demo = commands.add_parser("demo", help="set up, build the demo if there is none, serve it")
    demo.add_argument("--port", type=int, default=8000, metavar="N", help="the port on 127.0.0.1 (8000)")
    demo.add_argument("--data", metavar="DIR", help="where the demo's data lives (var/demo)")
    demo.add_argument("--no-browser", action="store_true", help="don't open a browser")
    commands.add_parser("setup", help="only set up: tools, .venv with the alongside command, style sheet")
    # Only for the list of commands: its arguments are pytest's, and never come this way.
    commands.add_parser("test", help="all tests on SQLite and PostgreSQL; arguments go to pytest")
    commands.add_parser("check", help="types, imports, spelling, locks; changes nothing")
    commands.add_parser("fix", help="put right what can be put right by itself")
    commands.add_parser(
        "docs",
        help="write the generated pages of the manual anew (ALONGSIDE_SCREENSHOTS=1: its pictures too)",
    )
    commands.add_parser("bench", help="run the benchmarks")
    lock = commands.add_parser("lock", help="make the lock files anew from pyproject.toml and package.json")
    lock.add_argument("--upgrade", action="store_true", help="take newer versions of everything")
    return top


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    # Options for pytest may come first, which argparse would take for ours.
    if list(argv[:1]) == ["test"]:
        asked = argparse.Namespace(command="test", arguments=list(argv[1:]))
    else:
        asked = parser().parse_args(argv)
    try:
        return obey(asked)
    except Stop as problem:
        print(problem, file=sys.stderr)
        return problem.code
    except PermissionError as problem:
        print(
            f"This user may not write {problem.filename}: make it yours, or use a clone that is.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130


def obey(asked: argparse.Namespace) -> int:
    """Set up what the command needs, then do it."""
    if asked.command == "demo":
        # Said before the long part, not after it.
        serving.check_port(asked.port)
        data = serving.data_folder(asked.data)
        set_up(development=False)
        serving.serve(port=asked.port, data=data, browser=not asked.no_browser)
    if asked.command == "lock":
        with installing.alone():
            installing.ensure_uv()
            locks.lock(upgrade=asked.upgrade)
        return 0
    set_up(development=True)
    if asked.command == "setup":
        say(f"Everything is set up. The command is {VENV / 'bin' / 'alongside'}; ./dev demo shows the demo.")
        return 0
    # These import what only development needs.
    from devtools import checks, testing

    todo = {"check": checks.check, "fix": checks.fix, "docs": checks.docs, "bench": checks.bench}
    return testing.test(asked.arguments) if asked.command == "test" else todo[asked.command]()


def set_up(*, development: bool) -> None:
    """Packages and style sheet, each only if something changed since the last time."""
    with installing.alone():
        installing.install(development=development)
        assets.build()
