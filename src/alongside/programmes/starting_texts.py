"""What a role profile says, part by part, and texts that it may start from, from definitions/role_profiles/."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from alongside.core import definitions
from alongside.core.definitions import Definition

# What a profile says, in the order it is read. The forms, pages and starting texts all go by this table.
PARTS = {
    "purpose": _("What the role is for"),
    "will_do": _("Will do"),
    "will_not_do": _("Will not do"),
    "friends": _("Friends, and people known from before"),
    "gifts": _("Gifts"),
    "money": _("Money"),
    "social_media": _("Social media"),
    "lifts": _("Lifts"),
}


class StartingText(Definition):
    """A whole role profile that a project makes its own."""

    purpose: str
    will_do: str
    will_not_do: str
    friends: str
    gifts: str
    money: str
    social_media: str
    lifts: str


@functools.cache
def available() -> dict[str, StartingText]:
    """Every starting text by its id."""
    files = sorted((definitions.FOLDER / "role_profiles").glob("*.yaml"))
    read = [definitions.load(f"role_profiles/{path.stem}", StartingText) for path in files]
    return {text.id: text for text in read}
