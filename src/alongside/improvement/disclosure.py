"""Rule sets of disclosure control, from definitions/disclosure/: which a release may be made under, and what each says.

A rule set of an organisation's own is a further file in that folder. A release keeps the rules themselves and their fingerprint.
"""

from __future__ import annotations

import functools
from typing import Any

from pydantic import Field, field_validator

from alongside.core import definitions
from alongside.core.definitions import Definition
from alongside.stats.disclosure import BadProfile, Profile

DEFAULT = "nhs-hes-like"


class RuleSet(Definition):
    """A profile with its sentence for people."""

    said: str = Field(min_length=10)
    rules: dict[str, Any]

    @field_validator("rules")
    @classmethod
    def _hold_together(cls, rules: dict[str, Any]) -> dict[str, Any]:
        try:
            Profile(**rules)
        except (BadProfile, TypeError) as wrong:
            raise ValueError(str(wrong)) from wrong
        return rules

    @property
    def profile(self) -> Profile:
        """The rules, as the mathematics takes them."""
        return Profile(**self.rules)


@functools.cache
def available() -> dict[str, RuleSet]:
    """Every rule set by its id, the default first."""
    files = sorted((definitions.FOLDER / "disclosure").glob("*.yaml"))
    found = [definitions.load(f"disclosure/{path.stem}", RuleSet) for path in files]
    return {one.id: one for one in sorted(found, key=lambda one: (one.id != DEFAULT, one.id))}
