"""`alongside serve`: pages and background work in one command that starts clearly and stops cleanly."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import live_demo
from tests.live_demo import SECONDS, children_of, free_port, still_running, wait_until


def environment(folder: Path) -> dict[str, str]:
    return {**live_demo.environment(), "ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA_DIR": str(folder)}


def alongside(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "alongside", *words]
    return subprocess.run(
        command, env=environment(folder), capture_output=True, text=True, timeout=SECONDS, check=False
    )


class Served:
    """A server of its own, on a port of its own."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "alongside", "serve", "--port", str(self.port), "--workers", "1", *words],
            env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.said = self.process.stdout.readline()

    def get(self, path: str) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as answer:
            return answer.code, json.load(answer)

    def children(self) -> dict[int, str]:
        """Every process that the server has started, with its command line."""
        found = {}
        for pid in children_of(self.process.pid):
            with contextlib.suppress(OSError):
                found[pid] = (Path("/proc") / str(pid) / "cmdline").read_text().replace("\0", " ")
        return found

    def background(self) -> int | None:
        return next((pid for pid, words in self.children().items() if "--only-worker" in words), None)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=SECONDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A data folder with a database that is up to date."""
    made = tmp_path_factory.mktemp("data")
    assert alongside(made, "migrate", "--quiet").returncode == 0
    return made


@pytest.fixture
def served(folder):
    server = Served(folder)
    yield server
    server.end()


def gone(pids) -> bool:
    return not still_running(pids)


def test_it_serves_pages_does_background_work_and_stops_when_asked(served):
    assert served.said == f"Alongside listens at http://127.0.0.1:{served.port}/\n"
    assert served.get("/health/live") == (200, {"live": True})
    wait_until(
        lambda: served.get("/health/ready")[1].get("background", {}).get("worker") == "seen lately",
        "background work",
    )
    assert served.get("/health/ready")[1]["checks"] == dict.fromkeys(
        ("database", "migrations", "protection", "disk"), "ok"
    )
    children = served.children()

    served.process.send_signal(signal.SIGTERM)

    assert served.process.wait(timeout=SECONDS) == 0
    assert gone(children)


def test_ctrl_c_stops_it_cleanly_too(served):
    children = wait_until(served.children, "starting")

    served.process.send_signal(signal.SIGINT)

    assert served.process.wait(timeout=SECONDS) == 0
    assert gone(children)


def test_a_background_worker_that_dies_is_started_again(served):
    first = wait_until(served.background, "a background worker")
    time.sleep(5)  # one that dies at once is not tried again at once
    os.kill(first, signal.SIGKILL)

    assert wait_until(lambda: (now := served.background()) and now != first, "another background worker")


def test_a_server_that_is_killed_leaves_nothing_running(served):
    wait_until(served.background, "a background worker")
    children = served.children()

    served.process.kill()
    served.process.wait(timeout=SECONDS)

    wait_until(lambda: gone(children), "the end of every process")


def test_without_a_worker_it_serves_pages_alone(folder):
    server = Served(folder, "--no-worker")
    try:
        assert server.get("/health/live")[0] == 200
        assert server.background() is None
    finally:
        server.end()


def test_it_refuses_to_start_on_a_database_that_is_not_up_to_date(tmp_path):
    answer = alongside(tmp_path, "serve", "--port", str(free_port()))

    assert answer.returncode == 1
    assert "run `alongside migrate`" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_port_that_is_taken_is_named(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = alongside(folder, "serve", "--port", str(port))

    assert answer.returncode == 2
    assert (
        answer.stderr
        == f"Can't listen on 127.0.0.1, port {port}: Address already in use. Choose another with --port.\n"
    )


@pytest.mark.parametrize(
    "words", [("--port", "70000"), ("--workers", "0"), ("--host", "no.such.host.invalid")]
)
def test_what_can_not_be_served_is_said_in_a_sentence(folder, words):
    answer = alongside(folder, "serve", *words)

    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
