"""Answers already given to a write, so that trying again never makes a second record."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from alongside.core import clock


class Retry(models.Model):
    """The answer to one write of one account, under the key that the page made for it.

    It is written in the transaction of the write itself: where one is, the other is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    form = models.CharField(max_length=500)
    body = models.CharField(max_length=64)  # a keyed digest of what was sent, never the text
    answer = models.TextField(blank=True)  # the address it was answered with: ids, no text
    made_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="retry_key_once_per_account")]

    class Privacy:
        personal = {"account"}
        operational = {"id", "key", "form", "body", "answer", "made_at"}
        retention = "draft"

    def __str__(self) -> str:
        return f"{self.form} {self.key}"
