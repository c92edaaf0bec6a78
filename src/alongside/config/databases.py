"""From a database address to Django's settings for it."""

from __future__ import annotations

from typing import Any

import dj_database_url

FORM = (
    "ALONGSIDE_DATABASE_URL (and ALONGSIDE_OWNER_DATABASE_URL) must look like sqlite:///path or "
    "postgresql://user:password@host:5432/name, with anything but letters and digits in the password written as %2F and the like."
)


def database(url: str, *, pool: bool = True) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://…`."""
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        # Not what it says itself: with a # or a / in the password it takes a piece of that for the port, and repeats it.
        raise ValueError(FORM) from None
    if settings["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE: without it a quarter of writes failed as locked at ten users. Never with ATOMIC_REQUESTS: each GET would hold
        # the one write lock for its whole length.
        settings["ATOMIC_REQUESTS"] = False
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                # A destroyed key must not stay behind in the file's free space.
                "PRAGMA busy_timeout=10000; PRAGMA secure_delete=ON;"
            ),
        }
    elif settings["ENGINE"].endswith("postgresql"):
        # Every page is one transaction, so that row security (set for the transaction alone) covers it all.
        settings["ATOMIC_REQUESTS"] = True
        settings["CONN_MAX_AGE"] = 0  # the pool excludes it
        settings["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}} if pool else {}
    else:
        raise ValueError(FORM)
    return settings
