"""Documents in the vault open for the record they belong to alone, and are gone when their key is."""

from __future__ import annotations

import stat
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from alongside.core import audit, clock, keys, ledger, rowsecurity, vault
from alongside.core.actors import Actor
from alongside.core.models import AuditRow, VaultItem
from alongside.core.vault import contents, files, upkeep
from alongside.core.vault.envelopes import Belonging, DoesNotOpen, rewrap, seal, unseal
from alongside.programmes.models import Organisation, Partnership, Programme, Project, Service

TEXT = b"canary: she was reliable and kind"
SOMEBODY = Actor(account_id=uuid.UUID(int=7), project_id=None, hat="staff:recruiter")


class Somebody:
    def as_actor(self) -> Actor:
        return SOMEBODY


BY = Somebody()


class Crash(BaseException):
    """What a kill looks like from inside: nothing catches it."""


def a_project(slug: str) -> Project:
    organisation = Organisation.objects.get_or_create(name="Northmere")[0]
    programme = Programme.objects.get_or_create(slug="side-by-side", defaults={"name": "Side by Side"})[0]
    return Project.objects.create(slug=slug, name=slug, lead=organisation, programme=programme)


@pytest.fixture
def harbour(db):
    return a_project("harbour")


@pytest.fixture
def owner(harbour):
    """A record of a project, which documents belong to, and the project open."""
    with transaction.atomic(), rowsecurity.inside(harbour.pk):
        yield Service(project=harbour, name="Ward One")


@pytest.fixture
def item(owner):
    return vault.put(by=BY, owner=owner, content=TEXT)


def path_of(item: VaultItem):
    return files.place(item.project_id, item.pk)


def change(item: VaultItem, **fields) -> None:
    VaultItem.objects.filter(pk=item.pk).update(**fields)


# Putting and opening


@pytest.mark.parametrize("content", [b"", b"x", TEXT, bytes(range(256)) * 4000])
def test_what_was_put_in_comes_out(owner, content):
    item = vault.put(by=BY, owner=owner, content=content)
    assert vault.open(item.pk, by=BY, owner=owner) == content
    assert item.size == len(content)


def test_neither_the_file_nor_the_row_holds_the_text(item):
    assert TEXT not in path_of(item).read_bytes()
    assert b"canary" not in repr(VaultItem.objects.values().get()).encode()


def test_the_same_text_twice_looks_different(owner):
    one, two = (vault.put(by=BY, owner=owner, content=TEXT) for _ in range(2))
    assert path_of(one).read_bytes()[6:] != path_of(two).read_bytes()[6:]
    assert one.wrapped_key != two.wrapped_key


def test_files_are_for_this_account_alone(item):
    path = path_of(item)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_putting_and_opening_are_in_the_trail(item, owner):
    vault.open(item.pk, by=BY, owner=owner)
    rows = AuditRow.objects.order_by("pk").values_list("kind", "event", "about_id")
    assert list(rows) == [
        ("done", "document put in the vault", str(owner.pk)),
        ("looked", "document opened", str(owner.pk)),
    ]


def test_a_look_that_cannot_be_logged_opens_nothing(item, owner, monkeypatch):
    monkeypatch.setattr(audit, "looked", lambda *_, **__: (_ for _ in ()).throw(IntegrityError("no trail")))
    with pytest.raises(IntegrityError):
        vault.open(item.pk, by=BY, owner=owner)


def test_what_is_too_large_is_refused_with_a_sentence(owner, monkeypatch):
    monkeypatch.setattr(contents, "LARGEST", 1_000_000)
    vault.put(by=BY, owner=owner, content=b"x" * 1_000_000)
    with pytest.raises(vault.TooLarge, match="at most 1 MB"):
        vault.put(by=BY, owner=owner, content=b"x" * 1_000_001)
    assert VaultItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_vault_works_only_inside_a_transaction(data_dir):
    owner = Service(project=a_project("harbour"))
    with pytest.raises(RuntimeError, match="inside the transaction"):
        vault.put(by=BY, owner=owner, content=TEXT)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        vault.destroy(uuid.uuid4(), by=BY, owner=owner, why="asked")
    assert not (data_dir / "vault").exists()


# Swapping and tampering


def test_another_record_of_the_project_does_not_open_it(item, owner):
    other = Service(project=owner.project, name="Ward Two")
    with pytest.raises(vault.Unreadable, match="isn't what was put in the vault, or isn't this record's"):
        vault.open(item.pk, by=BY, owner=other)
    assert AuditRow.objects.filter(kind="refused", event="document did not open").exists()


def test_another_project_does_not_find_it(item, owner):
    lantern = a_project("lantern")
    with pytest.raises(vault.Unreadable, match="isn't in the vault"):
        vault.open(item.pk, by=BY, owner=Service(id=owner.pk, project=lantern))


def test_a_record_of_another_kind_with_the_same_id_does_not_open_it(item, owner):
    with pytest.raises(vault.Unreadable):
        vault.open(item.pk, by=BY, owner=Partnership(id=owner.pk, project=owner.project))


