"""Finding addresses and machine paths where there must be none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

# In a style sheet anything with a host is fetched; a namespace inside an inline picture is only a name.
NAMESPACES = ("http://www.w3.org/",)
ADDRESS = re.compile(r"""(?:https?:)?//[A-Za-z0-9][\w.-]*\.[A-Za-z]{2,}[^\s"')]*""")
# In a lock file also options and forms that point at a registry.
IN_LOCK = re.compile(
    r"""\b(?:https?|git|ssh|file)://[^\s"']+"""
    r"""|^\s*--?(?:index-url|extra-index-url|find-links|i|f)\b.*|"resolved":.*""",
    re.MULTILINE,
)
HOMES = re.compile(r"(?<![\w.:/-])/(?:home|Users|root)/[a-z][\w.-]*")


def outside_addresses(css: str) -> list[str]:
    """Addresses of other servers in a style sheet."""
    return [found for found in ADDRESS.findall(css) if not found.startswith(NAMESPACES)]


def lock_addresses(text: str) -> list[str]:
    """Anything in a lock file that is more than names, versions and hashes."""
    return [found.strip() for found in IN_LOCK.findall(text)]


def machine_paths(text: str, *, here: Path) -> list[str]:
    """Paths that exist on one person's machine: homes, and wherever this clone lies (`here`)."""
    found = HOMES.findall(text)
    # A clone directly under / has nothing in its path that couldn't be an ordinary word.
    if len(here.parts) > 2:
        found += re.findall(rf"(?<![\w.]){re.escape(str(here))}(?![\w-])", text)
    return found


def readable(files: Iterable[Path]) -> Iterable[tuple[Path, str]]:
    """The files that hold text, with what they say."""
    for file in files:
        try:
            yield file, file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
