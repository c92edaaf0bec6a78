"""How commands print: JSON with everything in it, tables whose columns line up, lists of sentences."""

from __future__ import annotations

import io
import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def speak_utf8() -> None:
    """A pipe on Windows, or a bare locale, may know no minus sign and no names with accents."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.encoding.lower() not in {"utf-8", "utf8"}:
        sys.stdout.reconfigure(encoding="utf-8")


def as_json(document: Mapping[str, Any]) -> str:
    """Return the document as JSON: numbers in full, null for what is not a number."""
    return json.dumps(_plain(document), ensure_ascii=False, allow_nan=False, indent=1)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def figure(value: float | None) -> str:
    """Return a number with four digits that say something; a dash for none.

    >>> figure(-0.111628), figure(1234.5), figure(None), figure(float("nan"))
    ('−0.1116', '1,234', '–', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    digits = max(0, 3 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(digits, 8)}f}".replace("-", "−")


def chance(p: float) -> str:
    """Return a p-value as papers print it.

    >>> chance(0.00001), chance(0.0312), chance(float("nan"))
    ('under 0.001', '0.031', '–')
    """
    if math.isnan(p):
        return "–"
    return "under 0.001" if p < 0.001 else f"{p:.3f}"


def print_aligned(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> None:
    """Print a table."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for cells in (headings, *rows):
        line = "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        )
        print(line.rstrip())


def print_list(heading: str, sentences: Sequence[str]) -> None:
    """Print sentences under a heading, if there are any."""
    if sentences:
        print()
        print(heading)
        for each in sentences:
            print(f"- {each[:1].upper()}{each[1:].removesuffix('.')}.")
