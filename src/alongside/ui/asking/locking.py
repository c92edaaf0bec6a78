"""Nobody's edit is overwritten unseen: the record is locked and its version compared before anything is written."""

from __future__ import annotations

from django.db.models import Model

from alongside.core.actions import Stale, check_version


def lock(record: Model, *, version: int | None) -> None:
    """Hold the row of `record` until the transaction ends; raise Stale unless it still has `version`.

    The record as it is in memory may have been read before somebody else's save: then it is brought up to date first, so that what the
    page shows beside the typed text is what the database says.
    """
    held = (
        record.__class__._base_manager.select_for_update()
        .filter(pk=record.pk)
        .values_list("version", flat=True)
        .first()
    )
    if held != record.version:  # type: ignore[attr-defined]
        record.refresh_from_db()
    if version is None:
        raise Stale(record)  # a form that doesn't say what it was begun from may overwrite nothing
    check_version(record, version)
