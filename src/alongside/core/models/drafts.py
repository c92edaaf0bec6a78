"""What somebody has typed and not saved yet."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from alongside.core import clock


class Draft(models.Model):
    """The content of one form, sealed for one account. Outside row security: it goes by account, and only its key opens it."""

    class Kind(models.TextChoices):
        DRAFT = "draft"  # saved while somebody was writing
        SIGNED_OUT = "signed out"  # sent when their sign-in had run out

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=500)
    kind = models.CharField(max_length=12, choices=Kind)
    key_id = models.CharField(max_length=20)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(default=clock.now)
    goes_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "form", "kind"], name="draft_once_per_account_form_and_kind"
            ),
        ]

    class Privacy:
        personal = {"account"}
        sensitive = {"sealed"}
        operational = {"id", "form", "kind", "key_id", "saved_at", "goes_at"}
        retention = "draft"

    def __str__(self) -> str:
        return f"{self.kind} of {self.form}"
