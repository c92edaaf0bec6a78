"""The translators' catalogues. `python -m alongside.ui.catalogues` brings them up to date and compiles them.

A sentence that isn't translated yet is shown in English.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent
LOCALES = PACKAGE / "locale"
# Catalogues carry no date of their own: it would make every update look like a change.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
SINGULAR = ("_", "gettext", "gettext_lazy", "N_")
KEYWORDS: dict[str, tuple | None] = {
    **dict.fromkeys(SINGULAR),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def extracted(repository: Path = REPOSITORY) -> Catalog:
    """Every sentence in Python and Jinja, as babel.cfg says, once, with the files it stands in."""
    with (repository / "babel.cfg").open() as lines:
        methods, options = parse_mapping_cfg(lines)
    catalogue = Catalog(project="Alongside", creation_date=UNDATED, fuzzy=False)
    source = repository / "src" / "alongside"
    found = extract_from_dir(
        source, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file, _line, message, comments, context in found:
        # No line numbers: they change with every edit.
        catalogue.add(message, None, [(f"src/alongside/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """One language's catalogue."""
    with path.open("rb") as lines:
        return read_po(lines, locale=path.parent.parent.name, domain="django")


def compiled(path: Path) -> bytes:
    """What the program reads: the translated sentences alone."""
    catalogue = read(path)
    for message in list(catalogue):
        translated = [message.string] if isinstance(message.string, str) else message.string or [""]
        if message.id and not all(translated):
            catalogue.delete(message.id, message.context)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(repository: Path = REPOSITORY) -> list[Path]:
    """Bring every language's catalogue up to date with the source, and compile it."""
    template = extracted(repository)
    files = sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))
    for path in files:
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.creation_date = catalogue.revision_date = UNDATED
        with path.open("wb") as out:
            write_po(out, catalogue, width=100, sort_output=True, no_location=False, include_lineno=False)
        path.with_suffix(".mo").write_bytes(compiled(path))
    return files


if __name__ == "__main__":
    update()
