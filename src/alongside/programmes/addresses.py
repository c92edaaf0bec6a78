"""Where the pages of a project are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from alongside.programmes.models import Programme, Project


def of_project(project: Project, name: str, **named: Any) -> str:
    """The address of a page of the project. A record may be given as itself: it stands there by its key."""
    return reverse(name, kwargs={"project": project.slug, **_keys(named)})


def of_programme(programme: Programme, name: str, **named: Any) -> str:
    """The address of a page of the programme."""
    return reverse(name, kwargs={"programme": programme.slug, **_keys(named)})


def _keys(named: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in named.items()}
