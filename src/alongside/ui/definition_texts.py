"""Finds for translators what pages show of definitions: the texts of their YAML files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

import yaml

# Keys whose texts are shown as they are. What a project makes its own (a starting text) is copied, not shown.
SHOWN = {
    "title", "question", "why", "evidence", "name", "covers", "counts_from", "rule", "because", "said", "operational_definition",
    "words", "unit",
}  # fmt: skip

Found = tuple[int, None, str, list[str]]


def extract(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[Found]:
    """A way of extracting for Babel: (line, no function, text, no comments) for each text that is shown."""
    document = yaml.compose(file.read().decode("utf-8"), Loader=yaml.SafeLoader)
    if document is not None:
        yield from _texts(document)


def _texts(node: yaml.Node) -> Iterator[Found]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in SHOWN and isinstance(value, yaml.ScalarNode):
                yield value.start_mark.line + 1, None, value.value.strip(), []
            else:
                yield from _texts(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _texts(each)
