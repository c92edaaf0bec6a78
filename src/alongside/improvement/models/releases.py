"""Releases: figures that leave the project, under disclosure control, once a second person has cleared them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.programmes.viewers import Hat

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, viewer: Viewer) -> ReleaseQuerySet:
        """In a project, its own releases, but nobody else's draft. In a programme, what its projects have let go, and no more."""
        if viewer.programme is not None:
            return self.filter(programme=viewer.programme, state__in=Release.LEFT_THE_PROJECT)
        if viewer.project is None:
            return self.none()
        theirs = self.filter(project=viewer.project)
        if viewer.hat is Hat.JOB:
            return theirs
        mine = Q(prepared_by=viewer.account) if viewer.account else Q(pk__in=[])
        return theirs.filter(~Q(state__in=[Release.State.DRAFT, Release.State.LEFT]) | mine)

    def standing(self) -> ReleaseQuerySet:
        """Those that were cleared and not withdrawn."""
        return self.filter(state=Release.State.CLEARED)

    def waiting(self) -> ReleaseQuerySet:
        """Those that wait for a second person."""
        return self.filter(state=Release.State.WAITING)


class Release(ProjectRecord):
    """Figures chosen, controlled and, by somebody else, cleared. From then on its document stays as it is."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        WAITING = "waiting", _("Waits to be cleared")
        CLEARED = "cleared", _("Cleared")
        HELD = "held", _("Held back")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LEFT = "left", _("Not sent")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {
        State.DRAFT: {State.WAITING, State.LEFT},
        State.WAITING: {State.CLEARED, State.HELD},
        State.CLEARED: {State.WITHDRAWN},
        State.HELD: set(),
        State.WITHDRAWN: set(),
        State.LEFT: set(),
    }
    # What the programme reads: the figures, or that they were taken back.
    LEFT_THE_PROJECT = (State.CLEARED, State.WITHDRAWN)
    # Row security lets the programme of a release read it, once it has left the project.
    read_by_programme: ClassVar[bool] = True

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="+", editable=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    name = models.CharField(max_length=120)
    # What was asked for: measures with their parts, how they are gathered, from when to when (releasing.Choices).
    choices = models.JSONField(default=dict)
    # The rule set, by the id and version it was made under, and the fingerprint of its rules.
    rule_set = models.CharField(max_length=60)
    rule_set_version = models.CharField(max_length=20)
    rules_hash = models.CharField(max_length=64)
    # alongside.release/1, once sent; after a withdrawal a stub. The hash is of the document that left.
    document = models.JSONField(default=dict, blank=True)
    document_hash = models.CharField(max_length=64, blank=True)

    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    held_why = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_is_decided_by_somebody_once_it_was_sent",
                condition=Q(state__in=["draft", "left"], sent_at__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(state="waiting", sent_at__isnull=False, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["cleared", "held", "withdrawn"],
                    sent_at__isnull=False, decided_by__isnull=False, decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="release_two_people_are_two_different_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="release_is_held_back_for_a_reason",
                condition=(Q(state="held") & ~Q(held_why="")) | (~Q(state="held") & Q(held_why="")),
            ),
            models.CheckConstraint(
                name="release_withdrawn_at_by_and_why_go_together",
                condition=(
                    Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                )
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")),
            ),
            models.CheckConstraint(
                name="release_that_was_sent_has_its_document_hashed",
                condition=Q(state__in=["draft", "left"], document_hash="")
                | (~Q(state__in=["draft", "left"]) & ~Q(document_hash="")),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["programme", "state", "decided_at"], name="release_of_programme")]

    class Privacy:
        # Reasons can be anything somebody typed.
        personal = {"name", "held_why", "withdrawn_why"}
        operational = {
            "id", "created_at", "version", "project", "programme", "state", "choices", "rule_set", "rule_set_version",
            "rules_hash", "document", "document_hash", "prepared_by", "sent_at", "decided_by", "decided_at", "withdrawn_by",
            "withdrawn_at",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return self.name

    @property
    def cleared_at(self) -> object:
        """When it left the project; None if it never did."""
        return self.decided_at if self.state in self.LEFT_THE_PROJECT else None
