"""Keys around the vault are replaced, and what is destroyed is gone, wherever a process is killed."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing

import pytest
from django.db import IntegrityError, transaction

from alongside.config.databases import database
from alongside.core import audit, clock, ledger, vault
from alongside.core.models import AuditRow, VaultItem
from alongside.core.vault import files, upkeep
from alongside.programmes.models import Service
from tests.core.vaults import BY, TEXT, Crash, change, later, path_of


def test_rotation_wraps_keys_anew_and_leaves_the_files(owner, settings, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 3)
    items = [vault.put(by=BY, owner=owner, content=b"%d" % n) for n in range(8)]
    bodies = {item.pk: path_of(item).read_bytes() for item in items}
    old = settings.VAULT_KEY
    settings.VAULT_KEY = f"new:{'1f' * 32},{old}"
    assert vault.rotate() == vault.Rotated(done=8, unreadable=0)
    assert vault.rotate() == vault.Rotated(done=0, unreadable=0)
    settings.VAULT_KEY = f"new:{'1f' * 32}"  # the old key is no longer needed
    assert [vault.open(item.pk, by=BY, owner=owner) for item in items] == [b"%d" % n for n in range(8)]
    assert {item.pk: path_of(item).read_bytes() for item in items} == bodies


def test_rotation_broken_off_goes_on_where_it_stopped(owner, settings, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    items = [vault.put(by=BY, owner=owner, content=b"%d" % n) for n in range(6)]
    settings.VAULT_KEY = f"new:{'1f' * 32},{settings.VAULT_KEY}"
    real, count = upkeep.rewrap, []

    def until_killed(*args, **kwargs):
        count.append(1)
        if len(count) == 4:
            raise Crash
        return real(*args, **kwargs)

    monkeypatch.setattr(upkeep, "rewrap", until_killed)
    with pytest.raises(Crash):
        vault.rotate()
    monkeypatch.setattr(upkeep, "rewrap", real)
    assert VaultItem.objects.filter(key_id="new").count() == 2
    assert [vault.open(item.pk, by=BY, owner=owner) for item in items] == [b"%d" % n for n in range(6)]
    assert vault.rotate().done == 4


def test_rotation_passes_over_what_it_cannot_unwrap_and_says_so(owner, settings):
    bad, good = (vault.put(by=BY, owner=owner, content=TEXT) for _ in range(2))
    change(bad, wrapped_key="ab" * 60)
    settings.VAULT_KEY = f"new:{'1f' * 32},{settings.VAULT_KEY}"
    assert vault.rotate() == vault.Rotated(done=1, unreadable=1)
    assert vault.open(good.pk, by=BY, owner=owner) == TEXT


def test_rotation_does_not_bring_back_what_is_destroyed_meanwhile(item, owner, settings, monkeypatch):
    settings.VAULT_KEY = f"new:{'1f' * 32},{settings.VAULT_KEY}"
    real = upkeep.rewrap

    def while_somebody_destroys(*args, **kwargs):
        vault.destroy(item.pk, by=BY, owner=owner, why="asked")
        return real(*args, **kwargs)

    monkeypatch.setattr(upkeep, "rewrap", while_somebody_destroys)
    vault.rotate()
    assert VaultItem.objects.get().wrapped_key == ""


def test_destroyed_is_gone_even_with_the_file_from_a_backup(item, owner, django_capture_on_commit_callbacks):
    backup = path_of(item).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        vault.destroy(item.pk, by=BY, owner=owner, why="asked")
    assert not path_of(item).exists()
    path_of(item).write_bytes(backup)
    with pytest.raises(vault.Gone, match="was erased"):
        vault.open(item.pk, by=BY, owner=owner)
    stub = VaultItem.objects.get()
    assert (stub.wrapped_key, stub.destroyed_why, len(stub.digest)) == ("", "asked", 64)


def test_sqlite_overwrites_what_is_destroyed(tmp_path):
    path = tmp_path / "test.sqlite3"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA secure_delete=OFF")  # some builds of SQLite have it on by themselves
        raw.executescript(database(f"sqlite:///{path}")["OPTIONS"]["init_command"])
        raw.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, wrapped TEXT)")
        raw.execute("INSERT INTO kept VALUES (1, ?)", ["canary-key-" * 9])
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"canary" in path.read_bytes()
        raw.execute("UPDATE kept SET wrapped = ''")
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"canary" not in path.read_bytes()


def test_the_file_goes_only_with_the_commit(item, owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        vault.destroy(item.pk, by=BY, owner=owner, why="asked")
    assert path_of(item).exists()
    assert len(callbacks) == 2


def test_destroying_twice_is_done_once(item, owner, django_capture_on_commit_callbacks):
    for expected in (2, 0):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            vault.destroy(item.pk, by=BY, owner=owner, why="asked")
        assert len(callbacks) == expected
    assert AuditRow.objects.filter(event="document erased").count() == 1


def test_another_record_does_not_destroy_it(item, owner):
    with pytest.raises(vault.Unreadable):
        vault.destroy(item.pk, by=BY, owner=Service(project=owner.project), why="asked")
    assert vault.open(item.pk, by=BY, owner=owner) == TEXT


def test_a_reason_in_words_is_refused(item, owner):
    with pytest.raises(ValueError, match="short code"):
        vault.destroy(item.pk, by=BY, owner=owner, why="Ada asked us to")


def test_the_database_holds_a_key_exactly_until_the_item_is_destroyed(item):
    for wrong in ({"wrapped_key": ""}, {"destroyed_at": clock.now()}, {"destroyed_why": "asked"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(item, **wrong)


def test_killed_while_writing_leaves_no_document_and_nothing_for_long(owner, monkeypatch):
    with monkeypatch.context() as killing:
        killing.setattr(files.os, "replace", lambda *_: (_ for _ in ()).throw(Crash))
        killing.setattr(files.Path, "unlink", lambda *_, **__: None)  # a killed process cleans up nothing
        with pytest.raises(Crash):
            vault.put(by=BY, owner=owner, content=TEXT)
    assert [path.suffix for lying in files.lying_in(owner.project_id) for path in lying] == [".part"]
    assert not VaultItem.objects.exists()
    assert vault.sweep() == 0  # it might still be being written
    with later():
        assert vault.sweep() == 1
    assert [path for lying in files.lying_in(owner.project_id) for path in lying] == []


def test_killed_between_file_and_row_leaves_a_file_that_nobody_can_read_and_that_goes(owner, monkeypatch):
    with monkeypatch.context() as killing:
        killing.setattr(VaultItem, "save", lambda *_, **__: (_ for _ in ()).throw(Crash))
        killing.setattr(files, "remove", lambda path: None)
        with pytest.raises(Crash):
            vault.put(by=BY, owner=owner, content=TEXT)
    assert sum(len(lying) for lying in files.lying_in(owner.project_id)) == 1
    with later():
        assert vault.sweep() == 1
    assert sum(len(lying) for lying in files.lying_in(owner.project_id)) == 0


def test_a_row_that_fails_takes_its_file_with_it(owner, monkeypatch):
    monkeypatch.setattr(audit, "record", lambda *_, **__: (_ for _ in ()).throw(IntegrityError("no trail")))
    with pytest.raises(IntegrityError), transaction.atomic():
        vault.put(by=BY, owner=owner, content=TEXT)
    assert sum(len(lying) for lying in files.lying_in(owner.project_id)) == 0
    assert not VaultItem.objects.exists()


def test_a_transaction_rolled_back_leaves_a_file_that_is_swept(owner):
    kept = vault.put(by=BY, owner=owner, content=TEXT)
    try:
        with transaction.atomic():
            vault.put(by=BY, owner=owner, content=TEXT)
            raise Crash
    except Crash:
        pass
    assert vault.sweep() == 0
    with later():
        assert vault.sweep() == 1
    assert vault.open(kept.pk, by=BY, owner=owner) == TEXT


def test_killed_after_the_commit_of_a_destruction_the_file_is_swept_and_the_ledger_caught_up(item, owner):
    vault.destroy(item.pk, by=BY, owner=owner, why="asked")  # what follows the commit does not happen
    assert path_of(item).exists()
    with later():
        assert vault.sweep() == 1
    assert not path_of(item).exists()
    assert [ledger.catch_up(), ledger.catch_up()] == [1, 0]


def test_the_sweep_leaves_alone_what_is_of_no_project_it_knows(item, data_dir):
    strange = data_dir / "vault" / str(uuid.uuid4()) / "ab" / str(uuid.uuid4())
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"of a project in another database")
    with later():
        assert vault.sweep() == 0
    assert strange.exists()


def test_a_disk_that_fails_is_no_success(owner, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        vault.put(by=BY, owner=owner, content=TEXT)
    assert not VaultItem.objects.exists()
