"""Words that every sentence of this room needs: numbers as words, and lists.

Sentences are English templates marked with `N_`; functions that make words take `say`, a translation
function.
"""

from __future__ import annotations

from alongside.stats.words import N_, Say, in_english

__all__ = ["N_", "Say", "capital", "in_english", "listed", "number_word"]

_SMALL = [
    N_("zero"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"),
    N_("eight"), N_("nine"), N_("ten"), N_("eleven"), N_("twelve"),
]  # fmt: skip


def number_word(count: int, say: Say = in_english) -> str:
    """Return a whole number as people write it in a sentence: words up to twelve, then digits."""
    return say(_SMALL[count]) if 0 <= count < len(_SMALL) else f"{count:,}"


def listed(items: list[str], say: Say = in_english) -> str:
    """Join items as a sentence does: "May", "May and June", "May, June and July"."""
    if len(items) < 2:
        return "".join(items)
    return say(N_("%(first)s and %(last)s")) % {"first": ", ".join(items[:-1]), "last": items[-1]}


def capital(sentence: str) -> str:
    """Give a sentence its capital letter, leaving the rest alone."""
    return sentence[:1].upper() + sentence[1:]
