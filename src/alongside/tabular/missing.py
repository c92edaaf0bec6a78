"""What people write where there is no value."""

from __future__ import annotations

# Excel's own signs for "no value here", and what people and exports write.
_MISSING = frozenset(
    [
        "",
        "#n/a",
        "#div/0!",
        "#null!",
        "na",
        "n/a",
        "n.a.",
        "n/k",
        "nan",
        "null",
        "none",
        "-",
        "--",
        "–",
        "—",
        ".",
        "..",
        "...",
        "*",
    ]
)
# These mean that a formula is broken, not that there is nothing.
_BROKEN = frozenset(
    ["#ref!", "#value!", "#name?", "#num!", "#spill!", "#calc!", "#getting_data", "#field!", "#unknown!"]
)


def is_missing(text: str) -> bool:
    """Say whether a cell of figures says that there is none."""
    return text.casefold() in _MISSING


def is_broken(text: str) -> bool:
    """Say whether a cell shows the error of a broken formula."""
    return text.casefold() in _BROKEN


def is_empty(text: str) -> bool:
    """Say whether a cell of words is empty. `NA` and `-` may be somebody's codes; Excel's errors are
    nobody's.
    """
    return not text or text.casefold() in ("#n/a", "#div/0!", "#null!")


def is_formula(text: str) -> bool:
    """Say whether a cell holds a formula instead of its value."""
    return (
        len(text) > 0 and text[0] == "=" and (len(text) == 1 or text[1].isalnum() or text[1] in "(+-'\"$@_[{")
    )
