"""Whatever is killed starts again by itself: nothing half done, nothing broken, nothing open to others."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import live_demo

SECONDS = 90
# What an import does, in a process of its own, up to the moment it is killed.
IMPORT = """
import os, signal
from alongside.cli import start
start.django()
from alongside.improvement.actions import figures
from alongside.improvement.models import Measure, Point
from alongside.programmes import roles, viewers
from alongside.programmes.models import Membership
lead = Membership.objects.filter(role="improvement_lead", project__slug="harbour", ended_at=None).first()
by = viewers.staff(lead.account, project=lead.project, role="improvement_lead")
measure = Measure.objects.visible_to(by).order_by("created_at").first()
# When the points are in and nothing is committed.
figures.audit.record = lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL)
figures.take(measure=measure, figures=[figures.Figure("Killed", f"{1900 + n}-01-01", n, 8.0, 10.0) for n in range(50)],
             rows=50, columns={}, by=by)
"""


def environment(data: Path) -> dict[str, str]:
    return live_demo.environment() | {"ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA_DIR": str(data)}


def alongside(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alongside", *words],
        env=environment(data), capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip


def is_sound(database: Path) -> bool:
    with sqlite3.connect(database) as opened:
        return (
            opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and opened.execute("PRAGMA foreign_key_check").fetchall() == []
        )


@pytest.fixture
def data(built_demo, tmp_path) -> Path:
    return shutil.copytree(built_demo, tmp_path / "data")


def test_an_import_that_is_killed_leaves_nothing_of_itself(data):
    def counted() -> list[tuple[int]]:
        with sqlite3.connect(data / "alongside.sqlite3") as database:
            return [
                database.execute(f"SELECT count(*) FROM {table}").fetchone()
                for table in ("improvement_import", "improvement_point", "core_auditrow")
            ]

    before = counted()
    killed = subprocess.run(
        [sys.executable, "-c", IMPORT],
        env=environment(data),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert is_sound(data / "alongside.sqlite3")
    assert counted() == before
    assert alongside(data, "verify").returncode == 0


def test_migrating_that_is_killed_goes_on_the_next_time(tmp_path):
    data = tmp_path / "data"
    database = data / "alongside.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-m", "alongside", "migrate"], env=environment(data), stdout=subprocess.DEVNULL
    ) as process:
        until = time.monotonic() + SECONDS
        while process.poll() is None and time.monotonic() < until:
            with_its_log = (
                sum(each.stat().st_size for each in data.glob("alongside.sqlite3*")) if data.exists() else 0
            )
            if with_its_log > 500_000:  # about half of it
                process.kill()
                break
            time.sleep(0.005)
    assert process.returncode == -signal.SIGKILL

    assert "run `alongside migrate`" in alongside(data, "serve", "--port", "1").stderr
    again = alongside(data, "migrate", "--quiet")

    assert (again.returncode, again.stderr) == (0, "")
    assert is_sound(database)
    assert alongside(data, "verify").returncode == 0


@pytest.mark.parametrize("moved", [("anchors",), ("anchors", "alongside.sqlite3")])
def test_a_demo_that_is_killed_on_the_way_to_its_place_is_taken_there(built_demo, tmp_path, moved):
    data = tmp_path / "data"
    unfinished = shutil.copytree(built_demo, data / ".being-built")
    (unfinished / ".lock").unlink()
    (unfinished / ".whole").touch()
    for name in moved:
        (unfinished / name).rename(data / name)

    said = subprocess.run(
        live_demo.command("--build-only", "--data", str(data)),
        env=live_demo.environment(), capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip

    assert (said.returncode, said.stderr) == (0, "")
    assert {"alongside.sqlite3", "anchors"} <= {each.name for each in data.iterdir()}
    assert alongside(data, "verify").returncode == 0


def test_what_an_installation_keeps_is_for_its_own_account_alone(tmp_path):
    before = os.umask(0o022)  # as on most machines
    try:
        data = tmp_path / "new" / "data"
        assert alongside(data, "migrate", "--quiet").returncode == 0
    finally:
        os.umask(before)

    open_to_others = [
        str(each.relative_to(tmp_path))
        for each in (data, *data.rglob("*"))
        if stat.S_IMODE(each.stat().st_mode) & 0o077
    ]
    assert (data / "alongside.sqlite3").exists()
    assert open_to_others == []


def test_so_is_what_the_demo_keeps(built_demo):
    open_to_others = [
        str(each.relative_to(built_demo))
        for each in built_demo.rglob("*")
        if each.name != ".lock" and stat.S_IMODE(each.stat().st_mode) & 0o077
    ]
    assert {each.name for each in built_demo.iterdir()} >= {"alongside.sqlite3", "anchors"}
    assert open_to_others == []
