"""How this room speaks: English templates, put into other languages by whoever calls.

Every sentence is an English template marked with `N_` so that catalogues find it. Functions that make words take
`say`, a gettext function; without one they speak English.
"""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], str]


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a template for translation and return it unchanged."""
    return sentence


def english(sentence: str) -> str:
    """Say a template as it is written."""
    return sentence


_SMALL = [
    N_("zero"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"), N_("ten"), N_("eleven"), N_("twelve"),
]  # fmt: skip


def number_word(count: int, say: Say = english) -> str:
    """Return a whole number as people write it in a sentence: words up to twelve, then digits."""
    return say(_SMALL[count]) if 0 <= count < len(_SMALL) else f"{count:,}"


def listed(items: list[str], say: Say = english) -> str:
    """Join items as a sentence does: "May", "May and June", "May, June and July"."""
    if len(items) < 2:
        return "".join(items)
    return say(N_("%(first)s and %(last)s")) % {"first": ", ".join(items[:-1]), "last": items[-1]}


def capital(sentence: str) -> str:
    """Give a sentence its capital letter, leaving the rest alone."""
    return sentence[:1].upper() + sentence[1:]
