"""What every record has."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models

from alongside.core import clock


class Record(models.Model):
    """A row with a random key (time-ordered keys leak order), when it was made, and a version for stale edits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    # Fields that the software keeps for itself: an edit begun before one of them changed is not stale.
    not_an_edit: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, moving the version on when the row exists already and more than bookkeeping changes."""
        fields = kwargs.get("update_fields")
        if not self._state.adding and not (fields and set(fields) <= self.not_an_edit):
            self.version += 1
            if fields is not None:
                kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)


class ProjectRecord(Record):
    """A row that one project owns. Its project never changes, and row-level security goes by it."""

    project = models.ForeignKey(
        "programmes.Project", on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        abstract = True
