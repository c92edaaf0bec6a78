"""Everything that was decided about how a measure is judged, what was taken back since included."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.improvement.models import Exclusion, Measure, Phase, Rejudging

# A page shows the latest so many of each; nobody rebases a hundred times.
SHOWN = 100


@dataclass(frozen=True)
class Decided:
    """The phases, left-out points and changes of judging of one measure, the latest first."""

    phases: list[Phase]
    exclusions: list[Exclusion]
    changes: list[Rejudging]


def of(measure: Measure) -> Decided:
    """Those of one measure, with who decided each. Three queries."""
    names = ("by__account", "withdrawn_by__account")
    phases = Phase.objects.filter(measure=measure).select_related(*names)
    exclusions = Exclusion.objects.filter(measure=measure).select_related(*names)
    changes = Rejudging.objects.filter(measure=measure).select_related("by__account")
    return Decided(
        list(phases.order_by("-created_at", "pk")[:SHOWN]),
        list(exclusions.order_by("-created_at", "pk")[:SHOWN]),
        list(changes.order_by("-created_at", "pk")[:SHOWN]),
    )
