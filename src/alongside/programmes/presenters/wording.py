"""Words that come from data, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext


def in_language(text: str) -> str:
    """A text from a definition, translated where somebody has translated it. Nothing stays nothing."""
    return gettext(text) if text else ""


def lines(text: str) -> list[str]:
    """A text of one thing a line, as a list."""
    return [line.strip() for line in text.splitlines() if line.strip()]
