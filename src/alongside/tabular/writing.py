"""CSV that is safe to open in Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

# A cell that begins so, after blanks or not, is or may be taken for a formula; also in the wide forms of East
# Asian scripts.
_BLANKS = r"'*[\s\u200b\u200e\u200f\u2060\ufeff]*"
_RISKY = re.compile(rf"{_BLANKS}[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\t\r\n]")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_MARK = "'"


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV. Text that a spreadsheet could take for a formula gets an apostrophe in front;
    numbers stay.

    None is an empty cell. `restored` gives back each text exactly.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return text.getvalue()


def neutralised(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return _MARK + text if _is_risky(text) else text


def restored(text: str) -> str:
    """Undo `neutralised`."""
    return text[1:] if text.startswith(_MARK) and _is_risky(text[1:]) else text


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        return repr(cell)
    return neutralised(str(cell))


def _is_risky(text: str) -> bool:
    return bool(_RISKY.match(text)) and not _NUMBER.fullmatch(text)
