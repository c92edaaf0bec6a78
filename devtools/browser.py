"""The Chromium that the browser tests drive."""

from __future__ import annotations

import os
import shutil

from devtools.running import Stop, run, say, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Where Chromium is; on Debian as root it is installed when missing.

    None means that the browser tests are skipped, which is said loudly.
    """
    named = os.environ.get("ALONGSIDE_TEST_CHROMIUM")
    if named and not shutil.which(named):
        raise Stop(f"ALONGSIDE_TEST_CHROMIUM names {named}, which is not a program.")
    found = named or find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        try:
            install()
        except Stop as problem:
            say(f"  {problem}")
        found = find()
    if not found and os.environ.get("CI") == "true":
        raise Stop("There is no Chromium, and in CI no test may be skipped: install the package chromium.")
    return found


def install() -> None:
    """Debian's own Chromium."""
    unattended = {"DEBIAN_FRONTEND": "noninteractive"}
    with step("Installing Chromium for the browser tests (apt-get install chromium)"):
        run("apt-get", "update", "-qq", what="Debian's package lists could not be fetched", **unattended)
        run(
            "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium",
            what="Chromium could not be installed", **unattended,
        )  # fmt: skip


def find() -> str | None:
    """The first Chromium or Chrome on the PATH."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
