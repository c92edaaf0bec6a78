"""Checklists of readiness, from definitions/readiness/: what is asked, why, and which items are never overridden.

A checklist keeps the version it was made with. The newest version of a file is for new checklists; older ones stay in the folder.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from alongside.core import definitions
from alongside.core.definitions import Definition, Part

if TYPE_CHECKING:
    from alongside.programmes.models import Project, ReadinessItem, Service

OF_A_SERVICE = "service-readiness"
OF_A_REAL_PROJECT = "real-project-readiness"


class Group(Part):
    """Items that belong together on the page."""

    key: str
    title: str


class Question(Part):
    """One item: what is asked and why, what would show it, and what its answer needs."""

    key: str = Field(pattern=r"^[a-z][a-z_]{1,58}$")
    group: str
    title: str
    question: str
    why: str
    evidence: str
    override: Literal["never", "allowed"]
    counted: bool = False  # by Alongside, from facts; nobody records it
    names: tuple[str, ...] = ()  # it names a member in one of these roles
    different_from: str = ""  # … who is not the one that this other item names
    second_person: bool = False  # somebody else must confirm what was recorded


class Checklist(Definition):
    """A list of items in groups."""

    groups: tuple[Group, ...]
    items: tuple[Question, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Checklist:
        keys = [item.key for item in self.items]
        groups = {group.key for group in self.groups}
        if len(keys) != len(set(keys)):
            raise ValueError("an item's key stands twice")
        for item in self.items:
            if item.group not in groups:
                raise ValueError(f"{item.key} is in a group that isn't listed: {item.group}")
            if item.different_from and item.different_from not in keys:
                raise ValueError(
                    f"{item.key} is to differ from an item that isn't listed: {item.different_from}"
                )
        return self

    def question(self, key: str) -> Question:
        """The item of that key."""
        return next(item for item in self.items if item.key == key)


@functools.cache
def _all() -> dict[tuple[str, str], Checklist]:
    files = sorted((definitions.FOLDER / "readiness").glob("*.yaml"))
    read = [definitions.load(f"readiness/{path.stem}", Checklist) for path in files]
    return {(checklist.id, checklist.version): checklist for checklist in read}


def newest(called: str) -> Checklist:
    """The version that new checklists are made with."""
    versions = [checklist for checklist in _all().values() if checklist.id == called]
    return max(versions, key=lambda checklist: tuple(int(part) for part in checklist.version.split(".")))


def made_with(item: ReadinessItem) -> Checklist:
    """The checklist in the version that the item was made with."""
    return _all()[item.definition, item.definition_version]


def asked(item: ReadinessItem) -> Question:
    """What the item asks, in the version it was made with."""
    return made_with(item).question(item.key)


def items_for_service(service: Service) -> list[ReadinessItem]:
    """Fresh items for a service, not yet saved."""
    return _items(newest(OF_A_SERVICE), project=service.project, service=service)


def items_for_project(project: Project) -> list[ReadinessItem]:
    """Fresh items for a project in use, not yet saved."""
    return _items(newest(OF_A_REAL_PROJECT), project=project, service=None)


def _items(checklist: Checklist, *, project: Project, service: Service | None) -> list[ReadinessItem]:
    from alongside.programmes.models import ReadinessItem

    return [
        ReadinessItem(
            project=project,
            service=service,
            definition=checklist.id,
            definition_version=checklist.version,
            key=question.key,
            place=place,
            counted=question.counted,
            may_override=question.override == "allowed",
            needs_second=question.second_person,
        )
        for place, question in enumerate(checklist.items)
    ]
