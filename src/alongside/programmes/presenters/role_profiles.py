"""A role profile as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.programmes import addresses, starting_texts
from alongside.programmes.models import Project, RoleProfile, RoleProfileVersion
from alongside.programmes.presenters.wording import in_language, lines
from alongside.programmes.queries.role_profiles import Reader
from alongside.programmes.starting_texts import PARTS
from alongside.ui import words

# Parts that are one thing a line.
LISTS = {"will_do", "will_not_do"}


def parts(version: RoleProfileVersion) -> list[dict[str, Any]]:
    """What the version says, part by part; nothing said yet stays visible in a draft."""
    return [
        {
            "key": part,
            "title": str(title),
            "list": lines(getattr(version, part)) if part in LISTS else None,
            "paragraphs": lines(getattr(version, part)),
        }
        for part, title in PARTS.items()
    ]


def listed(
    profiles: Iterable[RoleProfile], versions: list[RoleProfileVersion], project: Project
) -> list[dict[str, Any]]:
    """Each profile with the version that stands and whether a draft waits. `versions` come oldest first."""
    stands = {version.profile_id: version for version in versions if version.is_published}
    drafts = {version.profile_id: version for version in versions if not version.is_published}
    return [
        {
            "name": profile.name,
            "where": str(profile.service) if profile.service else _("The whole project"),
            "href": addresses.of_project(project, "role_profile", profile=profile),
            "stands": stands.get(profile.pk),
            "published": _published_on(stands.get(profile.pk), project),
            "draft": drafts.get(profile.pk),
        }
        for profile in profiles
        if profile.pk in stands or profile.pk in drafts
    ]


def started_from(version: RoleProfileVersion) -> dict[str, str] | None:
    """The starting text that a version goes back to, with who wrote it and its licence."""
    text = starting_texts.available().get(version.definition)
    if text is None:
        return None
    return {"title": in_language(text.title), "author": text.author, "licence": text.licence}


def _published_on(version: RoleProfileVersion | None, project: Project) -> str:
    if version is None or version.published_at is None:
        return ""
    return words.day(clock.day_of(version.published_at, project.zone))


def history(versions: Iterable[RoleProfileVersion], project: Project) -> list[dict[str, Any]]:
    """The versions, the latest first."""
    return [
        {
            "number": version.number,
            "href": addresses.of_project(project, "role_profile_version", version=version),
            "is_draft": not version.is_published,
            "when": words.moment(version.published_at, project.zone) if version.published_at else "",
            "who": str(version.published_by) if version.published_by else "",
            "what_changed": version.what_changed,
        }
        for version in versions
    ]


def readers(asked: Iterable[Reader], zone: str) -> list[list[str]]:
    """Who is asked to read it, as rows, those who haven't first."""
    return [
        [
            str(reader.membership.account),
            str(reader.membership.as_role.name),
            words.moment(reader.acknowledged_at, zone) if reader.acknowledged_at else _("Not yet"),
        ]
        for reader in asked
    ]
