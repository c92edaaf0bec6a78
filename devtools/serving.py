"""`./dev demo`: everything set up, then the demo served by this very process."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from devtools.places import ROOT, VENV, environment
from devtools.running import Stop

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server may start on this port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server itself does: a port that was only just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def check_port(port: int) -> None:
    """Stop with a sentence that names a port that is free."""
    if not 1 <= port <= 65535:
        raise Stop(f"Port {port} does not exist: choose one from 1024 to 65535, like --port 8000.", code=2)
    if is_free(port):
        return
    if port < 1024 and os.geteuid() != 0:
        raise Stop(f"Port {port} is kept for the administrator: choose one above 1023, like --port 8000.")
    other = next((p for p in range(port + 1, min(port + 100, 65536)) if is_free(p)), None)
    advice = f", or choose another: ./dev demo --port {other}" if other else " first"
    raise Stop(f"Port {port} is taken by another program: stop that{advice}.")


def data_folder(named: str | None) -> Path:
    """The demo's folder: as named from where the person stands, else var/demo in the clone."""
    folder = Path(named).expanduser().resolve() if named else ROOT / "var" / "demo"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Stop(
            f"The demo's folder {folder} could not be made ({problem.strerror}): choose another with --data."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Stop(f"This user may not write in {folder}: choose another folder with --data.")
    return folder


def serve(*, port: int, data: Path, browser: bool) -> None:
    """Become the `alongside demo` command, so that Ctrl-C and a stop signal reach it directly."""
    command = [str(VENV / "bin" / "alongside"), "demo", "--port", str(port), "--data", str(data)]
    if not browser:
        command.append("--no-browser")
    os.chdir(ROOT)
    os.execve(command[0], command, environment(ALONGSIDE_DEMO="1"))
