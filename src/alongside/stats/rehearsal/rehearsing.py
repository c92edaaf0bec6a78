"""A whole rehearsal: the planned measurement lived through thousands of times, with the change and without it."""

from dataclasses import dataclass

import numpy as np

from alongside.stats.words import N_, Say, fill, in_english

from .fitting import Fitted, fit
from .plan import RATES, SHARES, Plan
from .simulated import simulate
from .watching import Watched, watch

# A chance of one half is then known to within two in a hundred.
SIMULATIONS = 2000
# The same plan must always be told the same.
SEED = 1924  # the year of the first control chart; any number does

# Fewer points behind limits than these are provisional (stats.spc); fewer on a side give a time series no
# autocorrelation to estimate (contract of `alongside its`); two turns of a season are needed to see one.
FIRM, ENOUGH_FOR_ERRORS, TURNS = 13, 12, 2
# Below one half it is likelier missed than seen; four fifths is what studies plan for (Cohen 1988).
LIKELIER_MISSED, PLANNED_FOR = 0.5, 0.8
CRIES_WOLF = 0.2

NOTES = {
    "missed": N_(
        "A change of this size would more likely be missed than noticed. Watch for longer, count more, or look for a larger change."
    ),
    "under_planned": N_("Studies usually plan for 8 in 10. This plan has less."),
    "cries_wolf": N_(
        "Where nothing changed, this chart would signal all the same in %(share)s of 10 cases. "
        "Agree beforehand what you will do with a signal."
    ),
    "provisional": N_(
        "With %(before)s periods before the change the limits are provisional; from %(firm)s on they are firm."
    ),
    "short": N_(
        "With fewer than %(fewest)s periods on a side, the time series analysis can't allow for neighbours that resemble each other, and "
        "its interval is likely too narrow."
    ),
    "season": N_("In %(before)s periods before the change a season can't be told from a change."),
    "few_expected": N_(
        "Fewer than 5 are expected in a period. On such numbers a shift does not count as a signal."
    ),
    "held_at_edge": N_("With this much variation the share or rate would meet its edge. It is held there."),
    "stuck": N_("For %(share)s of 10 simulated series no analysis could be made."),
}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a plan can be expected to show. `notes` are codes of NOTES with what fills them."""

    plan: Plan
    simulations: int
    seed: int
    chart: Watched
    its: Fitted | None
    notes: tuple[tuple[str, dict[str, object]], ...]

    def sentences(self, say: Say = in_english) -> list[str]:
        """The notes as sentences."""
        return [fill(say(NOTES[code]), params) for code, params in self.notes]


def rehearse(
    plan: Plan,
    *,
    simulations: int = SIMULATIONS,
    seed: int = SEED,
    slope: bool = True,
    its: bool = True,
    month_by_month: bool = True,
) -> Rehearsal:
    """Live through the plan so many times, and count how often the chart and the time series analysis notice.

    slope : whether the analysis allows for a change of slope beside the jump, as `alongside its` does by default.
    its : whether to try the analysis at all. month_by_month : whether to judge after every period too, which takes longer.

    The same plan, number and seed give the same answer. Raises ValueError for fewer than one simulation.

    >>> told = rehearse(Plan(level=10, effect=6, spread=1, before=15, after=8), simulations=50, its=False)
    >>> told.chart.notices.share, told.chart.periods_to_notice
    (1.0, 1)
    """
    if simulations < 1:
        raise ValueError("a rehearsal needs at least one simulation")
    random = np.random.default_rng(seed)
    with_change = simulate(plan, simulations, random=random)
    without = simulate(plan, simulations, random=random, changed=False)
    chart = watch(plan, with_change, without, month_by_month=month_by_month)
    fitted = fit(plan, with_change, without, slope=slope) if its else None
    return Rehearsal(plan, simulations, seed, chart, fitted, _notes(plan, chart, fitted))


def _notes(plan: Plan, chart: Watched, its: Fitted | None) -> tuple[tuple[str, dict[str, object]], ...]:
    notes: list[tuple[str, dict[str, object]]] = []
    notices, alarms = chart.notices.share or 0.0, chart.false_alarm.share or 0.0
    if notices < LIKELIER_MISSED:
        notes.append(("missed", {}))
    elif notices < PLANNED_FOR:
        notes.append(("under_planned", {}))
    if alarms > CRIES_WOLF:
        notes.append(("cries_wolf", {"share": round(alarms * 10)}))
    if plan.before < FIRM and plan.chart != "run":
        notes.append(("provisional", {"before": plan.before, "firm": FIRM}))
    if its is not None and min(plan.before, plan.after) < ENOUGH_FOR_ERRORS:
        notes.append(("short", {"fewest": ENOUGH_FOR_ERRORS}))
    if plan.season and plan.before < TURNS * plan.season_length:
        notes.append(("season", {"before": plan.before}))
    if _fewest_expected(plan) < 5:
        notes.append(("few_expected", {}))
    if _meets_its_edge(plan):
        notes.append(("held_at_edge", {}))
    if its is not None and its.stuck > its.of * 0.05:
        notes.append(("stuck", {"share": round(its.stuck / its.of * 10, 1)}))
    return tuple(notes)


def _fewest_expected(plan: Plan) -> float:
    if not plan.counts:
        return np.inf
    if plan.chart in SHARES:
        return min(plan.sizes) * min(plan.level, 1 - plan.level)
    return plan.level * (min(plan.sizes) if plan.chart in RATES else 1.0)


def _meets_its_edge(plan: Plan) -> bool:
    """Whether two standard deviations of the shifting level, with the season, leave what is possible."""
    if not plan.counts:
        return False
    ends = (plan.level, plan.level + plan.effect)
    highest = 1.0 if plan.chart in SHARES else np.inf
    size = min(plan.sizes) if plan.has_size else 1.0
    for level in ends:
        chance = level * (1 - level if plan.chart in SHARES else 1.0) / size
        reach = abs(plan.season) + 2 * np.sqrt((plan.overdispersion**2 - 1) * max(chance, 0.0))
        if reach and not 0 <= level - reach <= level + reach <= highest:
            return True
    return False
