"""From nothing to a .venv with the locked packages and the `alongside` command."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.places import PYTHON, ROOT, TOOLS, VENV
from devtools.running import Stop, run, say, step
from devtools.stamps import Stamp, digest
from devtools.version import complaint

UV = TOOLS / "bin" / "uv"
RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"


@contextmanager
def alone() -> Iterator[None]:
    """Two commands at once in one clone set up one after the other."""
    check_writable()
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("· Waiting for another ./dev that is setting up …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_writable() -> None:
    """Stop early where this user can't write; every tool would say it less clearly."""
    for folder in (ROOT, TOOLS, VENV):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise Stop(
                f"This user may not write in {folder}: make it yours, or clone Alongside somewhere that is."
            )


def ensure_uv() -> None:
    """The installer, into .tools: `--target` works where Debian's Python refuses a plain install."""
    lock = ROOT / "devtools" / "installer.lock"
    stamp, fingerprint = Stamp(TOOLS / "stamps" / "installer"), digest([lock])
    if UV.exists() and stamp.fresh(fingerprint):
        return
    stamp.remove()
    with step("Getting the installer (uv) into .tools"):
        run(
            sys.executable, "-m", "pip", "install", "--quiet", "--target", TOOLS, "--upgrade",
            "--require-hashes", "--only-binary", ":all:", "-r", lock,
            what="The installer could not be fetched",
        )  # fmt: skip
    stamp.write(fingerprint)


def install(*, development: bool) -> None:
    """Make .venv hold exactly what is locked. One made for development serves for everything."""
    ensure_uv()
    lock = DEVELOPMENT if development else RUNTIME
    stamp = Stamp(TOOLS / "stamps" / "venv")
    wanted, ampler = fingerprint_of(lock), fingerprint_of(DEVELOPMENT)
    if usable() and (stamp.fresh(wanted) or stamp.fresh(ampler)):
        return
    stamp.remove()
    if not usable():
        with step(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor}"):
            run(
                UV,
                "venv",
                "--quiet",
                "--clear",
                VENV,
                "--python",
                sys.executable,
                what="The .venv could not be made",
            )
    with step(f"Installing the packages of {lock.name} (a minute or two the first time)"):
        run(
            UV, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", "--compile-bytecode", lock,
            what="The packages could not be installed",
        )  # fmt: skip
        run(
            UV, "pip", "install", "--quiet", "--python", PYTHON, "--no-deps", "--editable", ROOT,
            what="The alongside command could not be installed",
        )  # fmt: skip
    stamp.write(wanted)


def fingerprint_of(lock: Path) -> str:
    """What a .venv is made of; it holds absolute paths, so a clone that was moved is made anew."""
    # Of pyproject.toml only what is installed: a new rule for ruff changes nothing here.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return digest([lock], json.dumps(project), str(ROOT))


def usable() -> bool:
    """Whether .venv is there and its Python still runs and is one of ours."""
    if not PYTHON.exists():
        return False
    asked = subprocess.run(
        [PYTHON, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True
    )
    return asked.returncode == 0 and not complaint(tuple(int(part) for part in asked.stdout.split()))
