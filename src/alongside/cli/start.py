"""Starting Django for a command, with a sentence when the settings are not complete."""

from __future__ import annotations

import os

from pydantic import ValidationError

from alongside.cli import BadInput


def django() -> None:
    """Set Django up from the environment. Raises BadInput naming the variable that is missing or wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    import django as framework
    from django.apps import apps

    if apps.ready:
        return
    try:
        framework.setup()
    except ValidationError as problem:
        first = problem.errors()[0]
        raise BadInput(str(first["msg"]).removeprefix("Value error, ")) from problem
