"""`alongside serve`: the web pages and the background work in one command. Ctrl-C or a termination signal stops both cleanly."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Callable

from alongside.cli import BadInput, Failed, start

HOST, PORT, WORKERS = "127.0.0.1", 8000, 2
HERE = ("127.0.0.1", "::1", "localhost")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help=f"address to listen on (default {HOST})")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default {PORT})")
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"web processes (default {WORKERS})")
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--no-worker", action="store_true", help="serve pages only; background work runs elsewhere"
    )
    only.add_argument("--only-worker", action="store_true", help="do background work only")
    # The server starts its own worker with this, so that it ends with the server even if that is killed.
    parser.add_argument("--while-parent", type=int, default=0, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    start.django()
    if options.only_worker:
        return work(while_parent=options.while_parent)
    return serve(
        options.host,
        options.port,
        options.workers,
        with_worker=not options.no_worker,
        ready=lambda: print(f"Alongside listens at http://{options.host}:{options.port}/", flush=True),
    )


def serve(
    host: str = HOST,
    port: int = PORT,
    workers: int = WORKERS,
    *,
    ready: Callable[[], object] | None = None,
    with_worker: bool = True,
) -> int:
    """Serve until asked to stop; return the exit code. `ready` is called once pages are served.

    Raises Failed where the installation can't work, BadInput where it can't listen there. Needs the main thread.
    """
    if workers < 1:
        raise BadInput("--workers must be 1 or more.")
    check_port(port)
    check_demo(host)
    check()
    check_free(host, port)
    from alongside.cli.server import Server, Web

    return Server(Web(host, port, workers), ready=ready, with_worker=with_worker).serve()


def work(*, while_parent: int = 0) -> int:
    """Do background work until asked to stop (or, with `while_parent`, until that process is gone)."""
    import os
    import signal
    from threading import Event

    from alongside.core import worker

    check()
    stop = Event()
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        worker.run(stop=stop, go_on=lambda: not while_parent or os.getppid() == while_parent)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    return 0


def check() -> None:
    """Raise Failed with a sentence for each thing that keeps this installation from working."""
    from django.db import connections

    from alongside.config import health

    wrong = health.problems()
    connections.close_all()  # what is forked later opens its own
    if wrong:
        said = "; ".join(f"{name}: {sentence}" for name, sentence in wrong.items())
        raise Failed(f"Alongside can't be served as things are. {said}.")


def check_demo(host: str) -> None:
    """Raise BadInput where anybody but whoever sits at this machine could be anybody."""
    from django.conf import settings

    if (settings.DEMO or settings.TESTING) and host not in HERE:
        raise BadInput(
            "In the demo anybody can be anybody, so it is served to this machine alone: leave --host out, or unset ALONGSIDE_DEMO."
        )


def check_port(port: int) -> None:
    """Raise BadInput unless there is such a port."""
    if not 1 <= port <= 65_535:
        raise BadInput("--port must be from 1 to 65535.")


def check_free(host: str, port: int) -> None:
    """Raise BadInput unless something can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        raise BadInput(
            f"Can't listen on {host}, port {port}: {problem.strerror or problem}. Choose another with --port."
        ) from problem
