"""Texts that a role profile may start from, from definitions/role_profiles/."""

from __future__ import annotations

import functools

from alongside.core import definitions
from alongside.core.definitions import Definition


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
