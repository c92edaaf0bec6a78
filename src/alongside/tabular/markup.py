"""The XML inside an .xlsx file, read as a stream of events so that nothing is built that could grow."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from alongside.tabular.limits import Limits
from alongside.tabular.problems import Unreadable

_CHUNK = 1 << 16

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]
Text = Callable[[str], object]


class _LocalNames(dict[str, str]):
    """Names without their namespace; each worked out once."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(" ")[2]
        if len(self) < 1_000:
            self[name] = local
        return local


def events(
    archive: zipfile.ZipFile,
    part: str,
    limits: Limits,
    *,
    start: Start,
    end: End | None = None,
    text: Text | None = None,
) -> Iterator[None]:
    """Call `start`, `end` and `text` for what is in a part of the archive; yields now and then, to let rows
    go.

    Document types and entities are refused outright: no workbook has them, and they are how XML is made to
    grow without end or to reach for other files.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    names = _LocalNames()
    parser.StartElementHandler = lambda name, attributes: start(names[name], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(names[name])
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    fed = tags = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            fed += len(chunk)
            tags += chunk.count(b"<")
            if tags > limits.markup_tags:
                raise Unreadable("markup_tags")
            parser.Parse(chunk, False)
            if fed - max(parser.CurrentByteIndex, 0) > limits.markup_token:
                raise Unreadable("markup_token")
            yield
        parser.Parse(b"", True)


def each(archive: zipfile.ZipFile, part: str, limits: Limits, start: Start) -> None:
    """Call `start` for every element of a part, where only names and attributes matter."""
    for _ in events(archive, part, limits, start=start):
        pass


def _refuse(*_anything: object) -> None:
    raise Unreadable("markup_entities")
