"""The audit trail's two tables. Neither is ever changed: triggers refuse it on both databases."""

from __future__ import annotations

from django.db import models


class AuditRow(models.Model):
    """Something done, looked at or refused: ids, a hat, pseudonyms. No names, values or foreign keys."""

    class Kind(models.TextChoices):
        DONE = "done"
        LOOKED = "looked"
        REFUSED = "refused"

    append_only = True  # the application's role on PostgreSQL may only read and append

    id = models.BigAutoField(primary_key=True)
    # Makes every row unlike every other, so that a copied row shows.
    nonce = models.UUIDField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    event = models.CharField(max_length=80)
    # The page or action it happened in, by the name it has in the code.
    place = models.CharField(max_length=120)
    hat = models.CharField(max_length=80)
    actor = models.CharField(max_length=32)
    project_id = models.UUIDField(null=True)
    about_kind = models.CharField(max_length=80)
    about_id = models.CharField(max_length=36)
    # Further ids, as JSON text with sorted keys: text, so that a database can't reorder what the MAC covers.
    others = models.TextField()
    key_id = models.CharField(max_length=20)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["about_id", "-id"], name="audit_about_newest_first")]

    class Privacy:
        personal = {"actor", "about_id", "others"}
        operational = {
            "id", "nonce", "at", "kind", "event", "place", "hat", "project_id", "about_kind", "key_id", "mac",
        }  # fmt: skip
        retention = "audit-trail"

    def __str__(self) -> str:
        return f"row {self.pk}: {self.event}"


class AuditSeal(models.Model):
    """A stretch of audit rows under one seal, chained to the seal before."""

    append_only = True

    # Given by the sealer: one more than the last. Two sealers at once collide here, and one stands back.
    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # The rows it covers, as ranges of their numbers: "1-40,42-57".
    covers = models.TextField()
    # Every number up to this one is covered by now, awaited, or given up.
    through = models.PositiveBigIntegerField()
    # Numbers nobody had seen yet, with when they were first missed: "41@1795000000". A running transaction
    # may bring them (on PostgreSQL numbers are taken before they are committed), or it was rolled back.
    awaits = models.TextField()
    count = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()
    rows_mac = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)
    head = models.CharField(max_length=64, unique=True)
    key_id = models.CharField(max_length=20)

    class Privacy:
        operational = {
            "number", "at", "covers", "through", "awaits", "count", "total", "rows_mac", "previous", "head",
            "key_id",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"seal {self.number}"
