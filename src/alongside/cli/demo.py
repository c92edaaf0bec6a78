"""`alongside demo`: builds the example projects if there are none, and serves them. Safe to run twice."""

from __future__ import annotations

import argparse
import os
import webbrowser
from pathlib import Path

from alongside.cli import BadInput, start

DEFAULT_PORT = 8000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N", help="port to serve on (default %(default)s)")
    parser.add_argument("--data", type=Path, default=Path("var/demo"), metavar="DIR", help="folder of the demo's data (default %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="don't open a browser")
    parser.add_argument("--build-only", action="store_true", help="build the data and stop")


def run(options: argparse.Namespace) -> int:
    folder = options.data.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BadInput(f"The folder {folder} can't be made: {problem.strerror}. Choose another with --data.") from problem
    os.environ["ALONGSIDE_DEMO"] = "1"
    os.environ["ALONGSIDE_DATA_DIR"] = str(folder)
    start.django()
    from alongside.cli.migrate import migrate
    from alongside.demo import building

    migrate(quiet=True)
    if not building.is_built():
        print("Building the example projects, month by month:", flush=True)
        building.build(say=lambda line: print(f"  {line}", flush=True))
    if options.build_only:
        return 0
    return _serve(options.port, open_browser=not options.no_browser)


def _serve(port: int, *, open_browser: bool) -> int:
    from alongside.cli.serve import serve

    address = f"http://127.0.0.1:{port}/"

    def ready() -> None:
        print(f"Alongside is ready at {address}", flush=True)
        if open_browser:
            webbrowser.open(f"{address}demo/")

    return serve(host="127.0.0.1", port=port, ready=ready)
