"""What the example projects want to get better, what they try for it, and what came of it: aims, drivers, ideas, cycles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from alongside.core import clock
from alongside.demo.diary import in_month
from alongside.demo.stage import Stage
from alongside.demo.trying import HARBOUR, LANTERN, Tested, Tried
from alongside.improvement.actions import aims, cycles, drivers, ideas
from alongside.improvement.models import Aim, ChangeIdea, Cycle, Driver
from alongside.programmes.viewers import Viewer


@dataclass
class Worked:
    """The improvement work of a project while it is being built."""

    project: str
    by: str
    tried: tuple[Tried, ...]
    aim: Aim
    drivers: dict[str, Driver]
    ideas: dict[str, ChangeIdea]
    open: dict[str, Cycle]

    def lead(self, stage: Stage) -> Viewer:
        return stage.be(self.by)


def _begin(
    stage: Stage,
    project: str,
    by: str,
    tried: tuple[Tried, ...],
    aim: Aim,
    diagram: dict[str, dict[str, tuple[str, ...]]],
) -> None:
    lead = stage.be(by)
    worked = Worked(project, by, tried, aim, {}, {}, {})
    stage.improvement[project] = worked
    for primary, below in diagram.items():
        (worked.drivers[primary],) = drivers.add(aim=aim, names=[primary], by=lead)
        for name, measures in below.items():
            (driver,) = drivers.add(aim=aim, names=[name], under=worked.drivers[primary], by=lead)
            if measures:
                driver = drivers.change(
                    driver=driver,
                    name=name,
                    under=worked.drivers[primary],
                    measures=[stage.measures[each] for each in measures],
                    by=lead,
                )
            worked.drivers[name] = driver
    for one in tried:
        under = worked.drivers[one.driver] if one.driver else None
        (worked.ideas[one.words],) = ideas.add(aim=aim, driver=under, words=[one.words], by=lead)


@in_month(2)
def harbour_sets_its_aim(stage: Stage) -> None:
    imran = stage.be("imran")
    aim = aims.set_aim(
        project=stage.projects["harbour"],
        what="More people feel understood when they leave",
        for_whom="Everybody who stays on Larch Ward or is seen by the Riverside team",
        measure=stage.measures["Felt understood"],
        by=imran,
    )
    _begin(stage, "harbour", "imran", HARBOUR, aim, {
        "People choose peer support freely": {
            "Somebody they know asks them": ("Asked and informed before referral",),
            "They hear in plain words what it is": ("Said no, or not now, to peer support",),
        },
        "A peer is there in time": {
            "Referrals reach the peers the same day": ("Days from being asked to the first meeting",),
            "There are enough hours at the right times": (),
        },
        "The role stays in shape": {
            "Staff know what peers will not do": ("Requests outside the role",),
            "Supervision happens when it is due": ("Supervision held when it was due",),
        },
    })  # fmt: skip
    aims.choose_measures(aim=aim, measures=[stage.measures["Back on a ward within 28 days"]], by=imran)


@in_month(2)
def harbour_also_wants_shorter_stays(stage: Stage) -> None:
    stage.improvement["stays"] = aims.set_aim(
        project=stage.projects["harbour"],
        what="Shorter stays on Larch Ward",
        how_much="two days less on average",
        by_when=(stage.start + timedelta(days=760)).replace(day=1),
        for_whom="Everybody on the ward",
        by=stage.be("imran"),
    )


@in_month(4)
def and_lets_that_go(stage: Stage) -> None:
    aims.withdraw(
        aim=stage.improvement["stays"],
        why="In controlled studies peer support has not shortened stays, and it isn't what people want it for. "
        "We keep watching who comes back within 28 days, as something that might get worse.",
        by=stage.be("imran"),
    )


@in_month(5)
def harbour_says_how_much_and_by_when(stage: Stage) -> None:
    worked = stage.improvement["harbour"]
    worked.aim = aims.change(
        aim=worked.aim,
        what=worked.aim.what,
        how_much="From 58% to 75% who say “yes, definitely”",
        by_when=(stage.start + timedelta(days=760)).replace(day=1),
        for_whom=worked.aim.for_whom,
        measure=worked.aim.measure,
        why="“More people” can't be missed. Five months of cards gave us a baseline to start from.",
        by=stage.be("imran"),
    )


@in_month(2)
def lantern_sets_its_aim(stage: Stage) -> None:
    ivy = stage.be("ivy")
    aim = aims.set_aim(
        project=stage.projects["lantern"],
        what="Nobody sleeps on the street on the first night out of hospital",
        how_much="From 21% to 5% of those whose first night is known",
        by_when=(stage.start + timedelta(days=730)).replace(day=1),
        for_whom="People without a home who leave Eastgate hospitals",
        measure=stage.measures["Slept on the street on the first night out"],
        by=ivy,
    )
    _begin(stage, "lantern", "ivy", LANTERN, aim, {
        "A navigator meets people before they leave": {
            "Staff tell the navigators at once": ("Left before being seen",),
            "A navigator is there at night": ("Navigators' days off sick",),
        },
        "There is a bed to go to": {
            "Emergency beds are kept free": (),
            "Councils answer on the same day": (),
        },
        "We know where people slept": {
            "People can be reached the next day": ("First night not known",),
        },
    })  # fmt: skip


def every_month(stage: Stage, month: int) -> None:
    """The steps of this month's cycles, in the order in which they were tried."""
    for project in ("harbour", "lantern"):
        worked = stage.improvement[project]
        for one in worked.tried:
            for at, to, why in one.said:
                if at == month:
                    worked.ideas[one.words] = ideas.change_state(
                        idea=worked.ideas[one.words], to=to, why=why, by=worked.lead(stage)
                    )
            for tested in one.tests:
                _step(stage, worked, one, tested, month)


def _step(stage: Stage, worked: Worked, one: Tried, tested: Tested, month: int) -> None:
    by = worked.lead(stage)
    today = clock.today()
    if tested.began == month:
        cycle = cycles.plan(
            idea=worked.ideas[one.words],
            plan=cycles.Plan(
                objective=tested.objective,
                what=tested.what,
                who=tested.who,
                scale=tested.scale,
                starts_on=today,
                ends_on=today + timedelta(days=tested.days),
                service=stage.services.get(tested.service),
            ),
            prediction=tested.prediction,
            measures=[stage.measures[name] for name in tested.measures],
            by=by,
        )
        if tested.only_planned:
            return
        worked.open[one.words] = cycles.begin(
            cycle=cycle, prediction=tested.prediction, began_on=today, by=by
        )
    if tested.compared and tested.began + tested.months == month:
        cycle = worked.open[one.words]
        assert cycle.began_on is not None
        cycle = cycles.study(
            cycle=cycle,
            happened=tested.happened,
            ended_on=min(cycle.began_on + timedelta(days=tested.days), today),
            compared=tested.compared,
            study=tested.study,
            by=by,
        )
        if tested.decision:
            cycles.decide(cycle=cycle, decision=tested.decision, why=tested.why, by=by)


for _month in range(3, 19):
    in_month(_month)(partial(every_month, month=_month))
