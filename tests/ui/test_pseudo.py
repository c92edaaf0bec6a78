"""In the pseudo-languages no plain English is left on a page, and pages can run from right to left."""

from __future__ import annotations

import pytest

from alongside.ui import gallery, pseudo
from alongside.ui.views import PROBLEMS
from tests.plain_english import plain_english_in

GALLERY = [
    "/components/",
    *(f"/components/{name}/" for name in [*gallery.SKELETONS, *PROBLEMS, "problem-expired"]),
]
# The gallery's names: a file, and a service whose name is the page's title.
SAMPLES = ["notes.exe", gallery.LONG_NAME]


def visit(client, path: str, language: str = pseudo.ACCENTED) -> str:
    client.cookies["django_language"] = language
    return client.get(path).content.decode()


@pytest.mark.usefixtures("pseudo_languages")
@pytest.mark.parametrize("path", GALLERY)
def test_every_component_says_only_what_a_translator_can_change(client, path):
    assert plain_english_in(visit(client, path), besides=SAMPLES) == []


@pytest.mark.usefixtures("pseudo_languages")
def test_a_page_in_a_right_to_left_language_is_laid_out_that_way(client):
    page = visit(client, "/components/", pseudo.MIRRORED)
    assert '<html lang="ar-XB" dir="rtl">' in page
    assert "build/alongside.rtl.css" in page
    assert plain_english_in(page, besides=SAMPLES) == []


def test_the_same_page_in_english_would_be_found(client):
    assert len(plain_english_in(visit(client, "/components/", "en-gb"))) > 100


def test_the_pseudo_languages_are_not_offered_to_people(client):
    page = client.get("/components/").content.decode()
    assert 'value="cy"' in page
    assert 'value="en-xa"' not in page
    assert 'value="qps-plocm"' not in page


def test_accents_leave_placeholders_tags_and_references_alone():
    assert pseudo.accented("Page %(n)s of <b>%(all)d</b>&nbsp;{x} 5%%") == (
        "[Þáǧé %(n)s óƒ <b>%(all)d</b>&nbsp;{x} 5%%]"
    )


def test_plain_english_is_found_wherever_a_reader_meets_it():
    page = """<html lang="en-XA"><title>[Ĥómé] — Alongside</title><p>Left <b>[ñóŵ]</b></p>
        <img alt="A chart">
        <input type="submit" value="Send"><button aria-label="Close">×</button>
        <p data-i18n.show="Show"></p>"""
    assert plain_english_in(page) == ["Left", "A chart", "Send", "Close", "Show"]


def test_what_is_not_ours_to_translate_is_left_out():
    page = """<html lang="en-XA"><bdi>Amina <i>Khan</i></bdi><textarea>what she typed</textarea>
        <p translate="no">Harbour<br>ward</p><button lang="cy">Cymraeg</button>
        <script>let it</script><option>Lantern</option>"""
    assert plain_english_in(page, besides=["Lantern"]) == []
