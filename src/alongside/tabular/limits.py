"""How much of somebody's file is read. Every figure here is tested as it ships."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that is accepted. A file over a limit is refused with a sentence, never cut short."""

    bytes: int = 40_000_000
    rows: int = 300_000
    columns: int = 250
    cells: int = 8_000_000
    cell_length: int = 32_767
    """Characters in one cell: what Excel itself allows."""
    line_length: int = 1_000_000
    """Characters before a line must end: beyond it a file is hardly a table."""

    archive_entries: int = 2_000
    unpacked_bytes: int = 200_000_000
    compression_ratio: int = 100
    """For parts over `ratio_matters_from`. Real sheets of 200,000 rows pack about fifteenfold; a zip bomb a
    thousandfold.
    """
    ratio_matters_from: int = 1_000_000
    markup_token: int = 1_000_000
    """Bytes of one piece of markup (a tag with its attributes, a comment) inside a workbook."""
    markup_tags: int = 12_500_000
    """Tags in one part of a workbook: four for a cell and two for a row, so about three million cells."""
    shared_text: int = 60_000_000
    """Characters of text that a workbook's cells may share."""
    merged_ranges: int = 20_000

    series: int = 2_000
    points: int = 500_000
    problems: int = 50
    """Problems told at once; the rest are counted."""


LIMITS = Limits()
