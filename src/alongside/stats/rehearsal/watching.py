"""Whether the planned chart notices: each simulated series judged as the real one would be, month by month and whole."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.stats.spc import RULES, SIDES, Judged, judge

from .chances import Chance
from .plan import Plan
from .simulated import Floats

Flags = NDArray[np.bool_]
HIGH, LOW = SIDES.index("high"), SIDES.index("low")


@dataclass(frozen=True, slots=True)
class Watched:
    """What the planned chart would show.

    notices : judged whole at the end, it signals after the change in the direction of the change.
    false_alarm : where nothing changed, it signals in the periods after, either way.
    wrong_way : where the change happened, it signals against it.
    noticed_by, alarmed_by : for each period after the change, the chance that somebody who looks every period has seen
        a signal by then: with the change, and without it. Empty where only the whole was judged.
    rules : for each rule, the chance that it holds in the direction of the change; one series can count for several.
    alarms_by_rule : the same for false alarms, either way.
    """

    notices: Chance
    false_alarm: Chance
    wrong_way: Chance
    noticed_by: tuple[float, ...]
    alarmed_by: tuple[float, ...]
    rules: dict[str, Chance]
    alarms_by_rule: dict[str, Chance]

    @property
    def periods_to_notice(self) -> int | None:
        """The first period after the change by which half of all such charts have noticed; None if that many never do."""
        return next((k for k, chance in enumerate(self.noticed_by, 1) if chance >= 0.5), None)


def watch(
    plan: Plan,
    with_change: tuple[Floats, Floats | None],
    without: tuple[Floats, Floats | None],
    *,
    month_by_month: bool = True,
) -> Watched:
    """Judge the series in which the change happened and those in which it did not.

    Limits come from the periods before the change alone, so what was seen in one period is still there in the next. A run
    chart is judged by the Anhøj rules, which look at a series whole: it has noticed when its runs are unusually long
    or its crossings unusually few, whichever side they are on.
    """
    there, count = _signalled(plan, *with_change), len(with_change[0])
    idle = _signalled(plan, *without)
    side = HIGH if plan.effect > 0 else LOW
    rules = {
        rule: Chance(int(there.by_rule[place, side].sum()), count)
        for place, rule in enumerate(RULES)
        if there.by_rule[place].any() or idle.by_rule[place].any()
    }
    alarms = {rule: Chance(int(idle.by_rule[RULES.index(rule)].any(axis=0).sum()), count) for rule in rules}
    return Watched(
        notices=_chance(there.sides[side] | there.runs),
        false_alarm=_chance(idle.sides.any(axis=0) | idle.runs),
        wrong_way=_chance(there.sides[1 - side]),
        noticed_by=_by_period(plan, *with_change, side=side) if month_by_month else (),
        alarmed_by=_by_period(plan, *without, side=None) if month_by_month else (),
        rules=rules,
        alarms_by_rule=alarms,
    )


@dataclass(frozen=True, slots=True)
class _Signalled:
    by_rule: Flags  # (rules, sides, series): holds at a period after the change, and counts
    sides: Flags  # (sides, series)
    runs: Flags  # (series,): the runs of the whole series are unusual, on a run chart


def _signalled(plan: Plan, y: Floats, n: Floats | None, rows: int | None = None) -> _Signalled:
    until = plan.rows if rows is None else plan.before + rows
    judged = judge(y[:, :until], None if n is None else n[:, :until], settings=plan.settings)
    by_rule = np.asarray(judged.counted[:, :, :, plan.before :].any(axis=3))
    return _Signalled(by_rule, np.asarray(by_rule.any(axis=0)), _unusual_runs(judged))


def _unusual_runs(judged: Judged) -> Flags:
    if judged.settings.rules != "anhoej":
        return np.zeros(len(judged.y), dtype=bool)
    return np.asarray((judged.runs.signal & judged.runs.tested).any(axis=1))


def _by_period(plan: Plan, y: Floats, n: Floats | None, *, side: int | None) -> tuple[float, ...]:
    """The share of series that have signalled by each period after the change, for somebody who looks every time."""
    seen = np.zeros(len(y), dtype=bool)
    shares = []
    for rows in range(1, plan.after + 1):
        now = _signalled(plan, y, n, rows)
        seen |= (now.sides.any(axis=0) if side is None else now.sides[side]) | now.runs
        shares.append(float(seen.mean()))
    return tuple(shares)


def _chance(flags: Flags) -> Chance:
    return Chance(int(flags.sum()), len(flags))
