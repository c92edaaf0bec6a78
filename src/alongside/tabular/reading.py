"""From a file, an upload or pasted text to a table."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from alongside.tabular.delimited import open_text, rows
from alongside.tabular.encodings import find_encoding
from alongside.tabular.limits import LIMITS, Limits
from alongside.tabular.problems import Note, Unreadable
from alongside.tabular.table import Table, TableBuilder
from alongside.tabular.workbook import read_workbook

_CHUNK = 1 << 18
_IN_MEMORY = 1 << 20

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = [
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"SQLite format 3\0", "SQLite"),
]
_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|table|head|body)\b", re.IGNORECASE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    filename: str = "",
    sheet: str | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """Read a CSV, TSV or XLSX file, told apart by what is in it and not by its name.

    `source` is a path, or a stream of bytes that need not be seekable; it is read piece by piece and refused
    as soon as it is over the limit. Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        filename = filename or path.name
        try:
            stream = path.open("rb")
        except FileNotFoundError as error:
            raise Unreadable("not_found", file=str(path)) from error
        except (OSError, ValueError) as error:
            raise Unreadable("cannot_open", file=str(path)) from error
        with stream:
            return _read(stream, filename, sheet, limits)
    return _read(source, filename, sheet, limits)


def parse_pasted(text: str, *, limits: Limits = LIMITS) -> Table:
    """Read text that somebody pasted, from Excel or from anywhere."""
    if len(text) > limits.bytes:
        raise Unreadable("too_big", limit=limits.bytes // 1_000_000)
    for code, found in (("nul", re.search("\0", text)), ("not_text", _LONE_SURROGATE.search(text))):
        if found:
            raise Unreadable(code, text.count("\n", 0, found.start()) + 1)
    if not text.strip():
        raise Unreadable("empty")
    return _table(io.StringIO(text.removeprefix("\ufeff"), newline=""), "", [], limits)


def _read(stream: BinaryIO, filename: str, sheet: str | None, limits: Limits) -> Table:
    with _bounded(stream, limits) as file:
        head = file.read(4096)
        if not head.strip():
            raise Unreadable("empty")
        if head.startswith(_ZIP):
            return read_workbook(file, filename=filename, sheet=sheet, limits=limits)
        _refuse_other_kinds(head, file)
        encoding = find_encoding(file)
        notes = [Note("windows_1252")] if encoding.guessed else []
        return _table(open_text(file, encoding), filename, notes, limits)


def _table(text: TextIO, filename: str, notes: list[Note], limits: Limits) -> Table:
    delimiter, found = rows(text, limits)
    builder = TableBuilder(filename, limits)
    for line, cells in found:
        builder.add(line, cells)
    return builder.finish(notes=notes, delimiter=delimiter)


@contextmanager
def _bounded(stream: BinaryIO, limits: Limits) -> Iterator[BinaryIO]:
    """Copy the stream, to disk if it is more than a little, and stop where the limit is."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limits.bytes:
                raise Unreadable("too_big", limit=limits.bytes // 1_000_000)
            file.write(chunk)
        file.seek(0)
        yield file  # type: ignore[misc]


def _refuse_other_kinds(head: bytes, file: BinaryIO) -> None:
    if head.startswith(_OLD_OFFICE):
        file.seek(0)
        beginning = file.read(_IN_MEMORY)
        locked = "EncryptedPackage".encode("utf-16-le") in beginning
        raise Unreadable("password" if locked else "old_excel")
    for mark, kind in _KINDS:
        if head.startswith(mark):
            raise Unreadable("other_kind", kind=kind)
    if _WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("web_page")
