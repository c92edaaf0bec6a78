"""The vault's table: what a file belongs to, and the wrapped key without which it can't be read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.core.models.base import ProjectRecord


class VaultItem(ProjectRecord):
    """One encrypted document. Its content is a file; this row holds the key, which is destroyed to erase."""

    owner_kind = models.CharField(max_length=80)
    owner_id = models.UUIDField()
    size = models.PositiveIntegerField()
    # Of the encrypted file: what stays of a document after it was destroyed.
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)
    wrapped_key = models.CharField(max_length=120, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner_id"], name="vault_by_owner")]
        constraints = [
            models.CheckConstraint(
                name="vault_item_has_a_key_until_it_is_destroyed",
                condition=(Q(destroyed_at__isnull=True, destroyed_why="") & ~Q(wrapped_key=""))
                | (Q(destroyed_at__isnull=False, wrapped_key="") & ~Q(destroyed_why="")),
            )
        ]

    class Privacy:
        personal = {"owner_id"}
        sensitive = {"wrapped_key"}
        operational = {
            "id", "created_at", "version", "project", "owner_kind", "size", "digest", "key_id",
            "destroyed_at", "destroyed_why",
        }  # fmt: skip
        retention = "vault"

    def __str__(self) -> str:
        return f"vault item of {self.owner_kind}"
