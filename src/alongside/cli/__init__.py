"""The commands of `alongside`. Each lives in a module of its own, named in COMMANDS and imported when asked for."""

from __future__ import annotations

import argparse
import importlib
import sys

# name -> (module, one line of help). A command appears here with the part that builds it.
COMMANDS = {
    "serve": ("alongside.cli.serve", "serve the web pages and run the background work"),
    "demo": ("alongside.cli.demo", "build the example projects if there are none, and serve them"),
    "migrate": ("alongside.cli.migrate", "bring the database up to date, with its roles and triggers"),
    "begin": ("alongside.cli.begin", "start the first project of an installation, with its administrator"),
    "chart": ("alongside.cli.chart", "draw a control or run chart from a CSV or Excel file"),
    "its": ("alongside.cli.its", "say what changed around a date, from a CSV or Excel file"),
    "pool": ("alongside.cli.pool", "pool the estimates of several sites, from a CSV or Excel file"),
    "rehearse": (
        "alongside.cli.rehearse",
        "learn how likely a planned measurement is to notice a real change",
    ),
    "backup": ("alongside.cli.backup", "write an encrypted backup, and prove it by restoring it"),
    "restore": ("alongside.cli.restore", "check a backup and put it back"),
    "verify": ("alongside.cli.verify", "check that the audit trail is whole"),
}


class BadInput(Exception):
    """What was asked for can't be done as asked; the message says what is wrong, where, and what to do."""


class Failed(Exception):
    """It was asked for properly and still did not work; the message says what happened."""


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise BadInput(f"{message[:1].upper()}{message[1:]}. Run `{self.prog} --help` to see what it takes.")


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; with `only`, just that command's options are loaded."""
    parser = Parser(
        prog="alongside", description="Introduce peer support, and find out honestly whether it helps."
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for name, (module, help_text) in COMMANDS.items():
        if only is not None and name != only:
            continue
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
        if name == only:
            importlib.import_module(module).add_arguments(command)
    return parser


def run(argv: list[str]) -> int:
    """Parse `argv`, run its command and return the exit code. Never raises for bad input."""
    debug = "--debug" in argv
    asked = next((word for word in argv if word in COMMANDS), None)
    try:
        options = build_parser(asked).parse_args(argv)
        if options.command is None:
            build_parser().print_help()
            return 0
        return int(importlib.import_module(COMMANDS[options.command][0]).run(options) or 0)
    except SystemExit as stop:  # argparse's own --help
        return int(stop.code or 0)
    except BadInput as problem:
        if debug:
            raise
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as problem:
        if debug:
            raise
        said = str(problem) if isinstance(problem, Failed) else f"{type(problem).__name__}: {problem}"
        print(
            f"{said} Run it again with --debug to see where." if not isinstance(problem, Failed) else said,
            file=sys.stderr,
        )
        return 1
