"""Walking through the pages that somebody can reach by links, a few of each kind."""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Of pages with the same address but for ids: two, since a list's second record may stand differently.
OF_A_KIND = 2
MOST = 80
# Followed by themselves they would go round in circles.
ROUND_AND_ROUND = ("page", "next", "resume")


@dataclass
class Walk:
    """A walk from a page on, along its links. GET changes nothing, so it may go anywhere."""

    page: Page
    seen: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def pages(self, start: str = "/") -> Iterator[str]:
        """Go from page to page; the address of each, while the browser is there."""
        self.page.goto(start)
        waiting, known = deque([_address(self.page.url)]), {_address(self.page.url)}
        while waiting:
            address = waiting.popleft()
            if not self._goes_to(address):
                continue
            yield address
            for found in self._links():
                if found not in known and self._is_wanted(found):
                    known.add(found)
                    waiting.append(found)

    def _goes_to(self, address: str) -> bool:
        try:
            answer = self.page.goto(address)
        except Error as problem:
            if "Download is starting" in str(problem):
                self.files.append(address)
                return False
            raise
        assert answer is not None
        assert answer.status == 200, f"A link leads to {address}, which answers {answer.status}"
        return (answer.headers.get("content-type") or "").startswith("text/html")

    def _links(self) -> list[str]:
        hrefs = self.page.locator("a[href]").evaluate_all(
            "links => links.filter(link => link.origin === location.origin).map(link => link.href)"
        )
        return [_address(href) for href in hrefs]

    def _is_wanted(self, address: str) -> bool:
        kind = kind_of(address)
        if any(f"{name}=" in kind for name in ROUND_AND_ROUND) or len(self.seen) >= MOST:
            return False
        self.seen[kind] = self.seen.get(kind, 0) + 1
        return self.seen[kind] <= OF_A_KIND


def _address(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(address: str) -> str:
    """The address without whose it is: pages of one kind are drawn by one template."""
    return IDENTIFIER.sub("…", address)


def shape(page: Page) -> str:
    """What the page is built of, without its words: pages of one shape are accessible, or not, alike."""
    return page.evaluate(
        """() => [...new Set([...document.querySelectorAll("body *")].map((each) =>
          [each.localName, each.getAttribute("class"), each.getAttribute("role"), each.getAttribute("type")].join(" ")
        ))].sort().join("|")"""
    )


def typed_by_people(data: Path) -> list[str]:
    """Every text in the demo's database that somebody typed, line by line: it is nobody's to translate."""
    found: set[str] = set()
    with sqlite3.connect(f"file:{data / 'alongside.sqlite3'}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        tables = [
            row["name"] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            if table.startswith(("programmes_", "improvement_")):
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    found.update(_typed(row))
    return sorted(found | {half for text in found for half in _halves(text)})


def _typed(row: sqlite3.Row) -> Iterator[str]:
    for column in row.keys():  # noqa: SIM118 - of values it would be
        text = row[column]
        if not isinstance(text, str) or text.startswith(("{", "[")):  # JSON
            continue
        # A word all in small letters is a key ("live", "p"), unless it is the unit of a measure.
        yield from (
            line.strip() for line in text.splitlines() if re.search(r"[A-Z .]", line) or column == "unit"
        )


def _halves(text: str) -> Iterator[str]:
    """How a picture breaks a text into lines: its beginnings and its ends, of two words and more."""
    words = text.split()
    for at in range(2, len(words) - 1) if len(words) <= 20 else ():
        yield " ".join(words[:at])
        yield " ".join(words[at:])
