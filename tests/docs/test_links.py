"""The manual leads somewhere: every link and picture in it is there, and every page of it can be found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "GLOSSARY.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def links(page: Path) -> list[tuple[bool, str, str]]:
    """Whether it is a picture, its words, and where it leads; not those in code."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    return [(mark == "!", " ".join(words.split()), target) for mark, words, target in LINK.findall(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_something_that_is_there(page):
    for is_picture, words, target in links(page):
        assert words, f"{target} has no words"
        assert "://" not in target, f"{target} is elsewhere; what must be read is in the repository"
        place, _, heading = target.partition("#")
        found = (page.parent / place).resolve() if place else page
        assert found.is_file(), f"{target} is not there"
        assert found.is_relative_to(ROOT)
        assert not is_picture or found.suffix == ".png"
        if heading:
            assert heading in headings(found), f"{found.name} has no heading {heading}"


def headings(page: Path) -> set[str]:
    """The headings of a page as they stand in addresses."""
    found = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_page_of_the_manual_can_be_reached_from_the_first():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            found = [(page.parent / target.partition("#")[0]).resolve() for _, _, target in links(page)]
            waiting += [each for each in found if each.suffix == ".md"]

    # The decisions are listed by their names in their own folder.
    assert [page for page in PAGES if page not in reached and page.parent.name != "adr"] == []


def test_every_picture_is_shown_somewhere_and_is_of_modest_size():
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for is_picture, _, target in links(page)
        if is_picture
    }
    kept = set((ROOT / "docs" / "images").iterdir())

    assert shown == kept
    assert all(picture.stat().st_size < 100_000 for picture in kept)
