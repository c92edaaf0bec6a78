"""Documents in the vault open for the record they belong to alone."""

from __future__ import annotations

import stat
import uuid

import pytest
from django.db import IntegrityError, connection

from alongside.core import audit, keys, rowsecurity, vault
from alongside.core.models import AuditRow, VaultItem
from alongside.core.vault import contents
from alongside.core.vault.envelopes import Belonging, DoesNotOpen, rewrap, seal, unseal
from alongside.programmes.models import Partnership, Service
from tests.core.vaults import BY, TEXT, a_project, change, later, path_of


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
