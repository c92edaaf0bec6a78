"""Work for later, and what comes round again."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alongside.core import clock


class Job(models.Model):
    """Something to be done once, soon, by a worker. It carries ids and nothing else. Outside row security: it decides what to open."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        GIVEN_UP = "given up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    # The same job under the same key is the same job.
    key = models.CharField(max_length=200)
    # The one project that it works in (or none), and who set it off.
    project_id = models.UUIDField(null=True)
    asked_by = models.UUIDField(null=True)
    ids = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)  # a code, never a message
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "key"], name="job_once_per_key"),
            models.CheckConstraint(
                name="job_is_leased_while_it_runs",
                condition=Q(state="running", lease__isnull=False, leased_until__isnull=False)
                | (~Q(state="running") & Q(lease__isnull=True, leased_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_ends_done_or_given_up",
                condition=Q(state__in=["done", "given up"], ended_at__isnull=False)
                | Q(state__in=["waiting", "running"], ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="job_waiting_by_when_due"),
            models.Index(fields=["leased_until"], condition=Q(state="running"), name="job_running_by_lease"),
        ]

    class Privacy:
        personal = {"asked_by"}
        operational = {
            "id", "name", "key", "project_id", "ids", "state", "attempts", "due_at", "lease", "leased_until",
            "problem", "made_at", "ended_at",
        }  # fmt: skip
        retention = "message"

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


class ClockRun(models.Model):
    """When something that comes round was last done, and by whom it is being done now."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)

    class Privacy:
        operational = {"name", "started_at", "ended_at", "lease", "leased_until", "problem"}

    def __str__(self) -> str:
        return self.name
