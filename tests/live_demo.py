"""The demo as people run it: built once in a run of the tests, and served from copies of what was built."""

from __future__ import annotations

import contextlib
import fcntl
import http.cookiejar
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SECONDS = 300  # a patient wait: both cores may be busy with other tests
READY, LISTENS = "Alongside is ready at ", "Alongside listens at "


def environment() -> dict[str, str]:
    """This process's environment without anything that says where Alongside works."""
    return {name: text for name, text in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}


def command(*words: str) -> list[str]:
    """`alongside demo …` of this environment."""
    return [sys.executable, "-m", "alongside", "demo", *words]


def built(folder: Path) -> Path:
    """The folder with a demo built into it, by whichever worker of the run comes first."""
    folder.mkdir(exist_ok=True)
    with (folder / "once").open("w") as once:
        fcntl.flock(once, fcntl.LOCK_EX)
        data = folder / "data"
        if not (data / "alongside.sqlite3").exists():
            subprocess.run(
                command("--build-only", "--data", str(data)),
                env=environment(),
                stdout=subprocess.DEVNULL,
                check=True,
                timeout=SECONDS,
            )
        return data


def built_on(database: dict[str, str], folder: Path) -> dict[str, str]:
    """The settings of a demo that was just built into this database on PostgreSQL, by its owner and as the application."""
    folder.mkdir()
    settings = {
        "ALONGSIDE_DEMO": "1",
        "ALONGSIDE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
    }
    build = "import django; django.setup(); from alongside.demo import building; building.build()"
    for step, given in (
        (["-m", "alongside", "migrate", "--quiet"], database),
        (["-c", build], _as_application(database)),
    ):
        subprocess.run(
            [sys.executable, *step], env=environment() | settings | given, check=True, timeout=SECONDS
        )
    return settings | _as_application(database)


def _as_application(database: dict[str, str]) -> dict[str, str]:
    return {name: address for name, address in database.items() if "OWNER" not in name}


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid: int) -> list[int]:
    """Every process that this one has started."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.name))
    return found


def still_running(pids: list[int]) -> list[int]:
    """Those of these processes that haven't ended."""

    def runs(pid: int) -> bool:
        with contextlib.suppress(OSError):
            return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    return [pid for pid in pids if runs(pid)]


class Demo:
    """A demo being served, by `alongside demo` from a folder, or as `serving` says."""

    def __init__(self, data: Path, *words: str, serving: dict[str, str] | None = None) -> None:
        self.data = data
        self.port = free_port()
        served = command("--data", str(data), "--no-browser")
        if serving:
            served = [sys.executable, "-m", "alongside", "serve"]
        self.process = subprocess.Popen(
            [*served, "--port", str(self.port), *words],
            env=environment() | (serving or {}), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said: list[str] = []
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith((READY, LISTENS)):
                break
        else:
            raise AssertionError("The demo did not start:\n" + "\n".join(self.said))

    @property
    def address(self) -> str:
        """Where it is served, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> list[int]:
        """Every process that it has started."""
        return children_of(self.process.pid)

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop as Ctrl-C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        return self.process.returncode

    def visitor(self, username: str = "") -> Visitor:
        """Somebody at the demo, signed in as a persona if one is named."""
        return Visitor(self, username)


class Visitor:
    """A browser without a screen: it keeps cookies and follows redirects."""

    def __init__(self, demo: Demo, username: str) -> None:
        self.demo = demo
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )
        self.landed = self.post("/demo/sign-in", username=username) if username else None

    def get(self, path: str) -> Answer:
        return self._open(urllib.request.Request(self.demo.address + path))

    def post(self, path: str, **fields: str) -> Answer:
        return self._open(
            urllib.request.Request(self.demo.address + path, data=urllib.parse.urlencode(fields).encode())
        )

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return Answer(answer.status, answer.url, answer.read().decode())
        except urllib.error.HTTPError as problem:
            return Answer(problem.code, problem.url, problem.read().decode())


class Answer:
    """A page as it came."""

    def __init__(self, status: int, address: str, text: str) -> None:
        self.status, self.path, self.text = status, urllib.parse.urlsplit(address).path, text


def copy(data: Path, folder: Path, *, catalogues: Path | None = None) -> Path:
    """The built demo once more, for a server that may change it; with catalogues, it can speak these languages as well."""
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns(".lock"))
    if catalogues is not None:
        shutil.copytree(catalogues, folder / "locale")
    return folder


def wait_until(true, what: str):
    """What `true()` gives, once it gives something."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {SECONDS} seconds")
