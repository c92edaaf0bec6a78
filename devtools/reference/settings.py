"""The settings of an installation."""

from __future__ import annotations

from pathlib import Path

from alongside.config.environment import Environment
from devtools.reference.markdown import table


def settings_page() -> str:
    """docs/reference/settings.md"""
    rows = [
        [
            f"`ALONGSIDE_{name.upper()}`",
            field.description or "",
            _default(field.get_default(call_default_factory=True)),
        ]
        for name, field in Environment.model_fields.items()
    ]
    return (
        "# Settings of an installation\n\n"
        "Made from `config/environment.py` by `./dev docs`; change it there. All of them come from the environment. What is missing "
        "or can't be right stops `alongside serve` and `alongside migrate` at the start, with a sentence. How to set up an "
        "installation is in [install](../how-to/install.md). Settings of a project are made on its page *Settings*.\n\n"
        + table(["variable", "what it is", "without it"], rows)
    )


def _default(value: object) -> str:
    if isinstance(value, Path):
        return f"`{value.as_posix()}`"
    return (
        {False: "no", True: "yes"}.get(value, "–")
        if isinstance(value, bool)
        else f"`{value}`"
        if value
        else "–"
    )
