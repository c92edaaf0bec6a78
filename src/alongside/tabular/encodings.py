"""Which characters the bytes of a text file stand for."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from alongside.tabular.problems import Unreadable

CHUNK = 1 << 18

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's mark, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# Python's "surrogateescape" turns each byte that is not UTF-8 into one of these characters.
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_TRUE_UTF8 = re.compile("[^\x00-\x7f\udc80-\udcff]")
_NOT_WINDOWS = re.compile("[\udc81\udc8d\udc8f\udc90\udc9d]")
_HALF_A_CHARACTER = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")


@dataclass(frozen=True)
class Encoding:
    """How to decode a file: the codec, how many bytes its byte order mark takes, and whether it was only a
    guess.
    """

    codec: str
    mark: int = 0
    guessed: bool = False


def find_encoding(file: BinaryIO) -> Encoding:
    """Read the whole file once, piece by piece, and say how to decode it.

    UTF-8 and UTF-16 are recognised; anything else is taken for Windows-1252, which Excel writes in the UK, if
    it can be. A NUL character, or bytes that fit nothing, are refused with their line.
    """
    file.seek(0)
    head = file.read(4096)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            _check(file, codec, len(mark))
            return Encoding(codec, len(mark))
    wide = _wide_without_mark(head)
    if wide:
        _check(file, wide, 0)
        return Encoding(wide)
    return _utf8_or_windows(file)


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark shows in mostly Latin text as every other byte being zero."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 2:
        return None
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _check(file: BinaryIO, codec: str, mark: int) -> None:
    """Decode everything strictly, for the line of the first thing that is wrong."""
    file.seek(mark)
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    while True:
        data = file.read(CHUNK)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise Unreadable("not_text", line + _lines_before(error, codec)) from error
        _refuse_nul(text, line)
        line += text.count("\n")
        if not data:
            return


def _lines_before(error: UnicodeDecodeError, codec: str) -> int:
    """Count the lines in the part of the piece that could be decoded."""
    return error.object[: error.start].decode(codec, errors="ignore").count("\n")


def _utf8_or_windows(file: BinaryIO) -> Encoding:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    line, bad_line, not_windows, good = 1, 0, 0, False
    while True:
        data = file.read(CHUNK)
        text = decoder.decode(data, final=not data)
        _refuse_nul(text, line)
        if not text.isascii():
            bad_line = bad_line or _line_of(_NOT_UTF8, text, line)
            not_windows = (
                not_windows or _line_of(_NOT_WINDOWS, text, line) or _line_of(_HALF_A_CHARACTER, text, line)
            )
            good = good or bool(_TRUE_UTF8.search(text))
        line += text.count("\n")
        if not data:
            break
    if not bad_line:
        return Encoding("utf-8")
    if good:
        raise Unreadable("mixed_encodings", bad_line)
    if not_windows:
        raise Unreadable("not_text", not_windows)
    return Encoding("cp1252", guessed=True)


def _line_of(pattern: re.Pattern[str], text: str, line: int) -> int:
    found = pattern.search(text)
    return line + text.count("\n", 0, found.start()) if found else 0


def _refuse_nul(text: str, line: int) -> None:
    position = text.find("\0")
    if position >= 0:
        raise Unreadable("nul", line + text.count("\n", 0, position))
