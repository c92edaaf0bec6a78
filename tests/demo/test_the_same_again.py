"""The same day gives the same demo: every row but for its random keys."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import override_settings

from alongside.core.models import AuditRow
from alongside.demo import building

# Salted, or a secret, on purpose; and hashes of documents that name records by their keys.
RANDOM = {"password", "digest", "fingerprint", "follows", "document_hash", "data_hash", "specification_hash"}
# Keys of records, and hashes over them, that stand inside documents.
INSIDE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b")


def facts() -> dict[str, Counter[tuple[str, ...]]]:
    """How often each row of each table is there, told by its own values and by what it points to."""
    rooms = [apps.get_app_config(room).get_models() for room in ("programmes", "improvement")]
    return {
        model._meta.label: Counter(_row(record) for record in model._default_manager.all())
        for model in chain(*rooms)
    }


def _row(record: models.Model) -> tuple[str, ...]:
    return tuple(
        f"{column.name}={_value(record, column)}"
        for column in record._meta.concrete_fields
        if not column.primary_key and column.name not in RANDOM
    )


def _value(record: models.Model, column: models.Field) -> Any:
    value = getattr(record, column.name)
    if isinstance(value, models.Model):
        return str(value)
    # Keys that stand for something elsewhere.
    return "a key" if isinstance(value, UUID) else INSIDE.sub("a key", repr(value))


def built(today: date, folder: Path) -> tuple[dict[str, Counter[tuple[str, ...]]], Counter[str]]:
    with (
        override_settings(DATA_DIR=folder, PASSWORD_HASHERS=["alongside.demo.hashing.QuickArgon2"]),
        transaction.atomic(),
    ):
        building.build(today=today)
        found = facts(), Counter(AuditRow.objects.values_list("event", flat=True))
        transaction.set_rollback(True)
    return found


@pytest.mark.once
def test_two_builds_for_the_same_day_give_the_same_facts_and_the_same_trail(db, tmp_path):
    first, second = (built(date(2026, 11, 23), tmp_path / which) for which in ("first", "second"))

    assert first == second
    assert sum(map(len, first[0].values())) > 500
