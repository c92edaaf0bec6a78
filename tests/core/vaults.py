"""Documents in the vault, for tests: a project, a record that owns them, and somebody who acts."""

from __future__ import annotations

import uuid
from datetime import timedelta

from alongside.core import clock
from alongside.core.actors import Actor
from alongside.core.models import VaultItem
from alongside.core.vault import files, upkeep
from alongside.programmes.models import Organisation, Programme, Project

TEXT = b"canary: she was reliable and kind"
SOMEBODY = Actor(account_id=uuid.UUID(int=7), project_id=None, hat="staff:recruiter")


class Somebody:
    """The least that `by` must be."""

    def as_actor(self) -> Actor:
        return SOMEBODY


BY = Somebody()


class Crash(BaseException):
    """What a kill looks like from inside: nothing catches it."""


def a_project(slug: str) -> Project:
    organisation = Organisation.objects.get_or_create(name="Northmere")[0]
    programme = Programme.objects.get_or_create(slug="side-by-side", defaults={"name": "Side by Side"})[0]
    return Project.objects.create(slug=slug, name=slug, lead=organisation, programme=programme)


def path_of(item: VaultItem):
    return files.place(item.project_id, item.pk)


def change(item: VaultItem, **fields) -> None:
    VaultItem.objects.filter(pk=item.pk).update(**fields)


def later():
    """After a file without a row has been one for too long."""
    return clock.set_to(clock.now() + upkeep.ORPHAN_AFTER + timedelta(minutes=1))
