"""Two languages that nobody speaks, to find English that no translator would ever see.

`en-xa` gives every translated sentence accents and brackets, `qps-plocm` does the same on pages that run from
right to left. They exist in the demo and in tests. Their catalogues are made from what is extracted from the
source, so a sentence that can't be extracted stays plain and is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from django.utils import translation

ACCENTED, MIRRORED = "en-xa", "qps-plocm"
LOCALES = {ACCENTED: "en_XA", MIRRORED: "qps_Plocm"}

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTS = "áƀçđéƒǧĥíĵķļɱñóþǫřšťúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶĻṀÑÓÞǪŘŠŤÚṼŴẊÝŽ"
_TABLE = str.maketrans(_PLAIN, _ACCENTS)
# What must stay as it is inside a sentence: placeholders, tags and character references.
_KEEP = re.compile(
    r"(%\([a-zA-Z_]+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[a-zA-Z]|%%|\{[a-zA-Z_0-9.]*\}|<[^>]*>|&\w+;|&#\d+;)"
)


def is_pseudo(code: str | None) -> bool:
    """Whether this is one of the two."""
    return code in LOCALES


def accented(sentence: str) -> str:
    """`Hello` as `[Ĥéļļó]`, with placeholders and tags left alone."""
    parts = _KEEP.split(sentence)
    return "[" + "".join(part if i % 2 else part.translate(_TABLE) for i, part in enumerate(parts)) + "]"


def said(text: str) -> str:
    """Words that a library gives (a month's name), in the pseudo-language if one is active."""
    return text.translate(_TABLE) if is_pseudo(translation.get_language()) else text


def make(folder: Path, repository: Path) -> Path:
    """Write both catalogues below `folder`: the sentences of `repository` and those of the libraries."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    from alongside.ui.catalogues import extracted

    ours = extracted(repository)
    for code, name in LOCALES.items():
        # English counts as the pseudo-languages do.
        catalogue = Catalog(locale="en")
        for message in [*ours, *library_messages()]:
            if message.id:
                catalogue.add(
                    message.id,
                    _translated(message.id),
                    context=message.context,
                    flags=message.flags - {"fuzzy"},
                )
        place = folder / name / "LC_MESSAGES" / "django.mo"
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as out:
            write_mo(out, catalogue)
        del code
    return folder


def _translated(message_id: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    if isinstance(message_id, str):
        return accented(message_id)
    return tuple(accented(one) for one in message_id)


def library_messages() -> Iterable:
    """The sentences of the libraries whose words reach people; their own catalogues translate them."""
    from importlib.util import find_spec

    from babel.messages.pofile import read_po

    for package, inside in (
        ("django", "conf/locale/en"),
        ("django.contrib.auth", "locale/en"),
        ("allauth", "locale/cy"),
    ):
        found = find_spec(package)
        if found is None or not found.submodule_search_locations:
            continue
        source = Path(next(iter(found.submodule_search_locations))) / inside / "LC_MESSAGES" / "django.po"
        if source.exists():
            with source.open("rb") as lines:
                yield from read_po(lines, locale="en")
