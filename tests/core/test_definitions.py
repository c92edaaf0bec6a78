"""Definitions say where they come from, and a mistake in one is told to whoever wrote it."""

from __future__ import annotations

from datetime import date

import pytest

from alongside.core import definitions, retention
from alongside.core.definitions import BadDefinition, Definition, Part, read

WHOLE = {
    "id": "birds",
    "version": '"1.2"',
    "title": "Birds",
    "author": "A. Author",
    "source": "Looking",
    "licence": "MIT",
    "review_date": "2027-01-01",
}


class Bird(Part):
    name: str
    eggs: int


class Birds(Definition):
    birds: list[Bird] = []


@pytest.fixture
def written(tmp_path):
    def write(extra: str = "", **changes: str | None):
        lines = {**WHOLE, **changes}
        path = tmp_path / "birds.yaml"
        path.write_text("".join(f"{k}: {v}\n" for k, v in lines.items() if v is not None) + extra, "utf-8")
        return path

    return write


def test_a_whole_definition_is_read(written):
    found = read(written("birds:\n  - {name: Wren, eggs: 6}\n"), Birds)
    assert (found.version, found.review_date) == ("1.2", date(2027, 1, 1))
    assert found.birds == [Bird(name="Wren", eggs=6)]


@pytest.mark.parametrize("key", sorted(WHOLE))
def test_every_definition_says_where_it_comes_from(written, key):
    with pytest.raises(BadDefinition, match=rf"birds\.yaml: {key}: field required"):
        read(written(**{key: None}), Birds)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (
            "birds:\n  - {name: Wren, eggs: many}\n",
            r"birds\.yaml: birds\.0\.eggs: input should be a valid int",
        ),
        ("birds:\n  - {name: Wren, eggs: 6, legs: 2}\n", r"birds\.0\.legs: extra inputs are not permitted"),
        ("colour: blue\n", r"colour: extra inputs are not permitted"),
        ("title: Other\n", r"birds\.yaml, line 8, column 1: the key 'title' stands twice"),
        ("birds: [\n", r"birds\.yaml, line \d+, column \d+: "),
        ("2: two\n", r"line 8, column 1: the key 2 isn't text"),
        ("birds: !!python/object/apply:os.system [true]\n", r"could not determine a constructor"),
        ("birds: &a [*a]\n", r"birds\.yaml"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_place(written, extra, said):
    with pytest.raises(BadDefinition, match=said):
        read(written(extra), Birds)


def test_a_file_that_is_no_list_of_keys_is_refused(tmp_path):
    path = tmp_path / "birds.yaml"
    for content in (b"", b"just words", b"\xff\xfe\x00", b"- a\n- b\n", b"[" * 5000, b"x" * 1_000_001):
        path.write_bytes(content)
        with pytest.raises(BadDefinition, match=r"birds\.yaml"):
            read(path, Birds)
    with pytest.raises(BadDefinition, match=r"birds\.yaml: can't be read"):
        read(tmp_path / "none" / "birds.yaml", Birds)


def test_every_file_that_ships_says_where_it_comes_from():
    class Any(Definition):
        model_config = {**Definition.model_config, "extra": "ignore"}

    shipped = sorted(definitions.FOLDER.rglob("*.yaml"))
    assert shipped
    assert all(read(path, Any).id for path in shipped)


def test_the_retention_table_is_a_draft_that_a_controller_decides_on():
    assert retention.table().status == "Draft; the controller decides."
    assert retention.find("account").years == 6
    assert retention.find("nobody-declared-this") is None


def test_a_retention_class_needs_a_length_or_a_rule_and_its_own_key(tmp_path):
    whole = (definitions.FOLDER / "retention.yaml").read_text("utf-8")
    path = tmp_path / "retention.yaml"
    path.write_text(whole.replace("    days: 90\n", ""), "utf-8")
    with pytest.raises(BadDefinition, match=r"retention\.yaml: classes\.1: the class 'sign-in' needs one of"):
        read(path, retention.RetentionTable)
    path.write_text(whole.replace("key: sign-in", "key: account"), "utf-8")
    with pytest.raises(BadDefinition, match=r"the class 'account' stands twice"):
        read(path, retention.RetentionTable)
