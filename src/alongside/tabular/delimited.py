"""Text with a delimiter (CSV, TSV, what Excel puts on the clipboard) into rows of cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO

from alongside.tabular.encodings import Encoding
from alongside.tabular.limits import Limits
from alongside.tabular.problems import Unreadable

# In order of preference where two explain the text equally well: tabs and semicolons hardly stand in figures.
DELIMITERS = ("\t", ";", ",")
SAMPLE_LINES = 200
SAMPLE_CHARACTERS = 100_000


def open_text(file: BinaryIO, encoding: Encoding) -> TextIO:
    """Return the file as text, its line ends as they are."""
    file.seek(encoding.mark)
    return io.TextIOWrapper(file, encoding=encoding.codec, newline="")


def rows(text: TextIO, limits: Limits) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """Return the delimiter and the rows, each with the number that a spreadsheet gives it."""
    lines = _lines(text, limits)
    sample = _sample(lines)
    declared = _declared(sample)
    delimiter = declared or find_delimiter(sample)
    first = 1
    if declared:
        sample, first = sample[1:], 2
    return delimiter, _parsed(_chain(sample, lines), delimiter, first, limits)


def find_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts the lines most evenly.

    Decimal commas and thousands separators do not fool it: the header has none, and rows have them unevenly.
    """
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(_closed(lines), delimiter=delimiter) if any(row)]
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, rows_of_it = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
        score = (round(rows_of_it / len(widths), 3), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _closed(lines: list[str]) -> list[str]:
    """Leave out what the csv module refuses to look at, here where only the shape matters."""
    return [line[:SAMPLE_CHARACTERS].replace("\r", "\n").rstrip("\n") + "\n" for line in lines]


def _lines(text: TextIO, limits: Limits) -> Iterator[str]:
    for number, line in enumerate(iter(lambda: text.readline(limits.line_length + 1), ""), start=1):
        if len(line) > limits.line_length:
            raise Unreadable("line_too_long", number, limit=limits.line_length)
        yield line


def _sample(lines: Iterator[str]) -> list[str]:
    sample: list[str] = []
    characters = 0
    for line in lines:
        sample.append(line)
        characters += len(line)
        if len(sample) >= SAMPLE_LINES or characters >= SAMPLE_CHARACTERS:
            break
    return sample


def _declared(sample: list[str]) -> str | None:
    """Excel understands a first line such as `sep=;`."""
    first = sample[0].strip('\r\n"').lower() if sample else ""
    if first.startswith("sep=") and first[4:] in DELIMITERS:
        return first[4:]
    return None


def _chain(*parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        yield from part


def _parsed(
    lines: Iterator[str], delimiter: str, first: int, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Count rows as a spreadsheet does: blank ones too, and a quoted cell with line breaks as one row."""
    number = first
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            for cells in reader:
                yield number, cells
                number += 1
        except csv.Error as error:
            raise _refusal(error, number, limits) from error
        return


def _refusal(error: csv.Error, number: int, limits: Limits) -> Unreadable:
    reason = str(error)
    if "field larger" in reason:
        return Unreadable("cell_too_long", number, limit=limits.cell_length)
    if "end of data" in reason:
        return Unreadable("quote_left_open", number)
    return Unreadable("stray_quote", number)
