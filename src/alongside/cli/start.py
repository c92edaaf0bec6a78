"""Starting Django for a command, with a sentence when the settings are not complete."""

from __future__ import annotations

import os
import re

from pydantic import ValidationError
from pydantic_settings import SettingsError

from alongside.cli import BadInput


def django() -> None:
    """Set Django up from the environment. Raises BadInput naming the variable that is missing or wrong.

    From here on whatever this process makes (the database, uploads, documents) is for its own account alone.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    import django as framework
    from django.apps import apps

    if apps.ready:
        return
    os.umask(0o077)
    try:
        framework.setup()
    except ValidationError as problem:
        raise BadInput(_sentence(problem)) from problem
    except SettingsError as problem:
        name = re.search(r'field "(\w+)"', str(problem))
        raise BadInput(f"{_variable(name[1])} must be JSON." if name else str(problem)) from problem
    except ValueError as problem:  # of the mail server's or a database's address
        raise BadInput(str(problem)) from problem


def _sentence(problem: ValidationError) -> str:
    """What is wrong first, without what was given: that may be a secret."""
    first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
    said = str(first["msg"]).removeprefix("Value error, ")
    if not first["loc"]:
        return said
    variable, *parts = first["loc"]
    place = f"{_variable(str(variable))} ({'.'.join(map(str, parts))})" if parts else _variable(str(variable))
    return f"{place}: {said[:1].lower()}{said[1:]}."


def _variable(field: str) -> str:
    return f"ALONGSIDE_{field.removeprefix('ALONGSIDE_').upper()}"
