"""Change ideas: what might be done differently, and how each stands."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.improvement.models.aims import Aim
from alongside.improvement.models.drivers import Driver
from alongside.improvement.models.measures import of_reachable_services

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class ChangeIdeaQuerySet(models.QuerySet["ChangeIdea"]):
    def visible_to(self, viewer: Viewer) -> ChangeIdeaQuerySet:
        """Ideas for aims that the viewer sees."""
        return self.filter(of_reachable_services(viewer, "aim__service"))


class ChangeIdea(ProjectRecord):
    """Something that might be done differently, under a driver or under none yet."""

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        TESTING = "testing", _("Testing")
        ADOPTED = "adopted", _("Adopted")
        ADAPTED = "adapted", _("Adapted")
        ABANDONED = "abandoned", _("Abandoned")
        PARKED = "parked", _("Parked")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {
        State.IDEA: {State.TESTING, State.ABANDONED, State.PARKED},
        State.TESTING: {State.ADOPTED, State.ADAPTED, State.ABANDONED, State.PARKED},
        State.ADAPTED: {State.TESTING, State.ADOPTED, State.ABANDONED, State.PARKED},
        State.ADOPTED: {State.TESTING, State.ABANDONED},
        State.ABANDONED: {State.IDEA},
        State.PARKED: {State.IDEA, State.TESTING, State.ABANDONED},
    }

    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="ideas")
    driver = models.ForeignKey(Driver, on_delete=models.PROTECT, related_name="ideas", null=True, blank=True)
    words = models.CharField(max_length=200)
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.IDEA)
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    objects = ChangeIdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="idea_has_words", condition=~Q(words="")),
            models.CheckConstraint(name="idea_stands_somehow", condition=Q(state__in=[
                "idea", "testing", "adopted", "adapted", "abandoned", "parked"])),
        ]  # fmt: skip

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "aim", "driver", "words", "place", "state", "by",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.words


class OfIdeaQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> OfIdeaQuerySet:
        """What belongs to an idea that the viewer sees."""
        return self.filter(of_reachable_services(viewer, "idea__aim__service"))


class IdeaChange(ProjectRecord):
    """That an idea came to stand otherwise, and why. Never changed itself."""

    idea = models.ForeignKey(ChangeIdea, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=10, choices=ChangeIdea.State)
    after = models.CharField(max_length=10, choices=ChangeIdea.State)
    why = models.TextField()
    by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")

    objects = OfIdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="idea_changes_for_a_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="idea_changes_as_it_may",
                condition=reduce(
                    or_,
                    (
                        Q(before=before.value, after__in=sorted(after.value for after in allowed))
                        for before, allowed in ChangeIdea.NEXT.items()
                    ),
                ),
            ),
        ]

    class Privacy:
        # Why can be told with somebody's name in it, though the page asks for none.
        personal = {"why"}
        operational = {"id", "created_at", "version", "project", "idea", "before", "after", "by"}
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.idea}: {self.after}"
