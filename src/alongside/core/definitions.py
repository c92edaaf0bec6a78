"""Definitions: content that experts own, in YAML files that say who wrote them, from what, and when to review.

A kind of definition is a subclass of `Definition`. Nothing in a file is guessed: an unknown, missing or
repeated key is refused with a sentence that names the file and the place.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

FOLDER = Path(__file__).resolve().parent.parent / "definitions"
LARGEST = 1_000_000  # bytes: a definition is read by people

D = TypeVar("D", bound="Definition")


class BadDefinition(ValueError):
    """A file of definitions can't be used; the message names the file, the place and what is wrong."""


class Part(BaseModel):
    """A part of a definition: only the keys it declares, and never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Definition(Part):
    """What every file of definitions begins with. Records keep its `id` and `version`."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,59}$")
    version: str = Field(pattern=r"^\d+(\.\d+){0,2}$")
    title: str = Field(min_length=3)
    author: str = Field(min_length=2)
    source: str = Field(min_length=2)
    licence: str = Field(min_length=2)
    review_date: date

    @field_validator("version", mode="before")
    @classmethod
    def _version_as_written(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class _OnceOnly(yaml.SafeLoader):
    """Reads plain YAML, and refuses a key that stands twice: the second would quietly win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for name, _ in node.value:
            key = self.construct_object(name, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key!r} isn't text", problem_mark=name.start_mark
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key!r} stands twice", problem_mark=name.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read(path: Path, kind: type[D]) -> D:
    """The definition in a file; raises BadDefinition with a sentence for whoever wrote the file."""
    called = path.relative_to(FOLDER.parent).as_posix() if path.is_relative_to(FOLDER) else path.name
    try:
        text = path.read_bytes()
    except OSError as problem:
        raise BadDefinition(f"{called}: can't be read ({problem.strerror or problem}).") from problem
    if len(text) > LARGEST:
        raise BadDefinition(f"{called}: is larger than {LARGEST} bytes.")
    try:
        content = yaml.load(text, Loader=_OnceOnly)  # noqa: S506  a safe loader that is stricter still
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise BadDefinition(f"{called}{where}: {problem.problem or problem}.") from problem
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise BadDefinition(f"{called}: isn't YAML text ({problem}).") from problem
    if not isinstance(content, dict):
        raise BadDefinition(f"{called}: must begin with its keys (id, version, title, author and so on).")
    try:
        return kind.model_validate(content)
    except ValidationError as problem:
        raise BadDefinition(f"{called}: {_sentences(problem)}") from problem


@lru_cache(maxsize=64)
def load(name: str, kind: type[D]) -> D:
    """The definition that ships as `definitions/<name>.yaml`, read once."""
    return read(FOLDER / f"{name}.yaml", kind)


def _sentences(problem: ValidationError) -> str:
    said = []
    for error in problem.errors(include_url=False):
        place = ".".join(str(step) for step in error["loc"])
        message = error["msg"].removeprefix("Value error, ")
        said.append(f"{place}: {message[:1].lower()}{message[1:]}" if place else message)
    return "; ".join(said) + "."
