"""Every sentence that a translator sees: extracted from Python and Jinja as babel.cfg says."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extracted(repository: Path) -> Catalog:
    """The template catalogue: each sentence once, with the files it stands in (no line numbers: they only make noise)."""
    with (repository / "babel.cfg").open() as lines:
        methods, options = parse_mapping_cfg(lines)
    catalogue = Catalog(project="Alongside", fuzzy=False)
    source = repository / "src" / "alongside"
    for file, _line, message, comments, context in extract_from_dir(
        source, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        catalogue.add(message, None, [(f"src/alongside/{file}", 0)], auto_comments=comments, context=context)
    return catalogue
