"""Translators see what pages show of definitions."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from alongside.ui.catalogues import extracted
from alongside.ui.definition_texts import extract

FILE = b"""
id: birds
title: Birds
author: A. Author
groups:
  - {key: small, title: Small birds}
items:
  - key: wren
    question: >-
      Is it
      a wren?
    counted: true
"""


def test_shown_texts_are_found_at_any_depth_and_keys_and_authors_are_not():
    found = [text for _, _, text, _ in extract(BytesIO(FILE), (), (), {})]

    assert found == ["Birds", "Small birds", "Is it a wren?"]


def test_a_file_with_nothing_in_it_has_nothing_for_translators():
    assert list(extract(BytesIO(b""), (), (), {})) == []


def test_the_shipped_definitions_are_in_the_catalogue():
    sentences = {message.id for message in extracted(Path(__file__).resolve().parents[2])}

    assert "Endings are planned from the start" in sentences
    assert "Records of a programme and its projects" in sentences
