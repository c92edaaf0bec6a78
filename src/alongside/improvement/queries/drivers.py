"""A driver diagram as a tree, and the family of measures of an aim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from alongside.improvement.models import Aim, ChangeIdea, Cycle, Driver, Measure, Watched
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@dataclass
class Idea:
    """A change idea in the diagram, with its latest cycle that the viewer sees."""

    idea: ChangeIdea
    latest: Cycle | None = None


@dataclass
class Branch:
    """A driver in the diagram: the measures it is watched by, what stands under it."""

    driver: Driver
    measures: list[Measure] = field(default_factory=list)
    below: list[Branch] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)


@dataclass
class Tree:
    """The whole diagram of an aim as a viewer sees it."""

    aim: Aim
    branches: list[Branch] = field(default_factory=list)
    loose: list[Idea] = field(default_factory=list)
    # The measures that are watched for the aim: chosen for it, or for one of its drivers.
    family: list[Measure] = field(default_factory=list)

    @property
    def primary(self) -> int:
        return len(self.branches)

    @property
    def secondary(self) -> int:
        return sum(len(branch.below) for branch in self.branches)

    @property
    def ideas(self) -> list[Idea]:
        """Every idea, in the order of the diagram."""
        found: list[Idea] = []
        for branch in self.branches:
            for lower in branch.below:
                found += lower.ideas
            found += branch.ideas
        return found + self.loose


def tree(aim: Aim, viewer: Viewer) -> Tree:
    """The diagram of an aim: five queries, however many drivers, ideas and cycles there are."""
    drivers = Driver.objects.visible_to(viewer).filter(aim=aim).standing()
    branches = {driver.pk: Branch(driver) for driver in drivers.order_by("place", "created_at", "pk")}
    made = Tree(aim)
    for branch in branches.values():
        above = branches.get(branch.driver.under_id) if branch.driver.under_id else None
        (above.below if above else made.branches).append(branch)
    ideas = ChangeIdea.objects.visible_to(viewer).filter(aim=aim)
    latest = latest_cycles(viewer, Cycle.objects.visible_to(viewer).filter(idea__aim=aim))
    for idea in ideas.order_by("place", "created_at", "pk"):
        one = Idea(idea, latest.get(idea.pk))
        of = branches.get(idea.driver_id) if idea.driver_id else None
        (of.ideas if of else made.loose).append(one)
    _measures(made, branches, viewer)
    return made


def _measures(made: Tree, branches: dict[UUID, Branch], viewer: Viewer) -> None:
    """Who may not see measures sees the diagram without them."""
    if not viewer.may(Permission.MEASURES_SEE):
        return
    named = Watched.objects.visible_to(viewer).filter(measure__withdrawn_at__isnull=True)
    rows = named.filter(aim=made.aim) | named.filter(driver__aim=made.aim)
    family: dict[UUID, Measure] = {}
    judged_by = judging(made.aim, viewer)
    if judged_by is not None:
        family[judged_by.pk] = judged_by
    for row in rows.select_related("measure__service", "measure__project").order_by("measure__name"):
        if row.driver_id is None:
            family.setdefault(row.measure_id, row.measure)
        elif row.driver_id in branches:
            branches[row.driver_id].measures.append(row.measure)
            family.setdefault(row.measure_id, row.measure)
    made.family = list(family.values())


def judging(aim: Aim, viewer: Viewer) -> Measure | None:
    """The outcome measure that an aim is judged by, if the viewer sees it."""
    if aim.measure_id is None or not viewer.may(Permission.MEASURES_SEE):
        return None
    return (
        Measure.objects.visible_to(viewer)
        .select_related("service", "project")
        .filter(pk=aim.measure_id)
        .first()
    )


def latest_cycles(viewer: Viewer, cycles: Iterable[Cycle]) -> dict[UUID, Cycle]:
    """The last cycle of each idea's ramp, by idea."""
    found: dict[UUID, Cycle] = defaultdict()
    for cycle in cycles:
        if cycle.idea_id not in found or cycle.number > found[cycle.idea_id].number:
            found[cycle.idea_id] = cycle
    return dict(found)


def watched_by(viewer: Viewer, **of: Aim | Driver | Cycle) -> list[Measure]:
    """The measures in use that an aim, a driver or a cycle names, as far as the viewer sees them."""
    if not viewer.may(Permission.MEASURES_SEE):
        return []
    rows = Watched.objects.visible_to(viewer).filter(**of, measure__withdrawn_at__isnull=True)
    return [
        row.measure
        for row in rows.select_related("measure__service", "measure__project").order_by("measure__name")
    ]
