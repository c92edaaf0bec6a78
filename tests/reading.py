"""Reading a page as somebody would: its words, where its links lead, and what its buttons say."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

# What begins on a line of its own.
BLOCKS = {
    "p", "li", "div", "dt", "dd", "td", "th", "h1", "h2", "h3", "form", "button", "label", "legend", "section",
}  # fmt: skip


class Page(HTMLParser):
    """A page that was answered with: what it says, without tags."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.status = response.status_code
        self._words: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._href: str | None = None
        self._link: list[str] = []
        self._button: list[str] | None = None
        self._skip = 0
        self.buttons: list[str] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attributes: list) -> None:
        at = dict(attributes)
        if tag in ("script", "style", "title"):
            self._skip += 1
        elif tag == "a" and "href" in at:
            self._href, self._link = at["href"], []
        elif tag == "button":
            self._button = []

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._words.append(" ")
        if tag in ("script", "style", "title"):
            self._skip -= 1
        elif tag == "a" and self._href is not None:
            self._links.append((_plain(self._link), self._href))
            self._href = None
        elif tag == "button" and self._button is not None:
            self.buttons.append(_plain(self._button))
            self._button = None

    def handle_data(self, text: str) -> None:
        if self._skip:
            return
        self._words.append(text)
        if self._href is not None:
            self._link.append(text)
        if self._button is not None:
            self._button.append(text)

    @property
    def text(self) -> str:
        """Every word, in order, with single spaces between."""
        return _plain(self._words)

    def links(self, words: str) -> list[str]:
        """Where the links of exactly these words lead."""
        return [href for said, href in self._links if said == words]


def _plain(words: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(words)).strip()


def read(response: Any) -> Page:
    """The page of a response."""
    return Page(response)
