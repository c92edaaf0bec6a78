"""What records go through, and what they tell of people."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from alongside.core.privacy import classification
from alongside.programmes.reference import diagram
from devtools.reference.markdown import table


def states_page() -> str:
    """docs/reference/states.md"""
    parts = [
        "# States\n\n"
        "What may follow what, drawn from the `NEXT` table of each model by `./dev docs`. Nothing else may.\n"
    ]
    for model in ours():
        if hasattr(model, "NEXT"):
            parts.append(f"## {_title(model)}\n\n{_first_line(model)}\n\n{diagram(model)}\n")
    return "\n".join(parts)


def privacy_page() -> str:
    """docs/reference/what-is-held.md"""
    rows = []
    for model in apps.get_models():
        said = classification(model)
        if said is not None and said.about_people:
            rows.append(
                [
                    f"`{model._meta.label}`",
                    ", ".join(sorted(said.personal)) or "–",
                    ", ".join(sorted(said.sensitive)) or "–",
                    said.retention or "–",
                ]
            )
    return (
        "# What is held about people\n\n"
        "Made from the class `Privacy` of each model by `./dev docs`; a test fails for a field that nobody classified. How long "
        "each class is kept, and why, is in [records retention](../assurance/records-retention.md). Tables that tell nothing of "
        "anybody are left out.\n\n"
        + table(["table", "personal", "sensitive, or a secret", "kept as"], sorted(rows))
    )


def ours() -> Iterator[type[Model]]:
    """Our own models, room by room."""
    for model in apps.get_models():
        if model.__module__.startswith("alongside."):
            yield model


def _title(model: type[Model]) -> str:
    name = str(model._meta.verbose_name)
    return name[:1].upper() + name[1:]


def _first_line(model: type[Model]) -> str:
    return (inspect.getdoc(model) or "").split("\n")[0]
