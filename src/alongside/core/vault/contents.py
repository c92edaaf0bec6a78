"""Putting a document into the vault, opening it, destroying it. Who may is for the room that calls."""

from __future__ import annotations

import hashlib
import uuid

from django.db import connection, transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from alongside.core import audit, clock, keys, ledger
from alongside.core.actions import Refused
from alongside.core.actors import By
from alongside.core.models import VaultItem
from alongside.core.vault import files
from alongside.core.vault.envelopes import Belonging, DoesNotOpen, seal, unseal

# Bytes; no smaller than the largest table that people may bring (tabular.LIMITS). It is read and encrypted in memory.
LARGEST = 40_000_000
KIND = "vault-item"


class TooLarge(Refused):
    """The document is larger than the vault takes."""


class Gone(Refused):
    """The document was erased."""


class Unreadable(Refused):
    """The document can't be opened: its file, its row or the key isn't what it was when it was put in."""


def put(*, by: By, owner: Model, content: bytes) -> VaultItem:
    """Keep `content` for `owner`, a record of a project. Part of the caller's transaction.

    The file is on the disk before the row says so. If the transaction is rolled back afterwards the file is
    left without a key, unreadable for ever, until `sweep` takes it away.
    """
    _require_transaction()
    if len(content) > LARGEST:
        raise TooLarge(
            _("The document is too large: at most %(size)s MB can be kept.") % {"size": LARGEST // 1_000_000}
        )
    item = VaultItem(
        project_id=owner.project_id,  # type: ignore[attr-defined]
        owner_kind=owner._meta.label,
        owner_id=owner.pk,
        size=len(content),
    )
    sealed = seal(content, under=keys.vault().current, bound_to=_belonging(owner, item.pk))
    item.key_id, item.wrapped_key = sealed.key_id, sealed.wrapped_key
    item.digest = hashlib.sha256(sealed.body).hexdigest()
    path = files.place(item.project_id, item.pk)
    files.write(path, sealed.body)
    try:
        item.save(force_insert=True)
        audit.record("document put in the vault", by=by, about=owner, item=item)
    except BaseException:
        files.remove(path)
        raise
    return item


def open(item_id: uuid.UUID, *, by: By, owner: Model) -> bytes:
    """The content of an item that belongs to `owner`; the look is in the trail before anything is read.

    Raises Gone when it was erased, Unreadable when anything about it isn't what was put in.
    """
    item = VaultItem.objects.filter(pk=item_id, project_id=owner.project_id).first()  # type: ignore[attr-defined]
    if item is None:
        raise Unreadable(_("This document isn't in the vault."))
    if item.destroyed_at is not None:
        raise Gone(_("This document was erased."))
    audit.looked("document opened", by=by, about=owner, item=item)
    try:
        body = files.place(item.project_id, item.pk).read_bytes()
        key = keys.vault().find(item.key_id)
        return unseal(body, item.wrapped_key, under=key, bound_to=_belonging(owner, item.pk))
    except OSError as problem:
        said = _("This document's file can't be read. Tell whoever runs this installation.")
        cause: Exception = problem
    except keys.UnknownKey as problem:
        said = _("The key of this document isn't among the keys of this installation. Tell whoever runs it.")
        cause = problem
    except DoesNotOpen as problem:
        said = _("This document isn't what was put in the vault, or isn't this record's. It was not opened.")
        cause = problem
    audit.refused("document did not open", by=by, about=owner, item=item)
    raise Unreadable(said) from cause


def destroy(item_id: uuid.UUID, *, by: By, owner: Model, why: str) -> None:
    """Erase a document: its key at once, its file when the transaction is committed. A stub and a hash stay.

    `why` is a short code. Destroying twice is no mistake.
    """
    _require_transaction()
    ledger.check_code(why)
    found = VaultItem.objects.filter(pk=item_id, project_id=owner.project_id, owner_id=owner.pk)  # type: ignore[attr-defined]
    item = found.first()
    if item is None:
        raise Unreadable(_("This document isn't in the vault."))
    if erase_row(item, why=why):
        audit.record("document erased", by=by, about=owner, item=item)


def erase_row(item: VaultItem, *, why: str) -> bool:
    """Destroy the wrapped key now, the file after the commit; False where it was done before."""
    path = files.place(item.project_id, item.pk)
    done = VaultItem.objects.filter(pk=item.pk, destroyed_at__isnull=True).update(
        wrapped_key="", destroyed_at=clock.now(), destroyed_why=why, version=F("version") + 1
    )
    if done:
        # Either may fail when it is too late to say no: `sweep` and `ledger.catch_up` see to it later.
        transaction.on_commit(lambda: files.remove(path), robust=True)
        transaction.on_commit(lambda: ledger.note(KIND, item.pk, why=why), robust=True)
    return bool(done)


def _belonging(owner: Model, item_id: uuid.UUID) -> Belonging:
    return Belonging(owner.project_id, owner._meta.label, owner.pk, item_id)  # type: ignore[attr-defined]


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the vault works inside the transaction of the action that calls it")
