"""`./dev check`: what can be seen without a test. Changes nothing, and reports every failure.

To add a check, add a line to `CHECKS`: its name, and a command or a function that returns the problems found.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from devtools import scoping
from devtools.addresses import lock_addresses, machine_paths, readable
from devtools.installing import DEVELOPMENT, RUNTIME
from devtools.locks import NODE_LOCK, PYTHON_LOCKS
from devtools.places import PYTHON, ROOT, VENV, environment
from devtools.running import Stop, call, say

SETTINGS = "alongside.config.settings"
PYTHON_CODE = ("dev", "devtools", "src", "tests", "bench")


@dataclass(frozen=True)
class Check:
    """A name and how to find its problems."""

    name: str
    look: Sequence[str] | Callable[[], list[str]]
    # Where it has nothing to look at yet.
    when: Callable[[], bool] = lambda: True

    def problems(self) -> str:
        """What is wrong, as text; empty when nothing is."""
        if callable(self.look):
            return "\n".join(self.look())
        done = subprocess.run(
            [str(VENV / "bin" / self.look[0]), *self.look[1:]], cwd=ROOT, text=True, errors="replace",
            # The settings refuse to load without secrets, but for the tests and the demo.
            env=environment(
                ALONGSIDE_TESTING="1", ALONGSIDE_DATABASE_URL="sqlite://:memory:",
                DJANGO_SETTINGS_MODULE=SETTINGS, NO_COLOR="1",
            ),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return "" if done.returncode == 0 else done.stdout.strip() or f"exit code {done.returncode}"


def tracked(*patterns: str) -> list[Path]:
    """The files that are committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def addresses_in_locks() -> list[str]:
    """Lock files hold names, versions and hashes alone."""
    problems = []
    for file, text in readable([*PYTHON_LOCKS, NODE_LOCK]):
        problems += [f"{file.relative_to(ROOT)}: {found}" for found in lock_addresses(text)]
    for file in tracked("uv.lock", "*/uv.lock", "pylock*.toml"):
        problems.append(f"{file.relative_to(ROOT)}: carries registry addresses; use ./dev lock")
    return problems


def locked_too() -> list[str]:
    """What pyproject.toml asks for is in the lock file that it belongs to."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        RUNTIME: asked["project"]["dependencies"],
        DEVELOPMENT: [*asked["project"]["dependencies"], *asked["dependency-groups"]["dev"]],
    }
    problems = []
    for file, requirements in wanted.items():
        locked = {plain_name(line) for line in file.read_text().splitlines() if "==" in line}
        missing = sorted({plain_name(line) for line in requirements} - locked)
        problems += [f"{file.name}: {name} is not in it; run ./dev lock" for name in missing]
    return problems


def plain_name(requirement: str) -> str:
    """The package's name in a line like `django-allauth[mfa]>=65`, in the spelling of the registries."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0]).lower()


def paths_of_machines() -> list[str]:
    """No committed file names a place on one person's machine."""
    problems = []
    for file, text in readable(tracked()):
        problems += [f"{file.relative_to(ROOT)}: {found}" for found in machine_paths(text, here=ROOT)]
    return problems


def reaching_past_scopes() -> list[str]:
    """No view reaches a record but through its viewer's scope."""
    return scoping.check(ROOT / "src" / "alongside")


def has_templates() -> bool:
    """Whether there is a page to look at."""
    return any((ROOT / "src" / "alongside").glob("*/templates/**/*.jinja"))


def existing(*names: str) -> list[str]:
    """Those of these files and folders that are there."""
    return [name for name in names if (ROOT / name).exists()]


CHECKS = [
    Check("ruff: likely mistakes", ["ruff", "check", "--output-format=concise", *existing(*PYTHON_CODE)]),
    Check("ruff: layout of the code", ["ruff", "format", "--check", *existing(*PYTHON_CODE)]),
    Check("mypy: types", ["mypy"]),
    Check("import-linter: imports go down only", ["lint-imports", "--no-cache", "--no-logo"]),
    Check("scoping: views fetch through the viewer's scope", reaching_past_scopes),
    Check("djlint: templates", ["djlint", "--lint", "--quiet", "src/alongside"], when=has_templates),
    Check("codespell: spelling", ["codespell"]),
    Check("migrations: none missing", ["python", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    Check("docs: generated pages fresh", ["python", "-m", "devtools.reference", "--check"]),
    Check("lock files: no addresses", addresses_in_locks),
    Check("lock files: nothing is missing", locked_too),
    Check("files: no paths of a machine", paths_of_machines),
]


def check() -> int:
    """Run them all, as many at once as there are cores, and say what each found."""

    def timed(one: Check) -> tuple[str, float]:
        started = time.monotonic()
        return one.problems(), time.monotonic() - started

    due = [one for one in CHECKS if one.when()]
    failed = []
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        for one, (problems, seconds) in zip(due, pool.map(timed, due), strict=True):
            say(f"{'FAILED' if problems else 'ok    '}  {one.name} ({seconds:.1f} s)")
            if problems:
                failed.append(one.name)
                say("\n".join(f"        {line}" for line in problems.splitlines()))
    say(f"\nChecks: {len(due) - len(failed)} passed, {len(failed)} failed.")
    return 1 if failed else 0


def fix() -> int:
    """What ruff can put right by itself."""
    code = existing(*PYTHON_CODE)
    mended = call([VENV / "bin" / "ruff", "check", "--fix", *code])
    laid_out = call([VENV / "bin" / "ruff", "format", *code])
    return mended or laid_out


def docs() -> int:
    """Write the generated pages of the manual anew; with ALONGSIDE_SCREENSHOTS=1 its pictures too, which needs Chromium."""
    written = call([PYTHON, "-m", "devtools.reference"])
    if written or not os.environ.get("ALONGSIDE_SCREENSHOTS"):
        return written
    from devtools import browser

    found = browser.chromium()
    if not found:
        raise Stop("The pictures of the manual need Chromium: install the package chromium.")
    pictures = ["tests/browser/anybody/test_pictures_of_the_manual.py", "-p", "no:cacheprovider", "-q"]
    return call(
        [PYTHON, "-m", "pytest", *pictures], ALONGSIDE_TEST_SCREENSHOTS="1", ALONGSIDE_TEST_CHROMIUM=found
    )


def bench() -> int:
    """Every benchmark in bench/, one after the other, with a PostgreSQL server for those that want one."""
    from devtools import postgres

    scripts = sorted((ROOT / "bench").glob("[!_]*.py"))
    with postgres.server() as address:
        return max(call([PYTHON, script], ALONGSIDE_BENCH_POSTGRES=address) for script in scripts)
