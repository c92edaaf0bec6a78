"""Sentences reach translators whole, and translations come back with every placeholder."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from alongside.ui import catalogues

LANGUAGES = sorted(path.parent.parent.name for path in catalogues.LOCALES.glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\((\w+)\)")


@pytest.fixture(scope="module")
def template():
    return catalogues.extracted()


def test_sentences_come_from_python_and_from_pages(template):
    for sentence in ("Skip to main content", "Choose one", "too few to show"):
        assert sentence in template
    assert template["Skip to main content"].locations == [("src/alongside/ui/templates/ui/base.jinja", 0)]


def test_placeholders_have_names_so_that_translators_can_move_them(template):
    unnamed = re.compile(r"%[-#0+]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|\{\w*\}")
    ids = [one for m in template if m.id for one in ([m.id] if isinstance(m.id, str) else m.id)]
    assert [one for one in ids if unnamed.search(one.replace("%%", ""))] == []


def test_welsh_is_begun():
    assert "cy" in LANGUAGES
    with translation.override("cy"):
        assert translation.gettext("Skip to main content") == "Neidio i’r prif gynnwys"
        # What nobody has translated yet stays English.
        assert translation.gettext("Page not found") != "Page not found"
        assert translation.gettext("How is this counted?") == "How is this counted?"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language):
    for message in catalogues.read(catalogues.LOCALES / language / "LC_MESSAGES" / "django.po"):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set(PLACEHOLDER.findall(" ".join(ids)))
        for translated in [message.string] if isinstance(message.string, str) else message.string:
            if message.id and translated:
                assert set(PLACEHOLDER.findall(translated)) == wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_what_the_translators_wrote(language):
    path = catalogues.LOCALES / language / "LC_MESSAGES" / "django.po"
    assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(path), (
        "run python -m alongside.ui.catalogues"
    )
