"""What was erased stays erased, also when a backup from before is put back."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction

from alongside.core import ledger, vault
from alongside.core.models import VaultItem
from alongside.core.vault import files
from tests.core.vaults import BY, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def destroy(owner, django_capture_on_commit_callbacks):
    def destroyed(item):
        with django_capture_on_commit_callbacks(execute=True):
            vault.destroy(item.pk, by=BY, owner=owner, why="asked")

    return destroyed


def back_up(item: VaultItem) -> tuple[dict, bytes]:
    return VaultItem.objects.filter(pk=item.pk).values().get(), files.place(
        item.project_id, item.pk
    ).read_bytes()


def put_back(item: VaultItem, backup: tuple[dict, bytes]) -> None:
    VaultItem.objects.filter(pk=item.pk).update(**{k: v for k, v in backup[0].items() if k != "project_id"})
    files.write(files.place(item.project_id, item.pk), backup[1])


def test_an_erasure_is_written_down_without_the_id_or_any_name(item, destroy):
    destroy(item)
    line = ledger.book().last()
    assert (line.said["kind"], line.said["why"]) == ("vault-item", "asked")
    written = ledger.book().path.read_text()
    assert str(item.pk) not in written
    assert item.pk.hex not in written
    assert str(item.project_id) not in written


def test_a_restored_backup_does_not_bring_back_what_was_erased(
    item, owner, destroy, django_capture_on_commit_callbacks
):
    kept = vault.put(by=BY, owner=owner, content=b"kept")
    backup = back_up(item)
    destroy(item)
    put_back(item, backup)
    assert vault.open(item.pk, by=BY, owner=owner) == TEXT  # it is back, and that is the trouble
    with django_capture_on_commit_callbacks(execute=True):
        assert ledger.replay() == ledger.Replayed({"vault-item": 1}, [])
    with pytest.raises(vault.Gone):
        vault.open(item.pk, by=BY, owner=owner)
    assert not files.place(item.project_id, item.pk).exists()
    assert vault.open(kept.pk, by=BY, owner=owner) == b"kept"
    assert ledger.replay() == ledger.Replayed({}, [])


def test_a_replay_works_across_a_change_of_keys(item, destroy, settings):
    backup = back_up(item)
    destroy(item)
    put_back(item, backup)
    settings.AUDIT_KEY = f"new:{'1f' * 32},{settings.AUDIT_KEY}"
    assert ledger.replay().erased == {"vault-item": 1}


def test_a_rolled_back_erasure_is_not_written_down(item, owner):
    try:
        with transaction.atomic():
            vault.destroy(item.pk, by=BY, owner=owner, why="asked")
            raise RuntimeError
    except RuntimeError:
        assert ledger.book().last() is None
    assert ledger.catch_up() == 0
    assert vault.open(item.pk, by=BY, owner=owner) == TEXT


def test_a_ledger_that_was_edited_says_so_and_the_rest_of_it_counts(item, owner, destroy):
    items = [vault.put(by=BY, owner=owner, content=TEXT) for _ in range(3)]
    backups = [back_up(each) for each in items]
    for each in items:
        destroy(each)
    for each, backup in zip(items, backups, strict=True):
        put_back(each, backup)
    lines = ledger.book().path.read_text().splitlines(keepends=True)
    ledger.book().path.write_text(lines[0].replace("why=asked", "why=other") + lines[2])
    replayed = ledger.replay()
    assert replayed.erased == {"vault-item": 1}
    assert replayed.wrong == [
        "Line 1 of the ledger was edited, or put in by somebody without the key.",
        "Line 2 of the ledger doesn't follow the line before it: a line is missing or was put in.",
    ]


def test_only_codes_are_written_down():
    for kind, why in (
        ("vault-item", "Ada asked"),
        ("Vault Item", "asked"),
        ("vault-item", ""),
        ("vault-item", "x" * 50),
    ):
        with pytest.raises(ValueError, match="short code"):
            ledger.note(kind, uuid.uuid4(), why=why)
    assert ledger.book().last() is None
