"""The commands and what each takes."""

from __future__ import annotations

import argparse

from alongside import cli
from devtools.commands import parser as developers
from devtools.reference.markdown import table


def commands_page() -> str:
    """docs/reference/commands.md"""
    parts = [
        "# Commands\n",
        "Made from the commands' own help by `./dev docs`.\n",
        "## `alongside`\n",
        "`./dev setup` puts it into `.venv/bin`. It ends with 0 when all went well, 2 for what was asked wrongly, 1 for what failed; what "
        "is wrong is one sentence on the error output. `--debug` shows where.\n",
    ]
    for name, (_, says) in cli.COMMANDS.items():
        parts.append(
            f"### `alongside {name}`\n\n{_sentence(says)}\n\n{_options(_command(cli.build_parser(name), name))}"
        )
    parts += [
        "## `./dev`\n",
        "For developers, in a clone. It needs Python 3.11 or newer with pip, and a network the first time.\n",
    ]
    for name, command in _commands(developers()).items():
        parts.append(f"### `./dev {name}`\n\n{_sentence(_help(developers(), name))}\n\n{_options(command)}")
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _command(parser: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    return _commands(parser)[name]


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return dict(_subparsers(parser).choices)


def _help(parser: argparse.ArgumentParser, name: str) -> str:
    return next(str(each.help) for each in _subparsers(parser)._choices_actions if each.dest == name)


def _subparsers(parser: argparse.ArgumentParser) -> argparse._SubParsersAction:
    return next(each for each in parser._actions if isinstance(each, argparse._SubParsersAction))


def _options(command: argparse.ArgumentParser) -> str:
    """Its arguments as a table. Not argparse's own text, which differs from one Python to the next."""
    rows = [
        [f"`{_name(each)}`", _text(command, each)]
        for each in command._actions
        if each.help is not argparse.SUPPRESS and not isinstance(each, argparse._HelpAction)
    ]
    return table(["argument", "what it does"], rows) if rows else ""


def _name(action: argparse.Action) -> str:
    takes = action.metavar or (
        "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()
    )
    if not action.option_strings:
        return str(takes)
    names = ", ".join(action.option_strings)
    return names if action.nargs == 0 else f"{names} {takes}"


def _text(command: argparse.ArgumentParser, action: argparse.Action) -> str:
    return (action.help or "") % {**vars(action), "prog": command.prog}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
