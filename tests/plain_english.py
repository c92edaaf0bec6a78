"""Finds plain English on a page in a pseudo-language: sentences that were never handed to a translator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Read aloud or shown, though they aren't text of the page.
SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
# Two plain letters together: the pseudo-languages have none ("a" and "I" never come alone).
PLAIN = re.compile(r"[A-Za-z]{2,}")
# The product's name, addresses, heads of the audit trail, kinds of charts that have no other name, and the endings of files.
NEVER_TRANSLATED = re.compile(r"\bAlongside\b|\bhttps?://\S+|\b[0-9a-f]{64}\b|\bpp\b|(?<!\w)\.[a-z]{2,5}\b")


def plain_english_in(html: str, besides: Iterable[str] = ()) -> list[str]:
    """Visible texts of the page with plain letters in them, in order.

    Left out is what isn't ours to translate: names inside <bdi> or translate="no", what people typed into a
    box, and texts marked as being in another language. `besides` are names where no element can stand.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    known = sorted((str(name) for name in besides if name), key=len, reverse=True)
    return [" ".join(text.split()) for text in reader.texts if PLAIN.search(_without(text, known))]


def _without(text: str, known: list[str]) -> str:
    for name in known:
        text = text.replace(name, "")
    return NEVER_TRANSLATED.sub("", text)


class _Reader(HTMLParser):
    """Collects the texts that a reader meets."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._left_out: list[str] = []  # the open elements from the first that is left out
        self._language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._language = given.get("lang", "")
        elsewhere = tag != "html" and given.get("lang", self._language) != self._language
        out = tag in ("bdi", "script", "style", "textarea") or given.get("translate") == "no" or elsewhere
        if not self._left_out and not out:
            self._read_attributes(tag, given)
        if tag not in VOID and (self._left_out or out):
            self._left_out.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._left_out and data.strip():
            self.texts.append(data)

    def _read_attributes(self, tag: str, given: dict[str, str]) -> None:
        self.texts += [given[name] for name in SPOKEN & given.keys()]
        self.texts += [value for name, value in given.items() if name.startswith("data-i18n.")]
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.texts.append(given.get("value", ""))
