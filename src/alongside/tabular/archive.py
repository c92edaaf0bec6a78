"""The outside of an .xlsx file: is it safe to look into?"""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from alongside.tabular.limits import Limits
from alongside.tabular.problems import Unreadable

# What Python raises about a damaged archive. Each becomes one sentence.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
)

_DIRECTORY_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_KINDS = {
    b"application/vnd.oasis.opendocument.spreadsheet": "LibreOffice (.ods)",
    b"application/vnd.oasis.opendocument.text": "LibreOffice (.odt)",
}


def open_archive(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """Return the archive, having checked all that its directory tells. Nothing is unpacked here.

    Python reads no more of a part than the directory says, so one that lies about sizes gains nothing.
    """
    _refuse_crowd(file, limits)
    try:
        archive = zipfile.ZipFile(file)
        _refuse_bombs(archive, limits)
        _refuse_other_kinds(archive)
    except DAMAGE as error:
        raise Unreadable("broken_workbook") from error
    return archive


def _refuse_crowd(file: BinaryIO, limits: Limits) -> None:
    """Count directory entries before Python makes an object of each: a few megabytes can hold 100,000."""
    file.seek(0)
    count, tail = 0, b""
    while chunk := file.read(_CHUNK):
        data = tail + chunk
        count += data.count(_DIRECTORY_ENTRY)
        tail = data[-3:]  # too short to hold an entry of its own, long enough to complete one
        if count > limits.archive_entries:
            raise Unreadable("archive_entries", limit=limits.archive_entries)
    file.seek(0)


def _refuse_bombs(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Unreadable("password")
    if len({part.filename for part in parts}) < len(parts):
        raise Unreadable("archive_twice")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Unreadable("archive_unpacked", limit=limits.unpacked_bytes // 1_000_000)
    for part in parts:
        tight = part.file_size > limits.compression_ratio * max(part.compress_size, 1)
        if tight and part.file_size > limits.ratio_matters_from:
            raise Unreadable("archive_ratio", limit=limits.compression_ratio)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("broken_workbook")


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise Unreadable("binary_excel")
    if "word/document.xml" in names:
        raise Unreadable("other_kind", kind="Word")
    if "ppt/presentation.xml" in names:
        raise Unreadable("other_kind", kind="PowerPoint")
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            kind = _KINDS.get(part.read(100).strip())
        if kind:
            raise Unreadable("other_kind", kind=kind)
    if "_rels/.rels" not in names:
        raise Unreadable("not_a_workbook")
