"""What improvement work has in each place, for the sweep: aims, drivers, ideas and cycles, who reaches them written by hand."""

from __future__ import annotations

from alongside.core import clock, rowsecurity
from alongside.improvement.actions import aims, cycles, drivers, ideas
from tests.meta.sweep import EMPLOYER, HARBOUR, WARD_TWO, WHOLE, Example


def work(lead, *, service=None) -> dict[str, object]:
    """An aim with a driver, and an idea under it."""
    aim = aims.set_aim(project=lead.project, service=service, what="More people feel understood", by=lead)
    (driver,) = drivers.add(aim=aim, names=["People know that they may say no"], by=lead)
    drivers.add(aim=aim, names=["Staff ask"], by=lead)
    (idea, _other) = ideas.add(aim=aim, driver=driver, words=["Ask at the second meeting", "A card"], by=lead)
    week = cycles.Plan(
        objective="Do people read the card?",
        what="Give it to five people.",
        scale="few",
        starts_on=clock.today(),
        ends_on=clock.today(),
        service=service,
    )
    cycle = cycles.plan(idea=idea, plan=week, prediction="Four of five read it.", by=lead)
    return {"aim": aim, "driver": driver, "idea": idea, "cycle": cycle}


def worked(cast) -> dict[str, dict[str, Example]]:
    """By parameter and place."""
    whole = work(cast.improvement_lead)
    ward = work(cast.improvement_lead, service=cast.ward_two)
    with rowsecurity.inside(cast.lantern.pk):
        there = work(cast.lantern_improvement_lead)
    return {
        param: {
            "own": Example(whole[param], frozenset(HARBOUR)),
            "other service": Example(ward[param], frozenset(WHOLE | EMPLOYER | WARD_TWO)),
            "other project": Example(there[param], frozenset()),
        }
        for param in whole
    }
