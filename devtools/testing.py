"""`./dev test`: the suite on SQLite, then on PostgreSQL what the database can make a difference to."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from devtools import browser, postgres
from devtools.places import PYTHON
from devtools.running import call, say

NO_TESTS = 5


def test(arguments: Sequence[str]) -> int:
    """Run both; the exit code is that of the first that failed."""
    chromium = browser.chromium()
    shared = {"ALONGSIDE_TEST_CHROMIUM": chromium or ""}
    results: dict[str, tuple[int, float]] = {}
    started = time.monotonic()
    say("\n=== On SQLite: every test ===")
    results["SQLite"] = pytest(arguments, [], ALONGSIDE_TEST_DATABASE="sqlite", **shared)
    with postgres.server() as address:
        say("\n=== On PostgreSQL: every test that a database can make a difference to ===")
        results["PostgreSQL"] = pytest(
            arguments,
            ["-m", "not once"],
            ALONGSIDE_TEST_DATABASE="postgresql",
            ALONGSIDE_TEST_POSTGRES_URL=address,
            **shared,
        )
    say("")
    for name, (code, seconds) in results.items():
        say(f"{name}: {in_words(code)} in {seconds:.0f} s")
    if not chromium:
        say("!!! THE BROWSER TESTS DID NOT RUN: there is no Chromium here. Install the package chromium.")
    say(f"Both together: {time.monotonic() - started:.0f} s")
    return verdict([code for code, _ in results.values()], narrowed=bool(arguments))


def pytest(arguments: Sequence[str], own: Sequence[str], **more: str) -> tuple[int, float]:
    """One run: its exit code and how long it took. The person's arguments come last, so that theirs count."""
    workers = [] if arguments else ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    started = time.monotonic()
    code = call([PYTHON, "-m", "pytest", *workers, *own, *arguments], **more)
    return code, time.monotonic() - started


def verdict(codes: Sequence[int], *, narrowed: bool) -> int:
    """0 if all is well. Arguments may leave nothing to one of the runs, but never to both."""
    if narrowed and any(code != NO_TESTS for code in codes):
        codes = [code for code in codes if code != NO_TESTS]
    return next((code for code in codes if code), 0)


def in_words(code: int) -> str:
    """What pytest's exit code means."""
    meanings = {0: "passed", 1: "FAILED", 2: "INTERRUPTED", NO_TESTS: "found no test to run"}
    return meanings.get(code, f"BROKE OFF (pytest's exit code {code})")
