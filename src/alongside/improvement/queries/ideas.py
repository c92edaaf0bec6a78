"""What became of a change idea: its ramp of cycles, and every change of how it stands."""

from __future__ import annotations

from alongside.improvement.models import ChangeIdea, Cycle, IdeaChange
from alongside.programmes.viewers import Viewer


def ramp(idea: ChangeIdea, viewer: Viewer) -> list[Cycle]:
    """The cycles of an idea that the viewer sees, the first one first."""
    rows = Cycle.objects.visible_to(viewer).filter(idea=idea)
    return list(rows.select_related("service", "project", "idea").order_by("number"))


def changes(idea: ChangeIdea, viewer: Viewer) -> list[IdeaChange]:
    """How an idea came to stand as it does, the latest first."""
    rows = IdeaChange.objects.visible_to(viewer).filter(idea=idea)
    return list(rows.select_related("by__account").order_by("-created_at", "-pk"))
