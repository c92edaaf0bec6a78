"""`alongside demo`: builds the example projects if there are none, and serves them. Safe to run twice.

The data is built in a folder beside its place and moved there when all of it is there, so a build that breaks
off leaves nothing behind that looks like a demo.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from alongside.cli import BadInput, Failed, start

DEFAULT_PORT = 8000
HOST = "127.0.0.1"
DATABASE = "alongside.sqlite3"
UNFINISHED = ".being-built"
WHOLE = ".whole"  # in it: everything is there
MADE = ("anchors", "ledger", "vault")  # what an installation keeps beside its database
# All that the demo takes from the environment: a real installation's database, keys and mail server are none of its business.
TAKEN_OVER = {"ALONGSIDE_TRUSTED_PROXIES"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, metavar="N", help="port to serve on (default %(default)s)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("var/demo"),
        metavar="DIR",
        help="folder of the demo's data (default %(default)s)",
    )
    parser.add_argument("--no-browser", action="store_true", help="don't open a browser")
    parser.add_argument("--build-only", action="store_true", help="build the data and stop")
    # The demo builds in a process of its own with this, because a process works on one database for good.
    parser.add_argument("--build-here", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.build_here:
        _build_here(options.data)
        return 0
    from alongside.cli import serve

    if not options.build_only:
        # Said before the building, not after it.
        serve.check_port(options.port)
        serve.check_free(HOST, options.port)
    folder = _folder(options.data)
    with _alone(folder) as lock:
        if not (folder / DATABASE).exists():
            _build(folder, lock)
        _open(folder)
    if options.build_only:
        return 0
    return serve.serve(
        HOST, options.port, ready=lambda: _say_ready(options.port, browser=not options.no_browser)
    )


def _folder(named: Path) -> Path:
    folder = named.expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BadInput(
            f"The folder {folder} can't be made: {problem.strerror}. Choose another with --data."
        ) from problem
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadInput(f"The folder {folder} can't be written in. Choose another with --data.")
    return folder


@contextmanager
def _alone(folder: Path) -> Iterator[IO[str]]:
    """Of two demos started at once on one folder, the second waits until the first has built."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _build(folder: Path, lock: IO[str]) -> None:
    unfinished = folder / UNFINISHED
    if (unfinished / WHOLE).exists() and (unfinished / DATABASE).exists():
        _move(unfinished, folder)  # it was built, and killed on the way to its place
        return
    if there := [name for name in MADE if (folder / name).exists()]:
        raise BadInput(
            f"The folder {folder} already holds {', '.join(there)}, which no demo put there. Choose another with --data."
        )
    shutil.rmtree(unfinished, ignore_errors=True)  # of a build that broke off
    unfinished.mkdir(mode=0o700)
    try:
        code = _called(
            [sys.executable, "-m", "alongside", "demo", "--build-here", "--data", str(unfinished)], lock
        )
        if code:
            raise Failed("The example projects could not be built; the reason is above. Nothing was kept.")
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    (unfinished / WHOLE).touch()
    _move(unfinished, folder)


def _move(unfinished: Path, folder: Path) -> None:
    """Take what was built to its place, the database last: where it is, the rest is."""
    for each in sorted(unfinished.iterdir(), key=lambda each: each.name == DATABASE):
        if each.name != WHOLE:
            each.rename(folder / each.name)
    shutil.rmtree(unfinished)


def _called(command: list[str], lock: IO[str]) -> int:
    """Run it to its end, or end it with us. It holds the lock as well, should we be killed and it not."""

    def end(*_: object) -> None:
        raise SystemExit(143)

    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, end) if main else None
    try:
        with subprocess.Popen(
            command, env=_environment(), pass_fds=[lock.fileno()], stdin=subprocess.DEVNULL
        ) as child:
            try:
                return child.wait()
            except BaseException:
                child.kill()
                child.wait()
                raise
    finally:
        if main:
            signal.signal(signal.SIGTERM, before)


def _build_here(folder: Path) -> None:
    """Migrate a new database in the folder and build into it; leaves no connection open."""
    _set_up(folder)
    from django.db import connections

    from alongside.cli.migrate import migrate
    from alongside.demo import building

    migrate(quiet=True)
    print("Building the example projects, month by month:", flush=True)
    building.build(say=lambda line: print(f"  {line}", flush=True))
    connections.close_all()


def _open(folder: Path) -> None:
    """Bring the database of the folder up to date, once it is sure to be a demo's."""
    _set_up(folder)
    from alongside.cli.migrate import migrate
    from alongside.demo import building

    if not building.is_built():
        raise BadInput(
            f"The database in {folder} is not a demo's, so nothing was done to it. Choose another folder with --data."
        )
    migrate(quiet=True)


def _set_up(folder: Path) -> None:
    """Set Django up as the demo in that folder."""
    from django.apps import apps
    from django.conf import settings

    if apps.ready and not (settings.DEMO and folder == settings.DATA_DIR):
        raise Failed("This process already works on another database: the demo needs a process of its own.")
    wanted = _environment() | {"ALONGSIDE_DATA_DIR": str(folder)}
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    os.environ.update(wanted)
    start.django()


def _environment() -> dict[str, str]:
    """The environment less the settings of any real installation."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ALONGSIDE_") or name in TAKEN_OVER
    }
    return kept | {"ALONGSIDE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "alongside.config.settings"}


def _say_ready(port: int, *, browser: bool) -> None:
    address = f"http://{HOST}:{port}/"
    print(f"Alongside is ready at {address}", flush=True)
    print("Everybody in it is invented. Ctrl-C stops it.", flush=True)
    # Without a screen a browser in text would take over the terminal.
    if browser and (
        sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        threading.Thread(target=webbrowser.open, args=[f"{address}demo/"], daemon=True).start()
