"""How spreadsheets name and show cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def column_number(letters: str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA.

    >>> column_number("A"), column_number("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return A for 0, AA for 26: the name of a column as a spreadsheet shows it."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of cells shown as one. Rows as the spreadsheet counts them, columns from 0."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int


def unescaped(text: str) -> str:
    """Undo how Excel writes control characters into XML: `_x000D_` is a carriage return."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def cleaned(text: str) -> str:
    """Return a cell without the blanks, visible or not, at its ends."""
    return text.strip(" \t\r\n\v\f\u00a0\u2007\u202f\u200b\ufeff")


def one_line(text: str) -> str:
    """Return a header cell with its line breaks as spaces."""
    return " ".join(cleaned(text).split())
