"""The two runs of the suite: what counts as passed, and the server that the second one runs on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from devtools import postgres, running, serving, testing
from devtools.places import ROOT


@pytest.mark.parametrize(
    ("codes", "narrowed", "code"),
    [
        ([0, 0], False, 0),
        ([1, 0], False, 1),
        ([0, 1], False, 1),
        ([0, 2], False, 2),
        ([0, 5], False, 5),
        ([5, 0], False, 5),
        ([0, 5], True, 0),
        ([5, 0], True, 0),
        ([1, 5], True, 1),
        ([5, 5], True, 5),
    ],
)
def test_no_tests_are_fine_only_where_arguments_left_none_to_one_run(
    codes: list[int], narrowed: bool, code: int
) -> None:
    assert testing.verdict(codes, narrowed=narrowed) == code


def test_a_throwaway_server_answers_and_leaves_nothing_behind(tmp_path: Path, monkeypatch) -> None:
    import psycopg

    # So that what it leaves behind can only be its own.
    tmp_path.chmod(0o755)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with postgres.server() as address:
        with psycopg.connect(address) as connection:
            number = connection.execute("SHOW server_version_num").fetchone()
            folder = connection.execute("SHOW data_directory").fetchone()
        assert number is not None
        assert folder is not None
        assert int(number[0]) >= postgres.OLDEST * 10_000
        assert Path(folder[0]).exists()

    assert not Path(folder[0]).parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)


def test_a_server_ends_with_the_tests_that_were_killed() -> None:
    script = (
        "import os\n"
        "from devtools import postgres\n"
        "with postgres.server() as address:\n"
        "    print(address, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120
    )

    # The keeper holds the error pipe, so the reading above ended only when it had stopped its server.
    port = int(killed.stdout.strip().rpartition(":")[2].partition("/")[0])
    assert serving.is_free(port)


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "version_of", lambda folder: 14)
    monkeypatch.setattr(postgres, "VENV", tmp_path)

    with pytest.raises(running.Stop, match="no PostgreSQL 15 or newer"):
        postgres.find_binaries()
