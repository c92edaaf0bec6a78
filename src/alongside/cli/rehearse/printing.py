"""A rehearsal in words."""

from __future__ import annotations

from alongside.stats.rehearsal import Chance, Rehearsal

RULES = {
    "outside": "a point outside the limits",
    "shift": "a shift",
    "trend": "a trend",
    "two_in_three": "two in three near a limit",
}


def print_people(told: Rehearsal) -> None:
    """The answer in words: first what matters most."""
    plan, chart, its = told.plan, told.chart, told.its
    print(
        f"{told.simulations:,} rehearsals of a {plan.chart} chart: {plan.before} periods before, {plan.after} after."
    )
    print(f"From {plan.level:g} to {plan.level + plan.effect:g}.\n")
    print(f"The chart notices the change      {_said(chart.notices)}")
    print(f"It signals where nothing changed  {_said(chart.false_alarm)}")
    print(f"It signals the wrong way          {_said(chart.wrong_way)}")
    if chart.periods_to_notice is None:
        print("Half of such charts have not noticed by the end.")
    else:
        print(f"Half of such charts have noticed by period {chart.periods_to_notice} after the change.")
    print("\nBy rule                         with the change   without")
    for rule, chance in chart.rules.items():
        print(f"  {RULES[rule]:<30}{_short(chance):>15}{_short(chart.alarms_by_rule[rule]):>10}")
    if its is not None:
        print(f"\nThe time series analysis notices  {_said(its.notices)}")
        print(f"It finds one where there is none  {_said(its.false_alarm)}")
        print(f"Its interval holds the truth      {_said(its.covers)} (95 in 100 are promised)")
    for note in told.sentences():
        print(f"\n{note}")


def _short(chance: Chance) -> str:
    return "–" if chance.share is None else f"{chance.share:.0%}"


def _said(chance: Chance) -> str:
    if chance.share is None or chance.lower is None or chance.upper is None:
        return "–"
    return f"in {chance.share:.0%} of rehearsals ({chance.lower:.0%} to {chance.upper:.0%})"