@pytest.mark.parametrize("at", [0, 5, 6, 17, 18, -1])
def test_a_changed_file_does_not_open(item, owner, at):
    body = bytearray(path_of(item).read_bytes())
    body[at] ^= 1
    path_of(item).write_bytes(body)
    with pytest.raises(vault.Unreadable):
        vault.open(item.pk, by=BY, owner=owner)


@pytest.mark.parametrize("length", [0, 3, 6, 17, 18, 30, -1])
def test_a_file_cut_short_does_not_open(item, owner, length):
    path_of(item).write_bytes(path_of(item).read_bytes()[:length])
    with pytest.raises(vault.Unreadable):
        vault.open(item.pk, by=BY, owner=owner)


def test_a_missing_file_is_said(item, owner):
    path_of(item).unlink()
    with pytest.raises(vault.Unreadable, match="file can't be read"):
        vault.open(item.pk, by=BY, owner=owner)


def test_swapped_files_do_not_open(item, owner):
    other = vault.put(by=BY, owner=owner, content=b"another")
    one, two = path_of(item).read_bytes(), path_of(other).read_bytes()
    path_of(item).write_bytes(two)
    path_of(other).write_bytes(one)
    for each in (item, other):
        with pytest.raises(vault.Unreadable):
            vault.open(each.pk, by=BY, owner=owner)


def test_swapped_rows_do_not_open(item, owner):
    other = vault.put(by=BY, owner=owner, content=b"another")
    change(item, wrapped_key=other.wrapped_key)
    with pytest.raises(vault.Unreadable):
        vault.open(item.pk, by=BY, owner=owner)
    # Not even with the other's file as well.
    path_of(item).write_bytes(path_of(other).read_bytes())
    with pytest.raises(vault.Unreadable):
        vault.open(item.pk, by=BY, owner=owner)


@pytest.mark.parametrize("wrapped", ["00", "zz", "ab" * 60])
def test_a_changed_key_does_not_open(item, owner, wrapped):
    change(item, wrapped_key=wrapped)
    with pytest.raises(vault.Unreadable):
        vault.open(item.pk, by=BY, owner=owner)


def test_a_key_that_is_not_listed_any_more_is_said(item, owner, settings):
    settings.VAULT_KEY = f"new:{'1f' * 32}"
    with pytest.raises(vault.Unreadable, match="isn't among the keys of this installation"):
        vault.open(item.pk, by=BY, owner=owner)


def test_another_key_of_the_same_name_does_not_open(item, owner, settings):
    settings.VAULT_KEY = f"demo:{'1f' * 32}"
    with pytest.raises(vault.Unreadable):
        vault.open(item.pk, by=BY, owner=owner)


# Newer keys


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


# Destroying


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


# Killed half-way


def later():
    return clock.set_to(clock.now() + upkeep.ORPHAN_AFTER + timedelta(minutes=1))


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


# Under row security, and the envelope by itself


def test_the_vault_of_one_project_is_closed_to_another(item, owner):
    lantern = a_project("lantern")
    with rowsecurity.inside(lantern.pk):
        seen = VaultItem.objects.count()
    assert seen == (0 if connection.vendor == "postgresql" else 1)


def test_sweep_and_rotation_see_every_project(owner, settings):
    vault.put(by=BY, owner=owner, content=TEXT)
    lantern = a_project("lantern")
    with rowsecurity.inside(lantern.pk):
        vault.put(by=BY, owner=Service(project=lantern), content=TEXT)
    with later():
        assert vault.sweep() == 0
    settings.VAULT_KEY = f"new:{'1f' * 32},{settings.VAULT_KEY}"
    assert vault.rotate().done == 2


BOUND = Belonging(uuid.UUID(int=1), "a.B", uuid.UUID(int=2), uuid.UUID(int=3))


@pytest.mark.parametrize(
    "other",
    [
        Belonging(uuid.UUID(int=9), "a.B", uuid.UUID(int=2), uuid.UUID(int=3)),
        Belonging(uuid.UUID(int=1), "a.C", uuid.UUID(int=2), uuid.UUID(int=3)),
        Belonging(uuid.UUID(int=1), "a.B", uuid.UUID(int=9), uuid.UUID(int=3)),
        Belonging(uuid.UUID(int=1), "a.B", uuid.UUID(int=2), uuid.UUID(int=9)),
    ],
)
def test_every_part_of_the_belonging_is_bound(other):
    key = keys.vault().current
    sealed = seal(TEXT, under=key, bound_to=BOUND)
    assert unseal(sealed.body, sealed.wrapped_key, under=key, bound_to=BOUND) == TEXT
    with pytest.raises(DoesNotOpen):
        unseal(sealed.body, sealed.wrapped_key, under=key, bound_to=other)
    with pytest.raises(DoesNotOpen):
        rewrap(sealed.wrapped_key, old=key, new=key, bound_to=other)
