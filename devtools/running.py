"""Running programs, saying what goes on, and stopping with one sentence."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from devtools.places import ROOT, environment

NETWORK_SIGNS = (
    "could not resolve", "temporary failure in name resolution", "name or service not known", "dns error",
    "failed to fetch", "error sending request", "connection refused", "connection timed out", "etimedout",
    "network is unreachable", "no route to host", "failed to establish a new connection", "proxyerror",
    "newconnectionerror", "enotfound", "eai_again", "econnrefused", "econnreset",
)  # fmt: skip


class Stop(Exception):
    """One sentence: what is wrong and what to do. Ends the command with `code`."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def say(line: str) -> None:
    """A line for the person at the terminal."""
    print(line, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step that takes a while, and say how long it took."""
    say(f"· {what} …")
    started = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - started:.1f} s")


def run(*command: str | Path, what: str, cwd: Path = ROOT, **more: str) -> str:
    """Run a program quietly and return what it printed; stop with its own words if it fails.

    `what` ends the sentence "… could not be …", like "The packages could not be installed".
    """
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=cwd, env=environment(**more), text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError:
        raise Stop(f"{what}: {command[0]} is not there.") from None
    if done.returncode == 0:
        return done.stdout
    for line in done.stdout.strip().splitlines()[-15:]:
        print(f"    {line}", file=sys.stderr)
    raise Stop(f"{what}: {remedy(done.stdout)}")


def remedy(output: str) -> str:
    """What to do about a failed installation step, from what the tool printed."""
    said = output.lower()
    if "no module named pip" in said:
        return "this Python has no pip; on Debian and Ubuntu `apt-get install python3-pip` adds it."
    if "no space left" in said:
        return "the disk is full."
    if "permission denied" in said or "eacces" in said:
        return "this user may not write there; make the folder yours, or clone Alongside somewhere that is."
    if "hash mismatch" in said or "do not match the hashes" in said or "eintegrity" in said:
        return "a download is not the file that was locked; don't use it, and ask where it came from."
    if any(sign in said for sign in NETWORK_SIGNS):
        return "no package registry answered; check the network or the proxy and run it again."
    return "its last words are above."


def call(command: Sequence[str | Path], **more: str) -> int:
    """Run a program that talks to the terminal itself; return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment(**more))
