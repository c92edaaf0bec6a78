"""A backup is one only if it restores: whole, elsewhere, on either database, and without what was erased since."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import databases

pytestmark = pytest.mark.both_databases

SECRETS = {
    "ALONGSIDE_SECRET_KEY": "a-secret-of-this-test-alone-that-is-long-enough",
    "ALONGSIDE_VAULT_KEY": f"now:{'ab' * 32}",
    "ALONGSIDE_AUDIT_KEY": f"now:{'cd' * 32}",
    "ALONGSIDE_BASE_URL": "https://alongside.example.org",
}
BEGIN = [
    "begin", "--programme", "Beside You", "--project", "Harbour", "--organisation", "Northmere Trust",
    "--username", "adaeze", "--name", "Adaeze Obi", "--password-stdin",
]  # fmt: skip
STORE = """
from alongside.cli import start
start.django()
from django.db import transaction
from alongside.core import audit, rowsecurity, vault
from alongside.programmes import viewers
from alongside.programmes.models import Membership
by = Membership.objects.select_related("project", "account").first()
viewer = viewers.staff(by.account, project=by.project, role=by.role)
with transaction.atomic(), rowsecurity.inside(by.project.pk):
    made = vault.put(by=viewer, owner=by, content=b"canary: she was reliable and kind")
audit.seal_once()
print(made.pk)
"""
DESTROY = (
    STORE.split("with transaction")[0]
    + """
import sys, uuid
with transaction.atomic(), rowsecurity.inside(by.project.pk):
    vault.destroy(uuid.UUID(sys.argv[1]), by=viewer, owner=by, why="asked")
"""
)
READ = (
    STORE.split("with transaction")[0]
    + """
import sys
from alongside.core.models import VaultItem
with transaction.atomic(), rowsecurity.inside(by.project.pk):
    item = VaultItem.objects.get(pk=sys.argv[1])
    print("erased" if item.destroyed_at else vault.open(item.pk, by=viewer, owner=by).decode())
