"""Every code has one sentence, every sentence is in use, and every one can be said and translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import alongside.tabular
from alongside.tabular import Note, Problem, sentence
from alongside.tabular.dates import Fault as DateFault
from alongside.tabular.numbers import Fault as NumberFault
from alongside.tabular.problems import shown, some_rows
from alongside.tabular.sentences import (
    CELL_PROBLEMS,
    CHOICE_PROBLEMS,
    FILE_PROBLEMS,
    NOTES,
    SENTENCES,
    TABLE_PROBLEMS,
    WORDS,
)

ROOM = Path(alongside.tabular.__file__).parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def strings_of_the_room() -> set[str]:
    """Every string in the code of the room, the table of sentences apart."""
    return {
        node.value
        for path in ROOM.glob("*.py")
        if path.name != "sentences.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def codes_made_by_the_room() -> set[str]:
    """Every code that Problem, Note or Unreadable is made with as a plain string."""
    found = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in ("Problem", "Note", "Unreadable") and isinstance(first, ast.Constant):
                    found.add(first.value)
    return found | {str(fault.value) for fault in (*NumberFault, *DateFault)}


def test_no_code_is_in_two_tables() -> None:
    tables = [FILE_PROBLEMS, TABLE_PROBLEMS, CHOICE_PROBLEMS, CELL_PROBLEMS, NOTES]
    assert sum(map(len, tables)) == len(SENTENCES)


def test_every_code_that_is_made_has_its_sentence() -> None:
    made = codes_made_by_the_room()
    assert len(made) > 60
    assert made <= set(SENTENCES)


def test_every_sentence_is_of_a_code_in_use() -> None:
    assert set(SENTENCES) - {"tokens"} <= strings_of_the_room()


@pytest.mark.parametrize("code", sorted(set(SENTENCES) - {"tokens"}))
def test_every_sentence_can_be_said(code: str) -> None:
    names = set(PLACEHOLDER.findall(SENTENCES[code])) - {"line", "column"}
    said = sentence(Problem(code, 7, "falls", dict.fromkeys(names, "something")))
    assert "%(" not in said
    assert said[0].isupper() or said[0] in "“%"
    assert said.endswith((".", "?"))


@pytest.mark.parametrize("code", sorted(CELL_PROBLEMS))
def test_problems_with_a_cell_name_its_row(code: str) -> None:
    assert "%(line)s" in CELL_PROBLEMS[code]


def test_a_translation_gets_the_template_and_its_own_words() -> None:
    cymraeg = {
        SENTENCES["agg_needed"]: "Dywedwch sut mae gwerthoedd un %(every)s yn gwneud un pwynt.",
        WORDS["week"]: "wythnos",
    }
    said = sentence(Problem("agg_needed", params={"every": "week"}), lambda template: cymraeg[template])
    assert said == "Dywedwch sut mae gwerthoedd un wythnos yn gwneud un pwynt."


def test_numbers_have_commas_but_row_numbers_do_not() -> None:
    assert "300,000 rows" in sentence(Problem("too_many_rows", params={"limit": 300_000}))
    assert "Row 200001 has 3 cells" in sentence(
        Problem("too_many_in_row", 200_001, params={"cells": 3, "header": 2})
    )


def test_a_percent_sign_in_somebodys_cell_or_column_does_no_harm() -> None:
    said = sentence(Problem("not_a_number", 3, "100%(d)s %s", {"value": "%(line)s%"}))
    assert said.startswith("Row 3, column “100%(d)s %s”: “%(line)s%” is not a number.")


def test_what_is_quoted_is_short_and_printable() -> None:
    assert shown("one\ntwo\x1b[31m") == "one two [31m"
    assert shown("\u202eabc") == "abc"
    assert len(shown("a" * 5_000)) == 40
    assert shown("a" * 5_000).endswith("…")


def test_rows_are_listed_up_to_six() -> None:
    assert some_rows([4, 9], 2) == "4, 9"
    assert some_rows(range(1, 100), 99) == "1, 2, 3, 4, 5, 6, …"


def test_notes_are_told_from_problems() -> None:
    assert isinstance(Note("gaps"), Problem)
    assert Note("gaps") != Problem("gaps")
