"""Counters shared between processes, so that somebody can only try so often."""

from __future__ import annotations

from django.db import models


class Count(models.Model):
    """How often something was tried by somebody in one stretch of time. `who` is a keyed pseudonym."""

    pk = models.CompositePrimaryKey("name", "who", "stretch")
    name = models.CharField(max_length=60)
    who = models.CharField(max_length=64)
    stretch = models.BigIntegerField()
    count = models.PositiveIntegerField()
    goes_at = models.DateTimeField(db_index=True)

    class Privacy:
        personal = {"who"}
        operational = {"name", "stretch", "count", "goes_at"}
        retention = "sign-in"

    def __str__(self) -> str:
        return f"{self.name} {self.count}"