"""
)


@dataclass
class Installation:
    """Alongside in a folder and a database of its own, worked through its command."""

    folder: Path
    database: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ALONGSIDE_", "DJANGO_"))
        }
        return kept | SECRETS | {"ALONGSIDE_DATA_DIR": str(self.folder)} | self.database

    def alongside(
        self, *words: str, code: int = 0, typed: str = "", **more: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "alongside", *words],
            env=self.environment() | more, input=typed, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def python(self, script: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, *words],
            env=self.environment(), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def an_installation(folder: Path, name: str) -> Installation:
    if not databases.on_postgresql():
        return Installation(folder)
    return Installation(folder, databases.fresh(f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"))


@pytest.fixture
def here(tmp_path) -> Installation:
    """A project with a member and a document."""
    made = an_installation(tmp_path / "here", "backup_here")
    made.alongside("migrate", "--quiet")
    made.alongside(*BEGIN, typed="a chair by the window\n")
    return made


@pytest.fixture
def backup(here, tmp_path):
    def made() -> Path:
        here.alongside("backup", "--to", str(tmp_path / "kept"), "--quiet")
        return max((tmp_path / "kept").glob("*.backup"))

    return made


def test_a_backup_comes_back_whole_in_another_place(here, backup, tmp_path):
    document = here.python(STORE)
    path = backup()
    there = an_installation(tmp_path / "there", "backup_there")

    said = there.alongside("restore", str(path)).stdout

    assert "Restored as of" in said
    assert "Everybody must sign in again" in said
    assert there.python(READ, document) == "canary: she was reliable and kind"
    assert "The audit trail is whole." in there.alongside("verify").stdout
    # And work goes on: numbers of rows don't begin again.
    there.alongside(*BEGIN[:4], "Lantern", *BEGIN[5:-1])
    assert "The audit trail is whole." in there.alongside("verify").stdout


def test_what_was_erased_since_is_erased_again(here, backup):
    document = here.python(STORE)
    path = backup()
    here.python(DESTROY, document)

    said = here.alongside("restore", str(path), "--replace").stdout

    assert "Erased again, as it was since: 1 of" in said
    assert here.python(READ, document) == "erased"
    assert "An older state was put back 1 times" in here.alongside("verify").stdout


def test_nothing_is_written_over_unasked(here, backup):
    path = backup()
    said = here.alongside("restore", str(path), code=2).stderr
    assert "run it again with --replace" in said


def test_a_backup_is_checked_without_touching_anything(here, backup, tmp_path):
    path = backup()
    before = sorted(each.name for each in here.folder.iterdir())
    said = here.alongside("restore", str(path), "--check").stdout
    assert "is whole" in said
    assert sorted(each.name for each in here.folder.iterdir()) == before


def test_a_backup_says_nothing_to_whoever_finds_it(here, backup, tmp_path):
    here.python(STORE)
    path = backup()
    content = path.read_bytes()

    for canary in (b"adaeze", b"Northmere", b"canary", b"SQLite format", b"programmes_"):
        assert canary not in content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    stranger = an_installation(tmp_path / "stranger", "backup_stranger")
    said = stranger.alongside("restore", str(path), code=1, ALONGSIDE_VAULT_KEY=f"now:{'ef' * 32}").stderr
    assert "is not as it was written: it was changed, or the key is another one" in said


@pytest.mark.once
def test_no_byte_of_it_can_be_changed_added_or_cut_off(here, backup, tmp_path):
    path = backup()
    whole = path.read_bytes()
    places = [0, 25, 60, 120, len(whole) // 2, len(whole) - 1]
    spoilt = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places]
    spoilt += [whole[: len(whole) // 2], whole[:-1], whole[:10], b"", whole + b"x"]
    for number, content in enumerate(spoilt):
        bad = tmp_path / f"bad-{number}.backup"
        bad.write_bytes(content)
        said = here.alongside("restore", str(bad), "--check", code=1).stderr
        assert str(bad) in said
        assert len(said.splitlines()) == 1


@pytest.mark.once
def test_a_backup_broken_off_leaves_nothing_that_looks_like_one(here, tmp_path):
    kept = tmp_path / "kept"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(kept)],
        env=here.environment(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert not list(kept.glob("*.backup"))
    assert list(here.folder.glob("alongside-backup-*")), "what it was working on is still there"

    here.alongside("backup", "--to", str(kept), "--quiet")

    assert len(list(kept.glob("*.backup"))) == 1
    assert not list(here.folder.glob("alongside-backup-*"))


KILLED = """
import os, signal, sys
from pathlib import Path
from alongside.cli import start
start.django()
from alongside.core.backup import taking
taking.rehearse = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
taking.take(Path(sys.argv[1]))
"""


@pytest.mark.once
def test_a_restore_waits_for_nobody_who_is_still_working(here, backup):
    path = backup()
    import sqlite3

    with sqlite3.connect(here.folder / "alongside.sqlite3", isolation_level=None) as working:
        working.execute("BEGIN IMMEDIATE")
        said = here.alongside("restore", str(path), "--replace", code=2).stderr
    assert "still running on this database" in said


def test_older_backups_are_removed_and_the_latest_kept(here, backup, tmp_path):
    first = backup()
    second = backup()
    here.alongside("backup", "--to", str(tmp_path / "kept"), "--keep", "2", "--quiet")

    left = sorted((tmp_path / "kept").glob("*.backup"))
    assert len(left) == 2
    assert not {first, second} <= set(left)


def test_what_isnt_a_backup_is_a_sentence(here, tmp_path):
    other = tmp_path / "notes.txt"
    shutil.copy(__file__, other)
    assert "This is not a backup of Alongside." in here.alongside("restore", str(other), code=1).stderr
    assert "There is no file" in here.alongside("restore", str(tmp_path / "nothing"), code=2).stderr
    assert "keep at least 1" in here.alongside("backup", "--keep", "0", code=2).stderr
