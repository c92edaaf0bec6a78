"""Writing pictures: one file for one series, a folder for several."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from alongside.cli import BadInput, Failed
from alongside.cli.chart.judging import Told

_MANY = 50
# Windows takes these for devices, whatever follows the dot.
_NOT_FILES = {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}


def write_pictures(told: Sequence[Told], options: argparse.Namespace, say: TextIO) -> bool:
    """Write the pictures that were asked for and say where they are. Return whether any were."""
    asked = [(kind, Path(path)) for kind, path in (("svg", options.svg), ("png", options.png)) if path]
    if not asked:
        return False
    several = len(told) > 1
    if several and len(told) > _MANY:
        print(f"Drawing {len(told):,} charts …", file=say, flush=True)
    drawn = [_drawn(one, options) for one in told]
    for kind, path in asked:
        if several:
            folder = folder_of(path, kind)
            names = file_names([str(one.document["key"]) for one in told], kind)
            for svg, name in zip(drawn, names, strict=True):
                _write(folder / name, svg, kind)
            what = f"{len(told):,} {kind.upper()} files, one for each value of {options.by},"
            print(f"{what} are in the folder {folder}: {names[0]} … {names[-1]}", file=say)
        else:
            _write(path, drawn[0], kind)
            print(f"The chart is in {path}.", file=say)
    return True


def chart_title(one: Told, options: argparse.Namespace) -> str:
    """Return what a chart is called: its series if there are several, else what it shows."""
    return str(one.document["key"]) if one.document["key"] is not None else what_it_shows(options)


def what_it_shows(options: argparse.Namespace) -> str:
    """Return the title that was given, or the columns in words."""
    if options.title:
        return str(options.title)
    if options.where:
        return f"{options.where} of {options.of}" if options.of else str(options.where)
    return f"{options.y} per {options.n}" if options.n else str(options.y)


def _drawn(one: Told, options: argparse.Namespace) -> str:
    # Templates are only loaded for who wants a picture.
    from alongside.charts.svg import draw

    return draw(
        without_reading_notes(one),
        title=chart_title(one, options),
        unit=unit_beside(one, options),
        size="narrow" if options.narrow else "wide",
    )


def without_reading_notes(one: Told) -> dict[str, Any]:
    """Return the document without how the file was read: that is for whoever ran the command, not for the
    text alternative of a picture.
    """
    reading = {*one.reading_notes, one.why}
    return {**one.document, "notes": [note for note in one.document["notes"] if note not in reading]}


def unit_beside(one: Told, options: argparse.Namespace) -> str:
    """Return what stands under a chart's title: of one of several series what they all show, and the unit."""
    keyed = one.document["key"] is not None
    return " · ".join(part for part in (what_it_shows(options) if keyed else "", options.unit) if part)


def folder_of(path: Path, kind: str) -> Path:
    """Return the folder that several files go into. Raises BadInput if there is a file of that name."""
    folder = path.with_suffix("") if path.suffix.lower() == f".{kind}" else path
    if folder.exists() and not folder.is_dir():
        raise BadInput(
            f"--{kind} {path}: several series need a folder, but {folder} is a file. Name another."
        )
    return folder


def file_names(keys: Sequence[str], kind: str) -> list[str]:
    """Return a file name for each key, fit for any system: its letters and figures, made different where they
    are not.
    """
    found: dict[str, None] = {}
    for key in keys:
        letters = unicodedata.normalize("NFKC", key)
        plain = re.sub(r"[\W_]+", "-", letters).strip("-").casefold()[:60].strip("-") or "series"
        plain = f"{plain}-series" if plain in _NOT_FILES else plain
        name, count = plain, 1
        while f"{name}.{kind}" in found:
            count += 1
            name = f"{plain}-{count}"
        found[f"{name}.{kind}"] = None
    return list(found)


def _write(path: Path, svg: str, kind: str) -> None:
    if kind == "png":
        from alongside.charts.png import png

        write_file(path, png(svg))
    else:
        write_file(path, svg.encode("utf-8"))


def write_file(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it. Raises Failed with a sentence."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise Failed(f"{path} could not be written: {error.strerror}. Name another place.") from error
