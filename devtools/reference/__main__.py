"""`python -m devtools.reference` writes the generated pages; with `--check` it changes nothing, and names those that are stale."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def pages() -> dict[str, Callable[[], str]]:
    """What is generated: where it stands below docs/, and what writes it."""
    from alongside.programmes import reference as programmes
    from devtools.reference import commands, events, policy, records, settings

    return {
        "reference/roles.md": programmes.roles_page,
        "reference/readiness.md": programmes.readiness_page,
        "reference/permissions.md": policy.permissions_page,
        "reference/addresses.md": policy.addresses_page,
        "reference/states.md": records.states_page,
        "reference/what-is-held.md": records.privacy_page,
        "reference/audit-events.md": events.events_page,
        "reference/commands.md": commands.commands_page,
        "reference/settings.md": settings.settings_page,
        "assurance/records-retention.md": programmes.retention_page,
    }


def stale(docs: Path = DOCS) -> dict[Path, str]:
    """The pages that don't say what the code says, with what they should say."""
    found = {}
    for name, page in pages().items():
        path, text = docs / name, page()
        if not path.exists() or path.read_text("utf-8") != text:
            found[path] = text
    return found


def start() -> None:
    """Set Django up as an installation would: without the addresses that only the demo and the tests have."""
    for name in [name for name in os.environ if name.startswith("ALONGSIDE_")]:
        del os.environ[name]
    os.environ.update(
        ALONGSIDE_BASE_URL="https://alongside.example.org",
        ALONGSIDE_DATABASE_URL="sqlite://:memory:",
        ALONGSIDE_SECRET_KEY="only for writing the manual, and for nothing else",
        ALONGSIDE_VAULT_KEY="manual:" + "5e" * 32,
        ALONGSIDE_AUDIT_KEY="manual:" + "5e" * 32,
        DJANGO_SETTINGS_MODULE="alongside.config.settings",
    )
    import django

    django.setup()


def main(arguments: Sequence[str]) -> int:
    """Write what is stale, or with --check only say it."""
    start()
    found = stale()
    for path, text in found.items():
        name = path.relative_to(DOCS.parent)
        if "--check" in arguments:
            print(f"{name} is not what the code says: run ./dev docs")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"Wrote {name}")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
