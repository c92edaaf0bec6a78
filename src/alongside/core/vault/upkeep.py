"""What the vault needs from time to time: newer wrapping keys, orphaned files away, erasures repeated."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from alongside.core import clock, keys, ledger, rowsecurity
from alongside.core.models import VaultItem
from alongside.core.vault import files
from alongside.core.vault.contents import KIND, erase_row
from alongside.core.vault.envelopes import Belonging, DoesNotOpen, rewrap

BATCH = 200
# A file may be older than its row by the length of one transaction.
ORPHAN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many keys were wrapped anew, and how many could not be unwrapped."""

    done: int
    unreadable: int


def rotate() -> Rotated:
    """Wrap every document's key under the current one. May be stopped anywhere and called again."""
    ring = keys.vault()
    done = unreadable = 0
    for project_id in _projects():
        after = uuid.UUID(int=0)
        while True:
            with transaction.atomic(), rowsecurity.inside(project_id):
                old = VaultItem.objects.filter(project_id=project_id, pk__gt=after, destroyed_at__isnull=True)
                batch = list(old.exclude(key_id=ring.current.id).order_by("pk")[:BATCH])
                for item in batch:
                    if _rewrap(item, ring):
                        done += 1
                    else:
                        unreadable += 1
            if len(batch) < BATCH:
                break
            after = batch[-1].pk
    return Rotated(done, unreadable)


def _rewrap(item: VaultItem, ring: keys.KeyRing) -> bool:
    bound = Belonging(item.project_id, item.owner_kind, item.owner_id, item.pk)
    try:
        wrapped = rewrap(item.wrapped_key, old=ring.find(item.key_id), new=ring.current, bound_to=bound)
    except (keys.UnknownKey, DoesNotOpen):
        return False
    # Only if nobody destroyed or rewrapped it meanwhile.
    same = VaultItem.objects.filter(pk=item.pk, key_id=item.key_id, wrapped_key=item.wrapped_key)
    same.update(key_id=ring.current.id, wrapped_key=wrapped)
    return True


def sweep() -> int:
    """Remove files that no row has a key for (rolled back, or erased), and say how many."""
    removed = 0
    limit = (clock.now() - ORPHAN_AFTER).timestamp()
    for project_id in _projects():
        for lying in files.lying_in(project_id):
            old = [path for path in lying if _modified(path) < limit]
            for start in range(0, len(old), BATCH):
                removed += _sweep(project_id, old[start : start + BATCH])
    return removed


def _sweep(project_id: uuid.UUID, paths: list[Path]) -> int:
    ids = {path: _item_id(path) for path in paths}
    with transaction.atomic(), rowsecurity.inside(project_id):
        wanted = set(
            VaultItem.objects.filter(
                pk__in=[each for each in ids.values() if each],
                project_id=project_id,
                destroyed_at__isnull=True,
            ).values_list("pk", flat=True)
        )
    orphans = [path for path, item_id in ids.items() if item_id not in wanted]
    for path in orphans:
        files.remove(path)
    return len(orphans)


def _item_id(path: Path) -> uuid.UUID | None:
    try:
        return uuid.UUID(path.name)
    except ValueError:
        return None  # what a crash left of a file that was being written


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")  # gone meanwhile


def _projects() -> Iterator[uuid.UUID]:
    """Every project: row security shows the vault one project at a time."""
    project = VaultItem._meta.get_field("project").related_model
    yield from project._default_manager.order_by("pk").values_list("pk", flat=True)


def _held() -> Iterator[uuid.UUID]:
    yield from _ids(destroyed=False)


def _erased() -> Iterator[tuple[uuid.UUID, str]]:
    for project_id in _projects():
        with transaction.atomic(), rowsecurity.inside(project_id):
            gone = VaultItem.objects.filter(project_id=project_id, destroyed_at__isnull=False)
            pairs = list(gone.values_list("pk", "destroyed_why"))
        yield from pairs


def _ids(*, destroyed: bool) -> Iterator[uuid.UUID]:
    for project_id in _projects():
        with transaction.atomic(), rowsecurity.inside(project_id):
            found = VaultItem.objects.filter(project_id=project_id, destroyed_at__isnull=not destroyed)
            ids = list(found.values_list("pk", flat=True))
        yield from ids


def _erase_again(item_id: uuid.UUID, why: str) -> None:
    for project_id in _projects():
        with transaction.atomic(), rowsecurity.inside(project_id):
            item = VaultItem.objects.filter(pk=item_id, project_id=project_id).first()
            if item is not None:
                erase_row(item, why=why)
                return


ledger.erasers.enter(KIND, ledger.Eraser(KIND, held=_held, erased=_erased, again=_erase_again))
