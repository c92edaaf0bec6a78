"""The personas in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from alongside.demo.people import PASSWORD, PERSONAS, Persona
from alongside.programmes.roles import ROLES

__all__ = ["PASSWORD", "as_json", "groups"]


@dataclass(frozen=True)
class Group:
    """Personas of one project, or of none."""

    title: str
    about: str
    personas: list[dict[str, str]]


def groups() -> list[Group]:
    """Everybody you can be, project by project."""
    return [
        Group(
            _("Harbour project"),
            _("A mental health trust introduces peer support workers."),
            [_words(one) for one in PERSONAS if one.project == "harbour"],
        ),
        Group(
            _("Lantern project"),
            _("An acute trust introduces care navigators."),
            [_words(one) for one in PERSONAS if one.project == "lantern"],
        ),
        Group(
            _("Outside the projects"),
            _("They see what projects release, or nothing at all."),
            [_words(one) for one in PERSONAS if not one.project],
        ),
    ]


def as_json() -> list[dict[str, str]]:
    """For scripts: username, name, role, project and what they do."""
    return [_words(one) for one in PERSONAS]


def _words(one: Persona) -> dict[str, str]:
    return {
        "username": one.username,
        "name": one.name,
        "role": str(ROLES[one.role].name) if one.role else _("No role"),
        "project": one.project,
        "does": str(one.does),
    }
