"""Retention classes: how long what we hold is kept, from when, and what happens then.

The shipped table is a draft: the controller decides, and a privacy lead can read it as a page.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from alongside.core import definitions
from alongside.core.definitions import Definition, Part

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,39}$")]


class AtTheEnd(StrEnum):
    """What happens to a record whose time is over."""

    ERASE = "erase"
    ERASE_KEEPING_A_STUB = "erase-keeping-a-stub"
    REVIEW = "review"


class RetentionClass(Part):
    """One class: what is in it, since when it counts, how long it is kept, and what then."""

    key: Key
    name: str = Field(min_length=3)
    covers: str = Field(min_length=10)
    counts_from: str = Field(min_length=5)
    years: int | None = Field(default=None, ge=0, le=150)
    months: int | None = Field(default=None, ge=1, le=60)
    days: int | None = Field(default=None, ge=1, le=730)
    # In words, where a length alone doesn't say it: "until the 25th birthday".
    rule: str = ""
    then: AtTheEnd
    because: str = Field(min_length=10)
    sure: bool

    @model_validator(mode="after")
    def _one_length_or_a_rule(self) -> RetentionClass:
        lengths = [length for length in (self.years, self.months, self.days) if length is not None]
        if len(lengths) > 1 or not (lengths or self.rule):
            raise ValueError(f"the class {self.key!r} needs one of years, months or days, or a rule in words")
        return self


class RetentionTable(Definition):
    """Every class, and whether a controller has decided on them."""

    status: str = Field(min_length=5)
    classes: list[RetentionClass] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_key_once(self) -> RetentionTable:
        keys = [each.key for each in self.classes]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"the class {twice[0]!r} stands twice")
        return self


def table() -> RetentionTable:
    """The shipped table with its provenance, for the page that shows it."""
    return definitions.load("retention", RetentionTable)


def classes() -> dict[str, RetentionClass]:
    """The classes by key, in the order of the file."""
    return {each.key: each for each in table().classes}


def find(key: str) -> RetentionClass | None:
    """The class with that key, or None."""
    return classes().get(key)
