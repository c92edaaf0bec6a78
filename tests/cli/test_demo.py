"""`alongside demo`: from nothing to a served demo, again from what is there, and cleanly gone."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest

from alongside.__main__ import main
from tests.live_demo import (
    SECONDS,
    Demo,
    children_of,
    command,
    copy,
    environment,
    free_port,
    still_running,
    wait_until,
)


def demo(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), env=environment(), capture_output=True, text=True, timeout=SECONDS, check=False
    )


def building_again(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command("--build-only", "--data", str(data)),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def served(built_demo, tmp_path):
    running = Demo(copy(built_demo, tmp_path / "data"))
    yield running
    running.process.kill()
    running.process.communicate()


def test_it_serves_what_is_built_and_says_where(served):
    assert served.said == [f"Alongside is ready at http://127.0.0.1:{served.port}/"]
    assert served.visitor().get("/demo/").status == 200
    assert served.visitor().get("/health/ready").status == 200


def test_ctrl_c_leaves_no_process_behind(served):
    children = wait_until(lambda: len(served.children()) >= 2 and served.children(), "serving")

    assert served.stop(signal.SIGINT) == 0
    assert still_running(children) == []


def test_it_stops_and_starts_again_on_the_same_data(served):
    served.stop()
    again = Demo(served.data)
    try:
        assert not any("Building" in line for line in again.said)
        assert again.visitor("imran").landed.status == 200
    finally:
        again.stop()


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_building_that_breaks_off_leaves_no_process_and_nothing_behind(tmp_path, how, code):
    data = tmp_path / "data"
    with building_again(data) as building:
        for line in building.stdout:
            if line.strip().startswith("July"):  # in the middle of it
                builders = children_of(building.pid)
                building.send_signal(how)
                break
    assert building.returncode == code
    assert len(builders) == 1
    assert still_running(builders) == []
    assert [each.name for each in data.iterdir()] == [".lock"]


def test_of_two_at_once_one_builds_also_where_a_build_was_killed_before(tmp_path):
    data = tmp_path / "data"
    (data / ".being-built").mkdir(parents=True)
    (data / ".being-built" / "alongside.sqlite3").write_text("half of it")

    both = [building_again(data) for _ in range(2)]
    said = [each.communicate(timeout=SECONDS) for each in both]

    assert [each.returncode for each in both] == [0, 0], said
    assert sorted("Building" in out for out, _ in said) == [False, True]
    assert sorted(each.name for each in data.iterdir()) == [".lock", "alongside.sqlite3", "anchors"]
    verified = subprocess.run(
        [*command()[:-1], "verify"], capture_output=True, text=True, timeout=SECONDS, check=False,
        env=environment() | {"ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA_DIR": str(data)},
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "not sealed yet" not in verified.stdout


def test_a_taken_port_is_said_before_anything_is_built(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = demo("--port", str(port), "--data", str(tmp_path / "data"))

    assert answer.returncode == 2
    assert (
        answer.stderr
        == f"Can't listen on 127.0.0.1, port {port}: Address already in use. Choose another with --port.\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_port_that_does_not_exist_is_said_in_a_sentence(tmp_path):
    answer = demo("--port", "99999", "--data", str(tmp_path / "data"))

    assert answer.returncode == 2
    assert answer.stderr == "--port must be from 1 to 65535.\n"


def test_a_database_that_is_not_a_demo_is_left_alone(tmp_path):
    database = tmp_path / "alongside.sqlite3"
    with sqlite3.connect(database) as theirs:
        theirs.execute("CREATE TABLE payroll (amount int)")

    answer = demo("--build-only", "--data", str(tmp_path))

    assert answer.returncode == 2
    assert "is not a demo's, so nothing was done to it" in answer.stderr
    with sqlite3.connect(database) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("payroll",)]


def test_files_that_no_demo_put_there_are_left_alone(tmp_path):
    (tmp_path / "anchors").mkdir()
    (tmp_path / "anchors" / "ours.txt").write_text("An anchor of our own")

    answer = demo("--build-only", "--data", str(tmp_path))

    assert answer.returncode == 2
    assert "already holds anchors, which no demo put there" in answer.stderr
    assert [each.name for each in (tmp_path / "anchors").iterdir()] == ["ours.txt"]
    assert not (tmp_path / "alongside.sqlite3").exists()


def test_a_folder_that_can_not_be_made_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    answer = demo("--port", str(free_port()), "--data", str(tmp_path / "file" / "data"))

    assert answer.returncode == 2
    assert answer.stderr.startswith("The folder ")
    assert "Choose another with --data." in answer.stderr


def test_it_takes_nothing_from_a_real_installation(built_demo, tmp_path):
    """A shell in which the settings of a real installation are set must not lead the demo to its database."""
    data = copy(built_demo, tmp_path / "data")
    theirs = {
        "ALONGSIDE_DATABASE_URL": f"sqlite:///{tmp_path / 'real.sqlite3'}",
        "ALONGSIDE_DATA_DIR": str(tmp_path / "real"),
        "ALONGSIDE_BASE_URL": "https://alongside.example.org",
        "ALONGSIDE_AUDIT_KEY": "real:" + "ab" * 32,
    }

    answer = subprocess.run(
        command("--build-only", "--data", str(data)), env=environment() | theirs,
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr
    assert not (tmp_path / "real.sqlite3").exists()
    assert not (tmp_path / "real").exists()


def test_a_process_that_works_on_another_database_is_told_so(built_demo, tmp_path, capsys):
    data = copy(built_demo, tmp_path / "data")
    before = dict(os.environ)

    assert main(["demo", "--build-only", "--data", str(data)]) == 1

    assert "the demo needs a process of its own" in capsys.readouterr().err
    assert dict(os.environ) == before
