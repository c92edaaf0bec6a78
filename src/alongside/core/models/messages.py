"""Messages to people who have an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from alongside.core.models.base import Record


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, viewer) -> MessageQuerySet:  # type: ignore[no-untyped-def]
        """One's own, under one's own hat: messages of several projects stand together only there."""
        if viewer.account is None or viewer.project is not None:
            return self.none()
        return self.filter(account=viewer.account)

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at__isnull=True)


class Message(Record):
    """That there is something for somebody, and where. It holds no words: they are made when it is read, from its kind and its facts."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    kind = models.CharField(max_length=60)
    # Counts, days and digests; never a name or a text.
    facts = models.JSONField(default=dict)
    url_name = models.CharField(max_length=120, blank=True)
    url_arguments = models.JSONField(default=dict)
    # The same message under the same key is the same message.
    key = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="message_once_per_account_and_key")
        ]
        indexes = [models.Index(fields=["account", "-created_at"], name="message_latest_first")]

    class Privacy:
        personal = {"account"}
        operational = {
            "id", "created_at", "version", "kind", "facts", "url_name", "url_arguments", "key", "read_at", "emailed_at",
        }  # fmt: skip
        retention = "message"

    def __str__(self) -> str:
        return self.kind
