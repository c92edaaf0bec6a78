"""Putting a backup back: checked whole first, then restored, then what was erased since is erased again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from alongside.core import clock, ledger
from alongside.core.audit import anchors
from alongside.core.backup import postgresql, sqlite
from alongside.core.backup.manifest import Manifest
from alongside.core.backup.taking import VAULT, Say, rehearse, unpacked, vendor
from alongside.core.models import AuditSeal


class Refusal(Exception):
    """It could be restored, and must not be as things are. The message says what to do."""


@dataclass
class PutBack:
    """What a restore did, for whoever must look at it."""

    manifest: Manifest
    aside: list[Path] = field(default_factory=list)
    erased_again: dict[str, int] = field(default_factory=dict)
    wrong_in_ledger: list[str] = field(default_factory=list)


def check(path: Path) -> Manifest:
    """Read a backup whole and restore it into a scratch database; nothing else is touched. Raises Damaged."""
    with unpacked(path) as (folder, manifest):
        _check_fits(manifest)
        rehearse(folder, manifest)
        return manifest


def put_back(
    path: Path, *, migrate: Callable[[], None], replace: bool = False, say: Say = lambda said: None
) -> PutBack:
    """Restore a backup. Nobody may be working meanwhile. Raises Damaged or Refusal before anything is changed.

    migrate : brings the database up to date, with its roles and triggers.
    replace : whether there may be something already; it is set aside (SQLite, documents) or gone (PostgreSQL).
    """
    say("Reading the backup and checking it")
    with unpacked(path) as (folder, manifest):
        _check_fits(manifest)
        if vendor() is postgresql:
            if not replace and not postgresql.is_empty():
                raise Refusal(_SOMETHING_THERE)
            say("Making the tables as they were")
            _migrate_to(manifest)
            rehearse(folder, manifest)
            say("Loading the rows")
            postgresql.load(folder, manifest)
            done = PutBack(manifest)
        else:
            rehearse(folder, manifest)
            target = Path(str(connections["default"].settings_dict["NAME"]))
            if target.exists() and not replace:
                raise Refusal(_SOMETHING_THERE)
            if sqlite.is_in_use(target):
                raise Refusal("Alongside is still running on this database. Stop it first, then restore.")
            say("Putting the database in its place")
            aside = _aside(target)
            sqlite.load(folder, target, aside)
            done = PutBack(manifest, [aside] if aside.exists() else [])
        say("Putting the documents in their place")
        done.aside += _documents(folder)
    say("Bringing the tables up to date")
    connections.close_all()
    migrate()
    say("Erasing again what was erased since")
    replayed = ledger.replay()
    done.erased_again, done.wrong_in_ledger = replayed.erased, replayed.wrong
    anchors.note_restore(AuditSeal.objects.order_by("number").last())
    return done


_SOMETHING_THERE = (
    "There is a database here already. To put the backup in its place, run it again with --replace: what is there now is "
    "set aside where the database is SQLite, and is gone where it is PostgreSQL."
)


def _check_fits(manifest: Manifest) -> None:
    """Refuse a backup of the other database, and one that a later version made."""
    if manifest.vendor != connections["default"].vendor:
        raise Refusal(
            f"The backup is of a {manifest.vendor} database, and this is {connections['default'].vendor}. "
            "Restore it where the database is of the same kind."
        )
    known = set(MigrationLoader(None).disk_migrations)
    if unknown := [
        f"{app} {name}"
        for app, names in manifest.migrations.items()
        for name in names
        if (app, name) not in known
    ]:
        raise Refusal(
            f"A later version of Alongside made this backup (it knows {unknown[0]}). Install that version, {manifest.version} or "
            "later, and restore it there."
        )


def _migrate_to(manifest: Manifest) -> None:
    """The tables as the backup knows them: from nothing, or from what is there."""
    from alongside.core.rowsecurity import roles

    roles.create(connections["owner"])
    loader = MigrationLoader(None)
    for app, names in sorted(manifest.migrations.items()):
        last = [node for node in loader.graph.nodes if node[0] == app and node[1] in names]
        # The furthest of them: the one on which no other of the backup depends.
        ends = [
            node
            for node in last
            if not any(child.key in last for child in loader.graph.node_map[node].children)
        ]
        for end in ends:
            call_command("migrate", app, end[1], database="owner", interactive=False, verbosity=0)


def _documents(folder: Path) -> list[Path]:
    """The backup's documents in the place of those that are there, which are set aside."""
    there = Path(settings.DATA_DIR) / VAULT
    aside = []
    if there.exists():
        aside.append(_aside(there))
        there.replace(aside[0])
    if (folder / VAULT).exists():
        shutil.move(folder / VAULT, there)
        for path in (there, *there.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
    return aside


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.before-restore-{clock.now():%Y%m%d-%H%M%S}")
